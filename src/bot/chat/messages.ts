import { z } from 'zod';
import { actionsOf, type Reply } from '../../commands/reply/reply.ts';
import { entriesOf } from '../../core/entries.ts';
import { quietlyFromMemory } from '../../core/from-memory.ts';
import type { Store } from '../../core/ports/store.ts';
import { dayMs } from '../../core/time.ts';
import { isSameMessage, type Posted } from './chat.ts';

/** Who said what, so that a message that is edited goes on telling it. */
const Said = z.object({ id: z.string(), name: z.string(), line: z.string() });

/** Where a change is told of, the thread that this stands in, where it is one, and who took part in the change. */
const ChangeMessage = z.object({
  channel: z.string(),
  id: z.string(),
  /** The place that it was asked for in, by its id; of a direct conversation that is the person. */
  place: z.string().optional(),
  thread: z.string().optional(),
  said: z.array(Said),
});
export type ChangeMessage = z.infer<typeof ChangeMessage>;

/** As long as a change can be asked about. */
const rememberedMs = 40 * dayMs;
/** While the store is away whoever presses is answered all the same: at worst below, where it would have stood in the message. */
const bounds = { ttlMs: rememberedMs, whileAway: 'or-nothing' } as const;
/** Of one change so many lines are told; the first, which asked for it, stays. */
export const linesTold = 6;

/** Messages beside its first that are known of one change; of more the oldest are forgotten. */
const othersAtMost = 10;

const Other = z.object({ channel: z.string(), id: z.string() });
const Live = z.object({ channel: z.string(), id: z.string(), change: z.string() });

/** A message that says that a change waits for somebody. */
export type Live = z.infer<typeof Live>;

/** The message of each change, by its key: what is said of it later is said there, or below it. What writes rejects with StoreUnwritable. */
export interface ChangeMessages {
  of(change: string): Promise<ChangeMessage | undefined>;
  put(change: string, message: ChangeMessage): Promise<void>;
  /** Messages of a change beside its first, as in a place for approvals: they are kept up to date as well. */
  others(change: string): Promise<readonly Posted[]>;
  also(change: string, posted: Posted): Promise<void>;
  /** What a message shows from now on: it is live as long as it says that the change waits. */
  shows(posted: Posted, change: string, reply: Reply): Promise<void>;
  /** The message is live for this change. */
  isLive(posted: Posted, change: string): Promise<boolean>;
  /** Every live message. */
  lives(): AsyncGenerator<Live>;
}

/** Kept in the store: another process, or this one after a restart, goes on in the same message. @param platform Each has messages of its own. */
export function createChangeMessages(store: Store, platform: string): ChangeMessages {
  const family = store.family(`${platform}-messages`, ChangeMessage, bounds);
  const further = store.family(`${platform}-other-messages`, z.array(Other), bounds);
  // By message: what takes the place of a plan there is no longer that plan's.
  const living = store.family(`${platform}-live-messages`, Live, bounds);
  const nameOf = ({ channel, id }: Posted): string => `${channel}/${id}`;
  const messages: ChangeMessages = {
    of: async (change) => (await quietlyFromMemory(() => family.get(change)))?.value,
    put: (change, message) => family.put(change, message),
    others: async (change) => (await quietlyFromMemory(() => further.get(change)))?.value ?? [],
    async also(change, { channel, id }) {
      // What is written anew must not be made of what was known before.
      const known = (await further.get(change))?.value ?? [];
      if (known.some((one) => isSameMessage(one, { channel, id }))) return;
      await further.put(change, [...known.slice(1 - othersAtMost), { channel, id }]);
    },
    async shows({ channel, id }, change, reply) {
      const name = nameOf({ channel, id });
      if (waitsIn(reply, change)) await living.put(name, { channel, id, change });
      else if ((await living.get(name)) !== undefined) await living.delete(name);
    },
    isLive: async (posted, change) =>
      (await quietlyFromMemory(() => living.get(nameOf(posted))))?.value.change === change,
    async *lives() {
      for await (const { value } of entriesOf(living)) yield value;
    },
  };
  return messages;
}

/** Whether a reply offers a press of the change, or to look at what waits: it is out of date when that is over. */
export const waitsIn = (reply: Reply, change: string): boolean =>
  actionsOf(reply).some(({ does }) => /^(?:plans|confirm|cancel|approve|deny) (\S+)/.exec(does)?.[1] === change);

/** The lines said of a change with one more. */
export const withLine = (said: ChangeMessage['said'], one: ChangeMessage['said'][number]): ChangeMessage['said'] => {
  if (said.some(({ id, line }) => id === one.id && line === one.line)) return [...said];
  const [first, ...rest] = said;
  return first === undefined ? [one] : [first, ...rest.slice(-(linesTold - 2)), one];
};
