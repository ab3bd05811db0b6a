import type { Money } from '../../money.ts';
import type { Accelerator, TypeFacts } from '../../ports/instance-type.ts';
import type { Rate } from '../../ports/price-list.ts';
import { readTypeName } from './name.ts';

/** A type with what an hour of it costs; undefined: no price is known. */
export interface Offer {
  readonly facts: TypeFacts;
  readonly rate: Rate | undefined;
}

/** A figure that a type must have; `beyond`: more than it. */
export interface Least {
  readonly value: number;
  readonly beyond?: boolean;
}

/** Architectures that software is built for; Macs have names of their own and run macOS alone. */
export const architectures = ['x86_64', 'arm64'] as const;
export type Architecture = (typeof architectures)[number];

/** Architectures of Macs. */
const macArchitectures = ['x86_64_mac', 'arm64_mac'] as const;

/** So many whole devices that are no GPUs. */
export interface Devices {
  readonly kind: Exclude<Accelerator['kind'], 'gpu'>;
  readonly value: number;
}

/** Instance-store disks together. */
export interface LocalDisks {
  readonly leastGB: number;
  /** `ssd`, `hdd`; undefined: of any kind. */
  readonly kind: string | undefined;
}

/** What a type may be asked for. */
interface Wanted {
  readonly vcpus: Least;
  /** MiB. */
  readonly memory: Least;
  /** Gbit/s, all the time. */
  readonly network: Least;
  /** GPUs; a part of one is below 1. */
  readonly gpu: Least;
  readonly devices: Devices;
  /** At most, an hour; a price in another currency is never compared. */
  readonly 'max-price': Money;
  readonly arch: Architecture | (typeof macArchitectures)[number];
  readonly burstable: boolean;
  /** `local`: with instance-store disks of any size. */
  readonly storage: 'local' | 'any' | LocalDisks;
  /** Also types that AWS marks as previous generation. */
  readonly older: boolean;
}

/** What is left out is not asked; `older` left out means current generation alone. */
export type Wishes = { readonly [K in keyof Wanted]?: Wanted[K] | undefined };
/** By which a wish is said. */
export type WishKey = keyof Wanted;

/** One wish: who meets it, and how far from it the others are. */
interface Row<V> {
  meets(offer: Offer, wanted: V): boolean;
  /** How many times too much or too little; {@link yesOrNo} where that is no matter of degree. Undefined: not known. */
  misses(offer: Offer, wanted: V): number | undefined;
}

/** A wish of yes or no is as far as half of a figure that was asked for. */
const yesOrNo = 2;

const least = (of: (facts: TypeFacts) => number | undefined): Row<Least> => ({
  meets({ facts }, { value, beyond = false }) {
    const has = of(facts);
    return has !== undefined && (beyond ? has > value : has >= value);
  },
  misses({ facts }, { value }) {
    const has = of(facts);
    return has === undefined ? undefined : value / has;
  },
});

const isSo = <V>(meets: Row<V>['meets']): Row<V> => ({ meets, misses: () => yesOrNo });

/** Figures that a wish may ask for, read off a type. */
export const figures = {
  vcpus: ({ vCpus }: TypeFacts) => vCpus,
  memory: ({ memoryMiB }: TypeFacts) => memoryMiB,
  network: ({ network }: TypeFacts) => network.baselineGbps,
  gpu: (facts: TypeFacts) => devicesOf(facts, 'gpu'),
} as const satisfies Partial<Record<WishKey, (facts: TypeFacts) => number | undefined>>;

/** Devices of a kind; a part of one is below 1. */
function devicesOf({ accelerators }: TypeFacts, wanted: Accelerator['kind']): number {
  return accelerators.reduce((sum, { kind, count, share }) => (kind === wanted ? sum + (share ?? count) : sum), 0);
}

/** AWS's API does not mark T1 as burstable, which it is (EC2 guide of its time: "Micro Instances" run in bursts). */
const bursts = ({ burstable, name }: TypeFacts): boolean => burstable || name.startsWith('t1.');

