import { usual, type Alert } from '../../core/watch/alert.ts';
import { tagInWords } from '../../core/watch/alert-words.ts';
import { rulesInWords } from '../../core/watch/rules/named.ts';
import { hoursInWords } from '../../core/watch/time-of-day.ts';
import { line, quoted } from '../reply/reply.ts';

/** What is said of an alert by option, besides its name, what it looks for and when; what is not said is as usual. */
export function optionsOf({
  watches,
  accounts,
  to,
  atLeast,
  form,
  repeatDays,
  escalate,
  quiet,
  allClear,
}: Alert): Readonly<Record<string, string>> {
  return {
    ...(accounts && { accounts: accounts.join() }),
    to: to.join(),
    ...(atLeast.days !== undefined && { days: String(atLeast.days) }),
    ...(atLeast.usdPerMonth !== undefined && { usd: atLeast.usdPerMonth }),
    ...(form !== usual.form && { form }),
    ...(repeatDays !== usual.repeatDays && { repeat: String(repeatDays ?? 'never') }),
    ...(escalate && { escalate: `${escalate.afterDays}:${escalate.to.join()}` }),
    ...(quiet && { quiet: hoursInWords(quiet) }),
    ...(allClear && { 'all-clear': 'yes' }),
    ...(watches.is === 'cost' && { by: watches.by }),
    ...(watches.is === 'budget' && { limit: watches.usdPerHour, ...(watches.tag && { tag: tagInWords(watches.tag) }) }),
  };
}

/** What an alert looks for, as it is said. */
export const lookedInWords = ({ watches }: Pick<Alert, 'watches'>): string =>
  watches.is === 'waste' ? rulesInWords(watches.rules).join() : watches.is;

/** The line that makes the same alert anywhere: `alerts subscribe idle-addresses weekdays 9:00 UTC name:idle to:slack:C1`. */
export const alertLine = (alert: Alert): string =>
  [
    line`alerts subscribe ${lookedInWords(alert)} ${alert.when.said.split(' ')} name:${alert.name}`,
    ...Object.entries(optionsOf(alert)).map(([key, value]) => `${key}:${quoted(value)}`),
  ].join(' ');
