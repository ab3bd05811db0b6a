/** AWS's groups of families ("Amazon EC2 instance types"), in its order. */
export const classes = [
  'general purpose',
  'compute optimized',
  'memory optimized',
  'storage optimized',
  'accelerated computing',
  'high performance computing',
] as const;
export type TypeClass = (typeof classes)[number];

/** What the first letters of a name say. */
export interface Series {
  /** `m`, `hpc`. */
  readonly letters: string;
  readonly means: string;
  readonly class: TypeClass;
}

/**
 * Every series there was or is (EC2 guide, "Instance type naming conventions"; those of cluster types, retired since, from
 * the names in EC2's API). Longer letters stand before shorter ones that they begin with: the first that fits is read.
 */
export const seriesTable: readonly Series[] = [
  { letters: 'hpc', means: 'high performance computing', class: 'high performance computing' },
  { letters: 'inf', means: 'AWS Inferentia, for inference', class: 'accelerated computing' },
  { letters: 'mac', means: 'Apple Mac', class: 'general purpose' },
  { letters: 'trn', means: 'AWS Trainium, for training', class: 'accelerated computing' },
  { letters: 'cc', means: 'cluster compute, retired', class: 'compute optimized' },
  { letters: 'cg', means: 'cluster GPU, retired', class: 'accelerated computing' },
  { letters: 'cr', means: 'cluster high memory, retired', class: 'memory optimized' },
  { letters: 'dl', means: 'deep learning accelerators', class: 'accelerated computing' },
  { letters: 'gr', means: 'GPU for graphics and inference, with twice the memory', class: 'accelerated computing' },
  { letters: 'hi', means: 'high I/O, retired', class: 'storage optimized' },
  { letters: 'hs', means: 'high storage, retired', class: 'storage optimized' },
  { letters: 'im', means: 'local NVMe disks, 4 GiB a vCPU', class: 'storage optimized' },
  { letters: 'is', means: 'local NVMe disks, 6 GiB a vCPU', class: 'storage optimized' },
  { letters: 'vt', means: 'video transcoding', class: 'accelerated computing' },
  { letters: 'a', means: 'the first Arm line', class: 'general purpose' },
  { letters: 'c', means: 'compute optimized', class: 'compute optimized' },
  { letters: 'd', means: 'dense storage on local hard disks', class: 'storage optimized' },
  { letters: 'f', means: 'FPGA', class: 'accelerated computing' },
  { letters: 'g', means: 'GPU for graphics and inference', class: 'accelerated computing' },
  { letters: 'h', means: 'throughput of local hard disks', class: 'storage optimized' },
  { letters: 'i', means: 'local NVMe disks', class: 'storage optimized' },
  { letters: 'm', means: 'general purpose', class: 'general purpose' },
  { letters: 'p', means: 'GPU for training', class: 'accelerated computing' },
  { letters: 'r', means: 'memory optimized', class: 'memory optimized' },
  { letters: 't', means: 'burstable', class: 'general purpose' },
  { letters: 'u', means: 'high memory, several TiB', class: 'memory optimized' },
  { letters: 'x', means: 'extra memory', class: 'memory optimized' },
  { letters: 'z', means: 'high clock with much memory', class: 'memory optimized' },
];

const byLetters = new Map(seriesTable.map((row) => [row.letters, row]));

/** The row of a series; undefined: no such series is known. */
export const seriesOf = (letters: string): Series | undefined => byLetters.get(letters);
