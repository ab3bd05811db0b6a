import { kinds, rowOf } from '../../core/changes/kinds.ts';
import { anHourOf } from '../../core/estate/running-cost.ts';
import { rounded, share, toRecord, type Money } from '../../core/money.ts';
import { figure, list, say, strong, time, type Span, type Spans } from '../../core/text.ts';
import { dayMs, isoTime, type Instant } from '../../core/time.ts';
import {
  countsMs,
  overAt,
  releaseCountsMs,
  savedMonthOf,
  savedOf,
  stopCountsMs,
  type SavedRecord,
  type SavedSum,
} from '../../core/watch/saved.ts';
import type { Grown } from '../../core/watch/saved-growth.ts';
import type { Part } from '../paging.ts';
import { picture, type Picture } from './picture.ts';
import { column, note, paragraph, prose, reply, table, type Block, type Reply, type Table } from './reply.ts';

/** Several entries as one. */
export interface SavingsGroup {
  readonly label: string;
  readonly sum: SavedSum;
}

/** What is told of savings. */
export interface Savings {
  readonly all: SavedSum;
  /** What is counted lies between these moments. */
  readonly window: { readonly since: Instant; readonly now: Instant };
  /** Since when was asked for; left out: everything. */
  readonly asked?: Instant;
  /** Not all entries were asked for. */
  readonly narrowed: boolean;
  /** The rows of this page. */
  readonly part: ({ readonly by: undefined } & Part<SavedRecord>) | ({ readonly by: string } & Part<SavingsGroup>);
  /** Those of which not everything has a known rate. */
  readonly unpriced: readonly SavedRecord[];
  /** Those of machines that could not be read. */
  readonly cannotRead: readonly SavedRecord[];
  /** What was saved, step by step. */
  readonly grown: readonly Grown[];
}

/** Names told one by one; of more the number. */
const namedAtMost = 10;
/** What has grown for less has no picture worth looking at. */
const leastDrawnMs = 2 * dayMs;

/** What was saved, and what goes on saving. @param more Blocks at the end. */
export function savingsReply(told: Savings, ...more: readonly (Block | undefined)[]): Reply {
  const { all, asked, narrowed, part, unpriced, cannotRead } = told;
  const sinceWhen = asked === undefined ? 'so far' : say`since ${time(asked)}`;
  if (all.count === 0)
    return reply(
      'plain',
      say`Nothing that was stopped, terminated or released here${narrowed ? ' and fits' : ''} has saved anything ${sinceWhen}.`,
      ...more,
    );
  const goesOn = say`what goes on saves ${all.monthAtLeast ? 'at least ' : ''}${strong(`${toCents(all.perMonth)} a month`)}`;
  return reply(
    'plain',
    say`Saved ${all.atLeast ? 'at least ' : ''}${strong(toCents(all.saved))} ${sinceWhen}; ${all.goesOn === 0 ? 'nothing of it goes on' : goesOn}${part.words}`,
    part.by === undefined ? entriesTable(part.items, told) : groupsTable(part.by, part.items),
    savingsPicture(told),
    cannotRead.length === 0
      ? undefined
      : paragraph(
          say`Counted as still stopped, for ${cannotRead.length === 1 ? 'it' : 'they'} could not be read: ${named(cannotRead)}.`,
        ),
    unpriced.length === 0
      ? undefined
      : paragraph(say`At least, for not all that stopped costing has a known price: ${named(unpriced)}.`),
    note(
      say`Gross: each change counts at the rate of its plan (On-Demand, of Spot Instances the price of that day, with an auto-assigned public IPv4), and a month is 730 hours. Reserved Instances and Savings Plans are not taken off: where one covers the machine, less was saved.`,
    ),
    note(
      say`A stop counts until the machine starts again, for ${daysOf(stopCountsMs)} days at most; a termination as long, with the volumes that went with it; a release for ${daysOf(releaseCountsMs)} days, unless the address is recovered.`,
    ),
    ...more,
  );
}

