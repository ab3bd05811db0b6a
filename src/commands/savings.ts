import { compileFilter, type Clause } from '../core/estate/filter.ts';
import { kinds } from '../core/changes/kinds.ts';
import { homeSet } from '../core/homes.ts';
import type { Listing } from '../core/ports/cloud.ts';
import type { Instance } from '../core/ports/instance.ts';
import type { Problem } from '../core/problem.ts';
import { filtered } from '../core/slices.ts';
import { code, say, time } from '../core/text.ts';
import type { Instant } from '../core/time.ts';
import {
  countsAfter,
  isStandingStill,
  savedIn,
  savedTogether,
  startedAt,
  type SavedRecord,
} from '../core/watch/saved.ts';
import { grownIn } from '../core/watch/saved-growth.ts';
import { command, type Context } from './command.ts';
import { leftOut } from './left-out.ts';
import { filter, printClause } from './options/filter.ts';
import { choice, pageNumber } from './options/kinds.ts';
import { momentOf, since as sinceOption, sinceWord } from './options/since.ts';
import { pageOf, turning } from './paging.ts';
import { watched } from './progress.ts';
import { action, actions, line } from './reply/reply.ts';
import { savingsReply, type SavingsGroup } from './reply/savings-reply.ts';
import { scoped } from './scope.ts';
import { listingNotes } from './words.ts';

/** What the ledger tells entries apart by: it keeps no tags, types and states. */
const told: ReadonlySet<Clause['by']> = new Set(['account', 'region', 'word', 'id', 'name', 'ip']);
const groupings = ['person', 'account', 'kind'] as const;
type SavedBy = (typeof groupings)[number];
/** Points of the picture: more than one a day in a month. */
const pictureSteps = 60;

/** What was stopped, terminated and released here, and what that saves. */
export const savings = command({
  name: 'savings',
  summary: 'What stops, terminations and releases made here have saved, and go on saving',
  examples: ['savings', 'savings since:30d by:person', 'savings account:demo-dev'],
  options: {
    since: sinceOption('Only what was saved since then: 30d, 4w, 2026-11-01'),
    by: choice('What to sum up by', groupings),
    page: pageNumber(),
    filter: filter(),
  },
  effect: 'reads',
  audience: 'person',
  // Discord has no room for all that is read.
  alone: false,
  async run({ since, by, page = 1, filter: wanted = [] }, context) {
    const { core, now, place, signal } = context;
    const unfit = wanted.find((clause) => !told.has(clause.by));
    if (unfit !== undefined) return cannotTell(printClause(unfit));
    const within = scoped(wanted, context);
    const asked = since === undefined ? undefined : momentOf(since, now);
    if (asked !== undefined && asked > now) return notYet(asked);
    const fits = compileFilter(within);
    const kept = await filtered(
      await core.savings.list(asked ?? 0),
      (entry) => fits({ ...entry, name: entry.label, tags: {}, publicIp: { ip: entry.label } }),
      signal,
    );
    const { entries, cannotRead, listing } = await asTheyAre(kept, asked ?? 0, context);
    const window = { since: asked ?? entries[0]?.at ?? now, now };
    const sums = await savedIn(entries, groupKey(by), window, signal);
    const all = savedTogether(sums.values());
    const groups = [...sums].map(([key, sum]): SavingsGroup => ({ label: labelOf(by, key, entries), sum }));
    const part =
      by === undefined
        ? { ...(await pageOf(entries, newestFirst, page, context)), by }
        : { ...(await pageOf(groups, mostFirst, page, context)), by };
    const lineWith = (grouped: SavedBy | undefined, ...more: readonly string[]): string =>
      line`savings ${[
        ...(since === undefined ? [] : [`since:${sinceWord(since)}`]),
        ...(grouped === undefined ? [] : [`by:${grouped}`]),
        ...wanted.map(printClause),
        ...more,
      ]}`;
    const currency = all.saved.currency;
    return savingsReply(
      {
        all,
        window,
        ...(asked !== undefined && { asked }),
        narrowed: within.length > 0,
        part,
        unpriced: entries.filter(({ atLeast }) => atLeast === true),
        cannotRead,
        grown: await grownIn(entries, window, { steps: pictureSteps, currency }, signal),
      },
      leftOut(await core.unseen.savings(asked ?? 0), 'change that saves', 'changes that save', core.shownIn(place)),
      ...(listing === undefined ? [] : listingNotes(listing)),
      entries.length === 0
        ? undefined
        : actions(
            ...turning(part, (number) => lineWith(by, `page:${number}`)),
            ...groupings.filter((one) => one !== by).map((one) => action(`By ${one}`, lineWith(one))),
          ),
    );
  },
});

const cannotTell = (clause: string): Problem => ({
  problem: 'bad-value',
  what: say`What was saved is not told apart by ${code(clause)}.`,
  todo: say`Narrow by account, region, name, id or address.`,
});

const notYet = (since: Instant): Problem => ({
  problem: 'bad-value',
  what: say`${time(since)} is still to come: nothing has been saved since then.`,
  todo: say`Say a moment that is past, as ${code('since:30d')}.`,
});

const newestFirst = (one: SavedRecord, other: SavedRecord): number => other.at - one.at;
const mostFirst = ({ sum: one }: SavingsGroup, { sum: other }: SavingsGroup): number =>
  other.saved.amount.cmp(one.saved.amount);

function groupKey(by: SavedBy | undefined): (entry: SavedRecord) => string {
  switch (by) {
    case undefined:
      return () => '';
    case 'person':
      return (entry) => entry.by.id;
    case 'account':
      return ({ account }) => account.name;
    case 'kind':
      return ({ kind }) => kinds[kind].verb;
  }
}

/** A person by the newest name. */
const labelOf = (by: SavedBy | undefined, key: string, entries: readonly SavedRecord[]): string =>
  by === 'person' ? (entries.findLast((entry) => entry.by.id === key)?.by.name ?? key) : key;

/** Entries with what reading the machines that stand still tells of them. */
interface Looked {
  readonly entries: readonly SavedRecord[];
  /** Those of machines that could not be read: they count as still stopped. */
  readonly cannotRead: readonly SavedRecord[];
  /** Undefined: there was nothing to read. */
  readonly listing?: Listing<Instance>;
}

/** The ledger knows of starts made here; of others it knows when somebody looks. */
async function asTheyAre(entries: readonly SavedRecord[], since: Instant, context: Context<'reads'>): Promise<Looked> {
  const open = entries.filter((entry) => isStandingStill(entry, context.now));
  if (open.length === 0) return { entries, cannotRead: [] };
  const listing = await context.core.cloud.instancesById(open, watched(context));
  const found = new Map(listing.items.map((one) => [one.id, one]));
  const whole = homeSet(listing.homes.whole);
  const ends = new Map<SavedRecord, NonNullable<SavedRecord['ended']>>();
  for (const entry of open) {
    const instance = found.get(entry.id);
    const at = instance && startedAt(entry, instance, listing.asOf);
    if (at !== undefined) ends.set(entry, { at });
  }
  return {
    entries: entries
      .map((entry) => ({ ...entry, ended: ends.get(entry) ?? entry.ended }))
      .filter((entry) => countsAfter(entry, since)),
    cannotRead: open.filter((entry) => !found.has(entry.id) && !whole.has(entry)),
    listing,
  };
}
