import { gp3Included, type VolumeShape } from '../../core/facts/prices/volumes.ts';
import { isProblem } from '../../core/problem.ts';
import { badValue, optionOf, startingWith, type Declared } from './option.ts';

/** A volume to be priced, wherever it is. */
export type Disk = Omit<VolumeShape, 'region'>;

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** What EBS offers (EC2 API, "CreateVolume": size in GiB, IOPS, throughput in MiB/s). A kind without `iops` takes none. */
const kinds: Readonly<Record<string, { readonly size: Bounds; readonly iops?: Bounds; readonly throughput?: Bounds }>> =
  {
    gp3: { size: { min: 1, max: 65_536 }, iops: { min: 3_000, max: 80_000 }, throughput: { min: 125, max: 2_000 } },
    gp2: { size: { min: 1, max: 16_384 } },
    io1: { size: { min: 4, max: 16_384 }, iops: { min: 100, max: 64_000 } },
    io2: { size: { min: 4, max: 65_536 }, iops: { min: 100, max: 256_000 } },
    st1: { size: { min: 125, max: 16_384 } },
    sc1: { size: { min: 125, max: 16_384 } },
    standard: { size: { min: 1, max: 1_024 } },
  };
/** Kinds whose IOPS are bought, and must be said. */
const needsIops: ReadonlySet<string> = new Set(['io1', 'io2']);

/** What gp3 takes at most of one for another (EBS guide, "General Purpose SSD volumes"); what is included comes with any size. */
const gp3IopsPerGiB = 500;
const gp3MiBpsPerIops = 0.25;

/** Of a gp3 volume what its size or its IOPS do not allow, as what is allowed. */
function gp3Excess({
  kind,
  sizeGiB,
  iops = gp3Included.iops,
  throughputMiBps = gp3Included.throughputMiBps,
}: Disk): string | undefined {
  if (kind !== 'gp3') return undefined;
  const mostIops = Math.max(gp3Included.iops, sizeGiB * gp3IopsPerGiB);
  if (iops > mostIops) return `at most ${mostIops} iops with ${sizeGiB} GiB of gp3 (${gp3IopsPerGiB} for each GiB)`;
  const most = Math.floor(iops * gp3MiBpsPerIops);
  return throughputMiBps > most
    ? `at most ${most} mibps with ${iops} iops of gp3 (${gp3MiBpsPerIops} for each)`
    : undefined;
}

/** What is offered where no size was typed. */
const usualGiB = 100;

const shape = 'DISK';
const form = new RegExp(String.raw`^(\d{1,6})(?:g|gb|gib)??(${Object.keys(kinds).join('|')})((?:/\d{1,6}[a-z]+)*)$`);
const right = `a size in GiB and a kind (${Object.keys(kinds).join(', ')}), as 100gp3 or 500gp3/6000iops/250mibps`;

function diskOf(word: string): Disk | ReturnType<typeof badValue> {
  const [, size = '', kind = '', rest = ''] = form.exec(word.toLowerCase().replaceAll('mib/s', 'mibps')) ?? [];
  const known = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (known === undefined) return badValue(shape, word, right);
  const within = (value: number, { min, max }: Bounds) => value >= min && value <= max;
  const sizeGiB = Number(size);
  if (!within(sizeGiB, known.size))
    return badValue(shape, word, `${known.size.min} to ${known.size.max} GiB of ${kind}`);
  let disk: Disk = { kind, sizeGiB };
  for (const part of rest.split('/').slice(1)) {
    const [, digits = '', unit = ''] = /^(\d+)([a-z]+)$/.exec(part) ?? [];
    const value = Number(digits);
    const bounds = unit === 'iops' ? known.iops : /^mi?bp?s?$/.test(unit) ? known.throughput : undefined;
    if (bounds === undefined) return badValue(shape, word, `${kind} without ${part}: ${right}`);
    if (!within(value, bounds)) return badValue(shape, word, `${bounds.min} to ${bounds.max} ${unit} for ${kind}`);
    disk = { ...disk, ...(unit === 'iops' ? { iops: value } : { throughputMiBps: value }) };
  }
  const allowed = gp3Excess(disk);
  if (allowed !== undefined) return badValue(shape, word, allowed);
  return needsIops.has(kind) && disk.iops === undefined
    ? badValue(shape, word, `IOPS with ${kind}, as ${word}/3000iops`)
    : disk;
}

/** `500gp3/6000iops/250mibps`. */
export const diskWord = ({ kind, sizeGiB, iops, throughputMiBps }: Disk): string =>
  [
    `${sizeGiB}${kind}`,
    ...(iops === undefined ? [] : [`${iops}iops`]),
    ...(throughputMiBps === undefined ? [] : [`${throughputMiBps}mibps`]),
  ].join('/');

/** EBS volumes of each machine; the key may come several times. */
export const disks = (): Declared<readonly Disk[]> =>
  optionOf<readonly Disk[]>({
    shape,
    about: 'An EBS volume in GiB with its kind, as 100gp3 or 500gp3/6000iops/250mibps',
    several: true,
    recognises: (word) => form.test(word.toLowerCase()) && !isProblem(diskOf(word)),
    parse(words) {
      const found = words.map(diskOf);
      return found.find(isProblem) ?? found.flatMap((one) => (isProblem(one) ? [] : [one]));
    },
    print: (value) => value.map(diskWord),
    suggest: async (typed) =>
      startingWith(
        typed,
        Object.entries(kinds)
          .map(([kind, { size }]) => ({
            word: `${/^\d+/.exec(typed)?.[0] ?? Math.max(usualGiB, size.min)}${kind}${needsIops.has(kind) ? '/3000iops' : ''}`,
            about: `${kind}, in GiB`,
          }))
          .filter(({ word }) => !isProblem(diskOf(word))),
      ),
  });
