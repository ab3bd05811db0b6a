import { scopeOf } from '../../core/estate/filter.ts';
import { sideBySide } from '../../core/estate/side-by-side.ts';
import type { Reading } from '../../core/ports/cloud.ts';
import { rounded, zero } from '../../core/money.ts';
import { distinct, unread } from '../../core/problem.ts';
import { say } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { scoped } from '../scope.ts';
import type { Applied } from './counted.ts';

/** How many volumes are attached to nothing, and how many are gp2, which gp3 would undercut. */
export async function volumesOfNothing(context: Context<'reads'>, reading: Reading): Promise<Applied> {
  const listing = await context.core.cloud.volumes(scopeOf(scoped([], context)), reading);
  const { items } = listing;
  const loose = items.filter(({ attachedTo }) => attachedTo.length === 0).length;
  const gp2 = items.filter(({ kind }) => kind === 'gp2').length;
  return {
    listing,
    says:
      items.length === 0
        ? undefined
        : say`Of your ${items.length} volumes ${loose} ${loose === 1 ? 'is' : 'are'} attached to nothing, and ${gp2} ${gp2 === 1 ? 'is' : 'are'} gp2.`,
  };
}

/** How many volumes are encrypted. */
export async function encryptedVolumes(context: Context<'reads'>, reading: Reading): Promise<Applied> {
  const listing = await context.core.cloud.volumes(scopeOf(scoped([], context)), reading);
  const encrypted = listing.items.filter((volume) => volume.encrypted).length;
  return {
    listing,
    says:
      listing.items.length === 0
        ? undefined
        : say`${encrypted} of your ${listing.items.length} volumes ${encrypted === 1 ? 'is' : 'are'} encrypted.`,
  };
}

/** What stopped instances go on costing, and what nothing holds. */
export async function stoppedCosts(context: Context<'reads'>, reading: Reading): Promise<Applied> {
  const { core } = context;
  const within = scoped([], context);
  const scope = scopeOf(within);
  const side = sideBySide(reading);
  const [instances, volumes, addresses] = await Promise.all([
    core.estate.list(within, side()),
    core.cloud.volumes(scope, side()),
    core.cloud.addresses(scope, side()),
  ]);
  const stopped = instances.items.filter(({ state }) => state === 'stopped');
  const listing = { ...instances, gaps: distinct([...instances.gaps, ...volumes.gaps, ...addresses.gaps]) };
  const cost = await core.costs.of(
    {
      instances: stopped,
      volumes: volumes.items,
      addresses: addresses.items,
      groupOf: () => 'stopped',
      loose: 'loose',
    },
    reading,
  );
  const perMonth = (label: string) => rounded(cost.groups.find((group) => group.label === label)?.perMonth ?? zero);
  const atLeast = cost.unknown.size + unread(listing.gaps).length > 0 ? 'at least ' : '';
  return {
    listing,
    says: say`Your ${stopped.length} stopped instance${stopped.length === 1 ? '' : 's'} cost${stopped.length === 1 ? 's' : ''} ${atLeast}${perMonth('stopped')} a month, volumes and addresses that belong to nothing ${atLeast}${perMonth('loose')}.`,
  };
}
