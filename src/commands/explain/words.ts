import { percentMore } from '../../core/facts/prices/difference.ts';
import { platformRow } from '../../core/facts/prices/platforms.ts';
import type { TypeName } from '../../core/facts/instance-types/name.ts';
import type { RegionTypes } from '../../core/facts/instance-types/types.ts';
import type { Money } from '../../core/money.ts';
import type { TypeFacts } from '../../core/ports/instance-type.ts';
import { code, say, type Spans } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import { action, line, note, type Action, type Note } from '../reply/reply.ts';
import { provenanceInWords } from '../words.ts';
import type { Wanted } from './explainer.ts';

/** `m = general purpose; 5 = generation 5; d = local NVMe disks; .xlarge = 4 vCPUs as a rule`. */
export const nameInWords = ({ parts }: TypeName): Spans =>
  parts.flatMap(({ text, means }, index) => say`${index === 0 ? '' : '; '}${code(text)} = ${means}`);

/** The name of a type, with what its facts have where that is not the rule of its size: `.48xlarge = 192 vCPUs as a rule, here 96`. */
export const asItIs = (name: TypeName, { vCpus }: TypeFacts): TypeName => ({
  ...name,
  parts: name.parts.map((part) =>
    part.vCpus === undefined || part.vCpus === vCpus ? part : { ...part, means: `${part.means}, here ${vCpus}` },
  ),
});

/** Who makes the processor, and whether the name says so: `Intel, 3.1 GHz, 2 cores with 2 threads each, x86_64`. */
export function processorInWords(
  { processor, clockGHz, cores, threadsPerCore, architectures }: TypeFacts,
  name: TypeName | undefined,
): string {
  const maker = processor === 'AWS' ? 'AWS Graviton' : processor;
  return [
    name?.maker === undefined ? `${maker} (the name does not say)` : maker,
    ...(clockGHz === undefined ? [] : [`${clockGHz} GHz`]),
    ...(cores === undefined ? [] : [coresInWords(cores, threadsPerCore)]),
    ...architectures,
  ].join(', ');
}

function coresInWords(cores: number, threads = 1): string {
  if (cores === 1) return threads > 1 ? `1 core with ${threads} threads` : '1 core';
  return `${cores} cores${threads > 1 ? ` with ${threads} threads each` : ', a vCPU each'}`;
}

/** `1 × 150 GB NVMe SSD`, `24 × 2000 GB HDD`; empty where there is no local disk. */
export const disksInWords = ({ disks, instanceStoreNvme }: TypeFacts): string =>
  disks
    .map(
      ({ count, sizeGB, kind }) =>
        `${count} × ${sizeGB} GB ${instanceStoreNvme === 'required' && kind === 'ssd' ? 'NVMe ' : ''}${kind.toUpperCase()}`,
    )
    .join(', ');

/** `12 % less`, `5 % more`, `the same`; empty where two sums cannot be compared. */
export function differenceInWords(one: Money, than: Money): string {
  const more = percentMore(one, than);
  if (more === undefined) return '';
  return more === 0 ? 'the same' : `${Math.abs(more)} % ${more < 0 ? 'less' : 'more'}`;
}

/** `us-east-1 (none was named), Linux`. */
export const placeInWords = ({ regionWords, os }: Wanted): string => `${regionWords}, ${platformRow(os).words}`;

/** The words after a name that keep an answer where and for what the first one was. */
export const samePlace = ({ region, assumed, os }: Wanted): readonly string[] => [
  ...(assumed ? [] : [region]),
  ...(os === 'linux' ? [] : [os]),
];

/** The button that explains something else in the same place. */
export const explaining = (label: string, words: string, wanted: Wanted): Action =>
  action(label, line`explain ${[...words.split(' '), ...samePlace(wanted)]}`);

/** The button to all there is to say. */
export const morePlease = (wanted: Wanted): Action | undefined =>
  wanted.more
    ? undefined
    : action('More', line`explain ${[...wanted.words.split(' '), ...samePlace(wanted)]} more:yes`);

/** Where the facts are from, and what of an answer is no fact. */
export const factsNote = ({ source, asOf, readAt, gap }: RegionTypes, now: Instant): Note =>
  note(
    say`Facts: ${provenanceInWords({ source, asOf, readAt }, now)}. Good, bad and what to watch are judgement.${gap === undefined ? '' : say` AWS did not tell its types: ${gap.what}`}`,
  );
