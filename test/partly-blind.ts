import type { Cloud, Listing } from '../src/core/ports/cloud.ts';
import type { Problem } from '../src/core/problem.ts';
import { code, say } from '../src/core/text.ts';

/** What a read of AWS says of a region that it could not reach. */
export const unreadable = (region: string): Problem => ({
  problem: 'cloud-away',
  what: say`AWS did not answer in ${code(region)}.`,
  todo: say`Ask again.`,
});

/** The same cloud where some reads fail in one region: what is there is left out, and said to be. */
export function partlyBlind(
  cloud: Cloud,
  region: string,
  reads: readonly ('instances' | 'volumes' | 'addresses')[],
): Cloud {
  const without = <T extends { readonly region: string }>(listing: Listing<T>): Listing<T> => ({
    ...listing,
    items: listing.items.filter((one) => one.region !== region),
    gaps: [...listing.gaps, unreadable(region)],
  });
  const blind = (read: (typeof reads)[number]) => reads.includes(read);
  return {
    ...cloud,
    instances: async (scope, reading) => {
      const listing = await cloud.instances(scope, reading);
      return blind('instances') ? without(listing) : listing;
    },
    volumes: async (scope, reading, of) => {
      const listing = await cloud.volumes(scope, reading, of);
      return blind('volumes') ? without(listing) : listing;
    },
    addresses: async (scope, reading) => {
      const listing = await cloud.addresses(scope, reading);
      return blind('addresses') ? without(listing) : listing;
    },
    addressUses: async (...args) => {
      const listing = await cloud.addressUses(...args);
      if (!blind('addresses')) return listing;
      return {
        ...listing,
        items: listing.items.filter(({ address }) => address.region !== region),
        gaps: [...listing.gaps, unreadable(region)],
      };
    },
  };
}
