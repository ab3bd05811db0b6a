import type { StandingClock } from '../../src/bot/preview/standing-clock.ts';
import { readConfig } from '../../src/config/read.ts';
import { keyAlphabet, keyLength } from '../../src/core/changes/keys.ts';
import type { DemoEc2 } from '../../src/core/drivers/demo/ec2.ts';
import { createDemoEc2 } from '../../src/core/drivers/demo/engine.ts';
import type { Person } from '../../src/core/people/person.ts';
import { isoTime, type Instant } from '../../src/core/time.ts';
import type { Answer } from '../../src/bot/request.ts';
import type { Store } from '../../src/core/ports/store.ts';
import type { Witness } from '../../src/core/ports/witness.ts';
import { fakeClock } from '../fake-clock.ts';
import { memoryStore } from '../memory-store.ts';
import type { Write } from '../mortal.ts';
import { createChats, type Chats } from './chat.ts';
import { beginHouse, type Called, type Faults, type House } from './house.ts';
import { randomFrom, type Random } from './random.ts';
import { memoryWitness } from './witness.ts';

/** The week in which clocks go back in Europe, and the one in which they do in America. */
const start = Date.parse('2026-10-22T06:00:00Z');
const minuteMs = 60_000;
/** So long after something happened what is told unasked is looked for often. */
const busyMs = 2 * minuteMs;
/** Houses at once. */
export const housesAtMost = 2;

/** Who plays, with what the configuration lets them do. */
export const people = {
  maria: { id: 'slack:U0MARIA', name: 'maria', roles: [] },
  lena: { id: 'discord:200', name: 'lena', roles: [] },
  ines: { id: 'slack:U0INES', name: 'ines', roles: [] },
  ana: { id: 'slack:U0ANA', name: 'ana', roles: [] },
  bob: { id: 'slack:U0BOB', name: 'bob', roles: [] },
} as const satisfies Record<string, Person>;

const roles = {
  operator: [people.maria.id, people.lena.id],
  approver: [people.ines.id],
  admin: [people.ana.id],
};

/** Places where people talk, and where copies and approvals go. */
export const places = {
  ops: 'slack:C0OPS',
  dev: 'discord:900',
  approvals: 'slack:C0APPROVALS',
  copies: 'discord:901',
} as const;

/** Something that somebody said. */
export interface Said {
  readonly id: string;
  readonly person: Person;
  readonly place: string;
  readonly line: string;
  /** The change that it presses. */
  readonly presses?: string;
}

/** What was answered. */
export interface Answered extends Said {
  readonly at: Instant;
  readonly house: House;
  readonly answer: Answer;
  /** Somebody has seen it. */
  readonly isShown: boolean;
}

/** A write that was made. */
export interface Written extends Write {
  readonly house: House;
  /** What the store said. */
  readonly result: unknown;
  readonly at: Instant;
}

/** Everything that happens, and how it looks from outside. */
export interface World {
  readonly random: Random;
  readonly clock: StandingClock;
  /** As it is kept, whatever goes wrong on the way there. */
  readonly store: Store;
  readonly witness: Witness;
  /** AWS, as who has another way to it sees it. */
  readonly aws: DemoEc2;
  readonly chats: Chats;
  readonly faults: Faults;
  /** Those that live. */
  houses(): readonly House[];
  readonly said: readonly Said[];
  readonly answers: readonly Answered[];
  readonly calls: readonly Called[];
  /** Writes that were made, in order. */
  readonly writes: readonly Written[];
  readonly log: readonly string[];
  note(line: string): void;
  begin(): Promise<void>;
  kill(house: House): void;
  /** Somebody says a line; each of the houses hears it so often. Whoever is not there does not. */
  says(said: Omit<Said, 'id'>, hearing: readonly House[]): void;
  pass(ms: number): Promise<void>;
}

