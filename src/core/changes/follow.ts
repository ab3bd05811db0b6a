import type { Cloud } from '../ports/cloud.ts';
import type { Clock } from '../ports/clock.ts';
import type { Instance } from '../ports/instance.ts';
import { code, say, type Spans } from '../text.ts';
import { minuteMs, secondMs, type Instant } from '../time.ts';
import type { TargetProgress } from './changes.ts';
import { nameOf } from './judge.ts';
import { kinds, type ChangeKind, type Kind } from './kinds.ts';
import { targetOf, type TargetRecord } from './record.ts';

/** How long a change is followed until its state is reached. */
export const followMs = 10 * minuteMs;
/** After a lost answer: an instance that has not moved for so long was never reached by the call. */
const lostAnswerMs = minuteMs;
/** Pauses between reads: 1 s, doubled up to this ("Eventual consistency in the Amazon EC2 API" advises to back off). */
const firstPauseMs = secondMs;
const longestPauseMs = 8 * secondMs;

/** What a read tells of a target. */
export type Found = Pick<TargetProgress, 'phase' | 'says'> & { readonly state?: string };

/** Where a target that AWS took the call for stands, by what was read of it. Undefined: nothing new is known yet. */
export function standing(kind: Kind, calledAt: Instant, instance: Instance | undefined): Found | undefined {
  const row: ChangeKind = kinds[kind];
  if (instance === undefined) return undefined;
  const { state } = instance;
  if (state === row.to) return { phase: 'done', state, says: reached(kind, instance) };
  if (row.already.includes(state)) return { phase: 'under-way', state, says: say`${state}` };
  const fellBack =
    kind === 'start' && state === 'stopped' && (instance.stateSince ?? 0) >= Math.floor(calledAt / secondMs) * secondMs;
  if (fellBack) return { phase: 'failed', state, says: say`it went back to stopped: ${reason(instance)}` };
  if (state === 'terminated' || state === 'shutting-down') return { phase: 'failed', state, says: say`it is ${state}` };
  // Still as before: EC2 answers reads late now and then.
  return undefined;
}

const reason = ({ stateReason, transitionReason }: Instance): Spans =>
  stateReason !== undefined
    ? say`${code(stateReason.code)} ${stateReason.message}`
    : say`${transitionReason === '' ? 'AWS gives no reason' : transitionReason}`;

const reached = (kind: Kind, { state, publicIp }: Instance): Spans =>
  kind === 'start' && publicIp !== undefined ? say`${state}, public IPv4 ${code(publicIp.ip)}` : say`${state}`;

/** Reads the targets again and again, with growing pauses, until each is where it should be, ten minutes pass, or the signal is aborted. */
export async function follow(
  parts: { readonly cloud: Cloud; readonly clock: Clock },
  kind: Kind,
  targets: readonly TargetRecord[],
  found: (news: ReadonlyMap<string, Found>) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const endsAt = parts.clock.now() + followMs;
  let open = targets;
  for (let pauseMs = firstPauseMs; open.length > 0; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    await parts.clock.sleep(pauseMs, signal);
    const listing = await parts.cloud.instancesById(open.map(targetOf), { signal });
    const now = new Map(listing.items.map((instance) => [instance.id, instance]));
    const timeUp = parts.clock.now() >= endsAt;
    const news = new Map<string, Found>();
    for (const target of open) {
      const stands = standing(kind, target.intentAt ?? 0, now.get(target.id));
      if (stands !== undefined && stands.phase !== 'under-way') news.set(target.id, stands);
      else if (stands === undefined && neverReached(parts.clock.now(), target, now.get(target.id)))
        news.set(target.id, untouched);
      else if (timeUp) news.set(target.id, late(target, now.get(target.id)));
      else if (stands !== undefined) news.set(target.id, stands);
    }
    await found(news);
    open = open.filter(({ id }) => !isEnd(news.get(id)));
  }
}

const neverReached = (now: Instant, target: TargetRecord, instance: Instance | undefined): boolean =>
  target.phase === 'cannot-tell' && instance !== undefined && now - (target.intentAt ?? now) >= lostAnswerMs;

const untouched: Found = {
  phase: 'failed',
  says: say`AWS's answer was lost; a minute later it stands as before, so the call was not done`,
};

const isEnd = (found: Found | undefined): boolean => found !== undefined && found.phase !== 'under-way';

const late = (target: TargetRecord, instance: Instance | undefined): Found =>
  target.phase === 'cannot-tell'
    ? {
        phase: 'cannot-tell',
        says: say`AWS's answer was lost, and ten minutes of reading did not tell whether the call was done`,
      }
    : {
        phase: 'not-yet',
        says: say`after ${followMs / minuteMs} minutes ${instance === undefined ? 'it cannot be read' : say`${nameOf(instance)} is ${instance.state}`}`,
      };
