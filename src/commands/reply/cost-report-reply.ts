import { exact, fromRecord, isZero, rounded, usd, type Money } from '../../core/money.ts';
import { command as typed, figure, list, say, strong, time, type Spans } from '../../core/text.ts';
import { isoTime, type Instant } from '../../core/time.ts';
import type { Tag } from '../../core/watch/alert.ts';
import type { Burn, RunOf } from '../../core/watch/run.ts';
import { exactHour } from '../cost.ts';
import { alertBlock } from './digest-asides.ts';
import { lookedNotes } from './looked.ts';
import { picture, type Picture } from './picture.ts';
import { action, actions, column, line, note, paragraph, reply, table, type Block, type Reply } from './reply.ts';

type CostRun = RunOf<'cost'>;
type BudgetRun = RunOf<'budget'>;

/** Groups that a post shows; the command tells all. */
const groupsShown = 15;

/** What everything costs now, and how that has changed since the report before. */
export function costReportReply(run: CostRun, now: Instant): Reply {
  const { all, before } = run;
  const perHour = fromRecord(all.perHour);
  const than = before === undefined || all.before === undefined ? undefined : changed(perHour, fromRecord(all.before));
  return reply(
    'plain',
    say`${watchedIn(run)} runs at ${strong(`${exactHour({ perHour })} an hour`)}${orMore(run)}, ${rounded(fromRecord(all.perMonth))} a month${than === undefined || before === undefined ? '' : say`: ${than} since ${time(before)}`}`,
    groupsTable(run, before !== undefined),
    ...restOf(run),
    hoursPicture(run),
    ...notesOf(run, now),
    buttonsOf(run),
  );
}

/** That a budget is exceeded, or is not. */
export function budgetReply(run: BudgetRun, now: Instant): Reply {
  const { crossed, limit } = run;
  const perHour = fromRecord(run.perHour);
  const most = usd(limit);
  // To the cent both may look the same.
  const cost = rounded(perHour) === rounded(most) ? exact(perHour) : exactHour({ perHour });
  const isSure = orMore(run) === '';
  return reply(
    crossed === 'above' ? 'warning' : isSure ? 'good' : 'plain',
    crossed === 'above'
      ? say`${watchedIn(run)} now runs at ${strong(`${cost} an hour`)}${orMore(run)}, limit ${exact(most)} an hour`
      : say`${watchedIn(run)} is within its limit${isSure ? '' : ', as far as is known'}: ${strong(`${cost} an hour`)}${orMore(run)}, limit ${exact(most)} an hour`,
    groupsTable(run, false),
    ...restOf(run),
    hoursPicture(run, limit),
    ...notesOf(run, now),
    buttonsOf(run),
  );
}

/** What the sum is of; its alert is no subject, for it may be called cost. */
function watchedIn({ tag, accounts = [] }: CostRun | BudgetRun): Spans {
  const what = tag === undefined ? say`Everything` : say`What is tagged ${strong(tagInWords(tag))}`;
  if (accounts.length === 0) return what;
  return say`${what} in ${accounts.length > accountsNamed ? `${accounts.length} accounts` : list(accounts)}`;
}
/** Accounts that a title names. */
const accountsNamed = 3;

const tagInWords = ({ key, value }: Tag): string => (value === '*' ? key : `${key}=${value}`);

/** The sum may be more than what is known. */
const orMore = ({ unknown, looked: { gaps } }: CostRun | BudgetRun): string =>
  unknown > 0 || gaps.length > 0 ? ' or more' : '';

const hundred = 100;
/** From so many percent on a whole number is told. */
const wholeFrom = 10;

/** `12`, `3.4`: percent of what was before, below 0 for less; undefined: there is nothing to compare with, or it is another currency. */
function percent(now: Money, before: Money): string | undefined {
  const isOther = now.currency !== before.currency || now.besides !== undefined || before.besides !== undefined;
  if (isOther || isZero(before)) return undefined;
  const share = now.amount.minus(before.amount).times(hundred).div(before.amount);
  return share.round(share.abs().gte(wholeFrom) ? 0 : 1).toFixed();
}

/** `12 % more`. */
function changed(now: Money, before: Money): string | undefined {
  const share = percent(now, before);
  if (share === undefined) return undefined;
  if (Number(share) === 0) return 'unchanged';
  return `${share.replace('-', '')} % ${share.startsWith('-') ? 'less' : 'more'}`;
}