function hasDisks({ instanceStoreGB, disks }: TypeFacts, wanted: Wanted['storage']): boolean {
  if (wanted === 'any') return true;
  if (instanceStoreGB === undefined) return false;
  return (
    wanted === 'local' ||
    (instanceStoreGB >= wanted.leastGB && (wanted.kind === undefined || disks.some(({ kind }) => kind === wanted.kind)))
  );
}

const rows: { readonly [K in WishKey]: Row<Wanted[K]> } = {
  vcpus: least(figures.vcpus),
  memory: least(figures.memory),
  network: least(figures.network),
  gpu: least(figures.gpu),
  devices: {
    meets: ({ facts }, { kind, value }) => devicesOf(facts, kind) >= value,
    misses: ({ facts }, { kind, value }) => value / devicesOf(facts, kind),
  },
  'max-price': {
    meets: ({ rate }, { amount, currency }) =>
      rate !== undefined && rate.perHour.currency === currency && rate.perHour.amount.lte(amount),
    misses: ({ rate }, { amount, currency }) =>
      rate === undefined || rate.perHour.currency !== currency
        ? undefined
        : amount.eq(0)
          ? Number.POSITIVE_INFINITY
          : rate.perHour.amount.div(amount).toNumber(),
  },
  arch: isSo(({ facts }, wanted) => facts.architectures.includes(wanted)),
  burstable: isSo(({ facts }, wanted) => bursts(facts) === wanted),
  storage: isSo(({ facts }, wanted) => hasDisks(facts, wanted)),
  older: isSo(({ facts }, wanted) => wanted || facts.currentGeneration),
};

/** A wish with its value, ready to be asked of types. */
export interface Asked {
  readonly key: WishKey;
  meets(offer: Offer): boolean;
  misses(offer: Offer): number | undefined;
}

const asked = <K extends WishKey>(key: K, wanted: Wanted[K] | undefined): readonly Asked[] => {
  if (wanted === undefined) return [];
  const { meets, misses }: Row<Wanted[K]> = rows[key];
  return [{ key, meets: (offer) => meets(offer, wanted), misses: (offer) => misses(offer, wanted) }];
};

/** Every wish that is asked, the current generation among them where nothing is said of it. */
export const askedOf = (wishes: Wishes): readonly Asked[] => [
  ...asked('vcpus', wishes.vcpus),
  ...asked('memory', wishes.memory),
  ...asked('network', wishes.network),
  ...asked('gpu', wishes.gpu),
  ...asked('devices', wishes.devices),
  ...asked('max-price', wishes['max-price']),
  ...asked('arch', wishes.arch),
  ...asked('burstable', wishes.burstable),
  ...asked('storage', wishes.storage),
  ...asked('older', wishes.older ?? false),
];

/** What may be short, so that more of it is wanted. */
export const shortages = ['memory', 'vcpus', 'network'] as const;
export type Shortage = (typeof shortages)[number];

/**
 * Wishes for what runs on a type today: as many vCPUs and accelerators, and as much memory and local disk, the same
 * architecture, and nothing burstable where it is not; of what is short more than it has.
 */
export function wishesLike(facts: TypeFacts, short?: Shortage): Wishes {
  const atLeast = (key: Shortage): Least => ({ value: figures[key](facts) ?? 0, beyond: key === short });
  const gpus = figures.gpu(facts);
  const [devices] = facts.accelerators.flatMap(({ kind, count }) => (kind === 'gpu' ? [] : [{ kind, value: count }]));
  return {
    vcpus: atLeast('vcpus'),
    memory: atLeast('memory'),
    ...(short === 'network' && { network: atLeast('network') }),
    ...(gpus > 0 && { gpu: { value: gpus } }),
    ...(devices !== undefined && { devices }),
    arch: [...architectures, ...macArchitectures].find((one) => facts.architectures.includes(one)),
    ...(!bursts(facts) && { burstable: false }),
    ...(facts.instanceStoreGB !== undefined && {
      storage: { leastGB: facts.instanceStoreGB, kind: neededKind(facts) },
    }),
  };
}

/** SSDs are never made up for by hard disks; those are wanted where they are what the type is for, not where they were all there was. */
function neededKind({ name, disks }: TypeFacts): string | undefined {
  const kind = disks[0]?.kind;
  return kind === 'hdd' && readTypeName(name)?.class !== 'storage optimized' ? undefined : kind;
}
