import { z } from 'zod';
import { clocksApartMs, isWrong } from '../clocks-apart.ts';
import { entriesOf } from '../entries.ts';
import type { Clock } from '../ports/clock.ts';
import type { Kept, Store } from '../ports/store.ts';
import { secondMs, type Instant } from '../time.ts';
import { Point, Sum } from './run.ts';
import { Saw } from './saw.ts';

/** A process that shows no sign of life for so long has lost the run that it made to whoever looks for it, whose clock may be ahead. */
export const leaseMs = 60 * secondMs + clocksApartMs;
/** Between two signs of life. */
const beatMs = 15 * secondMs;

/** Tries that came to nothing, before the last one that counted, and are remembered: a run that counts writes anew what they wrote, and only whoever stood still since then comes later. */
const voidAtMost = 100;

/** Each try at a run has a number of its own: which was given last, which counted last, and those before it that came to nothing. */
const Tries = z.object({ last: z.number(), counted: z.number(), void: z.array(z.number()) });
type Tries = z.infer<typeof Tries>;
const noTries: Tries = { last: 0, counted: 0, void: [] };

/** A crossing of a budget, and what was not known of the costs then. */
const Crossed = z.object({
  is: z.enum(['above', 'below']),
  /** So many things had no known price. */
  unknown: z.number(),
  /** What was not read: see `unread` of `BurnNow`. */
  unread: z.array(z.string()),
});
export type Crossed = z.infer<typeof Crossed>;

/** How an alert stands. */
const State = z.object({
  /** The last run that counts: when it was due. */
  committed: z.number(),
  /** Its record, where it told something. */
  run: z.string().optional(),
  /** Not all posts of it are in the outbox yet. */
  posting: z.literal(true).optional(),
  /** A run is being made: which, by which process, and until when that is believed. */
  working: z.object({ slot: z.number(), holder: z.string(), until: z.number() }).optional(),
  tries: Tries.optional(),
  /** Tries that failed since a run counted, and when the last did. */
  failed: z.object({ at: z.number(), times: z.number() }).optional(),
  /** When the last run was made, how it went, in words, and what it looked at. */
  last: z.object({ at: z.number(), says: z.string(), saw: Saw.exactOptional() }).optional(),
  /** What the alert looked for then: see `markOf`. What follows is of that. */
  mark: z.string().optional(),
  /** What was told of the time before, for the next run to compare with. */
  points: z.array(Point),
  wasted: z
    .object({
      at: z.number(),
      // What is kept or put off may be wasted the next time, and the other way round.
      totals: z.array(z.object({ account: z.string(), wasted: Sum, rested: Sum.optional() })),
    })
    .optional(),
  /** Cost an hour, of all and by group. */
  burned: z
    .object({
      at: z.number(),
      all: z.string(),
      // A list: groups are called as people call them, `__proto__` too, and no record keeps that.
      groups: z.array(z.object({ label: z.string(), perHour: z.string() })),
    })
    .optional(),
  /** Of a budget: its last crossing. */
  crossed: Crossed.optional(),
  /** What could not be read, as it was told last. */
  gaps: z.string().optional(),
});
export type State = z.infer<typeof State>;

/** What a run leaves for the next one. */
export type Left = Pick<State, 'last' | 'mark' | 'points' | 'wasted' | 'burned' | 'crossed' | 'gaps'>;

const fresh: State = { committed: 0, points: [] };

/** One try at a run, as what it writes is marked by. */
export interface Try {
  readonly number: number;
  /** Whether what an earlier try wrote is true: its run counted. */
  counts(earlier: number): boolean;
  /** Whether it is still to be made by whoever has it: nobody has taken it over. */
  holds(): Promise<boolean>;
}

/** The right to make one run of an alert, held by one process. What writes rejects with StoreUnwritable. */
export interface Claim extends Try {
  /** How the alert stood before. */
  readonly state: State;
  /** The run counts from here on; false where another process has taken it over, and then nothing of it may be told. @param run Its record, where there is something to be put into the outbox. */
  commit(left: Left, run: string | undefined): Promise<boolean>;
  /** All of it is in the outbox. */
  done(): Promise<void>;
  /** Nothing was made of it: whoever finds it due may take it at once. */
  leave(): Promise<void>;
  /** It failed: it is taken again, later each time that it does; where only posts of it are not in the outbox yet, at once. */
  failed(says: string): Promise<void>;
}

/** How alerts stand, shared by all processes: a run is made by one of them. */
export interface States {
  of(alert: string): Promise<State | undefined>;
  /** Takes a run that nobody makes now, and that does not count yet; or, of the run that counts last, what is to be put into the outbox. Undefined where somebody else has it. */
  claim(alert: string, slot: Instant): Promise<Claim | undefined>;
  /** Shows signs of life while `work` goes on. Where it fails as this process is told to end, whoever finds it due may take it at once. */
  holding<T>(alert: string, slot: Instant, work: () => Promise<T>, end: AbortSignal): Promise<T>;
  /** Every alert that was ever run, as it is called here. */
  all(): Promise<readonly string[]>;
  forget(alert: string): Promise<void>;
}

