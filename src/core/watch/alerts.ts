import { createHash } from 'node:crypto';
import { z } from 'zod';
import { allIn } from '../entries.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import type { Instant } from '../time.ts';
import { Alert, identityOf, isSameAlert, Made, Paused, type Known } from './alert.ts';

/** Alerts that are made in chats, at most: each is a sweep, and a list that people read. */
export const alertsAtMost = 100;

/** Whether an alert rests, and since when it goes on again. */
const Rest = z.object({ paused: Paused.optional(), resumed: z.number().optional() });
type Rest = z.infer<typeof Rest>;

/** An alert that was made in a chat. */
const InChat = z.object({
  alert: Alert,
  made: Made,
  /** See `Known`. */
  sees: Made.optional(),
  /** Since when it has this schedule, where that is not the first. */
  changed: z.number().optional(),
  rest: Rest.optional(),
});
type InChat = z.infer<typeof InChat>;

/** What became of an alert that was to be added: its name may be taken, or there are as many as there may be. */
export type Added = 'added' | 'taken' | 'full';

/** Every alert, of the configuration and of chats. What writes rejects with StoreUnwritable. */
export interface Alerts {
  /** In the order of their names; one of the configuration hides one of a chat. */
  list(): Promise<readonly Known[]>;
  find(name: string): Promise<Known | undefined>;
  /** What every alert is told from others by, also where one of the configuration hides one of a chat. */
  identities(): Promise<readonly string[]>;
  /** Claims the name. */
  add(alert: Alert, made: Made): Promise<Added>;
  /** Of a chat alone; false where it is no longer what it was. Another schedule begins anew. @param sees Who lends it their eyes from here on; left out: who did before. */
  change(before: Known, alert: Alert, at: Instant, sees?: Made): Promise<boolean>;
  /** Of a chat alone; false where there is none. */
  remove(name: string): Promise<boolean>;
  /** Lets it rest; false where there is none. */
  pause(name: string, paused: Paused): Promise<boolean>;
  /** Lets it go on: what was due meanwhile is none of it. False where it does not rest. */
  resume(name: string, at: Instant): Promise<boolean>;
  /**
   * Notes once that an alert of the configuration was seen with its schedule, for what was due before is none of it; gives it
   * with that. One of a chat began when it was made.
   */
  begin(known: Known, at: Instant): Promise<Known>;
}

/** Signs of a hash that tell two schedules of one name apart: 96 bits. */
const hashSigns = 16;

/** Nothing was due yet of an alert that nobody has seen. */
const notBegun = Number.POSITIVE_INFINITY;

/** Kept in the store. @param configured Alerts of the configuration, whose names differ. */
export function createAlerts(store: Store, configured: readonly Alert[], clock: Pick<Clock, 'now'>): Alerts {
  const chats = store.family('alerts', InChat, { ttlMs: 'forever' });
  /** Of the configuration's, by name. */
  const rests = store.family('alert-rests', Rest, { ttlMs: 'forever' });
  /** Of the configuration's, by name and schedule: processes with another configuration do not begin it anew. */
  const begun = store.family('alert-begins', z.number(), { ttlMs: 'forever' });

  const isConfigured = (name: string): boolean => configured.some((alert) => alert.name === name);
  const ofConfig = async (alert: Alert): Promise<Known> => {
    const [began, rest] = await Promise.all([begun.get(beginKey(alert)), rests.get(alert.name)]);
    return { alert, ...restingAt(clock.now(), began?.value ?? notBegun, rest?.value) };
  };
  const ofChat = ({ alert, made, sees, changed, rest }: InChat): Known => ({
    alert,
    made,
    ...(sees && { sees }),
    ...restingAt(clock.now(), changed ?? made.at, rest),
  });
  const find = async (name: string): Promise<Known | undefined> => {
    const own = configured.find((alert) => alert.name === name);
    if (own !== undefined) return ofConfig(own);
    const kept = await chats.get(name);
    return kept && ofChat(kept.value);
  };
  /** Another may write it meanwhile: then it is read anew. */
  const rewrite = async (name: string, to: (before: InChat) => InChat | undefined): Promise<boolean> => {
    for (let kept = await chats.get(name); kept !== undefined; kept = await chats.get(name)) {
      const now = to(kept.value);
      if (now === undefined) return false;
      if (await chats.swap(kept, now)) return true;
    }
    return false;
  };

  return {
    async list() {
      const inChats = (await allIn(chats)).filter(({ key }) => !isConfigured(key)).map(({ value }) => ofChat(value));
      const all = [...(await Promise.all(configured.map(ofConfig))), ...inChats];
      return all.toSorted((one, other) => (one.alert.name < other.alert.name ? -1 : 1));
    },
    find,
    async identities() {
      const inChats = (await allIn(chats)).map(({ value }) => identityOf(ofChat(value)));
      return [...configured.map((alert) => identityOf({ alert })), ...inChats];
    },
    async add(alert, made) {
      if (isConfigured(alert.name)) return 'taken';
      if ((await allIn(chats)).length >= alertsAtMost) return 'full';
      return (await chats.claim(alert.name, { alert, made })) ? 'added' : 'taken';
    },
    async change({ alert: before }, alert, at, sees) {
      if (isConfigured(before.name)) return false;
      return rewrite(before.name, (kept) => {
        if (!isSameAlert(kept.alert, before)) return undefined;
        const anew = sees !== undefined || scheduleOf(alert) !== scheduleOf(before);
        return { ...kept, alert, ...(sees && { sees }), ...(anew && { changed: at }) };
      });
    },
    remove: async (name) => !isConfigured(name) && (await chats.take(name)) !== undefined,
    async pause(name, paused) {
      if (!isConfigured(name)) return rewrite(name, (kept) => ({ ...kept, rest: { ...kept.rest, paused } }));
      await rests.put(name, { ...(await rests.get(name))?.value, paused });
      return true;
    },
    async resume(name, at) {
      if ((await find(name))?.paused === undefined) return false;
      if (!isConfigured(name)) return rewrite(name, (kept) => ({ ...kept, rest: { resumed: at } }));
      await rests.put(name, { resumed: at });
      return true;
    },
    async begin(known, at) {
      if (known.made !== undefined || known.since !== notBegun) return known;
      await begun.claim(beginKey(known.alert), at);
      return ofConfig(known.alert);
    },
  };
}

const scheduleOf = ({ when: { cron, timeZone } }: Alert): string => `${cron} ${timeZone}`;
const beginKey = (alert: Alert): string =>
  `${alert.name}/${createHash('sha256').update(scheduleOf(alert)).digest('base64url').slice(0, hashSigns)}`;

/** Whether it rests, and since when what is due is of it. A rest that has an end is over by itself. */
function restingAt(
  now: Instant,
  began: Instant,
  { paused, resumed = began }: Rest = {},
): Pick<Known, 'paused' | 'since'> {
  const since = Math.max(began, resumed);
  if (paused === undefined) return { since };
  return paused.until !== undefined && paused.until <= now
    ? { since: Math.max(since, paused.until) }
    : { paused, since };
}
