import type { Cloud, Homes, Scan } from '../src/core/ports/cloud.ts';
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
  reads: readonly ('instances' | 'volumes' | 'addresses' | 'reservations')[],
): Cloud {
  const isHere = (one: { readonly region: string }): boolean => one.region === region;
  const without = ({ whole, partly }: Homes): Homes => ({
    whole: whole.filter((home) => !isHere(home)),
    partly: [...partly, ...whole.filter(isHere)],
  });
  const blindTo = <T>(listing: Scan<T>, homeOf: (item: T) => { readonly region: string }): Scan<T> => ({
    ...listing,
    items: listing.items.filter((one) => !isHere(homeOf(one))),
    gaps: [...listing.gaps, unreadable(region)],
    homes: without(listing.homes),
  });
  const itself = <T>(item: T): T => item;
  const blind = (read: (typeof reads)[number]) => reads.includes(read);
  return {
    ...cloud,
    instances: async (scope, reading) => {
      const listing = await cloud.instances(scope, reading);
      return blind('instances') ? blindTo(listing, itself) : listing;
    },
    volumes: async (scope, reading, of) => {
      const listing = await cloud.volumes(scope, reading, of);
      return blind('volumes') ? blindTo(listing, itself) : listing;
    },
    addresses: async (scope, reading) => {
      const listing = await cloud.addresses(scope, reading);
      return blind('addresses') ? blindTo(listing, itself) : listing;
    },
    addressUses: async (...args) => {
      const listing = await cloud.addressUses(...args);
      return blind('addresses') ? blindTo(listing, ({ address }) => address) : listing;
    },
    reservations: async (...args) => {
      const listing = await cloud.reservations(...args);
      return blind('reservations') ? blindTo(listing, itself) : listing;
    },
  };
}
