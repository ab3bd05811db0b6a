import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { TypeFacts } from '../../ports/instance-type.ts';
import type { Log } from '../../ports/log.ts';
import type { Store } from '../../ports/store.ts';
import type { NamedHome, TypeReads } from '../../ports/type-reads.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { dayMs, isoTime, type Instant } from '../../time.ts';
import { createCache, type Fetched } from '../cache.ts';
import { readCatalogue, typeOrder, writeCatalogue, type Catalogue } from './catalogue.ts';
import { readOfferings, writeOfferings, type RegionOfferings } from './offerings.ts';

/** What AWS tells of types, kept a day as text: a region's types are some 0.25 MB, of which lines are read as they are asked for. */
export interface Live {
  /** Of what is at hand: of the region, else of the region read last. */
  find(type: string, region?: string): TypeFacts | undefined;
  /** Of the regions at hand, in no order. */
  names(): readonly string[];
  /** The same of one family. */
  typesOf(family: string): readonly string[];
  families(): readonly string[];
  /** Brings to hand what is kept of a region, and asks AWS nothing that it waits for; whether there was any. */
  recall(region: string): Promise<boolean>;
  /** All of a region; a Problem where nothing is kept and AWS does not tell. */
  of(region: string, signal: AbortSignal): Promise<Fetched<Catalogue> | Problem>;
  offerings(
    home: NamedHome,
    signal: AbortSignal,
  ): Promise<Fetched<RegionOfferings & { readonly asOf: string }> | Problem>;
}

/** Types and their zones change a few times a week, and never their facts. */
const freshMs = dayMs;
/** How long an answer is told where AWS does not give another. */
const keptMs = 30 * dayMs;
/** Regions whose types are in memory at once, some 0.3 MB each. */
const regionsKept = 40;
/** Account and region pairs whose offerings are in memory at once, some 20 KB each. */
const offeringsKept = 200;
/** What kept texts begin with: the form of their lines. Another form is asked for anew. */
const form = 'form 1\n';

/** See {@link Live}. */
export function createLive({
  reads,
  store,
  clock,
  log,
}: {
  readonly reads: TypeReads;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}): Live {
  const kept = { store, clock, log, freshMs, keptMs, schema: z.string().startsWith(form) };
  const day = (at: Instant): string => isoTime(at).slice(0, 10);
  // A question is shared by whoever asks meanwhile, so that none of them may end it.
  const never = new AbortController().signal;
  const ofRegions = createCache<string, string>({
    ...kept,
    name: 'instance-types',
    most: regionsKept,
    keyOf: (region) => region,
    async fetch(region) {
      const types = await reads.types(region, { signal: never });
      if (isProblem(types)) return types;
      const sorted = types.toSorted((one, other) => typeOrder(one.name, other.name));
      return form + (await writeCatalogue(day(clock.now()), sorted, never));
    },
  });
  const ofZones = createCache<NamedHome, string>({
    ...kept,
    name: 'type-offerings',
    most: offeringsKept,
    keyOf: ({ account, region }) => `${account} ${region}`,
    async fetch(home) {
      const rows = await reads.offerings(home, { signal: never });
      return isProblem(rows) ? rows : form + writeOfferings(day(clock.now()), new Map([[home.region, rows]]));
    },
  });

  /** Catalogues at hand: made once of a text, and replaced whole with it. The one read last stands last. */
  const atHand = new Map<string, { readonly text: string; readonly catalogue: Catalogue }>();
  const opened = (region: string, { value: text }: Fetched<string>): Catalogue => {
    const before = atHand.get(region);
    const now = before?.text === text ? before : { text, catalogue: readCatalogue(text.slice(form.length)) };
    atHand.delete(region);
    atHand.set(region, now);
    const [oldest] = atHand.keys();
    if (atHand.size > regionsKept && oldest !== undefined) atHand.delete(oldest);
    return now.catalogue;
  };

  return {
    find(type, region) {
      const own = region === undefined ? undefined : atHand.get(region)?.catalogue.find(type);
      return own ?? [...atHand.values()].findLast(({ catalogue }) => catalogue.find(type))?.catalogue.find(type);
    },
    names: () => [...atHand.values()].flatMap(({ catalogue }) => catalogue.names()),
    typesOf: (family) => [...atHand.values()].flatMap(({ catalogue }) => catalogue.typesOf(family)),
    families: () => [...atHand.values()].flatMap(({ catalogue }) => catalogue.families()),
    async recall(region) {
      const known = await ofRegions.known(region);
      if (known !== undefined) opened(region, known);
      return known !== undefined;
    },
    async of(region, signal) {
      const fetched = await ofRegions.get(region, { signal });
      return isProblem(fetched) ? fetched : { value: opened(region, fetched), readAt: fetched.readAt };
    },
    async offerings(home, signal) {
      const fetched = await ofZones.get(home, { signal });
      if (isProblem(fetched)) return fetched;
      const table = readOfferings(fetched.value.slice(form.length));
      const none: RegionOfferings = { types: [], zonesOf: () => [] };
      const there = table.of(home.region) ?? none;
      return {
        value: { types: there.types, zonesOf: there.zonesOf, asOf: table.asOf },
        readAt: fetched.readAt,
      };
    },
  };
}
