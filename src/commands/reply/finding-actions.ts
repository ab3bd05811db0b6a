import { harmless } from '../../core/text.ts';
import { ownerWord, type FoundRecord } from '../../core/watch/finding.ts';
import { lineOf, wordOf } from './finding-words.ts';
import { changeAction } from './plan-reply.ts';
import { action, line, option, type Action, type Choice } from './reply.ts';

/** Letters of a label on a button, and of what a form says that it is about; more is cut. */
const labelLetters = 24;
const aboutLetters = 200;

const cut = (words: string, most: number): string => {
  const letters = [...harmless(words)];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : letters.join('');
};

/** Where buttons stand: below each other with those of others, where the first says what all of them are about; alone; or below the explanation, which puts off by a choice. */
export type Row = 'beside-others' | 'alone' | 'explained';

/** What can be done about a finding, as far as it makes sense for the thing. @param isOwners Its owner reads it, who need not be told who owns it. */
export function actionsFor(record: FoundRecord, row: Row, isOwners = false): readonly Action[] {
  const { is, label, weak, says } = record;
  const about = cut(`${label}: ${says}`, aboutLetters);
  const [first, ...rest] = [
    // What may be meant is not offered for release.
    ...(is === 'address' && weak !== true ? [changeAction('release', label)] : []),
    action('Keep', lineOf('keep', record), 'normal', { about, reason: true, until: true }),
    ...(row === 'explained' ? [] : [action('Snooze', `${lineOf('snooze', record)} until:1w`)]),
    ...(ownerWord(record) === undefined || isOwners ? [] : [action('Owner', lineOf('owner', record))]),
    ...(row === 'explained' ? [] : [action('Explain', lineOf('finding', record))]),
  ];
  if (first === undefined) return [];
  return [row === 'beside-others' ? { ...first, label: `${first.label} ${cut(label, labelLetters)}` } : first, ...rest];
}

/** How long a finding is put off. */
export const snoozeChoice = (record: FoundRecord): Choice => ({
  kind: 'choice',
  label: 'Snooze it for',
  of: 'one',
  options: [option('1d', '1 day'), option('1w', '1 week'), option('30d', '1 month')],
  before: `${lineOf('snooze', record)} until:`,
  after: '',
});

/** Shows one of several: the key of a matter names it whole, with its account and region. */
export const othersChoice = (others: readonly { readonly record: FoundRecord; readonly about: string }[]): Choice => ({
  kind: 'choice',
  label: 'Show one of the others',
  of: 'one',
  options: others.map(({ record, about }) =>
    option(
      record.key,
      wordOf(record) === record.label || record.id === record.label ? record.label : `${record.label} (${record.id})`,
      about,
    ),
  ),
  before: line`finding `,
  after: '',
});
