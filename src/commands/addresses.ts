import { scopeOf } from '../core/estate/filter.ts';
import type { PublicAddress } from '../core/estate/judge.ts';
import { ownerOf } from '../core/estate/managers.ts';
import type { Standing } from '../core/estate/verdict.ts';
import type { Listing } from '../core/ports/cloud.ts';
import type { Address } from '../core/ports/instance.ts';
import type { LeftBehindRecord } from '../core/changes/left-behind.ts';
import { hoursPerMonth, times, type Money } from '../core/money.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { code, figure, say, type Speakable, type Spans } from '../core/text.ts';
import { spanInWords, type Instant } from '../core/time.ts';
import { keyOf } from '../core/watch/finding.ts';
import type { CoreReads } from './core-reads.ts';
import { cli } from './cli/line.ts';
import { cliOfRead } from './cli/reads.ts';
import { command } from './command.ts';
import { filter, printClause } from './options/filter.ts';
import { choice, pageNumber } from './options/kinds.ts';
import { suggestAddresses } from './options/suggest.ts';
import { atLeastOf, costOf, countIn, tallyOf, waste, type PerHourOf, type Tally } from './idle-waste.ts';
import { pageOf, turning } from './paging.ts';
import { changeAction } from './reply/plan-reply.ts';
import { actions, column, line, note, paragraph, prose, reply, table } from './reply/reply.ts';
import { watched } from './progress.ts';
import { scoped } from './scope.ts';
import { causeInWords, ipv4Notes, listingNotes, nothingRead } from './words.ts';

/** What is to be looked at first. */
const order: readonly Standing[] = [
  'idle',
  'unknown',
  'in-transfer',
  'extra',
  'in-use',
  'used-by-service',
  'service-managed',
  'own-range',
  'not-public',
];
/** What an address is to us, in a word or two. */
export const standingWords = {
  idle: 'idle',
  unknown: 'unknown',
  'in-transfer': 'in transfer',
  extra: 'extra',
  'in-use': 'in use',
  'used-by-service': 'in use',
  'service-managed': 'managed',
  'own-range': 'own range',
  'not-public': 'not public',
} as const satisfies Record<Standing, string>;

/** Buttons to release are given for so many. */
const releasesOffered = 3;

/** Every public IPv4 with what it is to us. */
export const addresses = command({
  name: 'addresses',
  summary: 'Every Elastic IP and public IPv4 of instances: what idles, and what it costs',
  examples: ['addresses', 'addresses idle', 'addresses region:us-east-1 owner:maria'],
  options: {
    only: choice('Only those that idle', ['idle']),
    page: pageNumber(),
    filter: filter(suggestAddresses),
    cli,
  },
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run({ only, page = 1, filter: wanted = [], cli: withCli }, context) {
    const { core, now } = context;
    const within = scoped(wanted, context);
    const reading = watched(context);
    const [listing, history] = await Promise.all([
      only === 'idle'
        ? core.addresses.idle(within, reading)
        : core.addresses.list(within, reading).then((all) => ({ ...all, lookedAt: all.items.length })),
      core.leftBehind.list(),
    ]);
    const failed = listing.lookedAt > 0 ? undefined : await nothingRead(listing, core.cloud, scopeOf(within));
    if (failed !== undefined) return failed;
    const tally = await tallyOf(listing.items, context.signal);
    const part = await pageOf(listing.items, before, page, context);
    const regions = [...tally.regions];
    await core.prices.prepare(regions, { signal: context.signal });
    const perHourOf = (region: string) => core.prices.ipv4PerHour(region);
    const leftBy = new Map(history.map((record) => [record.id, record]));
    const seen = await seenOf(part.items, core);
    return reply(
      tally.idle > 0 ? 'warning' : 'plain',
      say`${countOf(listing.items.length)}${only === 'idle' ? ' that idle' : ''}${part.words}`,
      part.items.length === 0 ? undefined : addressTable(part.items, perHourOf, now, { leftBy, seen }),
      paragraph(
        say`${waste(listing, tally, perHourOf)}${only === 'idle' ? '' : say` ${totals(listing, tally, perHourOf)}`}`,
      ),
      extras(tally),
      note(
        say`Load balancers and other services also bring public IPv4 of their own, which are not listed here. AWS tells no date of an allocation: “at least” counts from when a sweep for alerts saw it first, “up to” from when a change made here left it.`,
      ),
      ...ipv4Notes(core.prices, regions, now),
      ...listingNotes(listing),
      ...(withCli === true
        ? await cliOfRead(core.cloud, ['describe-addresses'], within, only === undefined ? '' : 'what idles')
        : []),
      actions(
        ...part.items
          .filter(({ verdict, kind }) => verdict.is === 'idle' && kind === 'elastic')
          .slice(0, releasesOffered)
          .map(({ ip }) => changeAction('release', ip, ip)),
        ...turning(
          part,
          (number) =>
            line`addresses ${[...(only === undefined ? [] : [only]), ...wanted.map(printClause), `page:${number}`]}`,
        ),
      ),
    );
  },
});

