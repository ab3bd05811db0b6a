import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditJournal } from '../src/core/people/audit.ts';
import { rulesAnnounced } from '../src/rules-announced.ts';
import { fakeClock } from './fake-clock.ts';
import { temporaryStore } from './temporary.ts';

let kept: Awaited<ReturnType<typeof temporaryStore>>;
let logged: string[];
beforeEach(async () => {
  kept = await temporaryStore(fakeClock());
  logged = [];
});
afterEach(() => kept.remove());

/** As each start of the program makes it. */
const announce = (text: string, file?: string) => {
  const note = (_: object, message: string) => {
    logged.push(message);
  };
  const log = { info: note, warn: note, error: note };
  return rulesAnnounced(kept.store, auditJournal(kept.store), log)(text, file);
};
const says = async () => (await auditJournal(kept.store).read(1, 100)).map(({ record }) => record.says);

describe('which access rules are in force stands in the audit', () => {
  it('once for all starts, and again when they are others', async () => {
    for (const text of ['a', 'a', 'b', 'b', 'a']) await announce(text, 'access.cedar');
    expect(await says()).toEqual([
      'the rules of access.cedar are in force, SHA-256 ca978112ca1bbdca…',
      'the rules of access.cedar are in force, SHA-256 3e23e8160039594a…',
      'the rules of access.cedar are in force, SHA-256 ca978112ca1bbdca…',
    ]);
    expect(logged).toEqual([]);
  });

  it('but for the starter from the beginning', async () => {
    await announce('starter');
    await announce('starter');
    expect(await says()).toEqual([]);
  });

  it('and that the starter stands in for a file that is gone is told loudly', async () => {
    await announce('a', 'access.cedar');
    await announce('starter');
    expect(await says()).toHaveLength(2);
    expect(logged).toEqual(['the file of access rules is gone: the rules that came with Quartermaster are in force']);
  });
});
