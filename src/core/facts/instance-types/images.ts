import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Listing, Reading } from '../../ports/cloud.ts';
import type { Home } from '../../ports/instance.ts';
import type { Image } from '../../ports/instance-type.ts';
import type { Log } from '../../ports/log.ts';
import type { Store } from '../../ports/store.ts';
import type { AccountReads } from '../../ports/type-reads.ts';
import { distinct, isProblem, type Problem } from '../../problem.ts';
import { dayMs } from '../../time.ts';
import { createCache } from '../cache.ts';

type Wanted = Home & { readonly id: string };

/** An image changes by its deprecation alone; one that is gone stays so. */
const freshMs = dayMs;
const keptMs = 30 * dayMs;
/** Images in memory at once, some 1 KB each. */
const imagesKept = 2_000;
const text = z.string().optional();
/** `none`: the account is not shown such an image. */
const Kept = z.union([
  z.literal('none'),
  z.object({
    name: text,
    description: text,
    ownerId: text,
    ownerAlias: text,
    isPublic: z.boolean().optional(),
    state: z.string(),
    architecture: text,
    virtualization: text,
    rootDevice: text,
    platformDetails: text,
    usageOperation: text,
    bootMode: text,
    imds: text,
    ena: z.boolean().optional(),
    tpm: text,
    createdAt: text,
    deprecatedAt: text,
    lastLaunchedAt: text,
    volumes: z
      .array(
        z.object({
          device: z.string(),
          sizeGiB: z.number().optional(),
          kind: text,
          snapshotId: text,
          encrypted: z.boolean().optional(),
        }),
      )
      .readonly(),
  }),
]);

/** Reads images by id, each asked once a day. */
export type Images = (wanted: readonly Wanted[], reading: Reading) => Promise<Listing<Image>>;

/** See {@link Images}. */
export function createImages({
  account,
  store,
  clock,
  log,
}: {
  readonly account: AccountReads;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}): Images {
  const together = batched(account);
  const cache = createCache<Wanted, z.infer<typeof Kept>>({
    store,
    name: 'images',
    schema: Kept,
    clock,
    log,
    freshMs,
    keptMs,
    most: imagesKept,
    keyOf: (wanted) => `${wanted.account.id} ${wanted.region} ${wanted.id}`,
    async fetch(wanted) {
      const listing = await together(wanted);
      const found = listing.items.find((one) => isSame(one, wanted));
      // A lot is of one place: a gap is why the image was not read.
      return found ?? listing.gaps[0] ?? 'none';
    },
  });
  return async (wanted, { signal, stop }) => {
    const answers = await Promise.all(
      wanted.map(async (one) => ({ one, told: await cache.get(one, { signal, stop }) })),
    );
    const gaps: Problem[] = [];
    const items: Image[] = [];
    let asOf = clock.now();
    for (const { one, told } of answers) {
      if (isProblem(told)) {
        gaps.push(told);
        continue;
      }
      asOf = Math.min(asOf, told.readAt);
      if (told.value === 'none') continue;
      items.push({ ...told.value, id: one.id, account: one.account, region: one.region });
    }
    return { items, gaps: distinct(gaps), asOf, source: account.source };
  };
}

const isSame = (one: Wanted, other: Wanted): boolean =>
  one.id === other.id && one.region === other.region && one.account.name === other.account.name;

/** Asks for all images of one place that are wanted in the same turn of the event loop at once. */
function batched({ images }: AccountReads): (one: Wanted) => Promise<Listing<Image>> {
  interface Lot {
    readonly wanted: Wanted[];
    readonly listing: Promise<Listing<Image>>;
  }
  const gathering = new Map<string, Lot>();
  const begin = (place: string): Lot => {
    const wanted: Wanted[] = [];
    const listing = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      gathering.delete(place);
      return images(wanted, { signal: new AbortController().signal });
    });
    const lot = { wanted, listing };
    gathering.set(place, lot);
    return lot;
  };
  return (one) => {
    const place = `${one.account.name} ${one.region}`;
    const lot = gathering.get(place) ?? begin(place);
    lot.wanted.push(one);
    return lot.listing;
  };
}
