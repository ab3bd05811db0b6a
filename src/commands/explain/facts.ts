import { gibibytes } from '../../core/gib.ts';
import type { TypeFacts } from '../../core/ports/instance-type.ts';
import type { Speakable } from '../../core/text.ts';

/** Labels with values; undefined or empty ones are left out. */
export type Pairs = readonly (readonly [label: string, value: Speakable | undefined])[];

const orNone = (words: readonly string[]): string => (words.length === 0 ? 'none' : words.join(', '));

/** What the first screen leaves out. */
export const moreFacts = (facts: TypeFacts): Pairs => {
  const { network, ebs } = facts;
  return [
    ['Generation', facts.currentGeneration ? 'current' : 'previous, as AWS counts'],
    ['Free plan', facts.freeTier ? 'may be used in it' : 'not in it'],
    ['Hypervisor', facts.bareMetal ? 'none: bare metal' : facts.hypervisor],
    ['Sold as', orNone(facts.usageClasses)],
    ['Dedicated Host', facts.dedicatedHosts ? 'yes' : 'no'],
    ['Hibernation', facts.hibernation ? 'yes' : 'no'],
    ['Boot', orNone(facts.bootModes)],
    ['Root device', orNone(facts.rootDevices)],
    ['Virtualization', orNone(facts.virtualizations)],
    [
      'Network cards',
      `${network.cards}${network.interfaces === undefined ? '' : `, ${network.interfaces} interfaces`}${network.efaInterfaces > 0 ? `, ${network.efaInterfaces} of them EFA` : ''}; ENA ${network.ena ?? 'unknown'}`,
    ],
    [
      'EBS volumes',
      `${ebs.volumes === undefined ? '' : `${ebs.volumes} at most; `}optimized ${ebs.optimized ?? 'unknown'}; NVMe ${ebs.nvme ?? 'unknown'}`,
    ],
    [
      'Accelerator memory',
      facts.accelerators
        .flatMap(({ name, memoryMiB }) => (memoryMiB === undefined ? [] : [`${gibibytes(memoryMiB)} GiB a ${name}`]))
        .join(', '),
    ],
  ];
};
