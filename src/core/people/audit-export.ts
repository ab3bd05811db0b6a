import type { Journal } from '../ports/store.ts';
import { turn } from '../slices.ts';
import type { Instant } from '../time.ts';
import { baseBefore, firstAt, recordIn, type AuditRecord } from './audit.ts';

/** Entries of one read. */
const readAtOnce = 500;

/**
 * The audit as lines of JSON, oldest first: `position`, `at` (ISO 8601, milliseconds), `hash`, `previous`, `record`. Whoever
 * reads them can check the chain: `hash` is SHA-256 over previous, position, `at` in milliseconds since 1970 and the text of
 * `record` as it stands in the line, parted by line feeds. What is no record is told as it is kept, as a text under `kept`.
 * @param since Left out: all that is kept.
 */
export async function* exportAudit(
  journal: Journal<AuditRecord>,
  since: Instant | undefined,
): AsyncGenerator<string, void, void> {
  let from = since === undefined ? (await journal.head()).first : await firstAt(journal, since);
  let { hash: previous } = await baseBefore(journal, from);
  for (;;) {
    const page = await journal.raw(from, readAtOnce);
    for (const entry of page) {
      const { position, at, json, hash } = entry;
      // As it was hashed, not made anew: a reader would otherwise have to make the very same text.
      const what =
        recordIn(entry) === undefined || json.includes('\n') ? `"kept":${JSON.stringify(json)}` : `"record":${json}`;
      const head = JSON.stringify({ position, at: isNaN(at) ? null : new Date(at).toISOString(), hash, previous });
      yield `${head.slice(0, -1)},${what}}\n`;
      previous = hash;
    }
    const last = page.at(-1)?.position ?? Number.NaN;
    if (!(last >= from)) return;
    from = last + 1;
    await turn();
  }
}
