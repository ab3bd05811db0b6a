import { Cron } from 'croner';
import { dayMs, hourMs, minuteMs, secondMs, type Instant } from '../time.ts';
import type { Alert, When } from './alert.ts';
import { clockOf, type ClockTime } from './zone.ts';

/** What of it says when. */
type Schedule = Pick<When, 'cron' | 'timeZone'>;

/**
 * The first time after a moment at which something is due. A time of the day that is left out where clocks go forward is due
 * once, at the leap, and one that comes twice where they go back is due once, the first time. What is due in every hour goes on
 * with the time that passes.
 *
 * croner would lose the day where the leap leads into the next one (23:30 in America/Nuuk), whichever of its rules is chosen, so
 * it is asked for times of the clock, and which moments these are is worked out here.
 */
export function nextAfter(when: Schedule, at: Instant): Instant {
  if (isEveryHour(when)) return found(croner(when.cron, when.timeZone).nextRun(new Date(at)));
  const clock = clockOf(when.timeZone);
  return clock.when(found(croner(when.cron).nextRun(new Date(clock.most(at)))));
}

/** The latest time up to and with `at` at which it was due: see {@link nextAfter}. */
export function lastUpTo(when: Schedule, at: Instant): Instant {
  if (isEveryHour(when)) return before(croner(when.cron, when.timeZone), at);
  const clock = clockOf(when.timeZone);
  return clock.when(before(croner(when.cron), clock.most(at)));
}

/** Until when nothing is to be posted; undefined: it may be now. From one time to the same is never. It is what the clock shows that counts: of an hour that comes twice both are quiet. */
export function quietUntil(quiet: NonNullable<Alert['quiet']>, timeZone: string, at: Instant): Instant | undefined {
  const { shows, turn } = clockOf(timeZone);
  const [begins, ends] = [sinceMidnight(quiet.from), sinceMidnight(quiet.to)];
  const isQuiet = (moment: Instant): boolean => isWithin(timeOf(shows(moment)), begins, ends);
  if (!isQuiet(at)) return undefined;
  let now = at;
  while (isQuiet(now)) {
    const left = (ends - timeOf(shows(now)) + dayMs) % dayMs;
    // Where the clock is put forward or back meanwhile, it is asked again from there.
    now = turn(now, now + left) ?? now + left;
  }
  return now;
}

const timeOf = (shown: ClockTime): number => ((shown % dayMs) + dayMs) % dayMs;

/** Whether a time of the day lies between two, also over midnight. */
const isWithin = (time: number, begins: number, ends: number): boolean =>
  begins <= ends ? begins <= time && time < ends : time >= begins || time < ends;

/** What may be wrong with a cron expression. */
export type CronFault = 'fields' | 'minute' | 'hour' | 'day of the month' | 'month' | 'weekday' | 'never' | 'too often';

/** More often nothing is looked at: a sweep of many accounts takes minutes. */
export const oftenestMs = 5 * minuteMs;

/** Times that are looked at for two that are too near: more than a day has of allowed ones, so that all of one day are among them. */
const timesLookedAt = 300;
const fieldNames = ['minute', 'hour', 'day of the month', 'month', 'weekday'] as const;

/** What is wrong with five fields of cron; undefined: nothing. @param cron Parted by single spaces. */
export function cronFault(cron: string): CronFault | undefined {
  const fields = cron.split(' ');
  if (fields.length !== fieldNames.length) return 'fields';
  const wrong = fieldNames.find(
    (_, own) =>
      !isField(
        fields[own] ?? '',
        fields.map((field, at) => (at === own ? field : '*')),
      ),
  );
  if (wrong !== undefined) return wrong;
  const pattern = croner(cron);
  const first = pattern.nextRun(new Date(0))?.getTime();
  if (first === undefined) return 'never';
  let last = first;
  for (let looked = 0; looked < timesLookedAt; looked += 1) {
    const next = pattern.nextRun(new Date(last))?.getTime();
    if (next === undefined) return undefined;
    if (next - last < oftenestMs) return 'too often';
    // Every day has the times of the first, and they are too near to those of the next one where its last and its first are.
    if (dayOf(next) !== dayOf(last) && (first % dayMs) + dayMs - (last % dayMs) >= oftenestMs) return undefined;
    last = next;
  }
  return undefined;
}

const dayOf = (at: ClockTime): number => Math.floor(at / dayMs);

/** `07:00` as time of the day. */
function sinceMidnight(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * hourMs + minute * minuteMs;
}

/** Nothing is said of the hour: a clock that is put back must not keep it waiting for an hour. */
const isEveryHour = ({ cron }: Schedule): boolean => cron.split(' ')[1] === '*';

/** @param timeZone Left out: times of the clock, whichever; UTC is one that is never put forward or back. */
const croner = (cron: string, timeZone?: string): Cron =>
  new Cron(cron, { mode: '5-part', ...(timeZone === undefined ? { utcOffset: 0 } : { timezone: timeZone }) });

/** @param alone The field among others that say nothing. Of other signs croner would take some for a date. */
function isField(field: string, alone: readonly string[]): boolean {
  if (!/^[\dA-Z*?,/#+-]+$/i.test(field)) return false;
  try {
    croner(alone.join(' '));
    return true;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return false;
    throw error;
  }
}

/** The latest of a pattern up to and with a moment, or a time of the clock. croner gives what was before, and looks at whole seconds. */
const before = (pattern: Cron, at: number): number =>
  found(pattern.previousRuns(1, new Date(Math.floor(at / secondMs) * secondMs + 1))[0] ?? null);

function found(date: Date | null): number {
  if (date === null) throw new Error('a schedule that never comes was kept');
  return date.getTime();
}
