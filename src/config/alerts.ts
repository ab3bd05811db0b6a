import { z } from 'zod';
import { isProblem, sentenceOf, type Problem } from '../core/problem.ts';
import { plain } from '../core/text.ts';
import {
  alertNameForm,
  daysAtMost,
  isAlertName,
  toOwner,
  usual,
  type Alert,
  type Watched,
} from '../core/watch/alert.ts';
import { isGrouping, isPlaceId, readDollars, readTag } from '../core/watch/alert-words.ts';
import { rulesNamed } from '../core/watch/rules/named.ts';
import { readHours } from '../core/watch/time-of-day.ts';
import { readWhen } from '../core/watch/when.ts';
import { zoneNamed } from '../core/watch/zone-name.ts';
import { unique, yesOrNo } from './chats.ts';

/** Text that core reads: what it makes of it, or what is wrong with it. @param expected Where it does not say that itself. */
const readBy = <T extends object | string>(read: (text: string) => T | Problem | undefined, expected = '') =>
  z.string().transform((text, context) => {
    const value = read(text);
    if (value !== undefined && !isProblem(value)) return value;
    context.addIssue({ code: 'custom', message: value === undefined ? expected : told(value) });
    return z.NEVER;
  });

/** What a Problem says, one sentence after another. */
const told = (problem: Problem): string => `${plain(sentenceOf(problem))} ${plain(problem.todo)}`;

/** A tag that chooses. */
const tag = readBy(readTag, 'expected a tag and its value, such as env=dev, or env=* for any');

/** YAML reads 2.50 as a number. */
const dollars = z.preprocess(
  (amount) => (typeof amount === 'number' ? String(amount) : amount),
  readBy(readDollars, 'expected an amount of US dollars, such as 30 or 2.5'),
);

const days = z.int().min(0).max(daysAtMost);

/** Somewhere something can be said unasked. */
const placeWords = 'expected the id of a place, as whoami tells it there (slack:C0123456)';
const places = z
  .array(z.string().refine(isPlaceId, placeWords))
  .min(1, 'expected at least one place')
  .refine(unique, 'a place stands twice');

/** What goes with `rules` alone: of costs there is nothing to put off, and nothing to repeat. */
const ofRules = ['atLeast', 'form', 'repeatDays', 'escalate', 'allClear'] as const;

const alert = z
  .strictObject({
    /** Groups and ids of waste rules. */
    rules: z
      .array(readBy((word) => rulesNamed([word])))
      .min(1, 'expected at least one rule or group of rules')
      .optional(),
    /** What costs are reported by. */
    report: z.string().refine(isGrouping, 'expected account, region, type, owner or tag:KEY').optional(),
    /** What may be spent in an hour, by everything or by what has a tag. */
    budget: z
      .strictObject({
        usdPerHour: dollars.refine((amount) => amount !== '0', 'expected more than 0'),
        tag: tag.optional(),
      })
      .optional(),
    accounts: z
      .array(z.string())
      .min(1, 'expected at least one account; leave the key out for all')
      .refine(unique, 'an account stands twice')
      .optional(),
    /** In which zone is known later. */
    when: readBy((words) => {
      const when = readWhen(words, 'UTC');
      return isProblem(when) ? when : words;
    }).optional(),
    to: z
      .array(z.string().refine((one) => one === toOwner || isPlaceId(one), `${placeWords}, or owner`))
      .refine(unique, 'a place stands twice')
      .refine(
        (all) => all.some((one) => one !== toOwner),
        'expected at least one place besides owner, for not everything has one',
      ),
    atLeast: z.strictObject({ days: days.optional(), usdPerMonth: dollars.optional() }).optional(),
    form: z.enum(['digest', 'each'], 'expected digest or each').optional(),
    repeatDays: z.union([days.min(1), z.literal('never')], `expected days, 1 to ${daysAtMost}, or never`).optional(),
    escalate: z.strictObject({ afterDays: days.min(1), to: places }).optional(),
    quiet: readBy(readHours, 'expected two times of the day, such as 22:00-7:00').optional(),
    allClear: yesOrNo.optional(),
  })
  .superRefine((one, context) => {
    const fault = (path: readonly string[], message: string) =>
      context.addIssue({ code: 'custom', path: [...path], message });
    const kinds = (['rules', 'report', 'budget'] as const).filter((kind) => one[kind] !== undefined);
    const [kind, second] = kinds;
    if (kind === undefined) fault([], 'expected rules, report or budget, for what is looked for');
    else if (second !== undefined) fault([second], `does not go with ${kind}: write two alerts`);
    else if (kind === 'rules' && one.when === undefined) fault(['when'], 'is missing');
    else if (kind !== 'rules')
      for (const key of ofRules) if (one[key] !== undefined) fault([key], `goes with rules, not with ${kind}`);
  });

/** Name → what it looks for, when, and whom it tells. */
export const AlertsConfig = z.record(z.string().refine(isAlertName, `expected ${alertNameForm}`), alert);

/** Alerts as they were written: see {@link alertsOf}. */
export type AlertsConfig = Readonly<z.infer<typeof AlertsConfig>>;

/** When the waste of everything is noted for its history, in hours: the least, the most, and where nothing is said. */
const everyHours = { least: 1, most: 24, usual: 6 } as const;
/** Tags that mark an address as idle, at most. */
const idleTagsAtMost = 20;

/** What holds for all alerts. */
export const WatchConfig = z
  .strictObject({
    /** Of times of the day that name none. */
    timeZone: readBy(zoneNamed, 'expected a time zone such as Europe/Berlin or UTC').default('UTC'),
    idleTags: z.array(tag).max(idleTagsAtMost, `expected ${idleTagsAtMost} tags at most`).default([]),
    everyHours: z.int().min(everyHours.least).max(everyHours.most).default(everyHours.usual),
  })
  .prefault({});

/** The same as core knows them, in the order of their names. @param timeZone Where an alert names none. */
export const alertsOf = (written: AlertsConfig, timeZone: string): readonly Alert[] =>
  Object.entries(written)
    .map(([name, one]) => alertOf(name, one, timeZone))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));

function alertOf(name: string, one: AlertsConfig[string], timeZone: string): Alert {
  const watches = watchedBy(one);
  const when = readWhen(one.when ?? (watches.is === 'budget' ? usual.budget : usual.report), timeZone);
  if (isProblem(when)) throw new Error(`alerts.${name}.when was read, and cannot be`);
  const { accounts, to, atLeast = {}, form = usual.form, repeatDays = usual.repeatDays, escalate, quiet } = one;
  return {
    name,
    watches,
    ...(accounts && { accounts }),
    when,
    to,
    atLeast,
    form,
    ...(repeatDays !== 'never' && { repeatDays }),
    ...(escalate && { escalate }),
    ...(quiet && { quiet }),
    allClear: one.allClear ?? false,
  };
}

function watchedBy({ rules, report, budget }: AlertsConfig[string]): Watched {
  if (rules !== undefined) {
    const ids = rulesNamed(rules.flat());
    if (isProblem(ids)) throw new Error('the rules of an alert were read, and cannot be');
    return { is: 'waste', rules: [...ids] };
  }
  if (budget !== undefined) return { is: 'budget', ...budget };
  return { is: 'cost', by: report ?? 'account' };
}
