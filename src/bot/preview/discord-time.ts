import { dayMs, hourMs, minuteMs, secondMs, type Instant } from '../../core/time.ts';
import { markup, type Html } from './html.ts';
import { dated, isoOf, type Viewer } from './slack-time.ts';

const clock = { hour: 'numeric', minute: '2-digit' } as const;
const day = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;

/** The styles of a moment (API Reference, "Message Formatting": Timestamp Styles), but for `R`, which tells how long it is from now. */
const styles: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  t: clock,
  T: { ...clock, second: '2-digit' },
  d: day,
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  s: { ...day, ...clock },
  S: { ...day, ...clock, second: '2-digit' },
};
/** The same page: where a moment names no style. */
const usual = 'f';

const units = [
  ['year', 365 * dayMs],
  ['month', 30 * dayMs],
  ['day', dayMs],
  ['hour', hourMs],
  ['minute', minuteMs],
  ['second', secondMs],
] as const;

/** `in 3 days`, `2 hours ago`. */
function fromNow(at: Instant, now: Instant): string {
  const away = at - now;
  const [unit, ms] = units.find(([, size]) => Math.abs(away) >= size) ?? units[5];
  return new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' }).format(Math.trunc(away / ms), unit);
}

/** A moment in the viewer's zone; undefined where there is no such date or style. @param style One letter; left out, the usual one. */
export function stamped(at: Instant, style: string | undefined, viewer: Viewer): Html | undefined {
  const iso = isoOf(at);
  if (iso === '') return undefined;
  const form = styles[style ?? usual];
  const words = style === 'R' ? fromNow(at, viewer.now) : form && dated(at, viewer, form, 'en-US');
  return words === undefined ? undefined : markup`<time datetime="${iso}">${words}</time>`;
}

/** The moment as Discord tells it beside a name: `Today at 10:00 AM`. */
export const sentAt = (at: Instant, viewer: Viewer): string => `Today at ${dated(at, viewer, clock, 'en-US')}`;