/** Kept in the store. @param holder Names this process. */
export function createStates(store: Store, clock: Clock, holder: string): States {
  const family = store.family('watch-states', State, { ttlMs: 'forever' });
  const lease = (slot: Instant) => ({ slot, holder, until: clock.now() + leaseMs });

  const isOurs = (state: State | undefined, slot: Instant): boolean =>
    state?.working?.holder === holder && state.working.slot === slot;
  /** Changes what this process holds; false where it holds it no longer. */
  const step = async (alert: string, slot: Instant, change: (now: State) => State): Promise<boolean> => {
    const kept = await family.get(alert);
    if (kept === undefined || !isOurs(kept.value, slot)) return false;
    return family.swap(kept, change(kept.value));
  };
  /** One after another: a sign of life must not keep a run from being committed. */
  let last: Promise<unknown> = Promise.resolve();
  const move = (alert: string, slot: Instant, change: (now: State) => State): Promise<boolean> => {
    const mine = last.then(() => step(alert, slot, change));
    last = mine.catch(() => {});
    return mine;
  };
  const leave = (alert: string, slot: Instant) => move(alert, slot, ({ working: _, ...rest }) => rest);
  const take = async (alert: string, kept: Kept<State> | undefined, slot: Instant) => {
    const before = kept?.value ?? fresh;
    if (isHeld(before, clock.now())) return undefined;
    if (doneUpTo(before, clock.now()) >= slot && !(before.posting && before.committed === slot)) return undefined;
    const to = { ...before, working: lease(slot), tries: oneMore(before.tries) };
    const taken = kept === undefined ? await family.claim(alert, to) : await family.swap(kept, to);
    return taken ? { before, tries: to.tries } : undefined;
  };

  return {
    of: async (alert) => (await family.get(alert))?.value,
    async claim(alert, slot) {
      const taken = await take(alert, await family.get(alert), slot);
      if (taken === undefined) return undefined;
      const { before: state, tries } = taken;
      return {
        state,
        number: tries.last,
        counts: (earlier) => earlier <= tries.counted && !tries.void.includes(earlier),
        holds: async () => isOurs((await family.get(alert))?.value, slot),
        commit: (left, run) =>
          move(alert, slot, ({ working, run: before }) => ({
            ...left,
            committed: slot,
            tries: counted(tries),
            ...((run ?? before) !== undefined && { run: run ?? before }),
            ...(run === undefined ? {} : { posting: true as const, ...(working && { working }) }),
          })),
        async done() {
          await move(alert, slot, ({ working: _, posting: __, ...rest }) => rest);
        },
        async leave() {
          await leave(alert, slot);
        },
        async failed(says) {
          const at = clock.now();
          await move(alert, slot, ({ working: _, failed, ...rest }) =>
            // The run itself has gone well, and how it went stays.
            rest.posting ? rest : { ...rest, failed: { at, times: (failed?.times ?? 0) + 1 }, last: { at, says } },
          );
        },
      };
    },
    async holding(alert, slot, work, end) {
      const over = new AbortController();
      const beat = async (): Promise<void> => {
        while (!over.signal.aborted) {
          await clock.sleep(beatMs, over.signal);
          await move(alert, slot, (now) => ({ ...now, working: lease(slot) })).catch(() => {});
        }
      };
      beat().catch(() => {});
      try {
        return await work();
      } catch (error) {
        if (end.aborted) await leave(alert, slot).catch(() => {});
        throw error;
      } finally {
        over.abort(new Error('the run is over'));
      }
    },
    async all() {
      const names: string[] = [];
      for await (const { key } of entriesOf(family)) names.push(key);
      return names;
    },
    forget: (alert) => family.delete(alert),
  };
}

/** Up to when it has been run. One that is yet to come was made by a process whose clock is ahead, and counts; one of a clock that was wrong says nothing. */
export const doneUpTo = ({ committed }: Pick<State, 'committed'>, now: Instant): Instant =>
  isWrong(committed, now) ? 0 : committed;

/** The same of a lease. */
const isHeld = ({ working }: State, now: Instant): boolean =>
  working !== undefined && working.until > now && !isWrong(working.until - leaseMs, now);

const oneMore = (tries: Tries = noTries): Tries => ({ ...tries, last: tries.last + 1 });

/** The last try counts, and those since the one that counted before it came to nothing. */
function counted({ last, counted: before, void: known }: Tries): Tries {
  const from = Math.max(before + 1, last - voidAtMost);
  const lost = Array.from({ length: last - from }, (_, at) => from + at);
  return { last, counted: last, void: [...known, ...lost].slice(-voidAtMost) };
}
