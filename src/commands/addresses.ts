import type { PublicAddress } from '../core/estate/addresses.ts';
import { ownerOf } from '../core/estate/managers.ts';
import type { Standing } from '../core/estate/verdict.ts';
import type { Address } from '../core/ports/instance.ts';
import type { LeftBehindRecord } from '../core/changes/left-behind.ts';
import { exact, hoursPerMonth, rounded, times, type Money } from '../core/money.ts';
import { code, say, type Spans } from '../core/text.ts';
import { spanInWords, type Instant } from '../core/time.ts';
import { cli, cliOfRead } from './cli.ts';
import { command } from './command.ts';
import { filter, printClause } from './options/filter.ts';
import { choice, pageNumber } from './options/kinds.ts';
import { pageOf, turning } from './paging.ts';
import { changeAction } from './reply/plan-reply.ts';
import { actions, column, line, note, paragraph, reply, table } from './reply/reply.ts';
import { watched } from './progress.ts';
import { scoped } from './scope.ts';
import { causeInWords, listingNotes, nothingRead, rateNote } from './words.ts';

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
const standingWords = {
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
    filter: filter(),
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
      only === 'idle' ? core.addresses.idle(within, reading) : core.addresses.list(within, reading),
      core.leftBehind.list(),
    ]);
    const unread = nothingRead(listing);
    if (unread !== undefined) return unread;
    const idle = listing.items.filter(({ verdict }) => verdict.is === 'idle');
    const shown = listing.items.toSorted(before);
    const part = pageOf(shown, page, context.everything);
    const rate = core.prices.publicIpv4();
    const leftBy = new Map(history.map((record) => [record.id, record]));
    return reply(
      idle.length > 0 ? 'warning' : 'plain',
      say`${countOf(shown.length)}${only === 'idle' ? ' that idle' : ''}${part.words}`,
      part.items.length === 0 ? undefined : tableOf(part.items, rate.perHour, now, leftBy),
      paragraph(only === 'idle' ? waste(idle, rate.perHour) : totals(listing.items, idle, rate.perHour)),
      extras(listing.items),
      note(
        say`Load balancers and other services also bring public IPv4 of their own, which are not listed here. AWS tells no date of an allocation, so how long one idles is known only where a stop or a change made here left it.`,
      ),
      rateNote(rate),
      ...listingNotes(listing),
      ...(withCli === true ? await cliOfRead(core.cloud, ['describe-addresses'], within) : []),
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

function tableOf(
  items: readonly PublicAddress[],
  perHour: Money,
  now: Instant,
  history: ReadonlyMap<string, LeftBehindRecord>,
) {
  const leftOf = ({ verdict, address }: Pick<PublicAddress, 'verdict'> & { readonly address?: Address | undefined }) =>
    verdict.is === 'idle' ? history.get(address?.allocationId ?? '') : undefined;
  const anyLeft = items.some((one) => leftOf(one) !== undefined);
  return table(
    [
      column('Address'),
      column('Verdict'),
      column('Why'),
      column('$/hour', 'right', 5),
      column('$/month', 'right', 2),
      column('For', 'left', 4),
      column('Account', 'left', 6),
      column('Region', 'left', 3),
      column('Owner', 'left', 7),
      ...(anyLeft ? [column('Left by', 'left', 1)] : []),
    ],
    items.map(({ ip, kind, verdict, address, account, region, tags }) => {
      const charged = verdict.charged === 'yes';
      const none = verdict.charged === 'no' ? '0' : 'unknown';
      const left = leftOf({ verdict, address });
      return [
        code(ip),
        kind === 'elastic' ? standingWords[verdict.is] : 'auto-assigned',
        verdict.says(),
        charged ? exact(perHour) : none,
        charged ? rounded(times(perHour, hoursPerMonth)) : none,
        sinceWords(verdict.since ?? left?.at, now),
        account.name,
        region,
        ownerOf(tags) ?? '(none)',
        ...(anyLeft ? [left === undefined ? '' : causeInWords(left)] : []),
      ];
    }),
  );
}

/** EC2 tells no date of an allocation. */
const sinceWords = (since: Instant | undefined, now: Instant): Spans =>
  since === undefined ? say`unknown` : say`${spanInWords(now - since)}`;

const charged = (items: readonly PublicAddress[]): number =>
  items.filter(({ verdict }) => verdict.charged === 'yes').length;

const sum = (count: number, perHour: Money): string => {
  const hourly = times(perHour, count);
  return `${exact(hourly)} an hour, ${rounded(times(hourly, hoursPerMonth))} a month`;
};

/** What idles, and what that costs. */
function waste(idle: readonly PublicAddress[], perHour: Money): Spans {
  const count = charged(idle);
  return say`${count === 0 ? 'None idles' : `${count} idle${count === 1 ? 's' : ''}: ${sum(count, perHour)}`}.`;
}

/** What idles, and what all of them cost. Those of which it is not known whether AWS charges are counted, not summed. */
function totals(all: readonly PublicAddress[], idle: readonly PublicAddress[], perHour: Money): Spans {
  const unknown = all.filter(({ verdict }) => verdict.charged === 'unknown').length;
  return say`${waste(idle, perHour)} ${charged(all)} ${charged(all) === 1 ? 'is' : 'are'} charged in all: ${sum(charged(all), perHour)}${unknown > 0 ? `; whether ${unknown} more ${unknown === 1 ? 'is' : 'are'} charged is not known` : ''}.`;
}

/** Weak findings are told, and neither summed nor offered for release. */
function extras(all: readonly PublicAddress[]) {
  const found = all.filter(({ verdict }) => verdict.is === 'extra');
  return found.length === 0
    ? undefined
    : paragraph(
        say`${found.length} ${found.length === 1 ? 'is a further address' : 'are further addresses'} of an instance that has one already. That may be meant: it is not counted as idle.`,
      );
}
