import type { StandingClock } from '../../src/bot/preview/standing-clock.ts';
import { createClaims, type Claims } from '../../src/bot/claims.ts';
import { compose } from '../../src/compose.ts';
import type { Quartermaster } from '../../src/quartermaster.ts';
import type { Config } from '../../src/config/schema.ts';
import { AnswerLost } from '../../src/core/drivers/ec2/error.ts';
import { auditJournal } from '../../src/core/people/audit.ts';
import { createFreeze } from '../../src/core/people/freeze.ts';
import type { ControlKind } from '../../src/core/ports/control.ts';
import type { Log } from '../../src/core/ports/log.ts';
import type { Store } from '../../src/core/ports/store.ts';
import type { Witness } from '../../src/core/ports/witness.ts';
import type { Instant } from '../../src/core/time.ts';
import { mortalProcess, type Fate, type MortalProcess, type Write } from '../mortal.ts';
import type { Chats } from './chat.ts';
import type { Random } from './random.ts';

/** A call that changes something, as AWS heard of it. */
export interface Called {
  readonly house: House;
  readonly at: Instant;
  readonly kind: ControlKind;
  readonly ids: readonly string[];
  /** Whether changes were frozen just then. */
  readonly frozen: Promise<unknown>;
  /** The last entry of the audit just then. */
  readonly audited: Promise<number>;
  /** AWS has done it; undefined: nobody knows yet. */
  done?: boolean;
}

/** One process. */
export interface House {
  readonly name: string;
  readonly life: MortalProcess;
  readonly quartermaster: Quartermaster;
  readonly claims: Claims;
  /** It hears nobody any longer, and ends. */
  stopping: boolean;
  /** Writes that had been made anywhere when it died. */
  died?: number;
  /** Aborted when it is stopped. */
  readonly end: AbortController;
  /** Until when its disk takes no writes. */
  diskFullUntil: Instant;
  /** Writes into a family, or `any`, until one of them is refused, or it dies by it, or stands still right after it. */
  doom?: { writes: number; readonly fate: Fate | 'stands still'; readonly into: string };
}

/** What goes wrong in a house, in times of a hundred. */
export interface Faults {
  refusedWrites: number;
  slowWrites: number;
  lostAnswers: number;
  slowCalls: number;
}

/** What a house is made of. */
export interface HouseParts {
  readonly name: string;
  readonly config: Config;
  readonly clock: StandingClock;
  readonly store: Store;
  readonly witness: Witness;
  readonly chats: Chats;
  readonly random: Random;
  readonly faults: Faults;
  readonly keys: () => string;
  /** Between two rounds of what is told unasked, in ms. */
  readonly roundMs: () => number;
  note(line: string): void;
  called(call: Called): void;
  wrote(house: House, write: Write, result: unknown): void;
  /** Writes so far, of all houses. */
  writes(): number;
}

/** The account stands for AWS: its own records are none of a house's disk. */
const isOfAws = ({ into }: Pick<Write, 'into'>): boolean => into.startsWith('demo');
const platforms = ['slack', 'discord'] as const;
const never = new AbortController().signal;
/** A house stands still so long at most, in s: longer than any lease. */
const longestStallSeconds = 400;
/** The slowest write of a disk that is slow, in ms. */
export const slowestWriteMs = 2_000;
const reader = { id: 'os:reader', name: 'reader', roles: [] };
/** Whatever is read from files is read for these. */
const warming = ['access test who:maria roles:operator does:"stop web-1"', 'cost', 'show web-1', 'price m5.large'];

/** Lets it stand still for a while. */
export function stall({ life }: House, clock: StandingClock, random: Random): void {
  life.stall(clock.sleep(random.between(1, longestStallSeconds) * 1_000, never));
}

