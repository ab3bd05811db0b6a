import { thisMachine, type Check } from '../ports/examiner.ts';
import { StoreUnwritable, type Journal } from '../ports/store.ts';
import type { Witness } from '../ports/witness.ts';
import { code, say } from '../text.ts';
import type { AuditRecord } from './audit.ts';

/**
 * Whether the anchor of the audit can be used, and its furthest claim stands in the store. Needed: no change is made
 * without it. Looks at one entry; `audit verify` looks at all.
 */
export async function anchorCheck(storeId: string, journal: Journal<AuditRecord>, witness: Witness): Promise<Check> {
  const check = { account: thisMachine, what: 'audit anchor', needed: true };
  try {
    await witness.ready();
    const { claims, grown } = await witness.testimony();
    const furthest = claims.toSorted((one, other) => one.position - other.position).at(-1);
    const head = await journal.head();
    if (furthest === undefined && head.position > 0)
      return {
        ...check,
        needed: false,
        is: 'unknown',
        says: say`The anchor ${code(witness.where)} knows nothing, although the audit has entries up to #${head.position}: this machine had no part in them, or it was taken away, or they are of a version that had none. The next entry begins it.`,
      };
    if (furthest === undefined) return { ...check, is: 'fine', says: [] };
    const [entry] = await journal.raw(furthest.position, 1);
    const { position, hash } = entry ?? (await journal.base());
    const stands =
      furthest.store === storeId &&
      (position > furthest.position || (position === furthest.position && hash === furthest.hash));
    if (stands && grown !== undefined)
      return {
        ...check,
        needed: false,
        is: 'unknown',
        says: say`The anchor ${code(witness.where)} has grown to ${Math.round(grown / 1_024)} KiB: it cannot be written anew. Let this user write the folder that it lies in.`,
      };
    return stands
      ? { ...check, is: 'fine', says: [] }
      : {
          ...check,
          is: 'missing',
          says: say`The audit is not what its anchor ${code(witness.where)} knows. ${code('quartermaster audit verify')} tells what is wrong.`,
        };
  } catch (error) {
    if (!(error instanceof StoreUnwritable)) throw error;
    return { ...check, is: 'missing', says: say`${error.message} Until then nothing can be changed.` };
  }
}
