import { together, type EstateCosts, type GroupCost } from '../estate/estate-cost.ts';
import { compileFilter, scopeOf, type Clause } from '../estate/filter.ts';
import { groupOf, type Grouping } from '../estate/grouping.ts';
import { looseGroup, withLooseIn } from '../estate/loose.ts';
import { sideBySide } from '../estate/side-by-side.ts';
import { fromRecord, isZero, toRecord, type Money } from '../money.ts';
import { homeSet } from '../homes.ts';
import type { Cloud, Reading, Scan } from '../ports/cloud.ts';
import type { Home } from '../ports/instance.ts';
import { distinct, unread } from '../problem.ts';
import { filtered } from '../slices.ts';
import type { Tag } from './alert.ts';
import { lookedRecord } from './looked-record.ts';
import type { Burn, Looked } from './run.ts';
import type { Crossed } from './states.ts';

/** What is read and priced with. */
export interface BurnLooks {
  readonly cloud: Pick<Cloud, 'homes' | 'instances' | 'volumes' | 'addresses'>;
  readonly costs: EstateCosts;
}

/** What is counted, and how it is put together. */
export interface BurnWish {
  /** Names of accounts; left out: all that may be seen. */
  readonly accounts?: readonly string[] | undefined;
  readonly by: Grouping;
  /** Only instances that have it, with what they hold, and what no instance holds and has it itself. A value of `*` is any. */
  readonly tag?: Tag | undefined;
}

/** What costs how much an hour now. */
export interface BurnNow {
  /** Dearest first; beyond {@link groupsAtMost} the rest is one. */
  readonly groups: readonly Burn[];
  readonly all: Burn;
  /** So many things have no known price: every sum is "at least". */
  readonly unknown: number;
  /** What was read, before the tag chose of it. */
  readonly looked: Looked;
  /** What was to be read and is not known to have been read, list by list and place by place: `volumes dev us-east-1`. */
  readonly unread: readonly string[];
}

/** Groups told apart: a run of an alert is kept, and groups by owner may be thousands. */
export const groupsAtMost = 50;
/** The group of those beyond. */
const otherGroups = '(all others)';

/** What everything asked for costs an hour now, machines, volumes and addresses. What could not be read is in what was looked at; an aborted signal rejects with its reason. */
export async function burnOf(
  { cloud, costs }: BurnLooks,
  { accounts, by, tag }: BurnWish,
  reading: Reading,
): Promise<BurnNow> {
  const filter: readonly Clause[] = [
    ...(accounts ?? []).map((value) => ({ by: 'account', value }) as const),
    ...(tag === undefined ? [] : [{ by: 'tag', ...tag } as const]),
  ];
  const scope = scopeOf(filter);
  const side = sideBySide(reading);
  const [instances, volumes, addresses] = await Promise.all([
    cloud.instances(scope, side()),
    cloud.volumes(scope, side()),
    cloud.addresses(scope, side()),
  ]);
  const scans: readonly Scan<unknown>[] = [instances, volumes, addresses];
  const wholes = scans.map(({ homes }) => homeSet(homes.whole));
  const held = await withLooseIn(filter, { volumes: volumes.items, addresses: addresses.items }, reading.signal);
  const chosen =
    tag === undefined ? instances.items : await filtered(instances.items, compileFilter(filter), reading.signal);
  const { groups, all, unknown } = await costs.of(
    { instances: chosen, ...held, groupOf: groupOf(by), loose: looseGroup },
    reading,
  );
  const rest = groups.slice(groupsAtMost);
  const isAll = scans.every(isWhole);
  return {
    groups: [...groups.slice(0, groupsAtMost), ...(rest.length > 0 ? [together(otherGroups, rest)] : [])].map(kept),
    all: kept(all),
    unknown: [...unknown.values()].reduce((sum, { count }) => sum + count, 0),
    looked: await lookedRecord(
      {
        cloud,
        scope,
        things: {
          instances: instances.items.length,
          volumes: volumes.items.length,
          addresses: addresses.items.length,
        },
        gaps: distinct(scans.flatMap(({ gaps }) => gaps)),
        isWhole: (home) => wholes.every((whole) => whole.has(home)),
      },
      reading.signal,
    ),
    unread: isAll ? [] : unreadOf(await homesIn(cloud, accounts), scans),
  };
}

