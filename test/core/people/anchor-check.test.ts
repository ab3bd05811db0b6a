import { appendFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lineOf } from '../../../src/core/drivers/anchor-file.ts';
import { anchorCheck } from '../../../src/core/people/anchor-check.ts';
import { plain } from '../../../src/core/text.ts';
import { openBook, type Book } from './book.ts';

let book: Book;
beforeEach(async () => {
  book = await openBook();
});
afterEach(() => book.close());

const checked = () => anchorCheck(book.store().id, book.journal(), book.witness);

describe('the check of the anchor', () => {
  it('is fine where it knows what stands, and tells that it has grown where it cannot be written anew', async () => {
    await book.fill(3);
    expect(await checked()).toMatchObject({ is: 'fine', says: [] });
    const [claim] = (await book.witness.testimony()).claims;
    if (claim === undefined) throw new Error('the anchor knows nothing');
    await appendFile(book.anchorPath, `${lineOf(claim)}\n`.repeat(3_000));
    const { is, needed, says } = await checked();
    expect([is, needed]).toEqual(['unknown', false]);
    expect(plain(says)).toMatch(/has grown to \d+ KiB: it cannot be written anew\. Let this user write the folder/);
  });
});