function changeCell({ perHour, before }: Burn): string {
  if (before === undefined) return 'new';
  const share = percent(fromRecord(perHour), fromRecord(before));
  if (share === undefined) return '';
  return Number(share) === 0 ? '=' : `${share.startsWith('-') ? '' : '+'}${share} %`;
}

/** @param compares Whether there was a report before. */
function groupsTable({ by, groups }: CostRun | BudgetRun, compares: boolean): Block | undefined {
  if (groups.length === 0) return undefined;
  return table(
    [
      column(by.replace(/^tag:/, '')),
      column('Running', 'right', 3),
      column('$/hour', 'right'),
      ...(compares ? [column('Change', 'right', 1)] : []),
      column('$/month', 'right', 2),
    ],
    groups.slice(0, groupsShown).map((group) => {
      const perHour = fromRecord(group.perHour);
      return [
        group.label,
        String(group.running),
        figure(perHour, perHour.amount.gte(1) ? 'rounded' : 'exact'),
        ...(compares ? [changeCell(group)] : []),
        figure(fromRecord(group.perMonth)),
      ];
    }),
  );
}

function restOf(run: CostRun | BudgetRun): readonly Block[] {
  const rest = run.groups.length - groupsShown;
  return [
    ...(rest > 0 ? [paragraph(say`And ${rest} more: ${typed(costLine(run, run.by))}.`)] : []),
    ...(run.unknown > 0
      ? [paragraph(say`${run.unknown} ${run.unknown === 1 ? 'thing has' : 'things have'} no known price.`)]
      : []),
  ];
}

/** How it has gone; nothing where there is one moment alone. */
function hoursPicture({ alert, history }: CostRun | BudgetRun, limit?: string): Picture | undefined {
  const [first, last] = [history[0], history.at(-1)];
  if (first === undefined || last === undefined || first.at === last.at) return undefined;
  const sorted = history.map(({ value }) => usd(value)).toSorted((one, other) => one.amount.cmp(other.amount));
  const [least = usd(first.value), most = least] = [sorted[0], sorted.at(-1)];
  return picture({
    title: `${alert}: what it costs an hour`,
    form: 'together',
    across: { label: 'Time', of: 'time' },
    up: { label: 'Cost', unit: 'USD an hour' },
    alt: say`From ${rounded(usd(first.value))} an hour on ${dayOf(first.at)} to ${rounded(usd(last.value))} on ${dayOf(last.at)}, between ${rounded(least)} and ${rounded(most)}${limit === undefined ? '' : `; the limit is ${exact(usd(limit))}`}.`,
    series: [
      { label: alert, points: history },
      ...(limit === undefined
        ? []
        : [{ label: 'limit', points: [first, last].map(({ at }) => ({ at, value: limit })) }]),
    ],
  });
}

const dayOf = (at: Instant): string => isoTime(at).slice(0, 'YYYY-MM-DD'.length);

function notesOf(run: CostRun | BudgetRun, now: Instant): readonly Block[] {
  const sum = fromRecord(run.is === 'cost' ? run.all.perHour : run.perHour);
  const currencies = [sum, ...(sum.besides ?? [])].map(({ currency }) => currency);
  const { accounts = [], tag } = run;
  const tagged = tag === undefined ? undefined : say`what is tagged ${tagInWords(tag)}`;
  const where = accounts.length === 0 ? undefined : list(accounts);
  return [
    ...(tagged === undefined
      ? []
      : [
          note(
            say`Counted: ${tagged}${where === undefined ? '' : say` in ${where}`}. What an instance holds goes with it; what none holds goes by its own tags.`,
          ),
        ]),
    ...(tagged !== undefined || where === undefined ? [] : [note(say`Counted: ${where}.`)]),
    note(
      say`On-Demand prices, of Spot Instances the price of now; a month of 730 hours, ${list(currencies)}; Reserved Instances and Savings Plans are not taken off.`,
    ),
    ...lookedNotes(run.looked, run.at, now),
    alertBlock(run.alert),
  ];
}

/** The line that tells the same anew. */
const costLine = ({ accounts = [], tag }: CostRun | BudgetRun, by: string): string =>
  line`cost ${[
    `by:${by}`,
    ...accounts.map((account) => `account:${account}`),
    ...(tag === undefined ? [] : [`tag:${tag.key}${tag.value === '*' ? '' : `=${tag.value}`}`]),
  ]}`;

const buttonsOf = (run: CostRun | BudgetRun) =>
  actions(
    action('What it costs now', costLine(run, run.by)),
    ...['type', 'owner'].filter((by) => by !== run.by).map((by) => action(`By ${by}`, costLine(run, by))),
  );
