import { acceleratorInWords } from '../core/facts/instance-types/reasons.ts';
import { platformOf, platformRow } from '../core/facts/prices/platforms.ts';
import { gibibytes } from '../core/gib.ts';
import type { LeftBehindRecord } from '../core/changes/left-behind.ts';
import type { TypeFacts } from '../core/ports/instance-type.ts';
import type { Cloud, Listing, Scope } from '../core/ports/cloud.ts';
import type { Instance } from '../core/ports/instance.ts';
import type { Prices } from '../core/facts/prices/prices.ts';
import type { Surplus } from '../core/facts/prices/surplus.ts';
import { exact } from '../core/money.ts';
import type { Provenance, Rate } from '../core/ports/price-list.ts';
import { isProblem, reasons, type Problem, unread } from '../core/problem.ts';
import { code, say, strong, time, type Span, type Spans } from '../core/text.ts';
import { isoTime, secondMs, spanInWords, type Instant } from '../core/time.ts';
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
    `${gibibytes(memoryMiB)} GiB`,
    processor,
    ...accelerators.map(acceleratorInWords),
    ...store,
    ...(burstable ? ['burstable'] : []),
    ...(currentGeneration ? [] : ['previous generation']),
  ].join(', ');
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
export const rateNote = (rate: Rate, now: Instant): Note =>
  note(
    say`Source: ${provenanceInWords(rate, now)}${rate.sku === undefined ? '; the source has no SKU' : say`; SKU ${code(rate.sku)}`}. ${rate.perHour.currency}.${rate.besides === undefined ? '' : say` ${rate.besides}`}`,
  );

const months = 'January February March April May June July August September October November December'.split(' ');

/** `July 2026`, of a month or a day as sources tell it. The platform's own formatter costs more than the rest of an answer. */
export function monthOfDay(asOf: string): string {
  const [year = '', month = ''] = asOf.split('-');
  return `${months[Number(month) - 1] ?? month} ${year}`;
}

/** `AWS, Price List; as of 2026-09-10, read 3 hours ago`. */
export const provenanceInWords = ({ source, asOf, readAt }: Provenance, now: Instant): string =>
  `${source.name}${source.detail === undefined ? '' : `, ${source.detail}`}; as of ${asOf}${readAt === undefined ? '' : `, read ${now - readAt < secondMs ? 'now' : `${spanInWords(now - readAt)} ago`}`}`;

/** `$0.05 a vCPU-hour (as AWS tells it, not verified here)`, or where AWS's own figure is from. */
export const surplusInWords = ({ perHour, listed }: Surplus, now: Instant): Spans =>
  listed === undefined
    ? say`${exact(perHour)} a vCPU-hour (as AWS tells it, not verified here)`
    : say`${exact(perHour)} a vCPU-hour (${provenanceInWords(listed, now)}${listed.sku === undefined ? '' : say`; SKU ${code(listed.sku)}`})`;

/** Where the prices of public IPv4 in these regions are from: one note where they have one source. */
export function ipv4Notes(prices: Prices, regions: readonly string[], now: Instant): readonly Note[] {
  const rates = [...new Set(regions.map((region) => prices.publicIpv4(region)))].flatMap((rate) =>
    isProblem(rate) ? [] : [rate],
  );
  const [first, second] = rates;
  if (first === undefined) return [];
  if (second === undefined) return [rateNote(first, now)];
  const words = new Set(rates.map((rate) => provenanceInWords(rate, now)));
  return [note(say`Source: ${[...words].toSorted().join('; and ')}.`)];
}

/** What the figures that come with the program are called. */
export const catalogueName = 'embedded catalogue';

/** Where the volume prices of these regions are from, each source once. */
export function volumePricesFrom(prices: Prices, regions: Iterable<string>, now: Instant): string {
  const sources = [...new Set(regions)].map((region) => prices.volumesFrom(region));
  const words = new Set(sources.map((from) => (from === undefined ? catalogueName : provenanceInWords(from, now))));
  return words.size === 0 ? catalogueName : [...words].toSorted().join('; and ');
}

/** Where the prices of public IPv4 in these regions are from, each source once. */
export function ipv4PricesFrom(prices: Prices, regions: Iterable<string>, now: Instant): string {
  const words = new Set<string>();
  for (const region of regions) {
    const rate = prices.publicIpv4(region);
    if (!isProblem(rate)) words.add(rate.source.name === 'AWS' ? provenanceInWords(rate, now) : catalogueName);
  }
  return words.size === 0 ? catalogueName : [...words].toSorted().join('; and ');
}

/** What becomes of a volume is for people to decide. */
export const deletesNoData = say`A volume is deleted, or put away as a snapshot, in the EC2 console: Quartermaster deletes no data.`;

/** `maria's stop of web-1`. */
export const causeInWords = ({ by, kind, of }: LeftBehindRecord): string =>
  `${by.name}'s ${kind} of ${of.name ?? of.id}`;

/** `by maria: partners know it`, and until when; nothing where it is not kept. */
export const keptInWords = ({ kept }: LeftBehindRecord): string =>
  kept === undefined
    ? ''
    : `by ${kept.by.name}: ${kept.reason}${kept.until === undefined ? '' : `, until ${isoTime(kept.until).slice(0, 10)}`}`;

/**
 * Where nothing could be read at all, the first reason, as the answer; where nothing of what was asked for is shown to the
 * person, here, that. An empty list that was read is no Problem.
 */
export async function nothingRead(
  { items, gaps }: Listing<unknown>,
  cloud: Pick<Cloud, 'homes'>,
  { accounts, regions }: Scope,
): Promise<Problem | undefined> {
  if (items.length > 0) return undefined;
  const [first, ...more] = gaps.filter(({ problem }) => problem === 'not-shown');
  const [failed] = unread(gaps);
  if (failed !== undefined || first === undefined) return failed;
  const seen = (await cloud.homes()).some(
    (home) =>
      (accounts?.some((one) => one === home.account.name || one === home.account.id) ?? true) &&
      (regions === undefined || home.regions.some((region) => regions.includes(region))),
  );
  if (seen) return undefined;
  return { problem: 'not-shown', what: say`Not shown here`, where: reasons([first, ...more]), todo: first.todo };
}

/** How old a listing is, where it is from, and what it could not see. */
export function listingNotes({ asOf, source, gaps }: Listing<unknown>): readonly Note[] {
  const seen = note(say`Read from ${source.name === 'AWS' ? 'AWS' : `the ${source.name}`} at ${time(asOf)}.`);
  const missing = unread(gaps);
  const hidden = gaps.filter((gap) => !missing.includes(gap));
  return [
    seen,
    ...(missing.length === 0 ? [] : [note(say`Could not be read: ${reasons(missing)}`)]),
    ...(hidden.length === 0 ? [] : [note(say`Not shown: ${reasons(hidden)}`)]),
  ];
}
