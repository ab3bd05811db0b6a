import type { Chosen } from './choosing.ts';
import { delivering } from './deliver.ts';
import type { Transport } from './delivery.ts';
import { createEvents, echoing, type Events } from './events.ts';
import { createFaults, type Faults } from './faults.ts';
import { createGestures, type Gestures } from './gestures.ts';
import { openHttpDoor, type HttpDoor, type HttpDoorParts } from './http-door.ts';
import { createLog, type Log, type Offence } from '../log.ts';
import type { Call } from './call.ts';
import { createModals, type Modals } from './modals.ts';
import { createResponseUrls } from './response-urls.ts';
import type { Room } from './room.ts';
import { openSocketDoor, type SocketDoor } from './socket-door.ts';
import { createTriggers } from './triggers.ts';
import { createViews, type OpenView } from './views.ts';
import { createWebApi } from './web-api.ts';
import { createWorld, type SlackChannel, type SlackMessage, type SlackUser, type World } from './world.ts';

/** Scopes that the app is granted unless a test says otherwise: those of its manifest where `roles:` names a user group, and `im:read` and `im:write`, with which the stand-in's own tests read and open direct conversations. */
export const usualScopes: readonly string[] = [
  'app_mentions:read',
  'channels:read',
  'chat:write',
  'commands',
  'files:write',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'usergroups:read',
  'users:read',
];

/** What the stand-in begins with. */
export interface SlackPeerParts {
  /** Its clock, in milliseconds since the epoch: the age of triggers and of response_urls, and the times of messages. The machine's, unless said otherwise. */
  readonly clock?: { now(): number };
  readonly scopes?: readonly string[];
  readonly botToken?: string;
  readonly appToken?: string;
  /** Mentions of groups or of everybody that the app may mean, as they are written: `<!here>`. */
  readonly mentions?: readonly string[];
  /** Whether the app is told of its own direct messages too, as Slack does where it was granted `im:history`; it is, unless said otherwise. */
  readonly echoes?: boolean;
  /** Whether a second post within a second is refused in a channel. */
  readonly paced?: boolean;
}

/** Slack on a loopback socket: the Web API, Socket Mode, requests to the app, and a workspace of people who do things. */
export interface SlackPeer extends Gestures, Modals, Events {
  /** What `slackApiUrl` must be; ends in `/api/`. */
  readonly apiUrl: string;
  readonly tokens: { readonly bot: string; readonly app: string };
  /** Makes another app-level token, as an app may have several: connections tell by which they were opened. */
  anotherAppToken(): string;
  readonly world: World;
  readonly faults: Faults;
  /** Scopes that are granted; a test may alter them. */
  readonly scopes: Set<string>;
  /** The connections of Socket Mode, over which everything goes until `http` is called. */
  readonly sockets: SocketDoor;
  /** From now on everything goes over HTTP to this address. */
  http(parts: HttpDoorParts): HttpDoor;
  /** Requests so far, in order: all, or those of one method. */
  calls(method?: string): readonly Call[];
  /** What was sent or done against Slack's documents; a test expects none. */
  violations(): readonly Offence[];
  /** Acknowledgements that took longer than 3 seconds of real time. */
  late(): readonly string[];
  until: Log<Call>['until'];
  settled: Log<Call>['settled'];
  /** Withdraws a token: the bot's, unless said otherwise. */
  revoke(which?: 'bot' | 'app'): void;
  /** Takes it again. */
  restore(which: 'bot' | 'app'): void;
  /** Takes Slack away, connections too, until `up`. */
  down(how?: 'cut' | 'unavailable' | 'hang'): void;
  up(): void;
  /** So many posts that show a file uploaded from now on will fail, for it is not processed yet. */
  slowPictures(posts: number): void;
  /** Messages of a channel that everybody in it sees, threads too, oldest first. */
  messages(channel: SlackChannel): readonly SlackMessage[];
  /** Replies to a message, oldest first. */
  thread(parent: SlackMessage): readonly SlackMessage[];
  /** What one person sees in a channel: its messages, and what they alone are shown. */
  seenBy(user: SlackUser, channel: SlackChannel): readonly SlackMessage[];
  /** The direct conversation of a person with the bot. */
  directMessages(user: SlackUser): readonly SlackMessage[];
  /** A message as it stands now, or undefined where it was deleted. */
  current(message: SlackMessage): SlackMessage | undefined;
  /** The topmost modal of a person. */
  modal(user: SlackUser): OpenView | undefined;
  home(user: SlackUser): OpenView | undefined;
  /** Forgets calls, messages, triggers and addresses, so that a long run does not grow; what was wrong stays. */
  forget(): void;
  stop(): Promise<void>;
}

