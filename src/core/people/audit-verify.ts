import type { Journal, RawEntry } from '../ports/store.ts';
import type { Claim, Testimony, Witness } from '../ports/witness.ts';
import { inSlices, turn } from '../slices.ts';
import type { AuditRecord } from './audit.ts';
import { checkChain, type Fault, type Verified } from './chain.ts';

/** Entries of one read, and characters of their records: a read holds the event loop for a few milliseconds. */
const readAtOnce = { most: 200, least: 10, characters: 200_000 } as const;

/** What is verified, and against what. */
export interface VerifyParts {
  readonly storeId: string;
  readonly journal: Journal<AuditRecord>;
  readonly witness: Witness;
}

/**
 * Walks the whole audit and tells what is not as it was written. The store may be written and trimmed meanwhile. Rejects
 * with StoreUnwritable where the anchor cannot be read, and with the signal's reason.
 */
export async function verifyAudit({ storeId, journal, witness }: VerifyParts, signal: AbortSignal): Promise<Verified> {
  // Read first: whatever the anchor knows then is in the store already.
  const testimony = await witness.testimony();
  const check = checkChain(
    await journal.base(),
    testimony.claims.filter(({ store }) => store === storeId),
  );
  let limit: number = readAtOnce.least;
  for (;;) {
    const from = check.expected();
    const page = await journal.raw(from, limit);
    const [first] = page;
    if (first === undefined) break;
    if (first.position !== from) {
      const base = await journal.base();
      if (base.position + 1 === first.position) check.trimmed(base);
    }
    await inSlices(page, check.see, signal);
    limit = nextLimit(page);
    await turn();
    signal.throwIfAborted();
    // A position that is no number cannot be gone on from, and is told as changed.
    if (!(check.expected() > from)) break;
  }
  const verified = check.end();
  const faults = [...verified.faults, ...anchorFaults(testimony, storeId, verified.entries)];
  return { ...verified, faults, faultCount: verified.faultCount + faults.length - verified.faults.length };
}

/** Entries of the next read, if they are as long as these: a change of many targets makes long ones. */
function nextLimit(page: readonly RawEntry[]): number {
  const characters = page.reduce((sum, { json }) => sum + json.length, 1);
  const fitting = Math.floor((readAtOnce.characters * page.length) / characters);
  return Math.min(readAtOnce.most, Math.max(readAtOnce.least, fitting));
}

/** What is wrong with the anchor itself. */
function anchorFaults({ claims, unreadable }: Testimony, storeId: string, entries: number): readonly Fault[] {
  const others = new Map<string, Claim>();
  for (const claim of claims) if (claim.store !== storeId) others.set(claim.store, claim);
  return [
    ...Array.from(others.values(), ({ store, position, at }): Fault => ({ is: 'foreign-anchor', store, position, at })),
    ...(entries > 0 && claims.length === 0 ? [{ is: 'no-anchor' } as const] : []),
    ...(unreadable > 0 ? [{ is: 'unreadable-anchor', lines: unreadable } as const] : []),
  ];
}
