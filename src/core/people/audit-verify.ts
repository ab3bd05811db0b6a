import type { Journal, Position, RawEntry } from '../ports/store.ts';
import type { Claim, Testimony, Witness } from '../ports/witness.ts';
import { inSlices, turn } from '../slices.ts';
import type { AuditRecord } from './audit.ts';
import { checkChain, type Fault, type Verified } from './chain.ts';

/** Entries of one read, and characters of their records: a read holds the event loop for a few milliseconds. */
const readAtOnce = { most: 200, least: 10, characters: 200_000 } as const;

/** What is verified, and against what. */
export interface VerifyParts {
  readonly storeId: string;
  readonly journal: Pick<Journal<AuditRecord>, 'raw' | 'base' | 'head'>;
  readonly witness: Witness;
}

/**
 * Walks the whole audit and tells what is not as it was written. The store may be written and trimmed meanwhile. Rejects
 * with StoreUnwritable where the anchor cannot be read, and with the signal's reason.
 */
export async function verifyAudit({ storeId, journal, witness }: VerifyParts, signal: AbortSignal): Promise<Verified> {
  // Read first: whatever the anchor knows then is in the store already.
  const testimony = await witness.testimony();
  const own = ({ store }: Claim): boolean => store === storeId;
  const start = await journal.base();
  const { first: oldest } = await journal.head();
  const check = checkChain(start, testimony.claims.filter(own));
  const strays = new Set<Position>();
  if (oldest <= start.position) strays.add(oldest);
  let isMoved = false;
  let limit: number = readAtOnce.least;
  for (;;) {
    const from = check.expected();
    const page = await journal.raw(from, limit);
    const entries = page.filter(({ position }) => position >= from);
    // What stands at no position can be in no order, and would be read again and again.
    if (entries.length < page.length) strays.add(Number.NaN);
    if (entries[0]?.position !== from) {
      const base = await journal.base();
      if (base.position >= from) {
        // Forgotten between two reads: what was read may be of any time of it.
        isMoved = true;
        check.trimmed(base);
        continue;
      }
    }
    if (entries.length === 0) break;
    await inSlices(entries, check.see, signal);
    limit = nextLimit(page);
    await turn();
    signal.throwIfAborted();
  }
  const later = isMoved ? (await witness.testimony()).claims.filter(own) : undefined;
  const verified = check.end(later);
  const faults = [
    ...verified.faults,
    ...Array.from(strays, (position): Fault => ({ is: 'stray', position })),
    ...anchorFaults(testimony, storeId, verified.entries),
  ];
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