/** A world that begins from a number. */
export async function createWorld(seed: number): Promise<World> {
  const random = randomFrom(seed);
  const clock = fakeClock(start);
  const log: string[] = [];
  const writes: Written[] = [];
  const note = (line: string): void => void log.push(`${isoTime(clock.now())} ${line}`);
  const memory = memoryStore(clock, `simulated-${seed}`);
  const witness = memoryWitness();
  const chats = createChats(clock, random.fork(), note, () => writes.length);
  const faults: Faults = { refusedWrites: 0, slowWrites: 0, lostAnswers: 0, slowCalls: 0 };
  const config = await readConfig({
    cwd: '/nowhere',
    env: {
      QUARTERMASTER_ROLES: JSON.stringify(roles),
      QUARTERMASTER_APPROVALS_PLACE: places.approvals,
      QUARTERMASTER_AUDIT_COPY_TO: places.copies,
    },
  });
  const houses: House[] = [];
  const said: Said[] = [];
  const answers: Answered[] = [];
  const calls: Called[] = [];
  const keys = random.fork();
  let begun = 0;
  let busyUntil = 0;
  const store = memory.open();
  const aws = await createDemoEc2({ store, clock });

  const world: World = {
    random,
    clock,
    store,
    witness,
    aws,
    chats,
    faults,
    houses: () => houses.filter(({ life }) => !life.isDead()),
    said,
    answers,
    calls,
    writes,
    log,
    note,
    async begin() {
      begun += 1;
      const name = `house ${begun}`;
      note(`${name} begins`);
      houses.push(
        await beginHouse({
          name,
          config,
          clock,
          store: memory.open(),
          witness,
          chats,
          random: random.fork(),
          faults,
          keys: () => Array.from({ length: keyLength }, () => keys.pick([...keyAlphabet])).join(''),
          roundMs: () => (clock.now() < busyUntil ? 8_000 : random.between(20, 120) * minuteMs),
          note,
          called(call) {
            note(`${call.house.name} calls ${call.kind} ${call.ids.join(' ')}`);
            calls.push(call);
          },
          wrote: (house, write, result) => void writes.push({ ...write, house, result, at: clock.now() }),
        }),
      );
      busyUntil = clock.now() + busyMs;
    },
    kill(house) {
      note(`${house.name} is killed`);
      house.life.die();
    },
    says(line, hearing) {
      const one: Said = { ...line, id: `said-${said.length + 1}` };
      said.push(one);
      busyUntil = clock.now() + busyMs;
      note(
        `${one.person.name} in ${one.place}: ${one.line}${hearing.length === 1 ? '' : ` (heard ${hearing.length} times)`}`,
      );
      for (const house of hearing) if (!house.stopping) void heard(house, one);
    },
    async pass(ms) {
      await clock.pass(ms);
    },
  };

  /** As chats do: once each, and what cannot be shown is told later. */
  async function heard(house: House, one: Said): Promise<void> {
    const { quartermaster, claims, life, end } = house;
    const claim = await claims.first(one.id);
    if (claim === 'again') return;
    const answer = await quartermaster.dispatch(
      {
        id: one.id,
        person: quartermaster.directory.now(one.person),
        place: { id: one.place },
        line: one.line,
        signal: end.signal,
        ...(claim === 'unknown' && { unclaimed: true }),
      },
      () => {},
    );
    const how = await life.hears(async () => chats.takes(one.place));
    answers.push({ ...one, at: clock.now(), house, answer, isShown: how === 'taken' });
    const { problem, reply } = answer;
    note(
      `${house.name} answers ${one.line}: ${problem?.problem ?? (reply.change === undefined ? 'told' : `told of ${reply.change}`)}, ${how}`,
    );
    if (one.presses === undefined || reply.change === undefined) return;
    const { shown, tellLater } = quartermaster;
    const kept =
      how === 'taken'
        ? shown(reply.change, one.place, one.id)
        : tellLater(reply.change, one.place, { unanswered: how === 'unanswered', request: one.id });
    await kept.catch((error: unknown) => note(`${house.name}: that it is ${how} could not be kept, ${String(error)}`));
  }

  return world;
}
