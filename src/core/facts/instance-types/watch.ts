import type { TypeFacts } from '../../ports/instance-type.ts';

/** One thing that surprises people, where it is true of a type. */
interface Watch {
  is(facts: TypeFacts): boolean;
  readonly says: string;
}

const seriesIs =
  (letters: RegExp) =>
  ({ name }: TypeFacts) =>
    letters.test(name);

/**
 * What to watch, what hurts most first. Each is decided by facts of the type alone; what is said is from the EC2 guide
 * ("Instance store", "Amazon EC2 Mac instances", "Burstable performance instances", "Change the instance type").
 */
const rows: readonly Watch[] = [
  {
    is: seriesIs(/^mac/),
    says: 'It runs on a Dedicated Host, which is billed for 24 hours at least; a stop or termination cleans it and erases its internal disk, which takes up to hours.',
  },
  {
    is: ({ usageClasses }) => !usageClasses.includes('spot'),
    says: 'It is not sold as Spot.',
  },
  {
    is: ({ instanceStoreGB }) => instanceStoreGB !== undefined,
    says: 'Local disks are erased by stop, hibernation and termination.',
  },
  {
    is: seriesIs(/^t2\./),
    says: 'T2 begins in standard mode: without credits it is held at its baseline. A stop loses its credits.',
  },
  {
    is: ({ burstable, name }) => burstable && !/^t[12]\./.test(name),
    says: 'It begins in unlimited mode: what it uses above its credits is billed. Credits outlive a stop by 7 days.',
  },
  {
    is: ({ architectures }) => architectures.includes('arm64'),
    says: 'Image and software must be built for arm64.',
  },
  {
    is: ({ name }) => name.includes('-flex.'),
    says: 'Flex gives the full CPU most of the time, not all of it.',
  },
  {
    is: ({ accelerators }) => accelerators.some(({ share }) => share !== undefined),
    says: 'It has a part of a GPU, with that part of its memory.',
  },
  {
    is: ({ currentGeneration }) => !currentGeneration,
    says: 'AWS counts it among the previous generation: look at the newer ones before buying a commitment.',
  },
  {
    is: ({ hypervisor }) => hypervisor === 'xen',
    says: 'It runs on Xen: a change to a newer type needs NVMe and ENA drivers in the image.',
  },
  {
    is: ({ processor, threadsPerCore, name }) => processor === 'AMD' && threadsPerCore === 1 && !name.startsWith('hpc'),
    says: 'A vCPU is a full core here, not a thread of one: dearer than Intel by the vCPU, and more work done by each.',
  },
  {
    // The other HPC families have one size.
    is: seriesIs(/^hpc7[ag]\./),
    says: 'Sizes of the family share one memory and one network; a smaller one has fewer cores.',
  },
  {
    is: ({ usageClasses }) => usageClasses.includes('capacity-block'),
    says: 'It is often sold out: a Capacity Block buys some days of it ahead.',
  },
  {
    is: ({ accelerators }) => accelerators.length > 0,
    says: 'Accelerated types have vCPU quotas of their own, which may be 0 in a new account.',
  },
];

/** What to watch with a type, in sentences, what hurts most first. */
export const watchOf = (facts: TypeFacts): readonly string[] =>
  rows.flatMap(({ is, says }) => (is(facts) ? [says] : []));
