import type { Journal } from '../ports/store.ts';
import { turn } from '../slices.ts';
import type { Instant } from '../time.ts';
import { recordIn, type AuditRecord } from './audit.ts';
import { baseBefore, firstAt } from './audit-search.ts';

/** Entries of one read. */
const readAtOnce = 500;
/** The furthest that a time can be (ECMAScript, "Time Values"). */
const latest = 8.64e15;

/**
 * The audit as lines of JSON, oldest first: `position`, `at` (ISO 8601, milliseconds), `hash`, `previous`, `record`. Whoever
 * reads them can check the chain: `hash` is SHA-256 over previous, position, `at` in milliseconds since 1970 and the text of
 * `record` as it stands in the line, parted by line feeds. What is no record is told as it is kept, as a text under `kept`, and
 * a time that is none as null. What stands at no position is left out.
 * @param since Left out: all that is kept.
 */
export async function* exportAudit(
  journal: Journal<AuditRecord>,
  since: Instant | undefined,
): AsyncGenerator<string, void, void> {
  let from = since === undefined ? (await journal.base()).position + 1 : await firstAt(journal, since);
  let before = await baseBefore(journal, from);
  for (;;) {
    from = Math.max(from, before.position + 1);
    const read = await journal.raw(from, readAtOnce);
    const page = read.filter(({ position }) => position >= from);
    if (page[0]?.position !== from) {
      const base = await journal.base();
      if (base.position >= from) {
        // Forgotten meanwhile: what is left goes on from there.
        before = base;
        continue;
      }
    }
    for (const entry of page) {
      const { position, at, json, hash } = entry;
      // As it was hashed, not made anew: a reader would otherwise have to make the very same text.
      const what =
        recordIn(entry) === undefined || json.includes('\n') ? `"kept":${JSON.stringify(json)}` : `"record":${json}`;
      const head = JSON.stringify({
        position,
        at: Math.abs(at) <= latest ? new Date(at).toISOString() : null,
        hash,
        previous: before.hash,
      });
      yield `${head.slice(0, -1)},${what}}\n`;
      before = entry;
    }
    if (page.length === 0) return;
    await turn();
  }
}
