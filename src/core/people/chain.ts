import { entryHash } from '../ports/entry-hash.ts';
import type { Base, Position, RawEntry } from '../ports/store.ts';
import type { Claim } from '../ports/witness.ts';
import type { Instant } from '../time.ts';
import { recordIn, trimsOf } from './audit.ts';

/** Something that is not as it was written. */
export type Fault =
  /** Entries from `position` to `to` are not there; `at` is when the next one was written. */
  | { readonly is: 'gap'; readonly position: Position; readonly to: Position; readonly at: Instant }
  /** Its hash does not fit it and the entry before it. */
  | { readonly is: 'changed'; readonly position: Position; readonly at: Instant }
  /** The beginning up to `position` is not there, and no entry that the anchor vouches for tells of a trim that took it. */
  | { readonly is: 'beginning-gone'; readonly position: Position }
  /** Something stands before the beginning of the audit, or (NaN) at a position that is none: no entry was ever put there. */
  | { readonly is: 'stray'; readonly position: Position }
  /** The anchor knows `position`, and the store ends at `head`: its tail was cut, or an older copy was put back. */
  | { readonly is: 'ends-early'; readonly position: Position; readonly at: Instant; readonly head: Position }
  /** From `position` on the anchor knows other entries: an older copy was put back and gone on from, or all was written anew. */
  | { readonly is: 'another-past'; readonly position: Position; readonly at: Instant }
  /** The anchor knows entries of another store. */
  | {
      readonly is: 'foreign-anchor';
      readonly store: string;
      readonly position: Position;
      readonly at: Instant;
    }
  /** There are entries, and the anchor knows none. */
  | { readonly is: 'no-anchor' }
  | { readonly is: 'unreadable-anchor'; readonly lines: number };

/** What a walk over the chain has found. */
export interface Verified {
  readonly entries: number;
  readonly first?: Pick<RawEntry, 'position' | 'at'>;
  readonly last?: Pick<RawEntry, 'position' | 'at'>;
  /** The first {@link faultsKept}, in the order of the chain, those of the anchor last. */
  readonly faults: readonly Fault[];
  /** All of them. */
  readonly faultCount: number;
  /** The furthest entry that the anchor vouches for; undefined: none. */
  readonly anchoredTo?: Position;
}

/** Faults told one by one: whoever rewrites a whole store makes as many as it has entries. */
export const faultsKept = 100;

/** Looks at the entries of a chain one after the other. Pure but for what it remembers of them. */
export interface ChainCheck {
  /** Position of the next entry, if nothing is missing. */
  expected(): Position;
  /** Entries up to there have been trimmed meanwhile. */
  trimmed(base: Base): void;
  see(entry: RawEntry): void;
  /** @param later Claims that were read after a trim was seen; left out: those of the beginning. They vouch for trims alone. */
  end(later?: readonly Claim[]): Verified;
}

/**
 * Whether each entry fits the one before it, and the claims of a witness. After a fault it goes on from the hash that stands
 * there, so that one changed entry is one fault, and what is after a gap is checked again.
 * @param claims Of this store alone; those of entries that were trimmed tell nothing.
 */
export function checkChain(start: Base, claims: readonly Claim[] = []): ChainCheck {
  let base = start;
  let before: Base = start;
  let entries = 0;
  let first: RawEntry | undefined;
  let last: RawEntry | undefined;
  const announcing: (Base & { readonly before: Position })[] = [];
  let anchoredTo: Position | undefined;
  let contradicted: Claim | undefined;
  const faults: Fault[] = [];
  let faultCount = 0;
  const found = (fault: Fault): void => {
    faultCount += 1;
    if (faults.length < faultsKept) faults.push(fault);
  };
  const claimed = new Map<Position, readonly Claim[]>();
  for (const claim of claims) claimed.set(claim.position, [...(claimed.get(claim.position) ?? []), claim]);
  const compare = ({ position, hash }: Base): void => {
    for (const claim of claimed.get(position) ?? []) {
      if (claim.hash === hash) anchoredTo = position;
      else contradicted ??= claim;
    }
  };
  compare(start);

  return {
    expected: () => before.position + 1,
    trimmed(to) {
      base = to;
      before = to;
      compare(to);
    },
    see(entry) {
      const { position, at, json, hash } = entry;
      entries += 1;
      first ??= entry;
      last = entry;
      if (position > before.position + 1) found({ is: 'gap', position: before.position + 1, to: position - 1, at });
      else if (position !== before.position + 1 || hash !== entryHash(before.hash, position, at, json))
        found({ is: 'changed', position, at });
      compare(entry);
      const announced = json.includes(trimMark) ? announcedIn(entry) : 0;
      if (announced > 0) announcing.push({ position, hash, before: announced });
      before = entry;
    },
    end(later = claims) {
      // Whoever can write the store can write such an entry. Where nothing is known of the store at all, that is told itself.
      const trims = later.filter((claim) => claim.trims !== undefined);
      const isVouchedFor = ({ position, hash, before }: (typeof announcing)[number]): boolean =>
        later.length === 0 ||
        trims.some((claim) => claim.position === position && claim.hash === hash && claim.trims === before);
      const furthest = claims.reduce<Claim | undefined>(
        (most, claim) => (most === undefined || claim.position > most.position ? claim : most),
        undefined,
      );
      const isTold = announcing.some((entry) => entry.before > base.position && isVouchedFor(entry));
      if (base.position > 0 && !isTold) found({ is: 'beginning-gone', position: base.position });
      if (contradicted !== undefined)
        found({ is: 'another-past', position: contradicted.position, at: contradicted.at });
      if (furthest !== undefined && furthest.position > before.position)
        found({ is: 'ends-early', position: furthest.position, at: furthest.at, head: before.position });
      return {
        entries,
        faults,
        faultCount,
        ...(first && { first: { position: first.position, at: first.at } }),
        ...(last && { last: { position: last.position, at: last.at } }),
        ...(anchoredTo !== undefined && { anchoredTo }),
      };
    },
  };
}

/** Every record that tells of a trim has this field: nothing else is read anew. */
const trimMark = '"before":';

/** Up to where (excluding) an entry says that the beginning is forgotten; 0 where it says no such thing. */
function announcedIn(entry: RawEntry): Position {
  const record = recordIn(entry);
  return record === undefined ? 0 : (trimsOf(record) ?? 0);
}
