import { platformOf, platformRow } from '../core/facts/prices/platforms.ts';
import type { LeftBehindRecord } from '../core/changes/left-behind.ts';
import type { Accelerator, TypeFacts } from '../core/ports/instance-type.ts';
import type { Listing } from '../core/ports/cloud.ts';
import type { Instance } from '../core/ports/instance.ts';
import type { Rate } from '../core/ports/price-list.ts';
import type { Problem } from '../core/problem.ts';
import { code, list, say, strong, time, type Span, type Spans } from '../core/text.ts';
import { isoTime } from '../core/time.ts';
import { note, type Note } from './reply/reply.ts';

/** Name in bold, or that there is none. */
export const nameSpan = ({ name }: Pick<Instance, 'name'>): Span =>
  name === undefined ? { kind: 'text', text: '(no name)' } : strong(name);

/** `2 vCPU, 8 GiB, Intel`. */
export function typeInWords({
  vCpus,
  memoryMiB,
  processor,
  instanceStoreGB,
  accelerators,
  burstable,
  currentGeneration,
}: TypeFacts): string {
  const store = instanceStoreGB === undefined ? [] : [`${instanceStoreGB} GB instance store`];
  return [
    `${vCpus} vCPU`,
    `${memoryMiB / 1_024} GiB`,
    processor,
    ...accelerators.map(acceleratorInWords),
    ...store,
    ...(burstable ? ['burstable'] : []),
    ...(currentGeneration ? [] : ['previous generation']),
  ].join(', ');
}

/** `8 H100 GPUs`, `1/8 L4 GPU`, `1 Inferentia2`. */
function acceleratorInWords({ kind, count, name, share }: Accelerator): string {
  const many = share === undefined ? String(count) : `1/${Math.round(1 / share)}`;
  return `${many} ${name}${kind === 'gpu' ? ' GPU' : ''}${kind === 'gpu' && share === undefined && count !== 1 ? 's' : ''}`;
}

/** What it has all the time and what for a while: `0.75 Gbit/s, up to 10`; where both are one, that one. */
const range = (baseline: number, most: number | undefined, unit: string): string =>
  most === undefined || most === baseline ? `${baseline} ${unit}` : `${baseline} ${unit}, up to ${most} for a while`;

/** `0.75 Gbit/s, up to 10 for a while`; AWS's own words where it tells no figures. Empty: nothing is known. */
export function networkInWords({ network: { baselineGbps, peakGbps, performance, efaInterfaces } }: TypeFacts): string {
  const speed = baselineGbps === undefined ? performance : range(baselineGbps, peakGbps, 'Gbit/s');
  return `${speed}${efaInterfaces > 0 ? ', EFA' : ''}`;
}

/** The way to its volumes, `650 Mbit/s, up to 4750 for a while; 3600 IOPS, up to 18750 for a while`. Empty: nothing is known. */
export function ebsInWords({ ebs: { baselineMbps, maximumMbps, baselineIops, maximumIops } }: TypeFacts): string {
  return [
    ...(baselineMbps === undefined ? [] : [range(baselineMbps, maximumMbps, 'Mbit/s')]),
    ...(baselineIops === undefined ? [] : [range(baselineIops, maximumIops, 'IOPS')]),
  ].join('; ');
}

/** What the billing code says the machine runs, in words. */
export function platformInWords({
  usageOperation,
  platformDetails,
}: Pick<Instance, 'usageOperation' | 'platformDetails'>): string {
  const os = platformOf(usageOperation);
  return os === undefined ? platformDetails : platformRow(os).words;
}

/** Where a rate is from and how old it is: every figure is shown with it. */
export const rateNote = ({ source, asOf, readAt, sku }: Rate): Note =>
  note(
    say`Source: ${source.name}${source.detail === undefined ? '' : `, ${source.detail}`}; as of ${asOf}${readAt === undefined ? '' : say`, read ${time(readAt)}`}${sku === undefined ? '; the source has no SKU' : say`; SKU ${code(sku)}`}. USD.`,
  );

/** `maria's stop of web-1`. */
export const causeInWords = ({ by, kind, of }: LeftBehindRecord): string =>
  `${by.name}'s ${kind} of ${of.name ?? of.id}`;

/** `by maria: partners know it`, and until when; nothing where it is not kept. */
export const keptInWords = ({ kept }: LeftBehindRecord): string =>
  kept === undefined
    ? ''
    : `by ${kept.by.name}: ${kept.reason}${kept.until === undefined ? '' : `, until ${isoTime(kept.until).slice(0, 10)}`}`;

/** Where nothing could be read at all: the first reason, as the answer. An empty list that was read is no Problem. */
export const nothingRead = ({ items, gaps }: Listing<unknown>): Problem | undefined =>
  items.length === 0 ? gaps[0] : undefined;

/** How old a listing is, where it is from, and what it could not see. */
export function listingNotes({ asOf, source, gaps }: Listing<unknown>): readonly Note[] {
  const seen = note(say`Read from ${source.name === 'AWS' ? 'AWS' : `the ${source.name}`} at ${time(asOf)}.`);
  return gaps.length === 0
    ? [seen]
    : [seen, note(say`Could not be read: ${list(gaps.map(({ what }): Spans => what))}`)];
}
