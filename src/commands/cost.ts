import { estateCost, together, type EstateCost, type GroupCost } from '../core/facts/prices/estate-cost.ts';
import { exact, isZero, rounded } from '../core/money.ts';
import { ownerOf } from '../core/estate/managers.ts';
import { sideBySide } from '../core/estate/side-by-side.ts';
import { scopeOf, tagValue } from '../core/estate/filter.ts';
import { distinct } from '../core/problem.ts';
import type { Instance } from '../core/ports/instance.ts';
import { command as typed, say, strong } from '../core/text.ts';
import { cli, cliOfRead } from './cli.ts';
import { command } from './command.ts';
import { watched } from './progress.ts';
import { scoped } from './scope.ts';
import { filter, grouping, type Grouping } from './options/filter.ts';
import { column, note, paragraph, reply, table } from './reply/reply.ts';
import { listingNotes, nothingRead } from './words.ts';

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
    const { core } = context;
    const wanted = scoped(named, context);
    const reading = watched(context);
    const side = sideBySide(reading);
    const scope = scopeOf(wanted);
    const [instances, volumes, addresses] = await Promise.all([
      core.estate.list(wanted, side()),
      core.cloud.volumes(scope, side()),
      core.cloud.addresses(scope, side()),
    ]);
    const unread = nothingRead(instances);
    if (unread !== undefined) return unread;
    if (instances.items.length === 0 && wanted.length > 0)
      return reply(
        'plain',
        say`No instance fits, so nothing is summed up.`,
        paragraph(say`${typed('cost by:owner')} groups; other words choose instances, by name, id or filter.`),
        ...listingNotes(instances),
      );
    // What no instance holds belongs to the whole estate, not to a selection of instances.
    const everything = wanted.every((clause) => clause.by === 'account' || clause.by === 'region');
    const found = await estateCost(
      {
        instances: instances.items,
        volumes: volumes.items,
        addresses: addresses.items,
        prices: core.prices,
        groupOf: groupOf(by),
        ...(everything && { loose: '(held by no instance)' }),
      },
      reading,
    );
    const all = { ...instances, gaps: distinct([...instances.gaps, ...volumes.gaps, ...addresses.gaps]) };
    const atLeast = found.unknown.size + all.gaps.length > 0 ? 'at least ' : '';
    return reply(
      'plain',
      say`${atLeast}${strong(`${exactHour(found.all)} an hour`)}, ${strong(`${rounded(found.all.perMonth)} a month`)}`,
      costTable(by, found),
      isZero(found.all.stoppedPerMonth)
        ? undefined
        : paragraph(
            say`Of that, what does not run (stopped machines' volumes and addresses, and what nothing holds) costs ${atLeast}${strong(`${rounded(found.all.stoppedPerMonth)} a month`)}.`,
          ),
      ...unknownParts(found),
      note(
        say`On-Demand prices, a month of 730 hours, USD; Reserved Instances and Savings Plans are not taken off. Prices: ${[...found.sources, 'EBS and public IPv4 from the embedded catalogue'].join('; ')}.`,
      ),
      ...listingNotes(all),
      ...(withCli === true
        ? await cliOfRead(core.cloud, ['describe-instances', 'describe-volumes', 'describe-addresses'], wanted)
        : []),
    );
  },
});

const exactHour = ({ perHour }: GroupCost): string => (perHour.amount.gte(1) ? rounded(perHour) : exact(perHour));

function groupOf(by: Grouping): (instance: Instance) => string {
  switch (by.by) {
    case 'account':
      return ({ account }) => account.name;
    case 'region':
      return ({ region }) => region;
    case 'type':
      return ({ type }) => type;
    case 'owner':
      return ({ tags }) => ownerOf(tags) ?? '(no owner)';
    case 'tag': {
      const { key } = by;
      return ({ tags }) => tagValue(tags, key) ?? `(no ${key})`;
    }
  }
}

function costTable(by: Grouping, { groups }: EstateCost) {
  const heading = by.by === 'tag' ? by.key : by.by;
  const rest = groups.slice(groupsShown);
  const shown = [
    ...groups.slice(0, groupsShown),
    ...(rest.length > 0 ? [together(`and ${rest.length} more`, rest)] : []),
  ];
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
      exactHour(group),
      rounded(group.perMonth),
      rounded(group.stoppedPerMonth),
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
