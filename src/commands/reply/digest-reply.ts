import type { Shown } from '../../core/people/places.ts';
import { say, type Spans } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import type { RunOf, Sum, Told } from '../../core/watch/run.ts';
import { sumOfSums, sumsOf } from '../../core/watch/totals.ts';
import { dayTeller } from './days.ts';
import { countsBlock, hiddenBlock, lookedBlocks, resolvedBlocks } from './digest-asides.ts';
import { findingControls, findingTable, newsInWords, rowsAtMost } from './digest-table.ts';
import { clearTitle, someTitle, wasteTitle } from './digest-title.ts';
import { countOf, sumInWords, viewOf, type View } from './digest-view.ts';
import { actionsFor } from './finding-actions.ts';
import { lastsFor, leftInWords, thingOf, wastesInWords } from './finding-words.ts';
import { history } from './picture.ts';
import { actions, fields, note, paragraph, reply, type Block, type Reply } from './reply.ts';

/** What of a run is told, and where. */
export interface DigestWish {
  /**
   * `all`: everything; `escalated`: what nobody did anything about; `owner`: what is of one owner, by the value of their tag;
   * `index`: one of `told`, alone; `resolved`: what is waste no longer, where findings are told one by one.
   */
  readonly for: 'all' | 'escalated' | 'resolved' | { readonly owner: string } | { readonly index: number };
  /** The accounts that are shown in the place: findings in others are counted, and no sum holds them. */
  readonly shown: Shown;
  /** In which days are told, an IANA name; UTC if left out. */
  readonly timeZone?: string;
}

/**
 * A run of an alert in words, made of what is kept of it alone: the same however late it is posted, for spans and sums are of
 * the time of the run. Throws a RangeError where there is no finding of that index.
 */
export function digestReply(run: RunOf<'waste'>, wish: DigestWish): Reply {
  const view = viewOf(run, wish.shown);
  const { for: whom } = wish;
  if (whom === 'all') return allReply(run, view, dayTeller(wish.timeZone ?? 'UTC', run.at));
  if (whom === 'resolved') return resolvedReply(view);
  if (whom === 'escalated') {
    const days = view.told.flatMap(({ escalated }) => escalated ?? []);
    const [least, most] = [Math.min(...days), Math.max(...days)];
    const long = `${least} ${least === 1 ? 'day' : 'days'}${most > least ? ' and more' : ''}`;
    return someReply(run, view, ({ escalated }) => escalated !== undefined, {
      titled: (sum) => say`For ${long} nobody has done anything about ${sum}`,
    });
  }
  if ('owner' in whom)
    return someReply(run, view, ({ finding }) => finding.owner === whom.owner, {
      titled: (sum) => say`You own ${sum}`,
      ofOne: true,
    });
  const one = run.told[whom.index];
  if (one === undefined) throw new RangeError(`there is no finding ${whom.index} in this run`);
  return view.told.includes(one) ? oneReply(one, run.at) : notShown(1);
}

const notShown = (count: number): Reply =>
  reply('plain', say`${count} ${count === 1 ? 'finding is' : 'findings are'} in accounts that are not shown here`);

/** Some of the findings, without what the whole run tells besides. */
function someReply(
  run: RunOf<'waste'>,
  view: View,
  isMeant: (one: Told) => boolean,
  { titled, ofOne = false }: { titled(sum: Spans): Spans; readonly ofOne?: boolean },
): Reply {
  const some = view.told.filter(isMeant);
  const hidden = run.told.filter(isMeant).length - some.length;
  if (some.length === 0) return notShown(hidden);
  return reply(
    'warning',
    titled(someTitle(some, run.at)),
    ...findingBlocks(some, noSum, run.at, ofOne),
    hiddenBlock(hidden),
  );
}

const noSum: Sum = { count: 0, perMonth: '0', unknown: 0, weak: 0 };

/** The table, what it leaves out, and what can be done. @param more To be told as well, by its sum alone. */
function findingBlocks(told: readonly Told[], more: Sum, at: Instant, ofOne = false): readonly (Block | undefined)[] {
  const records = told.map(({ finding }) => finding);
  const rest = sumOfSums([sumsOf(records.slice(rowsAtMost), at).sum, more]);
  return [
    told.length === 0 ? undefined : findingTable(told.slice(0, rowsAtMost), at, ofOne),
    countOf(rest) === 0
      ? undefined
      : paragraph(say`And ${countOf(rest)} more${rest.count === 0 ? '' : say`: ${sumInWords(rest)} a month`}.`),
    ...findingControls(records),
  ];
}

function allReply(run: RunOf<'waste'>, view: View, dayOf: (at: Instant) => string): Reply {
  const { told, wasted, more, unread } = view;
  const isClear = countOf(wasted) === 0;
  const isFirst = view.before === undefined && told.every(({ why }) => why === 'new');
  const calm = isClear ? 'good' : wasted.count === 0 ? 'plain' : 'warning';
  const all = reply(
    unread.length > 0 ? 'warning' : calm,
    isClear ? clearTitle(run.looked, view) : wasteTitle(view, dayOf),
    told.length === 0 || isFirst ? undefined : paragraph(say`Told now: ${newsInWords(told)}.`),
    ...findingBlocks(told, more, run.at),
    ...resolvedBlocks(view.resolved, view.before && `Resolved since ${dayOf(view.before.at)}`),
    countsBlock(view),
    view.whole
      ? history({
          title: `What wasted in the last weeks: ${run.alert}`,
          label: 'All that is told',
          per: 'month',
          points: run.history,
          dayOf,
        })
      : undefined,
    hiddenBlock(view.hidden),
    ...lookedBlocks(run.looked, run.at, view),
    told.some(({ finding }) => finding.sinceBy === 'seen')
      ? note(say`So far: at today's prices. ≥: since an alert saw it first; AWS does not tell for how long before.`)
      : undefined,
  );
  return isClear ? { ...all, worded: true } : all;
}

/** What was told one by one, and is waste no longer. */
function resolvedReply({ resolved }: View): Reply {
  const count = resolved.length;
  return reply(
    'good',
    say`${count} ${count === 1 ? 'thing is' : 'things are'} waste no longer`,
    ...resolvedBlocks(resolved),
  );
}

/** One finding alone. */
function oneReply({ finding, why }: Told, at: Instant): Reply {
  return reply(
    finding.weak === true ? 'plain' : 'warning',
    say`${thingOf(finding)} ${wastesInWords(finding, at)}`,
    fields(
      ['Why', finding.says],
      ['For', lastsFor(finding, at)],
      ['Owner', finding.owner ?? '(no owner tag)'],
      ['Left by', leftInWords(finding)],
      ['Account', finding.account.name],
      ['Region', finding.region],
      ['News', whyInWords[why]],
    ),
    actions(...actionsFor(finding, 'alone')),
  );
}

const whyInWords = {
  new: undefined,
  changed: 'It has changed since it was told.',
  again: 'It goes on since it was told.',
  woken: 'It was put off until now.',
} as const satisfies Record<Told['why'], string | undefined>;
