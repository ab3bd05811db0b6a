import type { TypeName } from './name.ts';

/** What an experienced colleague says of a family. Judgement, not a fact of AWS's. */
export interface Judgement {
  readonly good: string;
  readonly bad: string;
}

const retired: Judgement = {
  good: 'nothing any more: AWS has retired it',
  bad: 'anything new; take a type of today',
};

/** By series; uses as AWS's own pages of families name them ("Amazon EC2 instance types"). */
const bySeries: Readonly<Record<string, Judgement>> = {
  m: {
    good: 'web and application servers, small and middle databases, whatever needs some of everything',
    bad: 'work that is short of one thing alone: of CPU (c), of memory (r), of local disk (i)',
  },
  c: {
    good: 'batch work, busy web servers, builds, game servers, inference on the CPU',
    bad: 'databases and caches, which want more than its about 2 GiB a vCPU',
  },
  r: {
    good: 'databases, caches, analytics in memory',
    bad: 'work that leaves the memory empty: it is paid for all the same',
  },
  t: {
    good: 'small and uneven load: tests, small sites, tools, bastions',
    bad: 'steady load above the baseline: credits run out, or surplus credits are billed',
  },
  a: { good: 'what runs on it already', bad: 'anything new: m6g and later do more' },
  mac: {
    good: 'building and testing software for Apple’s systems',
    bad: 'short runs: its host is allocated for 24 hours at least',
  },
  x: {
    good: 'large databases in memory, SAP HANA, chip design',
    bad: 'whatever fits an r type',
  },
  u: {
    good: 'SAP HANA and other databases of several TiB in memory',
    bad: 'whatever fits an x or r type',
  },
  z: {
    good: 'licences paid by the core, jobs that one thread carries, chip design',
    bad: 'work that spreads over many cores, which has them cheaper in m, c and r',
  },
  i: {
    good: 'databases and search whose data lie on local NVMe: many small reads and writes',
    bad: 'data without a copy elsewhere: a stop erases local disks',
  },
  im: {
    good: 'databases and search on local NVMe with 4 GiB a vCPU',
    bad: 'data without a copy elsewhere: a stop erases local disks',
  },
  is: {
    good: 'much local NVMe for the price, with 6 GiB a vCPU',
    bad: 'data without a copy elsewhere: a stop erases local disks',
  },
  d: {
    good: 'HDFS, logs and files that are read from end to end',
    bad: 'random access, and data without a copy elsewhere: a stop erases local disks',
  },
  h: {
    good: 'MapReduce, HDFS and file systems over hard disks',
    bad: 'random access, and data without a copy elsewhere: a stop erases local disks',
  },
  g: {
    good: 'graphics, video, inference, and training of small models',
    bad: 'training spread over many machines, for which p and trn are made',
  },
  gr: {
    good: 'graphics and inference that want twice the memory beside the GPU',
    bad: 'training spread over many machines, for which p and trn are made',
  },
  p: {
    good: 'training and serving large models, simulation on GPUs',
    bad: 'small models and graphics, for which g and inf are made',
  },
  inf: {
    good: 'inference with models that AWS Neuron compiles',
    bad: 'software that knows CUDA alone',
  },
  trn: {
    good: 'training with frameworks that AWS Neuron supports',
    bad: 'software that knows CUDA alone',
  },
  dl: {
    good: 'deep learning with software for its own accelerators',
    bad: 'software that knows CUDA alone',
  },
  f: {
    good: 'logic of one’s own on FPGAs: genomics, video, finance',
    bad: 'teams without FPGA development',
  },
  vt: { good: 'transcoding live video', bad: 'anything else' },
  hpc: {
    good: 'simulations whose machines talk all the time: weather, flows, crashes',
    bad: 'anything that needs Spot or a small machine',
  },
  cc: retired,
  cg: retired,
  cr: retired,
  hi: retired,
  hs: retired,
};

/** T1 bursts without credits, which came with T2 (EC2 guide, "Burstable performance instances"). */
const t1: Judgement = {
  good: 'what runs on it already',
  bad: 'anything new: its bursts are short, and no credits tell how long',
};

/** What an option adds to what a family is good for. */
const byOption: Readonly<Record<string, string>> = {
  b: 'EBS volumes that a usual type does not fill',
  n: 'network that a usual type does not have',
  z: 'work that one fast core decides',
};

/** What the family of a name is good and bad for. */
export function judgementOf({ series, class: kind, generation, options, variant }: TypeName): Judgement {
  const { good, bad } = series === 't' && generation === 1 ? t1 : (bySeries[series] ?? retired);
  // The letter d of a storage or accelerated type adds nothing: such types have disks anyway.
  const scratch = options.includes('d') && !['storage optimized', 'accelerated computing'].includes(kind);
  const added = [
    ...Array.from(options, (letter) => byOption[letter] ?? ''),
    scratch ? 'scratch data and caches on its local disks' : '',
  ];
  return {
    good: [good, ...added.filter((part) => part !== '')].join('; '),
    bad: variant === 'flex' ? `${bad}; and steady full CPU, which flex does not promise` : bad,
  };
}
