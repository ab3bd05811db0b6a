import { afterEach, describe, expect, it } from 'vitest';
import { auditCopies } from '../src/audit-care.ts';
import { plain } from '../src/core/text.ts';
import { StoreUnwritable } from '../src/core/ports/store.ts';
import type { Reply } from '../src/commands/reply/reply.ts';
import { auditJournal } from '../src/core/people/audit.ts';
import { record } from './core/people/book.ts';
import { openMachine, type Machine } from './terminal.ts';
import { wordsOf } from './commands/house.ts';

let machine: Machine | undefined;
afterEach(() => machine?.close());

const posted = async (house: Machine['house'], place: string): Promise<readonly Reply[]> => {
  const replies: Reply[] = [];
  await house.notices(
    (id) => id === place,
    async (_, reply) => {
      replies.push(reply);
    },
    new AbortController().signal,
  );
  return replies;
};

describe('the place that gets a copy of the audit', () => {
  it('is told every entry once, in order, with who, what and why', async () => {
    machine = await openMachine({ QUARTERMASTER_AUDIT_COPY_TO: 'slack:C0123' });
    await machine.pipe(['stop web-1', 'stop web-2 reason:"it costs"']);
    const replies = await posted(machine.house, 'slack:C0123');
    expect(replies.map(({ title }) => plain(title))).toEqual([
      'Audit #1: maria, stop asked',
      'Audit #2: maria, stop asked',
    ]);
    const words = replies.map(wordsOf).join('\n');
    expect(words).toContain('web-1');
    expect(words).toContain('stop of 1 asked, reason: it costs');
    expect(words).toContain('Demo account: nothing here is real');
    expect(await posted(machine.house, 'slack:C0123')).toEqual([]);
    expect(machine.logged).toEqual([]);
  });

  it('is none where none is configured', async () => {
    machine = await openMachine();
    await machine.pipe(['stop web-1']);
    const store = machine.house.store;
    expect(await posted(machine.house, 'slack:C0123')).toEqual([]);
    expect(auditCopies(undefined, { put: () => Promise.reject(new Error()) }, silent)).toBeUndefined();
    expect(await auditJournal(store).head()).toMatchObject({ position: 1 });
  });

  it('is not told of what has been forgotten meanwhile, which the log says', async () => {
    machine = await openMachine({ QUARTERMASTER_AUDIT_COPY_TO: 'slack:C0123' });
    await machine.pipe(['stop web-1', 'stop web-2']);
    await auditJournal(machine.house.store).trim(2);
    expect((await posted(machine.house, 'slack:C0123')).map(({ title }) => plain(title))).toEqual([
      'Audit #2: maria, stop asked',
    ]);
    expect(machine.logged.join()).toContain('is over, or not kept any longer');
  });

  it('is missed where the outbox cannot be written: the entry stands, and the log says so', async () => {
    machine = await openMachine();
    const logged: string[] = [];
    const log = { ...silent, error: (_: unknown, words: string) => logged.push(words) };
    const full = { put: () => Promise.reject(new StoreUnwritable('full')) };
    const appended = auditCopies('slack:C0123', full, log);
    await auditJournal(machine.house.store, { ...(appended && { appended }) }).append(record());
    expect(await auditJournal(machine.house.store).head()).toMatchObject({ position: 1 });
    expect(logged).toEqual(['a copy of an audit entry could not be put into the outbox']);
  });
});

describe('what is too old', () => {
  it('is forgotten at the start, and while a process runs', async () => {
    machine = await openMachine({ QUARTERMASTER_AUDIT_KEEP_DAYS: '30' });
    await machine.pipe(['stop web-1']);
    await machine.clock.pass(31 * 86_400_000);
    await posted(machine.house, 'anywhere');
    // Nothing was written for long: the clock may be wrong, and a look a day later decides.
    expect(await auditJournal(machine.house.store).head()).toMatchObject({ position: 1, first: 1 });
    await machine.clock.pass(86_400_000 + 3_600_000);
    await posted(machine.house, 'anywhere');
    expect(await auditJournal(machine.house.store).head()).toMatchObject({ position: 2, first: 2 });
    expect(machine.logged.join()).toContain('audit entries were forgotten');
  });
});

const silent = { info: () => {}, warn: () => {}, error: () => {} };
