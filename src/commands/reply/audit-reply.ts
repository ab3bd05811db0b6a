import type { AuditRecord } from '../../core/people/audit.ts';
import type { AuditEntry, AuditFound } from '../../core/people/audit-search.ts';
import type { Fault, Verified } from '../../core/people/chain.ts';
import { code, list, say, strong, time, type Spans } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import { column, note, paragraph, prose, reply, table, type Block, type Reply } from './reply.ts';

const targetsTold = 3;
const misfitsTold = 10;

/** `ana`, or `ana, approved by bob`. */
const whoOf = ({ event, person, approver }: AuditRecord): string =>
  approver === undefined
    ? person.name
    : `${person.name}, ${event === 'denied' ? 'denied' : 'approved'} by ${approver.name}`;

const targetsOf = ({ targets }: AuditRecord): Spans =>
  targets.length > targetsTold
    ? say`${targets.length} targets`
    : list(targets.map(({ id, name }) => (name === undefined ? code(id) : name)));

/** A moment that may be none, where somebody altered it. */
const when = (at: Instant): Spans => (Math.abs(at) <= latest ? [time(at)] : say`(no time)`);
/** The furthest that a time can be (ECMAScript, "Time Values"). */
const latest = 8.64e15;

/** Entries as a table; the rules that decided where any entry names one, or a program reads. */
export function auditTable(entries: readonly AuditEntry[], everything: boolean): Block {
  const withRules = everything || entries.some(({ record }) => record?.rules !== undefined);
  return table(
    [
      column('#', 'right'),
      column('When', 'left', 1),
      column('Who', 'left', 2),
      column('What'),
      column('Targets', 'left', 3),
      prose('Says', 1),
      ...(withRules ? [column('Rules', 'left', 4)] : []),
    ],
    entries.map(({ position, at, record }) => [
      String(position),
      when(at),
      ...(record === undefined
        ? ['', 'unreadable', '', 'what is kept here is no record of the audit']
        : [whoOf(record), `${record.does} ${record.event}`, targetsOf(record), record.says]),
      ...(withRules ? [(record?.rules ?? []).join(', ')] : []),
    ]),
  );
}

/** What was checked while it was read; a fault is said loudly. */
export function checkedBlocks({ looked, misfits }: AuditFound): readonly Block[] {
  if (looked === undefined) return [];
  const { from, to } = looked;
  const checked =
    from === to ? say`#${to} was checked as it was read` : say`#${from} to #${to} were checked as they were read`;
  if (misfits.length === 0) return [note(say`Each entry carries the hash of the one before it: ${checked}.`)];
  const told = misfits.slice(0, misfitsTold).map((position) => `#${position}`);
  return [
    paragraph(
      say`${strong('The audit was tampered with')}: what is kept at ${list(told)}${misfits.length > told.length ? ' and others' : ''} does not fit what is before it. ${code('quartermaster audit verify')} tells the whole of it.`,
    ),
  ];
}

/** One entry by itself, for the place that gets a copy. */
export function auditNotice({ position, at, record }: AuditEntry): Reply {
  if (record === undefined)
    return reply('danger', say`Audit #${position} is no record of the audit.`, note(say`Written at ${when(at)}.`));
  return reply(
    'plain',
    say`Audit #${position}: ${whoOf(record)}, ${record.does} ${record.event}`,
    record.targets.length > 0 ? paragraph(targetsOf(record)) : undefined,
    paragraph(record.says),
    note(
      say`${when(at)}, in ${code(record.place)}.${record.rules === undefined ? '' : ` Rules: ${record.rules.join(', ')}.`}`,
    ),
  );
}

/** What a walk over the whole audit has found. @param anchor Where the anchor is. */
export function verifyReply({ entries, first, last, faults, faultCount, anchoredTo }: Verified, anchor: string): Reply {
  const stretch =
    first === undefined || last === undefined
      ? say`The audit is empty.`
      : say`${entries === 1 ? '1 entry' : `${entries} entries`}, #${first.position} of ${when(first.at)} to #${last.position} of ${when(last.at)}.`;
  const unvouched = (last?.position ?? 0) - (anchoredTo ?? 0);
  return reply(
    faultCount === 0 ? 'good' : 'danger',
    faultCount === 0
      ? say`The audit is whole.`
      : say`The audit is not as it was written: ${faultCount === 1 ? '1 fault' : `${faultCount} faults`}.`,
    paragraph(stretch),
    ...faults.map((fault) => paragraph(faultInWords(fault, anchor))),
    faultCount > faults.length ? paragraph(say`And ${faultCount - faults.length} more.`) : undefined,
    anchoredTo === undefined
      ? undefined
      : note(
          say`The anchor ${code(anchor)} vouches for it up to #${anchoredTo}${unvouched > 0 ? `; the last ${unvouched === 1 ? 'entry stands' : `${unvouched} entries stand`} in the store alone` : ''}.`,
        ),
  );
}

/** A fault in a sentence, with its place and time. */
function faultInWords(fault: Fault, anchor: string): Spans {
  switch (fault.is) {
    case 'gap':
      return say`${strong('Gap')}: ${fault.position === fault.to ? say`#${fault.position} is` : say`#${fault.position} to #${fault.to} are`} missing; the next entry is of ${when(fault.at)}.`;
    case 'changed':
      return say`${strong('Changed')}: #${fault.position} of ${when(fault.at)} does not fit its hash, or that of the entry before it.`;
    case 'beginning-gone':
      return say`${strong('Beginning gone')}: entries up to #${fault.position} are missing, and no entry that the anchor vouches for tells of a trim that took them.`;
    case 'stray':
      return say`${strong('Stray')}: something stands ${isNaN(fault.position) ? 'at a position that is none' : say`at #${fault.position}, before the beginning of the audit`}. It was put there by hand, and is neither shown nor exported.`;
    case 'ends-early':
      return say`${strong('End missing')}: the store ends at #${fault.head}, and the anchor knows #${fault.position} of ${when(fault.at)}. The end was cut off, or an older copy of the store was put back.`;
    case 'another-past':
      return say`${strong('Another past')}: the anchor knows another #${fault.position}, of ${when(fault.at)}. An older copy of the store was put back and gone on from, or the audit was written anew from there.`;
    case 'foreign-anchor':
      return say`${strong('Foreign anchor')}: ${code(anchor)} knows #${fault.position} of ${when(fault.at)} of another store, ${code(fault.store)}. The store was exchanged, or the anchor is another's. Where the store was begun anew on purpose, move the anchor away.`;
    case 'no-anchor':
      return say`${strong('No anchor')}: there are entries, and ${code(anchor)} knows none. This machine had no part in them, it was removed, or all of them are of a version that had none; the next entry begins it.`;
    case 'unreadable-anchor':
      return say`${strong('Unreadable anchor')}: ${fault.lines === 1 ? '1 line' : `${fault.lines} lines`} of ${code(anchor)} ${fault.lines === 1 ? 'is' : 'are'} none of its own.`;
  }
}
