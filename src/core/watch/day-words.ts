/** Sunday is 0, as in cron. */
const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const all = names.map((_, day) => day);
const workdays = [1, 2, 3, 4, 5];
const weekend = [0, 6];

/** Words for several days. */
const several: Readonly<Record<string, readonly number[]>> = {
  daily: all,
  day: all,
  everyday: all,
  weekday: workdays,
  weekdays: workdays,
  workday: workdays,
  workdays: workdays,
  weekend: weekend,
  weekends: weekend,
  weekly: [1],
  week: [1],
};

/** The words that are offered for days. */
export const dayWords: readonly string[] = ['daily', 'weekdays', 'weekends', ...names.map((name) => `${name}s`)];

/** `mon`, `monday`, `mondays`, `tues`. */
function dayNamed(word: string): number | undefined {
  const day = names.findIndex((name) => (word.length >= 3 && name.startsWith(word)) || word === `${name}s`);
  return day < 0 ? undefined : day;
}

/** The days that a word names, `weekdays`, `mondays`, `mon,thu`, `mon-fri` and `fri-mon`, in lower case; undefined: it names none. */
export function daysNamed(word: string): readonly number[] | undefined {
  const parts = word.split(',').map((part): readonly number[] | undefined => {
    if (Object.hasOwn(several, part)) return several[part];
    const [from, to, ...more] = part.split('-').map(dayNamed);
    if (from === undefined || more.length > 0) return undefined;
    if (!part.includes('-')) return [from];
    return to === undefined ? undefined : all.map((_, step) => (from + step) % 7).slice(0, ((to - from + 7) % 7) + 1);
  });
  const named = parts.filter((part) => part !== undefined);
  return named.length === parts.length ? [...new Set(named.flat())] : undefined;
}

/** `weekdays`, `mondays`, `mon,thu`: {@link daysNamed} reads it to the same. @param days At least one. */
export function daysInWords(days: readonly number[]): string {
  const [first = 0, second] = days;
  if (days.length === all.length) return 'daily';
  if (isSame(days, workdays)) return 'weekdays';
  if (isSame(days, weekend)) return 'weekends';
  if (second === undefined) return `${names[first]}s`;
  return fromMonday(days)
    .map((day) => names[day]?.slice(0, 3))
    .join(',');
}

/** The weekday field of cron for these days, and back; undefined: it says more than days. */
export const daysInCron = (days: readonly number[]): string =>
  days.length === all.length ? '*' : isSame(days, workdays) ? '1-5' : days.toSorted((one, other) => one - other).join();

/** See {@link daysInCron}. @param field In lower case; names are three letters. */
export function daysOfCron(field: string): readonly number[] | undefined {
  if (field === '*') return all;
  // Sunday is 0 and 7.
  const inNames = field.replaceAll('0-7', '0-6').replaceAll(/\d/g, (day) => names[Number(day) % 7]?.slice(0, 3) ?? day);
  return /^[a-z]{3}([,-][a-z]{3})*$/.test(inNames) ? daysNamed(inNames) : undefined;
}

const isSame = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((day) => other.includes(day));

/** The week begins on Monday where days are told. */
const fromMonday = (days: readonly number[]): readonly number[] =>
  days.toSorted((one, other) => ((one + 6) % 7) - ((other + 6) % 7));
