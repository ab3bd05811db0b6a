import type { PostReply } from '../../src/commands/notices.ts';
import { plain } from '../../src/core/text.ts';
import type { Instant } from '../../src/core/time.ts';
import { NeverAnswered, NeverDeliverable } from '../../src/core/watch/post.ts';
import type { StandingClock } from '../../src/bot/preview/standing-clock.ts';
import type { House } from './house.ts';
import type { Random } from './random.ts';

const minuteMs = 60_000;
/** So long Discord knows what it was given under a name. */
export const onceMs = 5 * minuteMs;

/** A message that a chat has taken. */
export interface Message {
  readonly at: Instant;
  readonly place: string;
  /** Of its notice, and which of its messages it is. */
  readonly key: string;
  readonly part: number;
  readonly says: string;
  readonly change: string | undefined;
  /** It says that it may be a repeat. */
  readonly repeat: boolean;
  readonly by: Try;
}

/** One attempt of a house to post a notice. */
export interface Try {
  readonly key: string;
  readonly house: House;
  readonly began: Instant;
  /** Writes that had been made by then. */
  readonly writes: number;
  /** What it knew. */
  readonly unanswered: boolean;
  /** How it was answered; undefined: it is under way, or its house was killed. */
  end?: 'taken' | 'not now' | 'unanswered' | 'never';
}

/** What goes wrong in a chat, in times of a hundred. */
export interface Mood {
  notNow: number;
  unanswered: number;
  slow: number;
}

/** Chats that people read, with all that was ever posted. */
export interface Chats {
  readonly messages: readonly Message[];
  readonly tries: readonly Try[];
  readonly mood: Mood;
  /** Places in which nothing can be posted. */
  readonly closed: Set<string>;
  /** Until when each platform is away, and whether it then says so. */
  readonly away: Map<string, { readonly until: Instant; readonly silent: boolean }>;
  /** How a house posts. */
  postOf(house: House): PostReply;
  /** Whether an answer in a place reaches it: as a post does. */
  takes(placeId: string): 'taken' | 'not now' | 'unanswered';
}

const platformOf = (placeId: string): string => placeId.split(':')[0] ?? '';

/** Notices of people's are told in one message to three, each the same number at each try. */
const partsOf = (key: string): number => (key.startsWith('audit/') ? 1 : 1 + (key.length % 3));

/** Slack takes all that it is given, Discord what has a name once in five minutes. */
export function createChats(
  clock: StandingClock,
  random: Random,
  note: (line: string) => void,
  writes: () => number,
): Chats {
  const messages: Message[] = [];
  const tries: Try[] = [];
  const mood: Mood = { notNow: 0, unanswered: 0, slow: 0 };
  const closed = new Set<string>();
  const away: Chats['away'] = new Map();
  const never = new AbortController().signal;

  const answer = (placeId: string): 'yes' | 'not now' | 'unanswered' | 'taken, unanswered' => {
    const out = away.get(platformOf(placeId));
    if (out !== undefined && clock.now() < out.until) return out.silent ? 'unanswered' : 'not now';
    if (random.percent(mood.notNow)) return 'not now';
    if (random.percent(mood.unanswered)) return random.percent(50) ? 'unanswered' : 'taken, unanswered';
    return 'yes';
  };
  const isKnown = (key: string, part: number): boolean =>
    messages.some((one) => one.key === key && one.part === part && one.at > clock.now() - onceMs);

  return {
    messages,
    tries,
    mood,
    closed,
    away,
    postOf:
      (house) =>
      async (place, reply, { key, says, change, unanswered, begun, progress }) => {
        const one: Try = { key, house, began: clock.now(), writes: writes(), unanswered };
        tries.push(one);
        const first = begun?.messages ?? 0;
        for (let part = first; part < partsOf(key); part += 1) {
          const repeat = unanswered && part === first;
          const said = await house.life.hears(async () => {
            // On its way. Of who is killed meanwhile it has come, or never does.
            if (random.percent(mood.slow))
              await Promise.race([clock.sleep(random.between(1, 150) * 1_000, never), house.life.death]);
            if (house.life.isDead() && random.percent(50)) return 'unanswered';
            if (closed.has(place)) return 'never';
            const how = answer(place);
            if (how === 'not now' || how === 'unanswered') return how;
            if (platformOf(place) !== 'discord' || !isKnown(key, part)) {
              messages.push({ at: clock.now(), place, key, part, says, change, repeat, by: one });
              note(
                `${place} has ${key} ${part}${repeat ? ', may be a repeat' : ''}: ${plain(reply.title).slice(0, 60)}`,
              );
            }
            return how;
          });
          if (said !== 'yes') {
            one.end = said === 'not now' || said === 'never' ? said : 'unanswered';
            if (said === 'never') throw new NeverDeliverable('is_archived');
            throw said === 'not now' ? new Error('ratelimited') : new NeverAnswered('no_answer');
          }
          if (part + 1 < partsOf(key))
            await progress({ messages: part + 1, first: begun?.first ?? { channel: place, id: key } });
        }
        one.end = 'taken';
      },
    takes(place) {
      if (closed.has(place)) return 'not now';
      const how = answer(place);
      return how === 'yes' ? 'taken' : how === 'not now' ? 'not now' : 'unanswered';
    },
  };
}
