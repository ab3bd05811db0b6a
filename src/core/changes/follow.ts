import type { Reading } from '../ports/cloud.ts';
import type { Clock } from '../ports/clock.ts';
import { say } from '../text.ts';
import { minuteMs, secondMs } from '../time.ts';
import type { Kind } from './kinds.ts';
import { targetOf, type TargetRecord } from './record.ts';
import type { Found, Look, Resource } from './resource.ts';

/** How long a step is followed until its state is reached. */
export const followMs = 10 * minuteMs;
/** After a lost answer: a target that has not moved for so long was never reached by the call. */
const lostAnswerMs = minuteMs;
/** Pauses between reads: 1 s, doubled up to this ("Eventual consistency in the Amazon EC2 API" advises to back off). */
const firstPauseMs = secondMs;
const longestPauseMs = 8 * secondMs;

/** Reads targets that a step was called for again and again, with growing pauses, until each is where it should be, ten minutes pass, or the signal is aborted. */
export async function follow(
  resource: Resource,
  clock: Clock,
  step: Kind,
  targets: readonly TargetRecord[],
  found: (news: ReadonlyMap<string, Found>) => Promise<void>,
  reading: Reading,
): Promise<void> {
  const beganAt = clock.now();
  const endsAt = beganAt + followMs;
  let open = await settled(resource, step, targets, found);
  for (let pauseMs = firstPauseMs; open.length > 0; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    await clock.sleep(pauseMs, reading.signal);
    const askedAt = clock.now();
    const looks = await resource.look(step, open.map(targetOf), reading);
    const now = clock.now();
    const timeUp = now >= endsAt;
    const news = new Map<string, Found>();
    for (const target of open) {
      const look = looks.get(target.id);
      const stands = resource.standing(step, target.intentAt ?? 0, target, look);
      if (stands !== undefined && stands.phase !== 'under-way') news.set(target.id, stands);
      else if (stands === undefined && neverReached(askedAt - beganAt, target, look)) news.set(target.id, untouched);
      else if (timeUp) news.set(target.id, late(target, look));
      else if (stands !== undefined) news.set(target.id, stands);
    }
    await found(news);
    open = open.filter(({ id }) => !isEnd(news.get(id)));
  }
}

/** Those that reading would tell nothing more of are over at once; gives the rest. */
async function settled(
  resource: Resource,
  step: Kind,
  targets: readonly TargetRecord[],
  found: (news: ReadonlyMap<string, Found>) => Promise<void>,
): Promise<readonly TargetRecord[]> {
  const news = new Map<string, Found>();
  for (const target of targets) {
    const stands = resource.standing(step, target.intentAt ?? 0, target, undefined);
    if (stands !== undefined) news.set(target.id, stands);
  }
  if (news.size > 0) await found(news);
  return targets.filter(({ id }) => !isEnd(news.get(id)));
}

/** @param lostMs How long before this look the answer was known to be lost: since the intent the call may have waited for its turn, its credentials and its answer. */
const neverReached = (lostMs: number, target: TargetRecord, look: Look | undefined): boolean =>
  target.phase === 'cannot-tell' && look !== undefined && lostMs >= lostAnswerMs;

const untouched: Found = {
  phase: 'failed',
  says: say`AWS's answer was lost; a minute later it stands as before, so the call was not done`,
};

const isEnd = (found: Found | undefined): boolean => found !== undefined && found.phase !== 'under-way';

const late = (target: TargetRecord, look: Look | undefined): Found =>
  target.phase === 'cannot-tell'
    ? {
        phase: 'cannot-tell',
        says: say`AWS's answer was lost, and ten minutes of reading did not tell whether the call was done`,
      }
    : {
        phase: 'not-yet',
        says: say`after ${followMs / minuteMs} minutes ${look === undefined ? 'it cannot be read' : `it is ${look.state}`}`,
      };
