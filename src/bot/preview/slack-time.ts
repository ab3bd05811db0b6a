import type { Instant } from '../../core/time.ts';
import { dayMs } from '../../core/time.ts';

/** Who looks: when, and in which zone (IANA); left out, that of this process, which is the viewer's own for a page of this machine. */
export interface Viewer {
  readonly now: Instant;
  readonly zone?: string;
}

/** The forms of a moment that Slack knows (docs.slack.dev/messaging/formatting-message-text, "Date formatting"). */
const forms = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

const formOf = (name: string): Intl.DateTimeFormatOptions | undefined =>
  Object.entries(forms).find(([known]) => known === name)?.[1];

/** A moment in the form that a message asks for, `{date_short}, {time}`. A token that is not known stays as it is. */
export function inForm(at: Instant, form: string, viewer: Viewer): string {
  return form.replace(/\{([a-z_]+)\}/g, (token, name: string) => {
    const pretty = name.endsWith('_pretty');
    const near = pretty ? nearDay(at, viewer) : undefined;
    if (near !== undefined) return near;
    const options = formOf(pretty ? name.slice(0, -'_pretty'.length) : name);
    if (options === undefined) return token;
    // en-CA writes a date in digits as Slack does, year first.
    return dated(at, viewer, options, name === 'date_num' ? 'en-CA' : 'en-US');
  });
}

/** The moment as Slack tells it beside a name: `10:00 AM`. */
export const clockTime = (at: Instant, viewer: Viewer): string => dated(at, viewer, forms.time, 'en-US');

/** A moment as a language writes it, in the viewer's zone. */
export const dated = (at: Instant, { zone }: Viewer, options: Intl.DateTimeFormatOptions, language: string): string =>
  new Intl.DateTimeFormat(language, { ...options, ...(zone !== undefined && { timeZone: zone }) })
    .format(at)
    .replaceAll('\u202F', ' ');

/** `today` and its neighbours; undefined on any other day. */
function nearDay(at: Instant, viewer: Viewer): string | undefined {
  const day = (moment: Instant): string => dated(moment, viewer, forms.date_num, 'en-CA');
  if (day(at) === day(viewer.now)) return 'today';
  if (day(at) === day(viewer.now - dayMs)) return 'yesterday';
  return day(at) === day(viewer.now + dayMs) ? 'tomorrow' : undefined;
}

/** Later than this there is no date (ECMAScript, "Time Values"), in ms. */
const lastMs = 8.64e15;
/** For programs; empty where there is no such date. */
export const isoOf = (at: Instant): string => (Math.abs(at) <= lastMs ? new Date(at).toISOString() : '');
