import { z } from 'zod';
import { entriesOf } from '../entries.ts';
import type { Clock } from '../ports/clock.ts';
import type { Kept, Store } from '../ports/store.ts';
import { secondMs, type Instant } from '../time.ts';
import { Point, Sum } from './run.ts';

/** A process that shows no sign of life for so long has lost the run that it made to whoever looks for it. */
export const leaseMs = 60 * secondMs;
/** Signs of life within one lease. */
const beatsALease = 4;

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
  /** When the last run was made, and how it went, in words. */
  last: z.object({ at: z.number(), says: z.string() }).optional(),
  /** What the alert looked for then: see `markOf`. What follows is of that. */
  mark: z.string().optional(),
  /** What was told of the time before, for the next run to compare with. */
  points: z.array(Point),
  wasted: z.object({ at: z.number(), totals: z.array(z.object({ account: z.string(), wasted: Sum })) }).optional(),
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

/** The right to make one run of an alert, held by one process. What writes rejects with StoreUnwritable. */
export interface Claim {
  /** How the alert stood before. */
  readonly state: State;
  /** The run counts from here on; false where another process has taken it over, and then nothing of it may be told. @param run Its record, where there is something to be put into the outbox. */
  commit(left: Left, run: string | undefined): Promise<boolean>;
  /** All of it is in the outbox. */
  done(): Promise<void>;
}

/** How alerts stand, shared by all processes: a run is made by one of them. */
export interface States {
  of(alert: string): Promise<State | undefined>;
  /** Takes a run that nobody makes now, and that does not count yet; or, of the run that counts last, what is to be put into the outbox. Undefined where somebody else has it. */
  claim(alert: string, slot: Instant): Promise<Claim | undefined>;
  /** Shows signs of life while `work` goes on. */
  holding<T>(alert: string, slot: Instant, work: () => Promise<T>): Promise<T>;
  /** Every alert that was ever run, as it is called here. */
  all(): Promise<readonly string[]>;
  forget(alert: string): Promise<void>;
}

/** Kept in the store. @param holder Names this process. */
export function createStates(store: Store, clock: Clock, holder: string): States {
  const family = store.family('watch-states', State, { ttlMs: 'forever' });
  const lease = (slot: Instant) => ({ slot, holder, until: clock.now() + leaseMs });

  /** Changes what this process holds; false where it holds it no longer. */
  const step = async (alert: string, slot: Instant, change: (now: State) => State): Promise<boolean> => {
    const kept = await family.get(alert);
    const working = kept?.value.working;
    if (kept === undefined || working?.holder !== holder || working.slot !== slot) return false;
    return family.swap(kept, change(kept.value));
  };
  /** One after another: a sign of life must not keep a run from being committed. */
  let last: Promise<unknown> = Promise.resolve();
  const move = (alert: string, slot: Instant, change: (now: State) => State): Promise<boolean> => {
    const mine = last.then(() => step(alert, slot, change));
    last = mine.catch(() => {});
    return mine;
  };
  const take = async (alert: string, kept: Kept<State> | undefined, slot: Instant): Promise<State | undefined> => {
    const before = kept?.value ?? fresh;
    if (before.working !== undefined && before.working.until > clock.now()) return undefined;
    if (before.committed >= slot && !(before.posting && before.committed === slot)) return undefined;
    const to = { ...before, working: lease(slot) };
    const taken = kept === undefined ? await family.claim(alert, to) : await family.swap(kept, to);
    return taken ? before : undefined;
  };

  return {
    of: async (alert) => (await family.get(alert))?.value,
    async claim(alert, slot) {
      const state = await take(alert, await family.get(alert), slot);
      if (state === undefined) return undefined;
      return {
        state,
        commit: (left, run) =>
          move(alert, slot, ({ working, committed, run: before }) => ({
            ...left,
            committed: Math.max(committed, slot),
            ...((run ?? before) !== undefined && { run: run ?? before }),
            ...(run === undefined ? {} : { posting: true as const, ...(working && { working }) }),
          })),
        async done() {
          await move(alert, slot, ({ working: _, posting: __, ...rest }) => rest);
        },
      };
    },
    async holding(alert, slot, work) {
      const over = new AbortController();
      const beat = async (): Promise<void> => {
        while (!over.signal.aborted) {
          await clock.sleep(leaseMs / beatsALease, over.signal);
          await move(alert, slot, (now) => ({ ...now, working: lease(slot) })).catch(() => {});
        }
      };
      beat().catch(() => {});
      try {
        return await work();
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