/** Starts the stand-in on a port of its own. Throws nothing later: what goes wrong inside is told by `violations`. */
export async function createSlackPeer({
  clock = { now: Date.now },
  scopes = usualScopes,
  botToken = 'xoxb-quartermaster',
  appToken = 'xapp-quartermaster',
  mentions = [],
  echoes = true,
  paced = false,
}: SlackPeerParts = {}): Promise<SlackPeer> {
  const now = () => clock.now();
  const world = createWorld(now);
  const log = createLog(({ method, args, answer }: Call) => ({ method, args, answer }));
  const faults = createFaults();
  const chosen = new Map<string, Chosen>();
  let origin = '';
  const room: Room = {
    world,
    log,
    now,
    views: createViews(),
    triggers: createTriggers(now),
    urls: createResponseUrls(now, world.id),
    scopes: new Set(scopes),
    declared: new Set(mentions),
    tokens: { bot: botToken, app: appToken, otherApp: new Set(), revoked: new Set() },
    chosen(surface) {
      const one = chosen.get(surface) ?? new Map();
      chosen.set(surface, one);
      return one;
    },
    pace: { on: paced, last: new Map() },
    pictures: { slowFor: 0 },
    kept: () => undefined,
    origin: () => origin,
  };
  const late: { methods?: SocketDoor['methods'] } = {};
  const { server, cut } = createWebApi(room, faults, () => late.methods ?? {});
  const sockets = openSocketDoor(room, server);
  late.methods = sockets.methods;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in listens on no port');
  origin = `http://127.0.0.1:${address.port}`;

  let transport: Transport = sockets;
  let http: HttpDoor | undefined;
  const deliver = delivering(room, () => transport);
  if (echoes) room.kept = echoing(room, deliver);
  const gestures = createGestures(room, deliver);
  const visible = (channel: string, seen: (message: SlackMessage) => boolean) =>
    world.messages.filter((one) => one.channel === channel && !one.deleted && seen(one));

  return {
    ...gestures,
    ...createModals(room, deliver, gestures.offered),
    ...createEvents(room, deliver),
    world,
    faults,
    sockets,
    scopes: room.scopes,
    tokens: room.tokens,
    anotherAppToken() {
      const token = `${appToken}-${room.tokens.otherApp.size + 2}`;
      room.tokens.otherApp.add(token);
      return token;
    },
    apiUrl: `${origin}/api/`,
    http(parts) {
      http = openHttpDoor(parts);
      transport = http;
      return http;
    },
    calls: (method) => log.calls.filter((call) => method === undefined || call.method === method),
    violations: () => log.offences,
    late: () => log.late,
    until: log.until,
    settled: log.settled,
    revoke: (which = 'bot') => void room.tokens.revoked.add(room.tokens[which]),
    restore: (which) => void room.tokens.revoked.delete(room.tokens[which]),
    down(how = 'cut') {
      faults.outage = how;
      sockets.refusing = true;
      sockets.killAll();
      cut();
    },
    up() {
      faults.outage = undefined;
      sockets.refusing = false;
    },
    slowPictures: (posts) => void (room.pictures.slowFor = posts),
    messages: ({ id }) => visible(id, ({ onlyFor }) => onlyFor === undefined),
    thread: ({ channel, ts }) => visible(channel, (one) => one.threadTs === ts && one.onlyFor === undefined),
    seenBy: (user, { id }) => visible(id, ({ onlyFor }) => onlyFor === undefined || onlyFor === user.id),
    directMessages: (user) => visible(world.im(user.id).id, () => true),
    current: ({ channel, ts }) => world.message(channel, ts),
    modal: (user) => room.views.modals.get(user.id)?.at(-1),
    home: (user) => room.views.homes.get(user.id),
    forget() {
      log.calls.length = 0;
      if (http !== undefined) http.sent.length = 0;
      for (const part of [world, room.triggers, room.urls]) part.forget();
      chosen.clear();
    },
    async stop() {
      sockets.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      await closed;
    },
  };
}
