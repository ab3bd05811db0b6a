import { readData } from '../data/locate.ts';

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

/** Reads the embedded file; a type's line is taken apart when it is asked for. */
export const openCatalogue = async (): Promise<Catalogue> => readCatalogue(await readData('instance-types.txt'));

/** Reads the text that scripts/catalogue.ts writes; its first lines say the columns. */
export function readCatalogue(text: string): Catalogue {
  const lines = new Map<string, string>();
  let asOf = '';
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const name = line.slice(0, line.indexOf('\t'));
    if (name === 'asOf') asOf = line.slice(name.length + 1);
    else lines.set(name, line);
  }
  const known = new Map<string, TypeFacts>();
  return {
    asOf,
    names: () => [...lines.keys()],
    find(type) {
      const line = lines.get(type);
      if (line === undefined) return undefined;
      const facts = known.get(type) ?? readLine(line);
      known.set(type, facts);
      return facts;
    },
  };
}

function readLine(line: string): TypeFacts {
  const [name = '', vCpus, memory, architectures = '', processor = '', flags = '', store = '', gpu = '', gpuMemory] =
    line.split('\t');
  const [, count, gpuName = ''] = /^(\d+) (.*)$/.exec(gpu) ?? [];
  return {
    name,
    vCpus: Number(vCpus),
    memoryMiB: Number(memory),
    architectures: architectures.split(','),
    processor,
    currentGeneration: flags.includes('c'),
    burstable: flags.includes('b'),
    bareMetal: flags.includes('m'),
    hibernation: flags.includes('h'),
    ...(store !== '' && { instanceStoreGB: Number(store) }),
    ...(count !== undefined && { gpus: { count: Number(count), name: gpuName, memoryMiB: Number(gpuMemory) } }),
  };
}
