import type { Contents } from '../ports/contents.ts';
import { entryHash } from '../ports/entry-hash.ts';
import type { Base, FamilyName, JournalName, Position, RawEntry } from '../ports/store.ts';
import { turn } from '../slices.ts';
import type { Instant } from '../time.ts';
import type { Moved } from './line.ts';
import { MoveRefused } from './refusal.ts';

/** Of one read, and characters of what it gives: it holds the event loop for a few milliseconds. One that is longer is read alone. */
const atOnce = { most: 500, least: 10, characters: 200_000 } as const;

/** An entry that does not fit what is before it, or that has no place at all (position NaN). */
export interface Misfit {
  readonly journal: JournalName;
  readonly position: Position;
}

/** How a store is looked through. */
export interface Looking {
  readonly contents: Contents;
  /** What has expired by then is left out. */
  readonly by: Instant;
  readonly signal: AbortSignal;
  /** Told of every entry that does not fit; it is given all the same, but where it has no place. */
  misfit(found: Misfit): void;
}

/**
 * Everything that a store keeps, a page at a time: families by name, values by key, then journals by name, so that a journal that is
 * written meanwhile tells of everything that the values before it are of. A journal is given up to the end that it had when its turn came.
 * Rejects with StoreForeign, StoreAway, MoveRefused, and the signal's reason.
 */
export async function* lookThrough(looking: Looking): AsyncGenerator<readonly Moved[], void, void> {
  const { contents } = looking;
  for (const family of await contents.families()) yield* valuesOf(family, looking);
  for (const journal of await contents.journals()) yield* entriesOf(journal, looking);
}

async function* valuesOf(
  family: FamilyName,
  { contents, by, signal }: Looking,
): AsyncGenerator<readonly Moved[], void, void> {
  let limit: number = atOnce.least;
  let after: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    const page = await contents.values(family, by, { limit, ...(after !== undefined && { after }) });
    if (page.length > 0) yield page.map((value) => ({ is: 'value', family, ...value }) as const);
    if (page.length < limit) return;
    after = page.at(-1)?.key;
    limit = nextLimit(page);
    await turn();
  }
}

async function* entriesOf(
  name: JournalName,
  { contents, signal, misfit }: Looking,
): AsyncGenerator<readonly Moved[], void, void> {
  const journal = contents.journal(name);
  const { position: end, first } = await journal.head();
  let before = await beginning(contents, name);
  if (first <= before.position) misfit({ journal: name, position: first });
  yield [{ is: 'journal', journal: name, position: before.position, hash: before.hash }];
  let limit: number = atOnce.least;
  while (before.position < end) {
    signal.throwIfAborted();
    const from = before.position + 1;
    const read = await journal.raw(from, limit);
    const page = read.filter(({ position }) => position >= from && position <= end);
    if (read.some(({ position }) => Number.isNaN(position))) misfit({ journal: name, position: Number.NaN });
    if (page[0]?.position !== from && (await journal.base()).position >= from)
      throw new MoveRefused(`Entries of the journal ${name} were forgotten while it was read. Run it again.`);
    if (page.length === 0) return;
    for (const entry of page) {
      const { position, at, json, hash } = entry;
      const fits = position === before.position + 1 && hash === entryHash(before.hash, position, at, json);
      if (!fits) misfit({ journal: name, position });
      before = entry;
    }
    yield page.map((entry): Moved => ({ is: 'entry', journal: name, ...entry }));
    limit = nextLimit(page);
    await turn();
  }
}

/** Where a journal goes on from, and its oldest entry, are read one after the other, and a trim may come in between. */
async function beginning(contents: Contents, name: JournalName): Promise<Base> {
  const journal = contents.journal(name);
  for (;;) {
    const base = await journal.base();
    const [oldest] = await journal.raw(base.position + 1, 1);
    if (oldest?.position === base.position + 1 || (await journal.base()).position === base.position) return base;
  }
}

/** Of the next read, if what comes is as long as this. */
function nextLimit(page: readonly Pick<RawEntry, 'json'>[]): number {
  const characters = page.reduce((sum, { json }) => sum + json.length, 1);
  const fitting = Math.floor((atOnce.characters * page.length) / characters);
  return Math.min(atOnce.most, Math.max(1, fitting));
}
