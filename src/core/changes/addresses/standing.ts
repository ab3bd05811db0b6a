import { code, say } from '../../text.ts';
import type { Instant } from '../../time.ts';
import { rowOf, type Kind } from '../kinds.ts';
import type { TargetRecord } from '../record.ts';
import type { Found, Look } from '../resource.ts';

/** Where an address that a step was called for stands. Undefined: nothing new is known yet. */
export function standing(step: Kind, _: Instant, target: TargetRecord, look: Look | undefined): Found | undefined {
  if (look === undefined) return undefined;
  const { state, associationId, allocationId, reverseDns } = look;
  const { from, already, to } = rowOf(step);
  if (state === to || already.some((one) => one === state)) {
    const says =
      step === 'recover'
        ? say`ours again, as ${code(typeof allocationId === 'string' ? allocationId : 'an address without id')}`
        : say`${state}`;
    return { phase: 'done', state, says };
  }
  if (!from.some((one) => one === state)) return { phase: 'failed', state, says: say`somebody ${state} it meanwhile` };
  if (step === 'disassociate' && associationId !== target.associationId)
    return { phase: 'failed', state, says: say`somebody associated it anew meanwhile` };
  if (step === 'reset-dns' && reverseDns === '') return { phase: 'done', state, says: say`${rowOf(step).done}` };
  return undefined;
}
