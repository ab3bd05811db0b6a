import { z } from 'zod';
import type { Clock } from '../../core/ports/clock.ts';
import type { Groups } from '../../core/ports/groups.ts';
import type { Log } from '../../core/ports/log.ts';
import { hourMs, secondMs, type Instant } from '../../core/time.ts';
import type { SlackClients } from './clients.ts';
import { failureOf } from './failure.ts';

/** Who waits for a group waits at most so long; what is not known then is not believed. */
const waitMs = 2 * secondMs;
/** However seldom somebody asks: what is older is not believed. */
const believedMs = hourMs;
/** A group that could not be read is left alone for so long: nobody waits for it again. */
const restMs = 10 * secondMs;
/** Members of one channel that are read; who comes after them is none. */
const pagesAtMost = 25;
const pageSize = 200;

/** `slack:S0123` is a user group, `slack:C0123` and `slack:G0123` are channels. */
const groupForm = /^slack:([SCG][A-Z0-9]+)$/;

/** Whether an id under `roles:` is a group or a channel of Slack. */
export const isSlackGroup = (id: string): boolean => groupForm.test(id);

const GroupMembers = z.object({ users: z.array(z.string()) });
const ChannelMembers = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
/** The event `subteam_members_changed`. */
export const GroupChanged = z.object({
  subteam_id: z.string(),
  added_users: z.array(z.string()).default([]),
  removed_users: z.array(z.string()).default([]),
});

interface Known {
  readonly ids: ReadonlySet<string>;
  readonly readAt: Instant;
}

/** Groups of Slack, and what hears of their changes. */
export interface SlackGroups extends Groups {
  /** Slack has told of a change: whoever was taken out is out at once; who came in is read at the next question, for an event may be an old one that is handed over again. */
  changed(event: z.infer<typeof GroupChanged>): void;
}

/** See {@link Groups}. */
export function createGroups(client: SlackClients['lookups'], clock: Clock, log: Log): SlackGroups {
  const known = new Map<string, Known>();
  const doubted = new Set<string>();
  const behind = new Set<string>();
  /** Changed since the last question. */
  const meanwhile = new Set<string>();
  const failedAt = new Map<string, Instant>();
  const under = new Map<string, Promise<void>>();

  const read = async (id: string): Promise<readonly string[]> => {
    const name = groupForm.exec(id)?.[1] ?? id;
    if (name.startsWith('S'))
      return GroupMembers.parse(await client.apiCall('usergroups.users.list', { usergroup: name })).users;
    const members: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < pagesAtMost; page += 1) {
      const answer = ChannelMembers.parse(
        await client.apiCall('conversations.members', {
          channel: name,
          limit: pageSize,
          ...(cursor !== undefined && { cursor }),
        }),
      );
      members.push(...answer.members);
      cursor = answer.response_metadata?.next_cursor;
      if (cursor === undefined || cursor === '') break;
    }
    return members;
  };
  const renew = async (id: string): Promise<void> => {
    // The moment of the question: who is taken out while it is answered is found out the next time.
    const readAt = clock.now();
    try {
      meanwhile.delete(id);
      let users = await read(id);
      // Slack has told of a change while it was asked: the answer may be of before.
      if (meanwhile.delete(id)) users = await read(id);
      known.set(id, { ids: new Set(users.map((user) => `slack:${user}`)), readAt });
      doubted.delete(id);
      behind.delete(id);
      failedAt.delete(id);
    } catch (error) {
      failedAt.set(id, clock.now());
      const code = failureOf(error)?.code ?? String(error);
      log.warn({ platform: 'slack', group: id, error: code }, 'who is in a group could not be read');
    } finally {
      under.delete(id);
    }
  };
  const isOlder = (id: string, ms: number): boolean => {
    const before = known.get(id);
    return before === undefined || clock.now() - before.readAt > ms;
  };

  return {
    async refresh(wanted, maxAgeMs) {
      const old = wanted.filter(
        (id) => isSlackGroup(id) && (doubted.has(id) || behind.has(id) || isOlder(id, maxAgeMs)),
      );
      if (old.length === 0) return;
      const over = new AbortController();
      const resting = (id: string) => clock.now() - (failedAt.get(id) ?? Number.NEGATIVE_INFINITY) < restMs;
      const asked = old
        .filter((id) => !resting(id))
        .map((id) => {
          const going = under.get(id) ?? renew(id);
          under.set(id, going);
          return going;
        });
      await Promise.race([Promise.all(asked), clock.sleep(waitMs, over.signal).catch(() => {})]);
      over.abort();
      for (const id of old) if (isOlder(id, maxAgeMs)) doubted.add(id);
    },
    holds(id, persons) {
      const found = known.get(id);
      if (found === undefined || doubted.has(id) || isOlder(id, believedMs)) return false;
      return persons.some((person) => found.ids.has(person));
    },
    changed({ subteam_id: group, added_users: added, removed_users: removed }) {
      const id = `slack:${group}`;
      meanwhile.add(id);
      const before = known.get(id);
      if (before === undefined) return;
      const ids = new Set(before.ids);
      for (const user of removed) ids.delete(`slack:${user}`);
      if (added.length > 0) behind.add(id);
      known.set(id, { ...before, ids });
    },
  };
}
