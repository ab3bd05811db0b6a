import { code, say } from '../../text.ts';
import type { Instant } from '../../time.ts';
import type { Kind } from '../kinds.ts';
import type { TargetRecord } from '../record.ts';
import type { Found, Look } from '../resource.ts';

/** Where an address that a step was called for stands. Undefined: nothing new is known yet. */
export function standing(step: Kind, _: Instant, target: TargetRecord, look: Look | undefined): Found | undefined {
  if (look === undefined) return undefined;
  const { state, associationId, allocationId, reverseDns } = look;
  if (step === 'recover')
    return state === 'released'
      ? undefined
      : {
          phase: 'done',
          state,
          says: say`ours again, as ${code(typeof allocationId === 'string' ? allocationId : 'an address without id')}`,
        };
  if (state === 'released')
    return step === 'release'
      ? { phase: 'done', state, says: say`released` }
      : { phase: 'failed', state, says: say`somebody released it meanwhile` };
  if (step === 'disassociate') {
    if (state === 'free') return { phase: 'done', state, says: say`free` };
    return associationId === target.associationId
      ? undefined
      : { phase: 'failed', state, says: say`somebody associated it anew meanwhile` };
  }
  if (step === 'reset-dns' && reverseDns === '') return { phase: 'done', state, says: say`without a reverse DNS name` };
  return undefined;
}
