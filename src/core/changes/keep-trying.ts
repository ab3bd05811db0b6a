import type { Caller } from '../ports/control.ts';
import { StoreUnwritable } from '../ports/store.ts';
import { plain, say, type Spans } from '../text.ts';
import { secondMs, spanInWords, type Instant } from '../time.ts';
import { act, progressOf, type ActParts } from './act.ts';
import type { Subject } from './book.ts';
import type { Progress, Trying } from './changes.ts';
import type { Hold } from './hold.ts';
import { rowOf } from './kinds.ts';
import { targetOf, withTargets, type ChangeRecord, type TargetRecord } from './record.ts';
import type { Seen } from './resource.ts';
import type { License } from './license.ts';

/** Progress is told again after so long, for the timer in it; and a Stop is seen so soon. */
const tickMs = 5 * secondMs;

/** Of a start that AWS took and let fall back. */
const fallenCode = 'Server.InsufficientInstanceCapacity';

/** AWS had no room: it refused for it, or took the call and let the start fall back for it. */
export const lacksRoom = ({ phase, why }: Pick<TargetRecord, 'phase' | 'why'>): boolean =>
  phase === 'failed' && (why === 'InsufficientInstanceCapacity' || why === fallenCode);

/** What may end the trying from outside. */
export interface Reins {
  /** Asked before every call to AWS: whether the person still may, and has not stopped it. */
  readonly license: License;
  readonly caller: Caller;
  /** Whether somebody pressed Stop. */
  stopped(): Promise<boolean>;
}

/**
 * Acts, and where AWS has no room acts again, each attempt as written down as the first: the targets are read again, the
 * intent is written before the call. Ends with the first of: all started, another error, Stop, a lost right, the time up,
 * an aborted signal.
 */
export async function keepTrying(
  parts: ActParts,
  hold: Hold,
  subject: Subject,
  { everyMs, forMs }: Trying,
  { license, caller, stopped }: Reins,
  told: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<ChangeRecord> {
  const { clock } = parts;
  const until = clock.now() + forMs;
  for (let attempt = 1; ; attempt += 1) {
    const trying = { key: hold.key, attempt, until };
    const record = await act(
      parts,
      hold,
      subject,
      (progress) => told({ ...progress, trying }),
      signal,
      license,
      caller,
    );
    const short = record.targets.filter(lacksRoom);
    if (short.length === 0) return record;
    const nextAt = clock.now() + everyMs;
    if (nextAt > until) return learn(record, short, { says: plain(inVain(attempt, `in ${spanInWords(forMs)}`)) });
    // Waiting is no call: who finds this record without its process must not look for one.
    const says = `no room yet, after ${attemptsIn(attempt)}`;
    const waits = await learn(record, short, { phase: 'waiting', says, why: undefined }, await seenAnew(record, short));
    if (waits === record) return record;
    const end = await wait(waits, attempt, nextAt, until);
    // Ended by a person: told as it is, and not offered again.
    if (end !== undefined)
      return learn(waits, short, { phase: 'failed', says: plain(inVain(attempt, end)), why: undefined });
  }

  /** Tells the time until the next attempt; gives what ended the waiting, or nothing. */
  async function wait(
    record: ChangeRecord,
    attempt: number,
    nextAt: Instant,
    until_: Instant,
  ): Promise<string | undefined> {
    for (let now = clock.now(); now < nextAt; now = clock.now()) {
      const trying = { key: hold.key, attempt, until: until_, nextInMs: nextAt - now };
      told({ ...progressOf(record), trying });
      try {
        await clock.sleep(Math.min(tickMs, nextAt - now), signal);
      } catch (error) {
        if (!signal.aborted) throw error;
        return 'then it was stopped';
      }
      if (await stopped()) return 'then it was stopped';
    }
    return undefined;
  }

  /** A start that fell back has left its mark on the instance: that is ours, and no reason to leave it alone. */
  async function seenAnew(record: ChangeRecord, short: readonly TargetRecord[]): Promise<ReadonlyMap<string, Seen>> {
    const fallen = short.filter(({ why }) => why === fallenCode);
    if (fallen.length === 0) return new Map();
    const resource = parts.resources[rowOf(record.kind).of];
    const { items } = await resource.read(record.kind, fallen.map(targetOf), record, { signal });
    return new Map(items.map(({ target, seen }) => [target.id, seen]));
  }

  /** Writes what is known of those without room; gives the same record where it could not be written, or was taken over. */
  async function learn(
    record: ChangeRecord,
    short: readonly TargetRecord[],
    known: Partial<TargetRecord>,
    anew: ReadonlyMap<string, Seen> = new Map(),
  ): Promise<ChangeRecord> {
    const changed = new Map(
      short.map(({ id, done, seen }) => [id, { ...known, called: done, seen: anew.get(id) ?? seen }]),
    );
    try {
      return (await hold.write(changed)) ? withTargets(record, changed) : record;
    } catch (error) {
      if (!(error instanceof StoreUnwritable)) throw error;
      parts.log.error({ change: subject.change, error: error.message }, 'an attempt could not be written to the store');
      return record;
    }
  }
}

const attemptsIn = (count: number): string => `${count} attempt${count === 1 ? '' : 's'}`;

const inVain = (attempt: number, end: string): Spans => say`AWS had no room in ${attemptsIn(attempt)}, ${end}`;