const countOf = (count: number): string => `${count} public IPv4 address${count === 1 ? '' : 'es'}`;

const before = (one: PublicAddress, other: PublicAddress): number =>
  order.indexOf(one.verdict.is) - order.indexOf(other.verdict.is) ||
  (one.ip < other.ip ? -1 : one.ip > other.ip ? 1 : 0);

/** What is known here of how long addresses idle. */
interface History {
  /** What changes made here left behind, by id. */
  readonly leftBy: ReadonlyMap<string, LeftBehindRecord>;
  /** When sweeps saw them first, by address. */
  readonly seen: ReadonlyMap<string, Instant>;
}

/** When sweeps saw those first that waste, by address. */
async function seenOf(
  items: readonly PublicAddress[],
  { seen }: Pick<CoreReads, 'seen'>,
): Promise<ReadonlyMap<string, Instant>> {
  const first = new Map<string, Instant>();
  for (const one of items) {
    if (one.verdict.is !== 'idle' && one.verdict.is !== 'extra') continue;
    const at = await seen.of({ key: keyOf(one, one.address?.allocationId ?? one.ip) });
    if (at !== undefined) first.set(one.ip, at);
  }
  return first;
}

/** Addresses with verdict, price and since when. */
function addressTable(
  items: readonly PublicAddress[],
  perHourOf: (region: string) => Money | Problem,
  now: Instant,
  { leftBy, seen }: History,
) {
  const leftOf = ({ verdict, address }: Pick<PublicAddress, 'verdict'> & { readonly address?: Address | undefined }) =>
    verdict.is === 'idle' ? leftBy.get(address?.allocationId ?? '') : undefined;
  const anyLeft = items.some((one) => leftOf(one) !== undefined);
  return table(
    [
      column('Address'),
      column('Verdict'),
      prose('Why'),
      column('$/hour', 'right', 5),
      column('$/month', 'right', 2),
      column('For', 'left', 4),
      column('Account', 'left', 6),
      column('Region', 'left', 3),
      column('Owner', 'left', 7),
      ...(anyLeft ? [column('Left by', 'left', 1)] : []),
    ],
    items.map(({ ip, kind, verdict, address, account, region, tags }) => {
      const perHour = verdict.charged === 'yes' ? perHourOf(region) : undefined;
      const none = verdict.charged === 'no' ? '0' : 'unknown';
      const priced = (told: (rate: Money) => Speakable): Speakable =>
        perHour === undefined || isProblem(perHour) ? none : told(perHour);
      const left = leftOf({ verdict, address });
      return [
        code(ip),
        kind === 'elastic' ? standingWords[verdict.is] : 'auto-assigned',
        verdict.says(),
        priced((rate) => figure(rate, 'exact')),
        priced((rate) => figure(times(rate, hoursPerMonth))),
        sinceWords(verdict.since, { seen: seen.get(ip), left: left?.at }, now),
        account.name,
        region,
        ownerOf(tags) ?? '(none)',
        ...(anyLeft ? [left === undefined ? '' : causeInWords(left)] : []),
      ];
    }),
  );
}

/** EC2 tells no date of an allocation; what a change made here left may have been used since by somebody else. */
const sinceWords = (
  since: Instant | undefined,
  { seen, left }: { readonly seen: Instant | undefined; readonly left: Instant | undefined },
  now: Instant,
): Spans => {
  if (since !== undefined) return say`${spanInWords(now - since)}`;
  const bounds = [
    ...(seen === undefined ? [] : [`at least ${spanInWords(now - seen)}`]),
    ...(left === undefined ? [] : [`up to ${spanInWords(now - left)}`]),
  ];
  return say`${bounds.length === 0 ? 'unknown' : bounds.join(', ')}`;
};

/** What all of them cost. Those of which it is not known whether AWS charges are counted, not summed. */
function totals(
  listing: Listing<PublicAddress>,
  { charged, chargeUnknown: unknown }: Tally,
  perHourOf: PerHourOf,
): Spans {
  const atLeast = atLeastOf(listing);
  const paid = countIn(charged);
  return say`${atLeast === '' ? '' : 'At least '}${paid} ${paid === 1 ? 'is' : 'are'} charged in all: ${atLeast}${costOf(charged, perHourOf)}${unknown > 0 ? `; whether ${unknown} more ${unknown === 1 ? 'is' : 'are'} charged is not known` : ''}.`;
}

/** Weak findings are told, and neither summed nor offered for release. */
const extras = ({ extra }: Tally) =>
  extra === 0
    ? undefined
    : paragraph(
        say`${extra} ${extra === 1 ? 'is a further address' : 'are further addresses'} of an instance that has one already. That may be meant: it is not counted as idle.`,
      );
