import { createHash, randomUUID } from 'node:crypto';
import type { HomeView } from '@slack/types';
import { z } from 'zod';
import type { Reply } from '../../commands/reply/reply.ts';
import { quietlyFromMemory } from '../../core/from-memory.ts';
import { StoreUnwritable, type Store } from '../../core/ports/store.ts';
import type { Log } from '../../core/ports/log.ts';
import { dayMs } from '../../core/time.ts';
import type { SlackClients } from './clients.ts';
import { failureOf } from './failure.ts';
import type { SlackParts } from './parts.ts';
import { renderHome } from './render.ts';
import type { SlackWho } from './who.ts';

/** What App Homes are made with. */
export interface HomeParts extends Pick<SlackParts, 'dispatch' | 'person' | 'log'> {
  readonly client: SlackClients['interactive'];
  readonly store: Store;
  readonly who: SlackWho;
  /** `/ec2`. */
  readonly command: string;
  readonly signal: AbortSignal;
}

/** The page of each person in the app. */
export interface Homes {
  /**
   * Looks anew, and publishes what has changed. Never rejects for what Slack says.
   * @param why `blank`: somebody looks, and Slack has nothing to show, so it is published in any case; `asks`: somebody wants it
   * read anew, and is to see when it was; `looks`: somebody looks; `changed`: they have changed something, which matters to who
   * has looked before alone.
   */
  refresh(user: string, why: 'blank' | 'asks' | 'looks' | 'changed'): Promise<void>;
}

/** A page that nobody has looked at for so long is published anew. */
const rememberedMs = 30 * dayMs;

/** See {@link Homes}. */
export function createHomes({ dispatch, person, log, client, store, who, command, signal }: HomeParts): Homes {
  const published = store.family('slack-homes', z.string(), { ttlMs: rememberedMs, whileAway: 'or-nothing' });
  return {
    async refresh(user, why) {
      const before = (await quietlyFromMemory(() => published.get(user)))?.value;
      if (why === 'changed' && before === undefined) return;
      const member = await who.member({ user });
      if (member.bot) return;
      const request = {
        id: randomUUID(),
        person: person(member),
        place: who.direct(member),
        line: 'home',
        signal,
      };
      const { reply, problem } = await dispatch(request, () => {});
      // What was shown is of more use than why nothing newer is.
      if (problem !== undefined && before !== undefined && why !== 'blank') return;
      const { blocks } = renderHome(reply, { command });
      // When it was looked at is no news.
      const told = createHash('sha256')
        .update(JSON.stringify(timeless(reply)))
        .digest('base64');
      if (why !== 'blank' && why !== 'asks' && before === told) return;
      const view: HomeView = { type: 'home', blocks: [...blocks] };
      try {
        await client.apiCall('views.publish', { user_id: user, view });
        await published.put(user, told);
      } catch (error) {
        // It is published, and will be once more.
        if (error instanceof StoreUnwritable) return;
        notPublished(error, user, log);
      }
    },
  };
}

/** The reply without the moments in it. */
const timeless = (reply: Reply): unknown =>
  JSON.parse(JSON.stringify(reply), (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'time' ? undefined : value,
  );

function notPublished(error: unknown, user: string, log: Log): void {
  const code = failureOf(error)?.code ?? (error instanceof Error ? error.message : String(error));
  log.warn({ platform: 'slack', user, error: code }, 'an App Home could not be published');
}