/** For the record. */
const kept = ({ label, perHour, perMonth, running }: GroupCost): Burn => ({
  label,
  perHour: toRecord(perHour),
  perMonth: toRecord(perMonth),
  running,
});

/** What was read nowhere is not known to be nothing. */
const isWhole = ({ gaps, homes }: Scan<unknown>): boolean =>
  unread(gaps).length === 0 && homes.partly.length === 0 && homes.whole.length > 0;

/** Where things may be, by account; a place of an account whose regions are not known has none. */
async function homesIn(cloud: Pick<Cloud, 'homes'>, accounts: BurnWish['accounts']): Promise<readonly Home[]> {
  const homes = (await cloud.homes()).filter(
    ({ account: { name, id } }) => accounts === undefined || accounts.includes(name) || accounts.includes(id),
  );
  return homes.flatMap(({ account, regions }) =>
    (regions.length === 0 ? [''] : regions).map((region) => ({ account, region })),
  );
}

const listNames = ['instances', 'volumes', 'addresses'] as const;
/** What is unread where no place of it is known: it may be another place each time. */
const somewhere = 'somewhere';

/** @param scans Of each of the lists. */
function unreadOf(places: readonly Home[], scans: readonly Pick<Scan<unknown>, 'homes'>[]): readonly string[] {
  const unread = scans.flatMap(({ homes }, at) => {
    const [whole, partly] = [homeSet(homes.whole), homeSet(homes.partly)];
    return places
      .filter((home) => !whole.has(home) || partly.has(home))
      .map(({ account, region }) => `${listNames[at]} ${account.name} ${region}`.trimEnd());
  });
  return unread.length === 0 ? [somewhere] : unread;
}

/**
 * Whether a budget is crossed now, as it is told once: from not above its limit to above it, or back. Above is sure where
 * only a part was read or priced, for the sum is at least that. That it is back is concluded where no more is left out than
 * when it went above: some things never have a price, and some accounts are never read. What costs exactly its limit is not
 * above it. Undefined: it is on the side where it was, or that cannot be told.
 * @param before The last crossing; undefined: there was none.
 */
export function crossing(
  before: Crossed | undefined,
  now: Pick<BurnNow, 'all' | 'unknown' | 'unread'>,
  limit: Money,
): Crossed['is'] | undefined {
  const sum = fromRecord(now.all.perHour);
  const parts = [sum, ...(sum.besides ?? [])].filter((part) => !isZero(part));
  // Of a sum in another currency nobody here knows what it comes to.
  const others = parts.filter(({ currency }) => currency !== limit.currency);
  const isAbove = parts.some(({ currency, amount }) => currency === limit.currency && amount.gt(limit.amount));
  if (isAbove) return before?.is === 'above' ? undefined : 'above';
  return before?.is === 'above' && others.length === 0 && isNoBlinder(now, before) ? 'below' : undefined;
}

/** Whether no more has no price, and nothing else is unread. */
function isNoBlinder(now: Pick<BurnNow, 'unknown' | 'unread'>, then: Crossed): boolean {
  const unread = new Set(then.unread);
  return now.unknown <= then.unknown && now.unread.every((one) => one !== somewhere && unread.has(one));
}

/** What is not read that is kept with a crossing; where it was more, it is back only where everything is read. */
const unreadKept = 500;

/** A crossing for the record. */
export const crossedNow = (is: Crossed['is'], { unknown, unread }: Pick<BurnNow, 'unknown' | 'unread'>): Crossed => ({
  is,
  unknown,
  unread: unread.length > unreadKept ? [] : [...unread],
});
