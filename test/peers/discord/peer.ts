import { generateKeyPairSync } from 'node:crypto';
import { createLog, type Log, type Offence } from '../log.ts';
import type { Data } from '../json.ts';
import type { Call } from './call.ts';
import { createCommands } from './commands.ts';
import { delivering, type Deliver } from './deliver.ts';
import type { Transport } from './delivery.ts';
import { createFaults, type Faults } from './faults.ts';
import { openGateway, type Gateway, type OwnGateway } from './gateway.ts';
import { createGestures, type Gestures } from './gestures.ts';
import { openHttpDoor, type HttpDoor, type HttpDoorParts } from './http-door.ts';
import { createInteractions } from './interactions.ts';
import { identifiesAtMost } from './limits.ts';
import { createModalGestures, type ModalGestures } from './modal-gestures.ts';
import type { OpenModal } from './modals.ts';
import { createRest } from './rest.ts';
import type { Room } from './room.ts';
import {
  createWorld,
  type DiscordChannel,
  type DiscordGuild,
  type DiscordMessage,
  type DiscordUser,
  type World,
} from './world.ts';

/** What the stand-in begins with. */
export interface DiscordPeerParts {
  /** Its clock, in milliseconds since the epoch: the age of interactions, nonces and sessions, and ids. The machine's, unless said otherwise. */
  readonly clock?: { now(): number };
  readonly token?: string;
  /** IDENTIFYs that are left today; 1,000, unless said otherwise. */
  readonly identifies?: number;
  /** Time between heartbeats that the gateway asks for, in milliseconds of real time. */
  readonly heartbeatMs?: number;
}

/** Discord on a loopback socket: the REST API, the gateway, interactions over HTTP, and guilds of people who do things. */
export interface DiscordPeer extends Gestures, ModalGestures {
  /** What `rest.api` must be; ends in `/api`. */
  readonly apiUrl: string;
  readonly token: string;
  readonly applicationId: string;
  /** Of what signs interactions over HTTP, in hexadecimal. */
  readonly publicKey: string;
  readonly world: World;
  readonly faults: Faults;
  /** Sessions of the app, over which interactions go until `http` is called. */
  readonly gateway: Gateway;
  /** From now on interactions go over HTTP to this address, and none over the gateway. */
  http(parts: HttpDoorParts): HttpDoor;
  /** Sends any interaction, also one that no client sends. */
  readonly deliver: Deliver;
  /** Requests so far, in order: all, those of one method, or those of one method and route, such as `/channels/{channel}/messages`. */
  calls(method?: string, route?: string): readonly Call[];
  /** What was sent or done against Discord's documents; a test expects none. */
  violations(): readonly Offence[];
  /** Answers that took longer than 3 seconds of real time. */
  late(): readonly string[];
  until: Log<Call>['until'];
  settled: Log<Call>['settled'];
  /** Mentions that the app may let ring, as they are written: `<@1234>`; a test adds what it means to see. */
  readonly mayRing: Set<string>;
  /** Commands as they are registered: global ones, or those of a guild. */
  commands(guild?: DiscordGuild): readonly Data[];
  /** How often commands were replaced. */
  commandPuts(): number;
  /** Withdraws the token. */
  revoke(): void;
  /** Takes it again. */
  restore(): void;
  /** Takes Discord away, connections too, until `up`. */
  down(how?: 'cut' | 'unavailable' | 'hang'): void;
  up(): void;
  /** Messages of a channel or thread that everybody in it sees, oldest first. */
  messages(channel: DiscordChannel): readonly DiscordMessage[];
  /** What one person sees in a channel: its messages, and what they alone are shown. */
  seenBy(user: DiscordUser, channel: DiscordChannel): readonly DiscordMessage[];
  /** The direct conversation of a person with the bot. */
  directMessages(user: DiscordUser): readonly DiscordMessage[];
  /** A message as it stands now, or undefined where it was deleted. */
  current(message: DiscordMessage): DiscordMessage | undefined;
  /** The modal of a person. */
  modal(user: DiscordUser): OpenModal | undefined;
  /** Forgets calls, messages, interactions and nonces, so that a long run does not grow; what was wrong stays. */
  forget(): void;
  stop(): Promise<void>;
}

