import type { Instance } from '../../ports/instance.ts';
import { code, say, type Spans } from '../../text.ts';
import { secondMs, type Instant } from '../../time.ts';
import { rowOf, type Kind } from '../kinds.ts';
import { isCalled, type TargetRecord } from '../record.ts';
import type { Found, Look } from '../resource.ts';

/** What of an instance tells where a call has brought it. */
export const lookOf = ({ state, stateSince, stateReason, transitionReason, publicIp }: Instance): Look => ({
  state,
  stateSince,
  reasonCode: stateReason?.code,
  reason: stateReason === undefined ? transitionReason : `${stateReason.code} ${stateReason.message}`,
  publicIp: publicIp?.ip,
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
  const { state, stateSince, reason } = look;
  if (state === row.to) return { phase: 'done', state, says: reached(kind, look) };
  if (row.already.some((one) => one === state)) return { phase: 'under-way', state, says: say`${state}` };
  const fellBack =
    kind === 'start' &&
    state === 'stopped' &&
    (typeof stateSince === 'number' ? stateSince : 0) >= Math.floor(calledAt / secondMs) * secondMs;
  if (fellBack)
    return {
      phase: 'failed',
      state,
      says: say`it went back to stopped: ${reason === '' ? 'AWS gives no reason' : String(reason)}`,
    };
  if (state === 'terminated' || state === 'shutting-down') return { phase: 'failed', state, says: say`it is ${state}` };
  // Still as before: EC2 answers reads late now and then.
  return undefined;
}

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

function reached(kind: Kind, { state, publicIp, reasonCode }: Look): Spans {
  if (kind === 'start' && typeof publicIp === 'string') return say`${state}, public IPv4 ${code(publicIp)}`;
  if (kind === 'hibernate')
    return reasonCode === 'Client.UserInitiatedHibernate'
      ? say`${state}, its memory is kept`
      : say`${state}, but not hibernated: EC2 stopped it normally, and its memory is lost`;
  return say`${state}`;
}
