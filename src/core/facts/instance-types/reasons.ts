import { gibibytes } from '../../gib.ts';
import type { Accelerator, TypeFacts } from '../../ports/instance-type.ts';
import { figures, type Offer, type Wishes } from './wishes.ts';

/** Why a type is worth a look, and what to look out for. */
export interface Reasons {
  /** What it has beyond what was asked, in words: `16 GiB more`. */
  readonly gives: readonly string[];
  readonly watch: readonly Watch[];
}

/** What somebody may stumble over who takes a type, in words. */
export const watchWords = {
  arm64: 'software must be built for it',
  burstable: 'full speed only while it has CPU credits',
  flex: 'not all of its CPU all the time',
  'previous generation': 'AWS marks it so, and newer ones exist',
  'no Spot': 'sold On-Demand and reserved alone',
  'bare metal': 'no hypervisor below, and a start takes minutes',
} as const satisfies Record<string, string>;
export type Watch = keyof typeof watchWords;

/** Digits of a difference of two figures in Gbit/s, which AWS tells to three: 12.5 − 9.997. */
const shortened = (gbps: number): number => Number(gbps.toFixed(3));

/** Figures told as they are beyond a wish: how they are told, and their unit. */
const told = [
  { key: 'vcpus', shown: Number, unit: 'vCPU' },
  { key: 'memory', shown: gibibytes, unit: 'GiB' },
  { key: 'network', shown: shortened, unit: 'Gbit/s' },
] as const;

/** What a type gives beyond the wishes, and what to look out for; what was asked for itself is not told again. */
export function reasonsOf({ facts }: Offer, wishes: Wishes): Reasons {
  return { gives: givesOf(facts, wishes), watch: watchOf(facts, wishes) };
}

function givesOf(facts: TypeFacts, wishes: Wishes): readonly string[] {
  const more = told.flatMap(({ key, shown, unit }) => {
    const wanted = wishes[key];
    const beyond = wanted === undefined ? 0 : shown((figures[key](facts) ?? 0) - wanted.value);
    return beyond > 0 ? [`${beyond} ${unit} more`] : [];
  });
  return [
    ...more,
    ...facts.accelerators.map(acceleratorInWords),
    ...(facts.instanceStoreGB !== undefined ? [`${facts.instanceStoreGB} GB of local disks`] : []),
  ];
}

/** `8 H100 GPUs`, `1/8 L4 GPU`, `1 Inferentia2`. */
export function acceleratorInWords({ kind, count, name, share }: Accelerator): string {
  const many = share === undefined ? String(count) : `1/${Math.round(1 / share)}`;
  return `${many} ${name}${kind === 'gpu' ? ' GPU' : ''}${kind === 'gpu' && share === undefined && count !== 1 ? 's' : ''}`;
}

function watchOf(facts: TypeFacts, wishes: Wishes): readonly Watch[] {
  const armOnly = !facts.architectures.includes('x86_64');
  const [family = ''] = facts.name.split('.');
  const holds: Readonly<Record<Watch, boolean>> = {
    arm64: armOnly && wishes.arch !== 'arm64',
    burstable: facts.burstable && wishes.burstable !== true,
    flex: family.endsWith('-flex'),
    'previous generation': !facts.currentGeneration,
    'no Spot': !facts.usageClasses.includes('spot'),
    'bare metal': facts.bareMetal,
  };
  return watches.filter((one) => holds[one]);
}

const watches = ['arm64', 'burstable', 'flex', 'previous generation', 'no Spot', 'bare metal'] as const;