/** What grows from second to second is told in whole cents. */
const toCents = (value: Money): string => rounded(share(value, 1, 2));
/** The same with all its digits for programs. */
const sum = (value: Money): Span => ({ kind: 'money', text: toCents(value), digits: toRecord(value) });

const daysOf = (ms: number): number => ms / dayMs;

function named(entries: readonly SavedRecord[]): Spans {
  const labels = [...new Set(entries.map(({ label }) => label))];
  const rest = labels.length - namedAtMost;
  return list([...labels.slice(0, namedAtMost), ...(rest > 0 ? [`${rest} more`] : [])]);
}

function entriesTable(entries: readonly SavedRecord[], { window: { since, now } }: Savings): Table {
  return table(
    [
      column('When', 'left', 2),
      column('What'),
      column('By', 'left', 1),
      column('Approved by', 'left', 5),
      column('$/hour', 'right', 3),
      column('Rate of', 'left', 8),
      prose('Counts until', 4),
      column('Saved', 'right'),
      column('Account', 'left', 6),
      column('Region', 'left', 7),
    ],
    entries.map((entry) => {
      const { at, label, kind, by, approver, ratedAt, account, region } = entry;
      const perMonth = savedMonthOf(entry);
      const saved = savedOf(entry, now, since);
      return [
        time(at),
        `${label} ${kinds[kind].done}`,
        by.name,
        approver?.name ?? '',
        perMonth === undefined ? 'unknown' : figure(anHourOf(perMonth), 'exact'),
        isoTime(ratedAt).slice(0, 'YYYY-MM-DD'.length),
        untilInWords(entry, now),
        saved === undefined ? 'unknown' : sum(saved),
        account.name,
        region,
      ];
    }),
  );
}

/** Until when it counts, and why no longer. */
function untilInWords(entry: SavedRecord, now: Instant): Spans {
  const { ended, kind } = entry;
  const over = overAt(entry);
  if (over > now) return say`goes on, until ${time(over)} at most`;
  if (ended === undefined || over < ended.at) return say`${time(over)}, ${daysOf(countsMs(entry))} days`;
  const again = rowOf(kind).of === 'address' ? 'recovered' : 'started';
  return say`${time(over)}, ${again} ${ended.by === undefined ? 'elsewhere' : `by ${ended.by.name}`}`;
}

const groupsTable = (by: string, groups: readonly SavingsGroup[]): Table =>
  table(
    [
      column(by),
      column('Changes', 'right', 2),
      column('Going on', 'right', 3),
      column('$/month going on', 'right', 1),
      column('Saved', 'right'),
    ],
    groups.map(({ label, sum: { count, goesOn, perMonth, saved } }) => [
      label,
      String(count),
      String(goesOn),
      figure(perMonth),
      sum(saved),
    ]),
  );

/** How it has grown; nothing where that was too short a time. */
function savingsPicture({ window: { since, now }, all, grown }: Savings): Picture | undefined {
  if (now - since < leastDrawnMs) return undefined;
  const { currency, besides } = all.saved;
  const half = grown[Math.floor(grown.length / 2)];
  const last = grown.at(-1);
  return picture({
    title: 'What was saved',
    form: 'together',
    across: { label: 'Time', of: 'time' },
    up: { label: 'Saved', unit: currency },
    alt: say`From ${dayOf(since)} to ${dayOf(now)} it has grown to ${last === undefined ? '' : toCents(last.saved)}${half === undefined ? '' : `, ${toCents(half.saved)} of that in the first half of the time`}.${besides === undefined ? '' : ' Other currencies are not drawn.'}`,
    series: [
      { label: `since ${dayOf(since)}`, points: grown.map(({ at, saved }) => ({ at, value: saved.amount.toFixed() })) },
    ],
  });
}

const dayOf = (at: Instant): string => isoTime(at).slice(0, 'YYYY-MM-DD'.length);
