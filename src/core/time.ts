/** A moment: whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** Milliseconds of a second. */
export const secondMs = 1_000;
/** Milliseconds of a minute. */
export const minuteMs = 60_000;
/** Milliseconds of an hour. */
export const hourMs = 3_600_000;
/** Milliseconds of a day. */
export const dayMs = 86_400_000;

/** A moment as ISO 8601 in UTC with seconds, `2026-11-24T10:00:00Z`: the form of records and of `--json`. */
export const isoTime = (at: Instant): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** A span of time in words with one unit, `4 minutes`, `3 hours`, `12 days`; rounded down, never below 1 second. */
export function spanInWords(ms: number): string {
  const units = [
    [dayMs, 'day'],
    [hourMs, 'hour'],
    [minuteMs, 'minute'],
    [secondMs, 'second'],
  ] as const;
  const [unitMs, word] = units.find(([size]) => ms >= size) ?? units[3];
  const count = Math.max(1, Math.floor(ms / unitMs));
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
