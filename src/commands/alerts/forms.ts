import { usual, type Alert } from '../../core/watch/alert.ts';
import { whenForms } from '../../core/watch/when.ts';
import { ruleGroups } from '../../core/watch/rules/index.ts';
import type { Form, FormField } from '../reply/reply.ts';
import { lookedInWords, optionsOf } from './line.ts';

const when = { key: 'when', label: 'When', hint: 'weekdays 9:00 Europe/Paris' } as const;
const days = { key: 'days', label: 'Told from: days', hint: '3', optional: true } as const;
const dollars = { key: 'usd', label: 'Told from: US dollars a month', hint: '5', optional: true } as const;
const quiet = { key: 'quiet', label: 'Quiet hours', hint: '22:00-7:00', optional: true } as const;
const accounts = { key: 'accounts', label: 'Accounts', hint: 'all', optional: true } as const;

/** The form in which an alert is changed: what of it is changed most, with its values as they are. The rest is typed. */
export function editForm(alert: Alert): Form {
  const values = { repeat: String(usual.repeatDays), ...optionsOf(alert), when: alert.when.said };
  const filled = (field: FormField): FormField => {
    const value = Object.entries(values).find(([key]) => key === field.key)?.[1];
    return value === undefined ? field : { ...field, value };
  };
  return {
    act: `Change ${alert.name}`,
    about: `The alert ${alert.name}: ${lookedInWords(alert)}. It tells ${placesIn(alert)}. A time without a zone is in ${alert.when.timeZone}.`,
    fields: fieldsOf(alert).map(filled),
  };
}

function fieldsOf({ watches }: Alert): readonly FormField[] {
  switch (watches.is) {
    case 'waste':
      return [
        when,
        days,
        dollars,
        { key: 'repeat', label: 'Told again after days, or never', hint: String(usual.repeatDays) },
        quiet,
      ];
    case 'cost':
      return [
        when,
        { key: 'by', label: 'By account, region, type, owner or a tag', hint: 'tag:team' },
        accounts,
        quiet,
      ];
    case 'budget':
      return [
        { key: 'limit', label: 'US dollars an hour at most', hint: '30' },
        { key: 'tag', label: 'Of what has a tag', hint: 'env=dev', optional: true },
        when,
        accounts,
        quiet,
      ];
  }
}

/** Places that a form names. */
const placesNamed = 3;

const placesIn = ({ to }: Alert): string =>
  [...to.slice(0, placesNamed), ...(to.length > placesNamed ? [`${to.length - placesNamed} more`] : [])].join(', ');

/** The form in which an alert is made. @param timeZone Which is usual. */
export const subscribeForm = (timeZone: string): Form => ({
  act: 'Subscribe',
  about: `The place of this message is told. When: ${whenForms}. A time without a zone is in ${timeZone}.`,
  fields: [
    { key: 'what', label: 'What to look for', choices: [...Object.keys(ruleGroups), 'cost'] },
    when,
    days,
    dollars,
  ],
});
