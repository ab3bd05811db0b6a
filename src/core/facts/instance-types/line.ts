import { acceleratorKinds, type Accelerator, type TypeFacts } from '../../ports/instance-type.ts';

/**
 * One line a type: what is embedded, and what is kept of AWS's answers. A line of 1,373 is taken apart when it is asked
 * for, so that a catalogue costs no more than its text.
 */
export const columns =
  'type | vCPUs/cores/threads per core | MiB | architectures | maker | GHz | flags (c current generation, b burstable, m bare metal, h can hibernate, f free tier, d dedicated hosts) | usage classes | boot modes | root devices | virtualization | hypervisor | network in words | Gbps baseline/peak/cards/interfaces/EFA interfaces | ENA | EBS optimized | EBS NVMe | EBS Mbps baseline/maximum/MB/s baseline/maximum/IOPS baseline/maximum/volumes | instance store GB | disks COUNTxGB:KIND | disks NVMe | accelerators KIND/COUNT/MAKER/NAME/MiB/SHARE';

const flags = [
  ['c', 'currentGeneration'],
  ['b', 'burstable'],
  ['m', 'bareMetal'],
  ['h', 'hibernation'],
  ['f', 'freeTier'],
  ['d', 'dedicatedHosts'],
] as const;

/** Signs that part a line, which no text of AWS's may bring in. */
const word = (text: string | undefined): string => (text ?? '').replaceAll(/[\t\n\r]/g, ' ');
const part = (text: string): string => word(text).replaceAll(/[/,;]/g, ' ');
const words = (texts: readonly string[]): string => texts.map(part).join(',');
const numbers = (values: readonly (number | undefined)[]): string => values.map((value) => value ?? '').join('/');

/** The line of a type. */
export function writeType(facts: TypeFacts): string {
  const { network, ebs } = facts;
  return [
    word(facts.name),
    numbers([facts.vCpus, facts.cores, facts.threadsPerCore]),
    facts.memoryMiB,
    words(facts.architectures),
    word(facts.processor),
    facts.clockGHz ?? '',
    flags.flatMap(([sign, field]) => (facts[field] ? [sign] : [])).join(''),
    words(facts.usageClasses),
    words(facts.bootModes),
    words(facts.rootDevices),
    words(facts.virtualizations),
    word(facts.hypervisor),
    word(network.performance),
    numbers([network.baselineGbps, network.peakGbps, network.cards, network.interfaces, network.efaInterfaces]),
    word(network.ena),
    word(ebs.optimized),
    word(ebs.nvme),
    numbers([
      ebs.baselineMbps,
      ebs.maximumMbps,
      ebs.baselineMBps,
      ebs.maximumMBps,
      ebs.baselineIops,
      ebs.maximumIops,
      ebs.volumes,
    ]),
    facts.instanceStoreGB ?? '',
    facts.disks.map(({ count, sizeGB, kind }) => `${count}x${sizeGB}:${part(kind)}`).join(','),
    word(facts.instanceStoreNvme),
    facts.accelerators
      .map(({ kind, count, maker, name, memoryMiB, share }) =>
        [kind, count, part(maker), part(name), memoryMiB ?? '', share ?? ''].join('/'),
      )
      .join(';'),
  ].join('\t');
}

const listOf = (text: string | undefined, sign = ','): readonly string[] =>
  text === undefined || text === '' ? [] : text.split(sign);
const filled = (text: string | undefined): string | undefined => (text === '' ? undefined : text);
const numberOf = (text: string | undefined): number | undefined =>
  text === undefined || text === '' ? undefined : Number(text);
const numbersOf = (text: string | undefined): readonly (number | undefined)[] => listOf(text, '/').map(numberOf);

/** The inverse of {@link writeType}. What a line lacks is unknown. */
export function readType(line: string): TypeFacts {
  const cells = line.split('\t');
  const [name = '', processors, memory, architectures, maker = '', clock, signs = '', usage, boot, root, virtual] =
    cells;
  const [, , , , , , , , , , , hypervisor, performance = '', network, ena, optimized, nvme, ebs, store, disks] = cells;
  const [vCpus = 0, cores, threadsPerCore] = numbersOf(processors);
  const [baselineGbps, peakGbps, cards = 1, interfaces, efaInterfaces = 0] = numbersOf(network);
  const [baselineMbps, maximumMbps, baselineMBps, maximumMBps, baselineIops, maximumIops, volumes] = numbersOf(ebs);
  const flag = (field: (typeof flags)[number][1]): boolean =>
    flags.some(([sign, one]) => one === field && signs.includes(sign));
  return {
    name,
    vCpus,
    cores,
    threadsPerCore,
    memoryMiB: Number(memory),
    architectures: listOf(architectures),
    processor: maker,
    clockGHz: numberOf(clock),
    currentGeneration: flag('currentGeneration'),
    burstable: flag('burstable'),
    bareMetal: flag('bareMetal'),
    hibernation: flag('hibernation'),
    freeTier: flag('freeTier'),
    dedicatedHosts: flag('dedicatedHosts'),
    usageClasses: listOf(usage),
    bootModes: listOf(boot),
    rootDevices: listOf(root),
    virtualizations: listOf(virtual),
    hypervisor: filled(hypervisor),
    network: { performance, baselineGbps, peakGbps, cards, interfaces, ena: filled(ena), efaInterfaces },
    ebs: {
      optimized: filled(optimized),
      nvme: filled(nvme),
      baselineMbps,
      maximumMbps,
      baselineMBps,
      maximumMBps,
      baselineIops,
      maximumIops,
      volumes,
    },
    instanceStoreGB: numberOf(store),
    disks: listOf(disks).map((disk) => {
      const [, count, sizeGB, kind = ''] = /^([\d.]+)x([\d.]+):(.*)$/.exec(disk) ?? [];
      return { count: Number(count), sizeGB: Number(sizeGB), kind };
    }),
    instanceStoreNvme: filled(cells[20]),
    accelerators: listOf(cells[21], ';').flatMap(readAccelerator),
  };
}

function readAccelerator(text: string): readonly Accelerator[] {
  const [kindName, count, maker = '', name = '', memory, share] = text.split('/');
  const kind = acceleratorKinds.find((one) => one === kindName);
  return kind === undefined
    ? []
    : [{ kind, count: Number(count), maker, name, memoryMiB: numberOf(memory), share: numberOf(share) }];
}
