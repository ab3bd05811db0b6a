import { z } from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { AddressUse } from '../ports/cloud.ts';
import type { Address, AddressDetails, Home } from '../ports/instance.ts';
import type { Job } from '../ports/jobs.ts';
import { partNames, type Failure, type Part, type PartLists, type PartName, type Parts } from '../ports/parts.ts';
import type { Instant } from '../time.ts';
import { addressFrom, instanceFrom, interfaceFrom, reservationFrom, volumeFrom } from './wire-nouns.ts';
import { ProblemWire } from './wire-words.ts';

/** Which lists of which region of which account are to be read. */
export interface ReadAsked extends Home {
  readonly lists: readonly PartName[];
}

/** Some of one list. Each list that was asked for has a piece at least, and its failures stand in its first one. */
export type Piece = { readonly [N in PartName]: PieceOf<N> }[PartName];
interface PieceOf<N extends PartName> extends Part<PartLists[N]> {
  readonly list: N;
  /** When it had been read, by the clock of whoever read it. */
  readonly at: Instant;
}

/** Things of a piece: with the longest tags that AWS takes it is some 2 MB, usually a tenth of that, and is read in a few milliseconds. */
const itemsAtMost = 100;

const Asked = z.object({
  account: z.object({ name: z.string(), id: z.string() }),
  region: z.string(),
  lists: z.array(z.enum(partNames)),
});

const PieceWire = z.object({
  list: z.enum(partNames),
  at: z.number(),
  items: z.array(z.unknown()),
  failures: z.array(
    z.object({ account: z.string(), region: z.string(), what: z.string().optional(), problem: ProblemWire }),
  ),
});

/**
 * Reading lists of one region of one account. What AWS refuses is a result and is not tried again: its driver has tried by then.
 * @param wantsDetails See `Cloud.addressUses`.
 */
export function readJob(
  parts: Pick<Parts, 'read'>,
  wantsDetails: (address: Address) => boolean,
  clock: Pick<Clock, 'now'>,
): Job<ReadAsked, Piece> {
  const piecesOf = async <N extends PartName>(home: Home, list: N, signal: AbortSignal): Promise<PieceOf<N>[]> => {
    const { items, failures } = await parts.read(home, list, signal, wantsDetails);
    const at = clock.now();
    const pieces: PieceOf<N>[] = [{ list, at, items: items.slice(0, itemsAtMost), failures }];
    for (let from = itemsAtMost; from < items.length; from += itemsAtMost)
      pieces.push({ list, at, items: items.slice(from, from + itemsAtMost), failures: [] });
    return pieces;
  };
  return {
    // Another number with every change of what goes between processes: those of two releases run beside each other for a while.
    name: 'read-region-1',
    payload: Asked,
    whose: ({ account }) => account.id,
    async run({ account, region, lists }, signal) {
      const home = { account, region };
      const read: Promise<readonly Piece[]>[] = lists.map((list) => {
        switch (list) {
          case 'instances':
            return piecesOf(home, list, signal);
          case 'volumes':
            return piecesOf(home, list, signal);
          case 'addresses':
            return piecesOf(home, list, signal);
          case 'reservations':
            return piecesOf(home, list, signal);
          case 'uses':
            return piecesOf(home, list, signal);
        }
      });
      return (await Promise.all(read)).flat();
    },
    wire: {
      write: (piece) => piece,
      read(written, home): Piece {
        const { list, at, items, failures: told } = PieceWire.parse(written);
        const failures = told.map(({ account, region, what, problem }): Failure => ({
          account,
          region,
          what,
          problem,
        }));
        const all = <T>(from: (one: unknown, home: Home) => T): readonly T[] => items.map((one) => from(one, home));
        switch (list) {
          case 'instances':
            return { list, at, items: all(instanceFrom), failures };
          case 'volumes':
            return { list, at, items: all(volumeFrom), failures };
          case 'addresses':
            return { list, at, items: all(addressFrom), failures };
          case 'reservations':
            return { list, at, items: all(reservationFrom), failures };
          case 'uses':
            return { list, at, items: all(useFrom), failures };
        }
      },
    },
  };
}

const DetailsWire: z.ZodType<AddressDetails> = z.object({
  allocationId: z.string(),
  transfer: z
    .union([z.literal('none'), z.object({ toAccount: z.string(), until: z.number().exactOptional() })])
    .exactOptional(),
  reverseDns: z.string().exactOptional(),
});

const UseWire = z.object({
  address: z.unknown(),
  instance: z.unknown().optional(),
  interface: z.unknown().optional(),
  details: DetailsWire.optional(),
});

/** An address and what uses it, from another process. */
function useFrom(written: unknown, home: Home): AddressUse {
  const { address, instance, interface: on, details } = UseWire.parse(written);
  return {
    address: addressFrom(address, home),
    instance: instance === undefined ? undefined : instanceFrom(instance, home),
    interface: on === undefined ? undefined : interfaceFrom(on, home),
    details,
  };
}
