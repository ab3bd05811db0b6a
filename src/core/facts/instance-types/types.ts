import type { Clock } from '../../ports/clock.ts';
import type { Listing, Reading, Source } from '../../ports/cloud.ts';
import type { Home } from '../../ports/instance.ts';
import type { Image, RegionStatus, TypeFacts } from '../../ports/instance-type.ts';
import type { Log } from '../../ports/log.ts';
import type { Store } from '../../ports/store.ts';
import type { AccountReads, NamedHome, TypeReads } from '../../ports/type-reads.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { code, say } from '../../text.ts';
import type { Instant } from '../../time.ts';
import { inFamilies, openCatalogue, typeOrder, type Catalogue } from './catalogue.ts';
import { openCredits, type CreditTable } from './credits.ts';
import { createImages } from './images.ts';
import { createLive } from './live.ts';
import { openOfferings, type OfferingTable } from './offerings.ts';

/** Types of one region, with where the facts are from. */
export interface RegionTypes extends Catalogue {
  readonly source: Source;
  /** When AWS was asked; undefined: the facts are the embedded ones, and `asOf` is their date. */
  readonly readAt?: Instant;
  /** Why they are embedded, where AWS was asked and did not tell. */
  readonly gap?: Problem;
  /** Which types the region has is not known: these are all that there are. */
  readonly anyRegion?: true;
}

/** What the zones of one account's region have. */
export interface Offerings {
  readonly types: readonly string[];
  /** In which zones; `unknown`: in the region, but AWS did not tell in which zones of this account. Empty: not in the region. */
  zonesOf(type: string): readonly string[] | 'unknown';
  readonly asOf: string;
  readonly source: Source;
  readonly readAt?: Instant;
  readonly gap?: Problem;
}

/** In which of the regions of the embedded facts a type is offered. */
export interface RegionsOf {
  readonly regions: readonly string[];
  /** How many regions were looked at. */
  readonly of: number;
  readonly asOf: string;
}

/**
 * What is true of instance types, images and regions: what AWS tells, a day old at most where AWS answers, else the
 * embedded facts with their date. Every answer says which.
 */
export interface Types {
  /** At once: the facts of the region where they are at hand, else those of any other region read lately, else the embedded ones. See {@link Types.know}. */
  find(type: string, region?: string): TypeFacts | undefined;
  /** Every name that is known at once, in the order of family, then size. */
  names(): readonly string[];
  /** Of a family, as its sizes grow; empty: no such family is known at once. */
  typesOf(family: string): readonly string[];
  /** Every family that is known at once, in order. */
  families(): readonly string[];
  /** Brings to hand what `find` then tells: what is kept of the regions, and, of a type that nothing at hand knows, what AWS tells. Asks AWS for nothing else. */
  know(wanted: readonly { readonly type: string; readonly region: string }[], signal: AbortSignal): Promise<void>;
  /** All types of a region: waits for AWS where nothing is kept of it. */
  of(region: string, signal: AbortSignal): Promise<RegionTypes>;
  /** Which zones of an account's region have which types; a Problem where neither AWS nor the embedded facts know the region. */
  offerings(home: NamedHome, signal: AbortSignal): Promise<Offerings | Problem>;
  /** The CPU credits of burstable types, which no API tells: embedded. */
  readonly credits: CreditTable;
  /** Regions that have a type, of those that the embedded facts know. */
  regionsWith(type: string): RegionsOf;
  /** Images by id, each asked once a day; equal accounts and regions in one call. */
  images(wanted: readonly (Home & { readonly id: string })[], reading: Reading): Promise<Listing<Image>>;
  /** Regions of an account with their opt-in status. */
  regions(account: string, reading: Reading): Promise<readonly RegionStatus[] | Problem>;
}

