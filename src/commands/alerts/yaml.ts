import { stringify } from 'yaml';
import { usual, type Alert, type Watched } from '../../core/watch/alert.ts';
import { tagInWords } from '../../core/watch/alert-words.ts';
import { rulesInWords } from '../../core/watch/rules/named.ts';
import { hoursInWords } from '../../core/watch/time-of-day.ts';

/** What an alert is in the configuration: lines of YAML that `config/alerts.ts` reads to the same. What is as usual is left out. */
export function alertYaml(alert: Alert): readonly string[] {
  const { name, watches, accounts, when, to, atLeast, form, repeatDays, escalate, quiet, allClear } = alert;
  const { days, usdPerMonth } = atLeast;
  const least = {
    ...(days !== undefined && { days }),
    ...(usdPerMonth !== undefined && { usdPerMonth: amount(usdPerMonth) }),
  };
  const one = {
    ...watchedYaml(watches),
    ...(accounts && { accounts }),
    when: when.said,
    to,
    ...(Object.keys(least).length > 0 && { atLeast: least }),
    ...(form !== usual.form && { form }),
    ...(watches.is === 'waste' && repeatDays !== usual.repeatDays && { repeatDays: repeatDays ?? 'never' }),
    ...(escalate && { escalate }),
    ...(quiet && { quiet: hoursInWords(quiet) }),
    ...(allClear && { allClear }),
  };
  return ['alerts:', `  ${short(name)}:`, ...Object.entries(one).map(([key, value]) => `    ${key}: ${short(value)}`)];
}

/** Without quotes, where a number says the same. */
const amount = (decimal: string): number | string => (String(Number(decimal)) === decimal ? Number(decimal) : decimal);

/** On one line, as people write what is short. */
const short = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trimEnd();

function watchedYaml(watches: Watched) {
  switch (watches.is) {
    case 'waste':
      return { rules: rulesInWords(watches.rules) };
    case 'cost':
      return { report: watches.by };
    case 'budget':
      return {
        budget: { usdPerHour: amount(watches.usdPerHour), ...(watches.tag && { tag: tagInWords(watches.tag) }) },
      };
  }
}
