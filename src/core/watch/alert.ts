import { z } from 'zod';
import { standings } from '../people/person.ts';

/** What holds of an alert where nothing is said. */
export const usual = {
  form: 'digest',
  repeatDays: 7,
  /** When costs are reported, and how often a budget is looked at. */
  report: 'mondays 9:00',
  budget: 'every 15m',
} as const;

/** Days that may be said at most, anywhere in an alert: ten years. */
export const daysAtMost = 3_650;

/** The name of an alert is typed, and part of keys. */
export const isAlertName = (word: string): boolean => /^[a-z0-9][a-z0-9-]{0,62}$/.test(word);
/** What {@link isAlertName} takes, in words. */
export const alertNameForm = 'a plain word of at most 63 lower-case letters, digits and hyphens';

/** Whom findings are told besides places: each owner, of their own, in a direct conversation. */
export const toOwner = 'owner';

/** A tag that chooses, `env=dev`; a value of `*` is any. */
export const Tag = z.object({ key: z.string(), value: z.string() });
export type Tag = z.infer<typeof Tag>;

/** What an alert looks for. */
export const Watched = z.discriminatedUnion('is', [
  /** Waste, by the ids of rules. */
  z.object({ is: z.literal('waste'), rules: z.array(z.string()).min(1) }),
  /** What everything costs an hour, in groups: `account`, `region`, `type`, `owner` or `tag:KEY`. */
  z.object({ is: z.literal('cost'), by: z.string() }),
  /** What costs more an hour than it may: a decimal in USD. */
  z.object({ is: z.literal('budget'), usdPerHour: z.string(), tag: Tag.optional() }),
]);
export type Watched = z.infer<typeof Watched>;

/** When an alert is due. */
export const When = z.object({
  /** In words that are read to the same: `weekdays 9:00 Europe/Paris`. */
  said: z.string(),
  /** Five fields, as croner reads them. */
  cron: z.string(),
  /** IANA name. */
  timeZone: z.string(),
});
export type When = z.infer<typeof When>;

/** An alert: what it looks for, when, and whom it tells. From the configuration, or made in a chat. */
export const Alert = z.object({
  /** A plain word, by which people name it; one of the configuration hides one of a chat. */
  name: z.string(),
  watches: Watched,
  /** Names of accounts; left out: all that may be seen. */
  accounts: z.array(z.string()).optional(),
  when: When,
  /** Ids of places, and {@link toOwner}. At least one is a place. */
  to: z.array(z.string()).min(1),
  /** What idles for less, or costs less a month, is not told: days, and a decimal in USD. */
  atLeast: z.object({ days: z.number().optional(), usdPerMonth: z.string().optional() }),
  /** All in one message, or one each. */
  form: z.enum(['digest', 'each']),
  /** What goes on is told again after so many days; left out: never, until it changes. */
  repeatDays: z.number().optional(),
  /** What goes on for so many days since it was told first is told elsewhere too, once. */
  escalate: z.object({ afterDays: z.number(), to: z.array(z.string()).min(1) }).optional(),
  /** Nothing is posted from one time of the day to the other, `22:00` to `07:00`, in the zone of `when`. */
  quiet: z.object({ from: z.string(), to: z.string() }).optional(),
  /** That nothing was found is told too. */
  allClear: z.boolean(),
});
export type Alert = z.infer<typeof Alert>;

/** Whether two alerts are the same in all that they say. */
export const isSameAlert = (one: Alert, other: Alert): boolean =>
  JSON.stringify(Alert.parse(one)) === JSON.stringify(Alert.parse(other));

/** Everybody whom it tells: ids of places, and {@link toOwner}; each once. */
export const toldBy = ({ to, escalate }: Alert): readonly string[] => [...new Set([...to, ...(escalate?.to ?? [])])];

/** The places that it posts in. */
export const placesOf = (alert: Alert): readonly string[] => toldBy(alert).filter((one) => one !== toOwner);

/** An alert where it comes from. */
export interface Known {
  readonly alert: Alert;
  /** Made in a chat: by whom and where. It sees what they may see there. Undefined: it stands in the configuration. */
  readonly made?: Made | undefined;
  /** Somebody else has changed since what it looks for, or whom it tells: it sees what they may see, and begins anew with that. */
  readonly sees?: Made | undefined;
  readonly paused?: Paused | undefined;
  /** Runs before are none of it: when it was made, or went on, or was seen in the configuration first with its schedule; infinite where it was not seen yet. */
  readonly since: number;
}

/** What an alert may see is what they may see where they said it; undefined: everything. */
export const eyesOf = ({ made, sees = made }: Pick<Known, 'made' | 'sees'>): Made | undefined => sees;

/** Tells an alert from others of its name, made before or after it, or that saw otherwise: what one has told is nothing to another. */
export const identityOf = (known: Pick<Known, 'alert' | 'made' | 'sees'>): string => {
  const { name } = known.alert;
  const eyes = eyesOf(known);
  return eyes === undefined ? name : `${name}.${eyes.at}`;
};

/** Whether another is told, or looked for, than before: whoever wants that lends the alert their own eyes. */
export const isTurned = (before: Alert, to: Alert): boolean =>
  !isSameAlert(before, { ...before, to: to.to, escalate: to.escalate, watches: to.watches, accounts: to.accounts });

/** Who made an alert, or turned it, in which place, and when. */
export const Made = z.object({
  /** A guest has no roles by groups, neither when they speak nor through an alert. */
  by: z.object({ id: z.string(), name: z.string(), standing: z.enum(standings).exactOptional() }),
  where: z.object({
    id: z.string(),
    privateTo: z.string().exactOptional(),
    workspace: z.string().exactOptional(),
    outside: z.literal(true).exactOptional(),
  }),
  at: z.number(),
});
export type Made = z.infer<typeof Made>;

/** Who lets an alert rest, since when, and until when; without an end until somebody lets it go on. */
export const Paused = z.object({
  by: z.object({ id: z.string(), name: z.string() }),
  at: z.number(),
  until: z.number().optional(),
});
export type Paused = z.infer<typeof Paused>;
