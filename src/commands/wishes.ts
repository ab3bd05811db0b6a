import {
  figures,
  wishesLike,
  type Architecture,
  type Devices,
  type Least,
  type Offer,
  type Shortage,
  type WishKey,
  type Wishes,
} from '../core/facts/instance-types/wishes.ts';
import { gibibytes, mibPerGib } from '../core/gib.ts';
import { exact, type Money } from '../core/money.ts';
import type { TypeFacts } from '../core/ports/instance-type.ts';
import { priceWord } from './options/amounts.ts';

/** Wishes as `recommend` reads them from its line. */
export interface WishArgs {
  readonly vcpus: number | undefined;
  readonly memory: number | undefined;
  readonly network: number | undefined;
  readonly gpu: number | undefined;
  readonly 'max-price': Money | undefined;
  readonly arch: Architecture | undefined;
  readonly burstable: boolean | undefined;
  readonly storage: 'local' | 'any' | undefined;
  readonly older: boolean | undefined;
}

const least = (value: number | undefined): Least | undefined => (value === undefined ? undefined : { value });

/** What a line asks for: what it says, else what the type it is to be like has. */
export function wishesOf(args: WishArgs, like?: TypeFacts, short?: Shortage): Wishes {
  const of = like === undefined ? {} : wishesLike(like, short);
  return {
    vcpus: least(args.vcpus) ?? of.vcpus,
    memory: least(args.memory) ?? of.memory,
    network: least(args.network) ?? of.network,
    gpu: least(args.gpu) ?? of.gpu,
    devices: of.devices,
    'max-price': args['max-price'],
    arch: args.arch ?? of.arch,
    burstable: args.burstable ?? of.burstable,
    storage: args.storage === 'local' ? (of.storage ?? 'local') : (args.storage ?? of.storage),
    older: args.older,
  };
}

const atLeast = ({ value, beyond = false }: Least, words: (value: number) => string): string =>
  `${beyond ? 'more than' : 'at least'} ${words(value)}`;

/** `2 GPUs`, `1/8 GPU`. */
const gpusInWords = (value: number): string =>
  value > 0 && value < 1 ? `1/${Math.round(1 / value)} GPU` : `${value} GPU${value === 1 ? '' : 's'}`;

const deviceWords = {
  fpga: 'FPGA',
  inference: 'inference accelerator',
  neuron: 'Neuron device',
  media: 'media accelerator',
} as const satisfies Record<Devices['kind'], string>;

const diskWords: Readonly<Record<string, string>> = { ssd: 'local SSD', hdd: 'local hard disks' };

function disksInWords(storage: NonNullable<Wishes['storage']>): string | undefined {
  if (storage === 'any') return undefined;
  if (storage === 'local') return 'local disks';
  return `at least ${storage.leastGB} GB of ${diskWords[storage.kind ?? ''] ?? 'local disks'}`;
}

/** Each wish in words, by its key; the current generation alone is told where nothing was said of it. */
export const wishWords = (wishes: Wishes): ReadonlyMap<WishKey, string> => {
  const { vcpus, memory, network, gpu, devices, 'max-price': most, arch, burstable, storage, older } = wishes;
  const words: readonly (readonly [WishKey, string | undefined])[] = [
    ['vcpus', vcpus && atLeast(vcpus, (value) => `${value} vCPU`)],
    ['memory', memory && atLeast(memory, (value) => `${gibibytes(value)} GiB`)],
    ['network', network && atLeast(network, (value) => `${value} Gbit/s of network all the time`)],
    ['gpu', gpu && atLeast(gpu, gpusInWords)],
    ['devices', devices && `at least ${devices.value} ${deviceWords[devices.kind]}${devices.value === 1 ? '' : 's'}`],
    ['max-price', most && `at most ${exact(most)} an hour`],
    ['arch', arch],
    ['burstable', burstable === undefined ? undefined : burstable ? 'burstable' : 'not burstable'],
    ['storage', storage && disksInWords(storage)],
    ['older', older === true ? 'previous generation too' : 'current generation'],
  ];
  return new Map(words.flatMap(([key, said]) => (said === undefined ? [] : [[key, said] as const])));
};

/** The value that a wish would need for a type to meet it, as it is typed; undefined: the wish cannot be typed. */
export function metBy(key: WishKey, { facts, rate }: Offer): string | undefined {
  switch (key) {
    case 'vcpus':
      return String(facts.vCpus);
    case 'gpu':
      // Whole ones are typed; a part of one meets 0.
      return String(Math.floor(figures.gpu(facts)));
    case 'devices':
      return undefined;
    case 'memory':
      return String(facts.memoryMiB / mibPerGib);
    case 'network':
      return String(facts.network.baselineGbps ?? 0);
    case 'max-price':
      return rate === undefined ? '' : priceWord(rate.perHour);
    case 'arch':
      return facts.architectures.includes('x86_64') ? 'x86_64' : 'arm64';
    case 'burstable':
      return facts.burstable ? 'yes' : 'no';
    case 'storage':
      return 'any';
    case 'older':
      return 'yes';
  }
}