/** What they are known with. */
export interface TypesParts {
  /** Absent: the embedded facts are all that there is, as on the demo account, whose zones they name. */
  readonly reads?: TypeReads;
  readonly account: AccountReads;
  readonly embedded: Catalogue;
  readonly offered: OfferingTable;
  readonly credits: CreditTable;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

const aws: Source = { name: 'AWS' };
const embeddedSource: Source = { name: 'embedded catalogue', detail: 'DescribeInstanceTypes' };

/** {@link createTypes} over the embedded files. */
export async function openTypes(parts: Omit<TypesParts, 'embedded' | 'offered' | 'credits'>): Promise<Types> {
  const [embedded, offered, credits] = await Promise.all([openCatalogue(), openOfferings(), openCredits()]);
  return createTypes({ ...parts, embedded, offered, credits });
}

/** See {@link Types}. */
export function createTypes({ reads, account, embedded, offered, credits, store, clock, log }: TypesParts): Types {
  const live = reads && createLive({ reads, store, clock, log });
  const images = createImages({ account, store, clock, log });
  const find = (type: string, region?: string): TypeFacts | undefined =>
    live?.find(type, region) ?? embedded.find(type);
  const embeddedByRegion = new Map<string, RegionTypes>();
  const embeddedOf = (region: string): RegionTypes => {
    const known = embeddedByRegion.get(region);
    if (known !== undefined) return known;
    const there = offered.of(region);
    if (there === undefined) return { ...embedded, source: embeddedSource, anyRegion: true };
    const offeredThere = new Set(there.types);
    const names = embedded.names().filter((name) => offeredThere.has(name));
    const families = inFamilies(names);
    const made: RegionTypes = {
      find: (type) => (offeredThere.has(type) ? embedded.find(type) : undefined),
      names: () => names,
      typesOf: (family) => families.get(family) ?? [],
      families: () => [...families.keys()],
      asOf: embedded.asOf,
      source: embeddedSource,
    };
    embeddedByRegion.set(region, made);
    return made;
  };

  return {
    find,
    names: () => together(embedded.names(), live?.names()),
    typesOf: (family) => together(embedded.typesOf(family), live?.typesOf(family)),
    families: () => [...new Set([...embedded.families(), ...(live?.families() ?? [])])].toSorted(),
    async know(wanted, signal) {
      const regions = [...new Set(wanted.map(({ region }) => region))];
      await Promise.all(
        regions.map(async (region) => {
          const types = wanted.filter((one) => one.region === region);
          if ((await live?.recall(region)) === true) return;
          if (types.some(({ type }) => find(type, region) === undefined)) await live?.of(region, signal);
        }),
      );
      signal.throwIfAborted();
    },
    async of(region, signal) {
      const told = await live?.of(region, signal);
      if (told === undefined) return embeddedOf(region);
      if (isProblem(told)) return { ...embeddedOf(region), gap: told };
      return { ...told.value, source: aws, readAt: told.readAt };
    },
    async offerings(home, signal) {
      const told = await live?.offerings(home, signal);
      const there = offered.of(home.region);
      if (told !== undefined && !isProblem(told)) return { ...told.value, source: aws, readAt: told.readAt };
      if (there === undefined) return told ?? noOfferings(home.region, offered);
      return {
        // All types of a region take longer to gather than most who ask for a zone would wait.
        get types() {
          return there.types;
        },
        // Letters of zones differ between accounts: those of the embedded facts are nobody's but the demo account's.
        zonesOf: (type) => (live !== undefined && there.zonesOf(type).length > 0 ? 'unknown' : there.zonesOf(type)),
        asOf: offered.asOf,
        source: { name: 'embedded catalogue', detail: 'DescribeInstanceTypeOfferings' },
        ...(told !== undefined && { gap: told }),
      };
    },
    credits,
    regionsWith: (type) => ({ regions: offered.regionsWith(type), of: offered.regions.length, asOf: offered.asOf }),
    images,
    regions: (name, reading) => account.regions(name, reading),
  };
}

/** The embedded names, and what AWS has besides. */
function together(known: readonly string[], told: readonly string[] = []): readonly string[] {
  const names = new Set([...known, ...told]);
  return names.size === known.length ? known : [...names].toSorted(typeOrder);
}

const noOfferings = (region: string, { regions }: OfferingTable): Problem => ({
  problem: 'unknown-region',
  what: say`It is not known which types ${code(region)} has.`,
  todo: say`The embedded facts know ${regions.length} regions; name one of them.`,
});