/** Begins a process, with everything read that it reads from files: that takes real time. */
export async function beginHouse(parts: HouseParts): Promise<House> {
  const { name, config, clock, store, witness, random, faults, note } = parts;
  let isUp = false;
  const fate = (write: Write): Fate => {
    if (!isUp || isOfAws(write)) return 'made';
    if (clock.now() < house.diskFullUntil || random.percent(faults.refusedWrites)) return 'refused';
    const { doom } = house;
    if (doom === undefined || (doom.into !== 'any' && doom.into !== write.into)) return 'made';
    doom.writes -= 1;
    if (doom.writes > 0) return 'made';
    delete house.doom;
    note(`${name} ${doom.fate}: ${write.verb} ${write.key} into ${write.into}`);
    if (doom.fate !== 'stands still') return doom.fate;
    stall(house, clock, random);
    return 'made';
  };
  const life = mortalProcess(clock, {
    fate,
    async waits(write) {
      if (!isUp) return;
      if (!isOfAws(write) && random.percent(faults.slowWrites))
        await clock.sleep(random.between(1, slowestWriteMs), never);
      else
        for (let turns = random.below(3); turns > 0; turns -= 1) await new Promise((resolve) => setImmediate(resolve));
    },
    outlives: () => random.percent(50),
    made(write, result) {
      if (isUp) parts.wrote(house, write, result);
    },
  });
  const said = (facts: Readonly<Record<string, unknown>>, words: string): void => {
    if (isUp && !life.isDead()) note(`${name}: ${words}, ${JSON.stringify(facts['error'] ?? facts['notice'] ?? '')}`);
  };
  const log: Log = { info: said, warn: said, error: said };
  const quartermaster = await compose({
    config,
    clock: life.clock,
    log,
    keys: parts.keys,
    rates: { take: () => undefined },
    async openStore() {
      const own = life.over(store);
      return {
        store: own,
        witness,
        journal: (appended) => auditJournal(own, { witness, ...(appended && { appended }) }),
      };
    },
    calls: (own) => ({
      ...own,
      change(kind, home, targets, dryRun, signal, by) {
        if (dryRun) return life.hears(() => own.change(kind, home, targets, dryRun, signal, by));
        const call: Called = {
          house,
          at: clock.now(),
          kind,
          ids: targets.map(({ id }) => id),
          // In memory both are read at once.
          frozen: createFreeze(store, clock).now(),
          audited: auditJournal(store)
            .head()
            .then(({ position }) => position),
        };
        parts.called(call);
        return life.hears(async () => {
          if (random.percent(faults.slowCalls)) await clock.sleep(random.between(1, 45) * 1_000, never);
          const isLost = random.percent(faults.lostAnswers);
          if (isLost && random.percent(50)) {
            call.done = false;
            throw new AnswerLost('the connection was cut');
          }
          try {
            const answer = await own.change(kind, home, targets, dryRun, signal, by);
            call.done = true;
            if (!isLost) return answer;
          } catch (error) {
            call.done = false;
            throw error;
          }
          throw new AnswerLost('the connection was cut');
        });
      },
    }),
  });
  const house: House = {
    name,
    life,
    quartermaster,
    claims: createClaims(quartermaster.store, log),
    stopping: false,
    end: new AbortController(),
    diskFullUntil: 0,
  };
  await quartermaster.core.access.inForce();
  for (const line of warming)
    await quartermaster.dispatch(
      { id: 'warming', person: reader, place: { id: reader.id }, line, signal: never },
      () => {},
    );
  isUp = true;
  void life.death.then(() => {
    house.died = parts.writes();
  });
  for (const platform of platforms) void rounds(parts, house, platform);
  void watching(parts, house);
  return house;
}

/** Alerts, whenever it is looked whether they are due. */
async function watching({ roundMs }: HouseParts, { quartermaster, life, end }: House): Promise<void> {
  while (!end.signal.aborted) {
    await quartermaster.watchRound(end.signal);
    await life.clock.sleep(roundMs(), end.signal).catch(() => {});
  }
}

/** What is told unasked on a platform, again and again. */
async function rounds({ chats, roundMs }: HouseParts, house: House, platform: string): Promise<void> {
  const { quartermaster, life, end } = house;
  const post = chats.postOf(house);
  while (!end.signal.aborted) {
    await quartermaster.notices((place) => place.startsWith(`${platform}:`), post, end.signal);
    await life.clock.sleep(roundMs(), end.signal).catch(() => {});
  }
}