/** Bytes of an Ed25519 public key, which stand last in its SPKI form (RFC 8410). */
const publicKeyBytes = 32;

/** Time between heartbeats that Discord asks for, in milliseconds (Discord, "Gateway", "Hello Event", about). */
const usualHeartbeatMs = 41_250;

/** Starts the stand-in on a port of its own. Throws nothing later: what goes wrong inside is told by `violations`. */
export async function createDiscordPeer({
  clock = { now: Date.now },
  token = 'a-bot-token.of-a-test.quartermaster',
  identifies = identifiesAtMost,
  heartbeatMs = usualHeartbeatMs,
}: DiscordPeerParts = {}): Promise<DiscordPeer> {
  const now = () => clock.now();
  const keys = generateKeyPairSync('ed25519');
  const spki = keys.publicKey.export({ type: 'spki', format: 'der' });
  const late: { gateway?: OwnGateway } = {};
  const world = createWorld(now, (change) => late.gateway?.told(change));
  const log = createLog(({ method, path, body, status, answer }: Call) => ({ method, path, body, status, answer }));
  const faults = createFaults();
  let origin = '';
  const room: Room = {
    world,
    log,
    now,
    interactions: createInteractions(now),
    commands: createCommands(world.id, world.app.id),
    modals: new Map(),
    mayRing: new Set(),
    token: { bot: token, revoked: false },
    publicKey: spki.subarray(-publicKeyBytes).toString('hex'),
    nonces: new Map(),
    identifies: { count: 0, most: identifies },
    over: { stopped: false },
    origin: () => origin,
  };
  const { server, cut } = createRest(room, faults);
  const gateway = openGateway(room, server, heartbeatMs);
  late.gateway = gateway;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in listens on no port');
  origin = `http://127.0.0.1:${address.port}`;

  let transport: Transport = gateway;
  let door: HttpDoor | undefined;
  const deliver = delivering(room, () => transport);
  const visible = (channel: string, seen: (message: DiscordMessage) => boolean) =>
    world.messages.filter((one) => one.channelId === channel && !one.deleted && seen(one));

  return {
    ...createGestures(room, deliver),
    ...createModalGestures(room, deliver),
    deliver,
    apiUrl: `${origin}/api`,
    token,
    applicationId: world.app.id,
    publicKey: room.publicKey,
    world,
    faults,
    gateway,
    mayRing: room.mayRing,
    http(parts) {
      door = openHttpDoor(room, parts, keys.privateKey);
      transport = door;
      return door;
    },
    calls: (method, route) =>
      log.calls.filter(
        (call) => (method === undefined || call.method === method) && (route === undefined || call.route === route),
      ),
    violations: () => log.offences,
    late: () => log.late,
    until: log.until,
    settled: log.settled,
    commands: (guild) => room.commands.of(guild?.id),
    commandPuts: () => room.commands.puts,
    revoke: () => void (room.token.revoked = true),
    restore: () => void (room.token.revoked = false),
    down(how = 'cut') {
      faults.outage = how;
      gateway.refusing = true;
      gateway.drop();
      cut();
    },
    up() {
      faults.outage = undefined;
      gateway.refusing = false;
    },
    messages: ({ id }) => visible(id, ({ onlyFor }) => onlyFor === undefined),
    seenBy: (user, { id }) => visible(id, ({ onlyFor }) => onlyFor === undefined || onlyFor === user.id),
    directMessages: (user) => visible(world.direct(user).id, () => true),
    current: ({ id }) => world.message(id),
    modal: (user) => room.modals.get(user.id),
    forget() {
      log.calls.length = 0;
      if (door !== undefined) door.sent.length = 0;
      for (const part of [world, room.interactions]) part.forget();
      for (const part of [room.nonces, room.modals]) part.clear();
    },
    async stop() {
      room.over.stopped = true;
      gateway.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      await closed;
    },
  };
}
