import type { Shown } from '../../core/people/places.ts';
import { say, type Spans } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import { ownerWord } from '../../core/watch/finding.ts';
import type { RunOf, RunPart, Sum, Told } from '../../core/watch/run.ts';
import { noSum, sumOfSums, sumsOf } from '../../core/watch/totals.ts';
import { dayTeller } from './days.ts';
import { alertBlock, countsBlock, hiddenBlock, lookedBlocks, resolvedBlocks, soFarBlock } from './digest-asides.ts';
import { findingControls, findingTable, newsInWords, rowsAtMost } from './digest-table.ts';
import { clearTitle, someTitle, wasteTitle } from './digest-title.ts';
import { countOf, sumInWords, viewOf, type View } from './digest-view.ts';
import { actionsFor } from './finding-actions.ts';
import { lastsFor, leftInWords, ownerInWords, thingOf, wastesInWords } from './finding-words.ts';
import { history } from './picture.ts';
import { actions, fields, paragraph, reply, type Block, type Reply } from './reply.ts';

/** What of a run is told, and where. */
export interface DigestWish {
  readonly part: RunPart;
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
  const { part } = wish;
  switch (part.of) {
    case 'all':
      return allReply(run, view, dayTeller(wish.timeZone ?? 'UTC', run.at));
    case 'rest':
      return restReply(run, view);
    case 'escalated': {
      const days = view.escalated.map((one) => one.days);
      const [least, most] = [Math.min(...days), Math.max(...days)];
      const long = `${least} ${least === 1 ? 'day' : 'days'}${most > least ? ' and more' : ''}`;
      return someReply(run, view, view.escalated.map(asTold), run.escalated.length, {
        titled: (sum) => say`For ${long} nobody has done anything about ${sum}`,
      });
    }
    case 'owner': {
      const isTheirs = ({ finding }: Told): boolean => ownerWord(finding) === part.owner;
      const isSeen = ({ finding }: Told): boolean => part.keys?.includes(finding.key) ?? true;
      const seen = view.told.filter((one) => isTheirs(one) && isSeen(one));
      return someReply(run, view, seen, run.told.filter(isTheirs).length, {
        titled: (sum) =>
          say`You own${seen.every(({ finding }) => finding.owner !== undefined) ? '' : ', or left behind,'} ${sum}`,
        ofOne: true,
        more: sumOfSums(view.moreOf.filter(({ owner }) => owner === part.owner).map(({ sum }) => sum)),
      });
    }
    case 'one': {
      const one = run.told[part.index];
      if (one === undefined) throw new RangeError(`there is no finding ${part.index} in this run`);
      return view.told.includes(one) ? oneReply(one, run) : notShown(1, run);
    }
  }
}

const asTold = ({ finding }: Pick<Told, 'finding'>): Told => ({ finding, why: 'again' });

const notShown = (count: number, { alert }: RunOf<'waste'>): Reply =>
  reply(
    'plain',
    say`${count} ${count === 1 ? 'finding is' : 'findings are'} in accounts that are not shown here`,
    alertBlock(alert),
  );

/** Some of the findings, without what the whole run tells besides. @param of How many there are, also of accounts that are not shown. */
function someReply(
  run: RunOf<'waste'>,
  view: View,
  some: readonly Told[],
  of: number,
  { titled, ofOne = false, more = noSum }: { titled(sum: Spans): Spans; readonly ofOne?: boolean; readonly more?: Sum },
): Reply {
  const hidden = of - some.length;
  if (some.length === 0) return notShown(hidden, run);
  const { alert, at, looked } = run;
  return reply(
    'warning',
    titled(someTitle(some, at)),
    ...findingBlocks(some, more, at, ofOne),
    hiddenBlock(hidden),
    ...lookedBlocks(looked, at, view),
    soFarBlock(some),
    alertBlock(alert),
  );
}

/** The table, what it leaves out, and what can be done. @param more To be told as well, by its sum alone. */
function findingBlocks(told: readonly Told[], more: Sum, at: Instant, ofOne = false): readonly (Block | undefined)[] {
  const records = told.map(({ finding }) => finding);
  const rest = sumOfSums([sumsOf(records.slice(rowsAtMost), at).sum, more]);
  return [
    told.length === 0 ? undefined : findingTable(told.slice(0, rowsAtMost), at, ofOne),
    countOf(rest) === 0
      ? undefined
      : paragraph(say`And ${countOf(rest)} more${rest.count === 0 ? '' : say`: ${sumInWords(rest)} a month`}.`),
    ...findingControls(records, ofOne),
  ];
}

function allReply(run: RunOf<'waste'>, view: View, dayOf: (at: Instant) => string): Reply {
  const { told, wasted, more, unread } = view;
  const isClear = countOf(wasted) === 0;
  const isFirst = view.before === undefined && countOf(view.going) === 0 && told.every(({ why }) => why === 'new');
  const calm = isClear ? 'good' : wasted.count === 0 ? 'plain' : 'warning';
  const all = reply(
    unread.length > 0 ? 'warning' : calm,
    isClear ? clearTitle(run.looked, view) : wasteTitle(view, dayOf),
    told.length === 0 || isFirst ? undefined : paragraph(say`Told now: ${newsInWords(told)}.`),
    ...findingBlocks(told, more, run.at),
    countsBlock(view),
    ...resolvedBlocks(view, view.before && `Resolved since ${dayOf(view.before.at)}`),
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
    soFarBlock(told),
    alertBlock(run.alert),
  );
  return isClear ? { ...all, worded: true } : all;
}

/** What there is besides findings that are told one by one: what is waste no longer, and what could not be read. */
function restReply(run: RunOf<'waste'>, view: View): Reply {
  const { resolved, resolvedMore, unread } = view;
  const count = resolved.length + resolvedMore.count;
  return reply(
    unread.length > 0 ? 'warning' : 'good',
    count === 0
      ? say`Not everything could be read`
      : say`${count} ${count === 1 ? 'thing is' : 'things are'} waste no longer`,
    ...resolvedBlocks(view),
    ...(unread.length > 0 ? lookedBlocks(run.looked, run.at, view) : []),
    alertBlock(run.alert),
  );
}

/** One finding alone. */
function oneReply({ finding, why }: Told, { alert, at }: RunOf<'waste'>): Reply {
  return reply(
    finding.weak === true ? 'plain' : 'warning',
    say`${thingOf(finding)} ${wastesInWords(finding, at)}`,
    fields(
      ['Why', finding.says],
      ['For', lastsFor(finding, at)],
      ['Owner', ownerInWords(finding)],
      ['Left by', leftInWords(finding)],
      ['Account', finding.account.name],
      ['Region', finding.region],
      ['News', whyInWords[why]],
    ),
    actions(...actionsFor(finding, 'alone')),
    alertBlock(alert),
  );
}

const whyInWords = {
  new: undefined,
  changed: 'It has changed since it was told.',
  again: 'It goes on since it was told.',
  woken: 'It was put off until now.',
} as const satisfies Record<Told['why'], string | undefined>;
