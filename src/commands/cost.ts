import { spotSource } from '../core/facts/prices/alike.ts';
import { together, type EstateCost, type GroupCost } from '../core/estate/estate-cost.ts';
import { exact, isZero, rounded } from '../core/money.ts';
import { groupOf, type Grouping } from '../core/estate/grouping.ts';
import { choosesLoose, looseGroup, withLooseIn } from '../core/estate/loose.ts';
import { sideBySide } from '../core/estate/side-by-side.ts';
import { scopeOf, tagValue } from '../core/estate/filter.ts';
import { tagKeysInUse } from '../core/estate/in-use.ts';
import { didYouMean } from '../core/near.ts';
import { nothingFits } from './no-fit.ts';
import { distinct, type Problem, unread } from '../core/problem.ts';
import type { Instance } from '../core/ports/instance.ts';
import { code, command as typed, figure, say, strong } from '../core/text.ts';
import { cli } from './cli/line.ts';
import { cliOfRead } from './cli/reads.ts';
import type { Prices } from '../core/facts/prices/prices.ts';
import type { Instant } from '../core/time.ts';
import { command } from './command.ts';
import { watched } from './progress.ts';
import { scoped } from './scope.ts';
import { filter, grouping } from './options/filter.ts';
import { column, note, paragraph, reply, table } from './reply/reply.ts';
import {
  catalogueName,
  ipv4PricesFrom,
  listingNotes,
  nothingRead,
  provenanceInWords,
  volumePricesFrom,
} from './words.ts';

/** Groups shown; the others are one row. */
const groupsShown = 20;
/** Reasons for missing prices told one by one. */
const reasonsTold = 6;

const byAccount: Grouping = { by: 'account' };

/** What everything costs now. */
export const cost = command({
  name: 'cost',
  summary: 'What runs now costs, and what stopped machines still cost',
  examples: ['cost', 'cost by:owner', 'cost by:env region:us-east-1', 'cost by:type account:demo-dev'],
  options: { by: grouping(), filter: filter(), cli },
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run({ by = byAccount, filter: named = [], cli: withCli }, context) {
    const { core, signal, now } = context;
    const wanted = scoped(named, context);
    const reading = watched(context);
    const side = sideBySide(reading);
    const scope = scopeOf(wanted);
    const [instances, volumes, addresses] = await Promise.all([
      core.estate.list(wanted, side()),
      core.cloud.volumes(scope, side()),
      core.cloud.addresses(scope, side()),
    ]);
    const failed = await nothingRead(instances, core.cloud, scope);
    if (failed !== undefined) return failed;
    if (instances.items.length === 0 && wanted.length > 0)
      return reply(
        'plain',
        say`No instance fits, so nothing is summed up.`,
        paragraph(await nothingFits(wanted, context)),
        paragraph(say`${typed('cost by:owner')} groups; other words choose instances, by name, id or filter.`),
        ...listingNotes(instances),
      );
    const unused = by.by === 'tag' ? await noSuchTag(by.key, instances.items, signal) : undefined;
    if (unused !== undefined) return unused;
    const held = await withLooseIn(wanted, { volumes: volumes.items, addresses: addresses.items }, signal);
    const found = await core.costs.of(
      {
        instances: instances.items,
        ...held,
        groupOf: groupOf(by),
        ...(choosesLoose(wanted) && { loose: looseGroup }),
      },
      reading,
    );
    const all = { ...instances, gaps: distinct([...instances.gaps, ...volumes.gaps, ...addresses.gaps]) };
    const atLeast = found.unknown.size + unread(all.gaps).length > 0 ? 'at least ' : '';
    return reply(
      'plain',
      say`${atLeast}${strong(`${exactHour(found.all)} an hour`)}, ${strong(`${rounded(found.all.perMonth)} a month`)}`,
      costTable(by, found, context.everything),
      isZero(found.all.stoppedPerMonth)
        ? undefined
        : paragraph(
            say`Of that, what does not run (stopped machines' volumes and addresses, and what nothing holds) costs ${atLeast}${strong(`${rounded(found.all.stoppedPerMonth)} a month`)}.`,
          ),
      ...unknownParts(found),
      note(
        say`${found.sources.some(({ source: { detail } }) => detail === spotSource) ? 'On-Demand and current Spot prices' : 'On-Demand prices'}, a month of 730 hours, ${found.all.perMonth.currency}; Reserved Instances and Savings Plans are not taken off. Prices: ${pricesFrom(found, core.prices, now)}.`,
      ),
      ...listingNotes(all),
      ...(withCli === true
        ? await cliOfRead(core.cloud, ['describe-instances', 'describe-volumes', 'describe-addresses'], wanted)
        : []),
    );
  },
});

/** Grouped by a tag that nothing has, everything would be one row. */
async function noSuchTag(key: string, items: readonly Instance[], signal: AbortSignal): Promise<Problem | undefined> {
  if (items.length === 0 || items.some(({ tags }) => tagValue(tags, key) !== undefined)) return undefined;
  return {
    problem: 'bad-value',
    what: say`No instance here has a tag ${code(key)}.`,
    todo: didYouMean(
      key,
      ['account', 'region', 'type', 'owner', ...(await tagKeysInUse(items, signal))],
      undefined,
      (near) => code(`by:${near}`),
    ),
  };
}

/** Every source once, as it is told how old each is. */
function pricesFrom({ sources, regions }: EstateCost, prices: Prices, now: Instant): string {
  const machines = sources.map(({ source: { name, detail = '' }, asOf, readAt }) =>
    name === 'AWS' ? provenanceInWords({ source: { name, detail }, asOf, readAt }, now) : `${name}, as of ${asOf}`,
  );
  const rest = [volumePricesFrom(prices, regions, now), ipv4PricesFrom(prices, regions, now)];
  return [
    ...new Set(machines),
    ...(rest.every((from) => from === catalogueName)
      ? [`EBS and public IPv4 from the ${catalogueName}`]
      : [`EBS: ${rest[0]}`, `public IPv4: ${rest[1]}`]),
  ].join('; ');
}

/** An hour's sum: to the cent from a dollar on, else exact. */
export const exactHour = ({ perHour }: Pick<GroupCost, 'perHour'>): string =>
  perHour.amount.gte(1) ? rounded(perHour) : exact(perHour);

function costTable(by: Grouping, { groups }: EstateCost, everything: boolean) {
  const heading = by.by === 'tag' ? by.key : by.by;
  const most = everything ? groups.length : groupsShown;
  const rest = groups.slice(most);
  const shown = [...groups.slice(0, most), ...(rest.length > 0 ? [together(`and ${rest.length} more`, rest)] : [])];
  return table(
    [
      column(heading),
      column('Running', 'right', 2),
      column('Not running', 'right', 3),
      column('$/hour', 'right', 1),
      column('$/month', 'right'),
      column('$/month not running', 'right', 4),
    ],
    shown.map((group) => [
      group.label,
      String(group.running),
      String(group.stopped),
      figure(group.perHour, group.perHour.amount.gte(1) ? 'rounded' : 'exact'),
      figure(group.perMonth),
      figure(group.stoppedPerMonth),
    ]),
  );
}

function unknownParts({ unknown }: EstateCost) {
  const reasons = [...unknown.values()].toSorted((one, other) => other.count - one.count);
  const told = reasons
    .slice(0, reasonsTold)
    .map(({ count, because }) => paragraph(say`Not priced, ${count} time${count === 1 ? '' : 's'}: ${because.what}`));
  return reasons.length > reasonsTold
    ? [...told, paragraph(say`And ${reasons.length - reasonsTold} other reasons.`)]
    : told;
}
