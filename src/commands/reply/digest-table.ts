import { rounded } from '../../core/money.ts';
import { list, say, type Spans } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import { monthOf, type FoundRecord } from '../../core/watch/finding.ts';
import type { Told } from '../../core/watch/run.ts';
import { actionsFor, othersChoice } from './finding-actions.ts';
import { lastsFor, leftInWords, ownerInWords, monthSpan, soFarSpan, thingOf } from './finding-words.ts';
import { actions, column, prose, table, type Block, type Table } from './reply.ts';

/** Rows of a table at most: more is told as a sum, and offered by name. */
export const rowsAtMost = 20;
/** Findings with buttons of their own. */
const withButtons = 3;
/** Those that are offered by name, beyond these: what Slack takes in one choice. */
const offeredAtMost = 100;

/** Why it is told now, in a word or two. */
export const whyWords = {
  new: 'new',
  changed: 'changed',
  again: 'goes on',
  woken: 'was put off',
} as const satisfies Record<Told['why'], string>;

/** Findings in a table, dearest first as they come. @param ofOne All are of one owner, who is told elsewhere. */
export function findingTable(told: readonly Told[], at: Instant, ofOne: boolean): Table {
  const anyLeft = told.some(({ finding }) => finding.left !== undefined);
  const marks = isMarked(told);
  const all = table(
    [
      column('What'),
      prose('Why'),
      column('$/month', 'right'),
      column('For', 'left', 1),
      column('So far', 'right', 3),
      ...(ofOne ? [] : [column('Owner', 'left', 2)]),
      column('Account', 'left', 5),
      column('Region', 'left', 4),
      ...(anyLeft ? [column('Left by', 'left', 6)] : []),
      ...(marks ? [column('News')] : []),
    ],
    told.map(({ finding, why }) => [
      thingOf(finding),
      whyOf(finding),
      monthSpan(finding),
      lastsFor(finding, at),
      soFarSpan(finding, at),
      ...(ofOne ? [] : [ownerInWords(finding, '(none)')]),
      finding.account.name,
      finding.region,
      ...(anyLeft ? [leftInWords(finding)] : []),
      ...(marks ? [whyWords[why]] : []),
    ]),
  );
  return { ...all, lines: told.map((one) => inOneLine(one, at, ofOne, marks)) };
}

/** Whether each row says why it is told now: not where all are new, or all of them just go on. */
const isMarked = (told: readonly Told[]): boolean =>
  new Set(told.map(({ why }) => why)).size > 1 || told.some(({ why }) => why === 'changed' || why === 'woken');

const whyOf = ({ says, weak }: FoundRecord): string => (weak === true ? `${says} (may be meant, not summed)` : says);

/** `198.51.100.24: associated with nothing. $3.65 a month, ≥ $0.36 so far (at least 3 days); lena, demo-dev, us-east-1; new` */
function inOneLine({ finding, why }: Told, at: Instant, ofOne: boolean, marks: boolean): Spans {
  const { account, region, left } = finding;
  const whose = ofOne ? '' : `${ownerInWords(finding, 'no owner tag')}, `;
  return say`${thingOf(finding)}: ${whyOf(finding)}. ${costOf(finding, at)} (${lastsFor(finding, at)}); ${whose}${account.name}, ${region}${left === undefined ? '' : `; left by ${leftInWords(finding)}`}${marks ? `; ${whyWords[why]}` : ''}`;
}

const costOf = (finding: FoundRecord, at: Instant): Spans =>
  finding.perMonth === undefined
    ? say`Its price is not known`
    : say`${monthSpan(finding)} a month, ${soFarSpan(finding, at)} so far`;

/** What can be done: a row of buttons for each of the first, and the others by name. @param ofOne All are of whoever reads it. */
export function findingControls(records: readonly FoundRecord[], ofOne: boolean): readonly (Block | undefined)[] {
  const first = records.slice(0, withButtons);
  const others = records.slice(withButtons, withButtons + offeredAtMost);
  return [
    ...first.map((record) => actions(...actionsFor(record, records.length === 1 ? 'alone' : 'beside-others', ofOne))),
    others.length === 0 ? undefined : othersChoice(others.map((record) => ({ record, about: whereAndWhat(record) }))),
  ];
}

const whereAndWhat = (record: FoundRecord): string => {
  const month = monthOf(record);
  return `${month === undefined ? 'an unknown sum' : rounded(month)} a month, ${record.account.name}, ${record.region}`;
};

/** `2 are new, 1 has changed and 3 go on`. */
export function newsInWords(told: readonly Told[]): Spans {
  const count = (why: Told['why']): number => told.filter((one) => one.why === why).length;
  const some = (why: Told['why'], one: string, more: string): readonly string[] => {
    const found = count(why);
    return found === 0 ? [] : [`${found} ${found === 1 ? one : more}`];
  };
  const parts = [
    ...some('new', 'is new', 'are new'),
    ...some('changed', 'has changed', 'have changed'),
    ...some('again', 'goes on', 'go on'),
    ...some('woken', 'was put off until now', 'were put off until now'),
  ];
  return list(parts);
}
