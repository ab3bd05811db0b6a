import { entryHash } from '../ports/entry-hash.ts';
import type { Base, Journal, Position } from '../ports/store.ts';
import { inSlices, turn } from '../slices.ts';
import type { Instant } from '../time.ts';
import { recordIn, type AuditRecord } from './audit.ts';
import { withoutPlatform } from './directory.ts';

/** Which entries are wanted; what is left out does not matter. */
export interface AuditWish {
  /** Id or name of whoever did it or approved it, letters of any case; an id also without its platform. Ids that are linked are one person. */
  readonly who?: string | undefined;
  /** Ids and names of what it was done to, letters of any case; one of them is enough. */
  readonly things?: readonly string[] | undefined;
  readonly since?: Instant | undefined;
  /** Only entries before this position. */
  readonly before?: Position | undefined;
  /** Whether somebody may see an entry; others are counted alone, and not even that where things are named: the count would tell of each. */
  readonly sees?: ((record: AuditRecord) => boolean) | undefined;
}

/** An entry as it is shown. */
export interface AuditEntry {
  readonly position: Position;
  readonly at: Instant;
  /** Undefined where what is kept is no record. */
  readonly record: AuditRecord | undefined;
}

/** What a search has found. */
export interface AuditFound {
  /** Newest first. */
  readonly entries: readonly AuditEntry[];
  /** Entries of that stretch that are wanted and not shown. */
  readonly hidden: number;
  /** The stretch that was looked at; each of its entries was checked against the one before it. Undefined: there was none. */
  readonly looked: { readonly from: Position; readonly to: Position } | undefined;
  /** Positions of that stretch where entries are missing or were changed. */
  readonly misfits: readonly Position[];
  /** A search for what is older goes on before this position; undefined: there is nothing older. */
  readonly next: Position | undefined;
}

/** What was asked, decided, done. */
export interface Audit {
  /** At most `limit` entries, newest first; a search ends with what it has after {@link lookedAtMost} entries, or `limit` where that is more. Rejects with the signal's reason. */
  find(wish: AuditWish, limit: number, signal: AbortSignal): Promise<AuditFound>;
}

/** Entries of one read of the journal. */
const readAtOnce = 200;
/** Entries that one search looks at: some tenths of a second of work. */
export const lookedAtMost = 20_000;

/** Reads of the audit journal. @param called All ids of a person that is named by one, or otherwise. */
export function createAudit(
  journal: Journal<AuditRecord>,
  called: (word: string) => readonly string[] = () => [],
): Audit {
  return {
    async find(wish, limit, signal) {
      const fits = fitting(wish, new Set(called(wish.who ?? '')));
      const isShown = ({ record }: AuditEntry): boolean =>
        wish.sees === undefined || (record !== undefined && wish.sees(record));
      const filters = wish.who !== undefined || wish.things !== undefined || wish.sees !== undefined;
      const head = await journal.head();
      const begins = (await journal.base()).position + 1;
      let oldest = wish.since === undefined ? Math.max(head.first, begins) : await firstAt(journal, wish.since);
      const to = Math.min(wish.before ?? head.position + 1, head.position + 1) - 1;
      const entries: AuditEntry[] = [];
      const misfits: Position[] = [];
      let hidden = 0;
      let end = to + 1;
      while (end > oldest && entries.length < limit && to + 1 - end < Math.max(lookedAtMost, limit)) {
        const from = Math.max(oldest, end - (filters ? readAtOnce : Math.min(limit - entries.length, readAtOnce)));
        const page = await journal.raw(from, end - from);
        let before = await baseBefore(journal, from);
        if (before.position >= from) {
          // Forgotten since it was asked for.
          oldest = before.position + 1;
          continue;
        }
        const found: AuditEntry[] = [];
        await inSlices(
          page.filter(({ position }) => position < end),
          (entry) => {
            const { position, at, json, hash } = entry;
            if (position !== before.position + 1 || hash !== entryHash(before.hash, position, at, json))
              misfits.push(position);
            before = entry;
            const shown = { position, at, record: recordIn(entry) };
            if (!fits(shown)) return;
            if (isShown(shown)) found.push(shown);
            else if (wish.things === undefined) hidden += 1;
          },
          signal,
        );
        // Whatever was cut out at the end of the page has nothing after it here that would not fit.
        if (before.position < end - 1) misfits.push(Math.max(from, before.position + 1));
        entries.push(...found.toReversed());
        await turn();
        signal.throwIfAborted();
        // Nobody would come to the end of a hole that is as wide as numbers go.
        end = before.position < from ? Math.max(oldest, (await lastBefore(journal, oldest, from)) + 1) : from;
      }
      const shown = entries.slice(0, limit);
      const next = entries.length > limit ? shown.at(-1)?.position : end > oldest ? end : undefined;
      return {
        entries: shown,
        hidden,
        looked: to < end ? undefined : { from: end, to },
        misfits: misfits.toSorted((one, other) => one - other),
        next,
      };
    },
  };
}

/** Whether an entry is wanted. What cannot be read fits where nothing is asked of it. */
function fitting({ who, things, since }: AuditWish, ids: ReadonlySet<string>): (entry: AuditEntry) => boolean {
  const person = who?.toLowerCase();
  const wanted = things && new Set(things.map((thing) => thing.toLowerCase()));
  const isThem = ({ id, name }: AuditRecord['person']): boolean =>
    ids.has(id) || [id, name, withoutPlatform(id)].some((word) => word.toLowerCase() === person);
  return ({ at, record }) =>
    (since === undefined || !(at < since)) &&
    (person === undefined ||
      (record !== undefined &&
        (isThem(record.person) || (record.approver !== undefined && isThem(record.approver))))) &&
    (wanted === undefined ||
      (record?.targets.some(({ id, name = id }) => wanted.has(id.toLowerCase()) || wanted.has(name.toLowerCase())) ??
        false));
}

/** What an entry goes on from: the one before it, else what was trimmed. */
export async function baseBefore(journal: Journal<AuditRecord>, position: Position): Promise<Base> {
  const [previous] = position > 1 ? await journal.raw(position - 1, 1) : [];
  const base = await journal.base();
  return previous?.position === position - 1 && previous.position > base.position ? previous : base;
}

/** Where the last entry before a position stands; what is before `oldest` where there is none from there on. */
async function lastBefore(journal: Journal<AuditRecord>, oldest: Position, end: Position): Promise<Position> {
  let [low, high] = [oldest - 1, end - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const [entry] = await journal.raw(middle, 1);
    if (entry !== undefined && entry.position < end) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where the first entry of a time or later stands; the next to come where there is none. Clocks of several machines may differ: then it is nearly that. */
export async function firstAt(journal: Journal<AuditRecord>, at: Instant): Promise<Position> {
  const { first, position } = await journal.head();
  const { position: forgotten } = await journal.base();
  let [low, high] = [Math.max(first, forgotten + 1), position + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [entry] = await journal.raw(middle, 1);
    if (entry === undefined || entry.at >= at) high = middle;
    else low = middle + 1;
  }
  return low;
}
