import type { RegionTypes } from '../../core/facts/instance-types/types.ts';
import { isProblem } from '../../core/problem.ts';
import type { Context } from '../command.ts';
import type { Wanted } from './explainer.ts';

/** Regions named where a type is not offered in the one that is asked for. */
const regionsTold = 4;

/** Where a type is offered: in which zones of the region, and in how many regions. Zones are those of an account that is looked at. */
export async function offeredInWords(
  type: string,
  { anyRegion }: RegionTypes,
  { region, more }: Wanted,
  { core, uses, signal }: Context<'reads'>,
): Promise<string> {
  const { regions, of, asOf } = core.types.regionsWith(type);
  const named = more && regions.length > 0 ? `: ${regions.join(', ')}` : '';
  const everywhere =
    regions.length === 0
      ? `in none of the ${of} regions of the embedded facts (as of ${asOf})`
      : `in ${regions.length} of ${of} regions (as of ${asOf})${named}`;
  const homes = (await core.cloud.homes()).filter((home) => home.regions.includes(region));
  const home = homes.find(({ account }) => account.name === uses.account) ?? homes[0];
  if (home === undefined) {
    if (anyRegion === true) return `not known whether ${region} has it; ${everywhere}`;
    const here = regions.includes(region) ? `in ${region}` : `not in ${region}`;
    return `${here}; ${everywhere}${elsewhere(regions, region, more)}`;
  }
  const account = home.account.name;
  const there = await core.types.offerings({ account, region }, signal);
  if (isProblem(there)) return `${everywhere}; zones of ${region} are not known`;
  const zones = there.zonesOf(type);
  if (zones === 'unknown') return `in ${region}, in which zones is not known; ${everywhere}`;
  if (zones.length === 0) return `not in ${region}; ${everywhere}${elsewhere(regions, region, more)}`;
  return `in ${region} (${account}: ${zones.map((zone) => zone.replace(region, '')).join(', ')}); ${everywhere}`;
}

/** The nearest by name, which is by continent. */
function elsewhere(regions: readonly string[], region: string, all: boolean): string {
  if (all || regions.length === 0 || regions.includes(region)) return '';
  const near = (name: string): number => (name.slice(0, 2) === region.slice(0, 2) ? 0 : 1);
  const told = regions.toSorted((one, other) => near(one) - near(other)).slice(0, regionsTold);
  return `, as ${told.join(', ')}`;
}
