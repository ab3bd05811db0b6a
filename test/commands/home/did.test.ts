import { describe, expect, it } from 'vitest';
import { didOf } from '../../../src/commands/home/did.ts';
import type { AuditRecord } from '../../../src/core/people/audit.ts';
import { plain } from '../../../src/core/text.ts';

const maria = { id: 'slack:U1', name: 'maria' };
const ines = { id: 'slack:U2', name: 'ines' };
const target = (name: string) => ({ id: `i-${name}`, name, account: 'dev', region: 'eu-west-1' });
const record = (event: AuditRecord['event'], says: string, more: Partial<AuditRecord> = {}): AuditRecord => ({
  event,
  request: 'r',
  person: maria,
  place: 'slack:C1',
  does: 'stop',
  targets: [target('a')],
  says,
  ...more,
});
/** What these records come to, the newest said first. */
const did = (me: Parameters<typeof didOf>[1], ...records: readonly (AuditRecord | undefined)[]): readonly string[] =>
  didOf(
    records.map((one, index) => ({ position: 100 - index, at: 1_000 - index, record: one })),
    me,
  ).map(({ says }) => plain(says));
const two = { change: 'K', targets: [target('a'), target('b')] };

describe('what somebody did', () => {
  it('is one sentence a change, whatever stands of it, and nothing of what was refused or only asked', () => {
    const all = (['ended', 'answer', 'intent', 'confirmed', 'refused', 'asked'] as const).map((event) =>
      record(event, '1 done', { change: 'K' }),
    );
    expect(did(maria, record('refused', 'No instance matches'), ...all, record('asked', '', { change: 'L' }))).toEqual([
      'Stopped a',
    ]);
    expect(didOf([{ position: 3, at: 7, record: all[0] }], maria)[0]?.at).toBe(7);
  });

  it.each<[string, AuditRecord]>([
    ['Stopped a and b', record('ended', '2 done', two)],
    ['Wanted to stop a and b: 1 done and 1 not done', record('ended', '1 done, 1 failed', two)],
    ['Wanted to stop a: left alone', record('ended', '1 left-alone')],
    [
      'Wanted to stop a: nobody approved it in time; nothing was done',
      record('ended', 'nobody approved it in time; nothing was done'),
    ],
    ['Stopping a', record('intent', 'about to call ec2:StopInstances')],
    ['Asked to reboot a', record('ended', '1 done', { does: 'reboot' })],
    [
      'Terminated 4 targets',
      record('ended', '4 done', { does: 'terminate', targets: ['a', 'b', 'c', 'd'].map(target) }),
    ],
    ['Let changes go on', record('unfrozen', 'changes go on', { does: 'freeze off', targets: [] })],
    ['Keep a: kept: we want it', record('settings', 'kept: we want it', { does: 'keep' })],
    ['Wanted to stop a: ines said no', record('denied', '', { approver: ines })],
  ])('%s', (words, one) => {
    expect(did(maria, one)).toEqual([words]);
  });

  it('that was found later is one too, with an entry a target', () => {
    const found = (name: string, says: string) => record('reconciled', says, { change: 'K', targets: [target(name)] });
    expect(did(maria, found('b', 'done: '), found('a', 'done: '), record('intent', '', two))).toEqual([
      'Stopped a and b',
    ]);
    expect(did(maria, found('b', 'failed: it runs'), found('a', 'done: '))).toEqual([
      'Wanted to stop a and b: 1 done and 1 not done',
    ]);
  });

  it('is told of who approved or denied as that, also under another of their ids', () => {
    const theirs = { approver: ines, change: 'K' };
    expect(did(ines, record('ended', '1 done', theirs))).toEqual(["Approved maria's stop of a"]);
    expect(did(ines, record('denied', 'denied by ines', theirs))).toEqual(["Said no to maria's stop of a"]);
    expect(did({ id: 'os:maria', also: [maria.id] }, record('ended', '1 done', theirs))).toEqual(['Stopped a']);
  });

  it('leaves out what is no record, and that attempts were to end', () => {
    const stop = record('cancelled', 'asked to stop trying', { change: 'K' });
    expect(did(maria, undefined, stop, record('confirmed', '', { change: 'K' }))).toEqual(['Stopping a']);
    expect(did(maria, record('cancelled', 'cancelled; nothing was done'))).toEqual(['Cancelled the plan to stop a']);
  });
});
