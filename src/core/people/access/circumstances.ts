import type { Circumstances } from '../../ports/policy.ts';
import type { Instant } from '../../time.ts';
import type { Place } from '../person.ts';

/** The machine's own time zone, by its IANA name. */
export const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Whether there is a time zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    localTime(name);
    return true;
  } catch {
    return false;
  }
}

/** Tells the local time in the words of rules. @param timeZone IANA name. @throws RangeError where there is no such zone. */
export function localTime(
  timeZone: string,
): (at: Instant) => Pick<Circumstances, 'hour' | 'minute' | 'weekday' | 'date'> {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'long',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
    return {
      hour: Number(part('hour')),
      minute: Number(part('minute')),
      weekday: part('weekday').toLowerCase(),
      date: `${part('year')}-${part('month')}-${part('day')}`,
    };
  };
}

/** What rules may look at where nothing is changed. */
export const plainCircumstances = (
  { id, privateTo }: Place,
  time: ReturnType<ReturnType<typeof localTime>>,
): Circumstances => ({ place: id, private: privateTo !== undefined, targets: 1, ...time });
