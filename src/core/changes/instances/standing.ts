import type { Instance } from '../../ports/instance.ts';
import { code, say, type Spans } from '../../text.ts';
import { isoTime, minuteMs, secondMs, type Instant } from '../../time.ts';
import { rowOf, type Kind } from '../kinds.ts';
import { isCalled, type TargetRecord } from '../record.ts';
import type { Found, Look } from '../resource.ts';
import { rawReason, reasonCode, reasonInWords } from './reasons.ts';

/** What of an instance tells where a call has brought it. @param asOf When it was read. */
export const lookOf = (instance: Instance, asOf: Instant): Look => ({
  asOf,
  state: instance.state,
  stateSince: instance.stateSince,
  lastStart: isoTime(instance.launchedAt),
  reasonCode: reasonCode(instance),
  reason: rawReason(instance),
  publicIp: instance.publicIp?.ip,
});

/** Where a target that AWS took the call for stands. Undefined: nothing new is known yet. */
export function standing(
  kind: Kind,
  calledAt: Instant,
  target: TargetRecord,
  look: Look | undefined,
): Found | undefined {
  const row = rowOf(kind);
  if (row.to === undefined) return queued(target);
  if (look === undefined) return undefined;
  const { state, reason, reasonCode: found } = look;
  if (state === row.to) return { phase: 'done', state, says: reached(kind, look) };
  if (row.already.some((one) => one === state)) return { phase: 'under-way', state, says: say`${state}` };
  if (kind === 'start' && fellBack(calledAt, target, look)) {
    const why = typeof found === 'string' ? found : undefined;
    const says = say`it went back to stopped: ${reasonInWords(why, String(reason ?? ''))}`;
    return { phase: 'failed', state, says, ...(why !== undefined && { why }) };
  }
  if (state === 'terminated' || state === 'shutting-down')
    return { phase: 'failed', state, says: say`it is ${state}${reason === '' ? '' : say`: ${String(reason)}`}` };
  // Still as before: EC2 answers reads late now and then.
  return undefined;
}

/** A start that AWS took, and that has moved nothing for so long, has fallen back without a trace: reads of EC2 lag for seconds ("Eventual consistency"). */
const noTraceMs = minuteMs;

/**
 * Whether a stopped instance is one whose start has failed, and not one that a late read tells as it was before. EC2
 * dates only stops that somebody asked for; any other shows by a newer start, or by another reason than before.
 */
function fellBack(calledAt: Instant, { seen, phase }: TargetRecord, look: Look): boolean {
  const { asOf, state, stateSince, lastStart, reason } = look;
  if (state !== 'stopped') return false;
  const since = typeof stateSince === 'number' ? stateSince : 0;
  const before = seen[stopReason];
  const started = seen['last start'];
  return (
    since >= Math.floor(calledAt / secondMs) * secondMs ||
    (before !== undefined && before !== reason) ||
    (started !== undefined && String(lastStart) > started) ||
    (phase === 'under-way' && Number(asOf) - calledAt >= noTraceMs)
  );
}

/** Under this name a plan remembers why an instance stands still. */
export const stopReason = 'reason to be stopped';

/** A reboot leaves nothing that can be read: it is queued where AWS took the call, and where the answer was lost nobody can tell. */
const queued = (target: TargetRecord): Found =>
  target.phase === 'under-way'
    ? { phase: 'done', says: say`queued; EC2 does not tell how a reboot went` }
    : {
        phase: 'cannot-tell',
        says: isCalled(target)
          ? say`AWS's answer was lost, and a reboot leaves no trace that could be read`
          : say`not called`,
      };

function reached(kind: Kind, { state, publicIp, reasonCode: why }: Look): Spans {
  if (kind === 'start' && typeof publicIp === 'string') return say`${state}, public IPv4 ${code(publicIp)}`;
  if (kind === 'hibernate')
    return why === 'Client.UserInitiatedHibernate'
      ? say`${state}, its memory is kept`
      : say`${state}, but not hibernated: EC2 stopped it normally, and its memory is lost`;
  return say`${state}`;
}
