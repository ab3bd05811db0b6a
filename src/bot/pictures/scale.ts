import { dayMs, hourMs, isoTime, minuteMs, type Instant } from '../../core/time.ts';

/** A mark on a scale, and what stands beside it. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** From where to where a scale goes, `low` below `high`, and its marks within that, in order. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly Tick[];
}

/** A spread below this share of the values is noise of floating point: they count as equal. */
const noise = 1e-9;
/** Smaller figures are nothing: parts of them would be no numbers. */
const nothing = 1e-290;
/** Where the values fill more than this share of the way from nothing, nothing is on the scale too. */
const fromNothing = 0.4;

/** A scale for values that ends on marks, about `wanted` steps of 1, 2, 2.5 or 5 with zeros; around equal values some room. */
export function valueScale(least: number, most: number, wanted: number): Scale {
  const size = Math.max(Math.abs(least), Math.abs(most));
  if (size < nothing) return valueScale(0, 1, wanted);
  const equal = most - least <= size * noise;
  const room = equal ? size / 10 : 0;
  const bottom = least >= 0 && most - least > most * fromNothing ? 0 : least - room;
  const top = most + room;
  const step = niceStep((top - bottom) / wanted);
  const [first, last] = [Math.floor(bottom / step + noise), Math.ceil(top / step - noise)];
  return {
    low: first * step,
    high: last * step,
    ticks: Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step).map((at) => ({
      at,
      label: figure(at, step),
    })),
  };
}

/** A scale for what goes across that is a number: from the first to the last, whole ends in equal parts where that is possible. */
export function numberScale(low: number, high: number, wanted: number): Scale {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low <= Math.max(size * noise, nothing))
    return {
      low: low - (size || 1),
      high: high + (size || 1),
      ticks: [{ at: low, label: figure(low, niceStep(size || 1)) }],
    };
  const parts = [6, 3, 4, 5].find(
    (count) => count <= wanted && Number.isInteger(low) && Number.isInteger((high - low) / count),
  );
  const step = parts === undefined ? niceStep((high - low) / wanted) : (high - low) / parts;
  const first = parts === undefined ? Math.ceil(low / step - noise) * step : low;
  const count = Math.floor((high - first) / step + noise) + 1;
  return {
    low,
    high,
    ticks: Array.from({ length: count }, (_, index) => first + index * step).map((at) => ({
      at,
      label: figure(at, step),
    })),
  };
}

/** 1, 2, 2.5 or 5 with zeros, not below what is wanted. */
function niceStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  return ([1, 2, 2.5, 5].find((one) => one * power >= wanted * (1 - noise)) ?? 10) * power;
}

/** From here on figures are told in thousands of thousands and beyond; from there on in powers of ten, as those too small for digits are. */
const compactFrom = 1e6;
const powersFrom = 1e15;
const powersBelow = 1e-6;

/** A figure with the digits that a step of the scale needs. */
export function figure(value: number, step: number): string {
  const size = Math.abs(value);
  if (size < step * noise) return '0';
  if (size >= powersFrom || size < powersBelow) return value.toExponential(2).replace(/\.?0*e\+?/, 'e');
  if (size >= compactFrom)
    return new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 4 }).format(value);
  const power = Math.floor(Math.log10(step) + noise);
  const digits = Math.min(12, Math.max(0, Math.abs(step / 10 ** power - 2.5) < noise ? 1 - power : -power));
  return new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** Steps of clock and week, in ms. */
const clockSteps = [1, 2, 5, 15, 30]
  .map((count) => count * minuteMs)
  .concat(
    [1, 2, 3, 4, 6, 12].map((count) => count * hourMs),
    [1, 2, 7, 14].map((count) => count * dayMs),
  );
/** Steps of the calendar, in months. */
const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200];
/** 1970-01-05, a Monday: weeks begin there. */
const monday = 4 * dayMs;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A scale for moments from the first to the last, in UTC: marks at round times of the clock, at days, weeks, months or years. */
export function timeScale(from: Instant, to: Instant, wanted: number): Scale {
  if (from === to)
    return { low: from - hourMs, high: to + hourMs, ticks: [{ at: from, label: `${dayOf(from)} ${clockOf(from)}` }] };
  const step = clockSteps.find((one) => (to - from) / one <= wanted);
  const ticks = step === undefined ? monthTicks(from, to, wanted) : clockTicks(from, to, step);
  return { low: from, high: to, ticks };
}

function clockTicks(from: Instant, to: Instant, step: number): readonly Tick[] {
  const offset = step >= 7 * dayMs ? monday : 0;
  const first = Math.ceil((from - offset) / step) * step + offset;
  return Array.from(
    { length: Math.max(0, Math.floor((to - first) / step) + 1) },
    (_, index) => first + index * step,
  ).map((at) => ({ at, label: at % dayMs === 0 ? dayOf(at) : clockOf(at) }));
}

function monthTicks(from: Instant, to: Instant, wanted: number): readonly Tick[] {
  const monthIn = (at: Instant) => new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth();
  const startOf = (month: number) => Date.UTC(Math.floor(month / 12), month % 12);
  const span = monthIn(to) - monthIn(from);
  const step = monthSteps.find((one) => span / one <= wanted) ?? 12 * Math.ceil(span / 12 / wanted);
  const first = Math.ceil(monthIn(from) / step) * step;
  return Array.from(
    { length: Math.max(0, Math.floor((monthIn(to) - first) / step) + 1) },
    (_, index) => first + index * step,
  )
    .filter((month) => startOf(month) >= from && startOf(month) <= to)
    .map((month) => {
      const year = String(Math.floor(month / 12));
      return { at: startOf(month), label: step % 12 === 0 ? year : `${months[month % 12] ?? ''} ${year}` };
    });
}

const dayOf = (at: Instant): string => `${new Date(at).getUTCDate()} ${months[new Date(at).getUTCMonth()] ?? ''}`;
const clockOf = (at: Instant): string => isoTime(at).slice('YYYY-MM-DDT'.length, 'YYYY-MM-DDTHH:MM'.length);

/** The days that a scale of moments goes over, in UTC: `2026-10-27 to 2026-11-26`. */
export function daysOf(from: Instant, to: Instant): string {
  const [first, last] = [from, to].map((at) => isoTime(at).slice(0, 'YYYY-MM-DD'.length));
  return first === last ? `${first}` : `${first} to ${last}`;
}
