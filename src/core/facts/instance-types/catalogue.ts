/** Facts of one instance type, from DescribeInstanceTypes. */
export interface TypeFacts {
  readonly name: string;
  readonly vCpus: number;
  readonly memoryMiB: number;
  readonly architectures: readonly string[];
  /** Maker of the processor: Intel, AMD, AWS, Apple. */
  readonly processor: string;
  readonly currentGeneration: boolean;
  readonly burstable: boolean;
  readonly bareMetal: boolean;
  /** Local instance-store disks in GB; absent: none. */
  readonly instanceStoreGB?: number;
  readonly gpus?: { readonly count: number; readonly name: string; readonly memoryMiB: number };
  readonly hibernation: boolean;
}

/** The embedded facts of instance types. */
export interface Catalogue {
  /** Undefined: no such name in the data. */
  find(type: string): TypeFacts | undefined;
  /** Every name, in the order of family, then size. */
  names(): readonly string[];
  /** Day of the data. */
  readonly asOf: string;
}
