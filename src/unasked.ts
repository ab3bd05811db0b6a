import { stampedAsDemo } from './bot/dispatch.ts';
import { noticeReply, type NoticeParts, type PlaceOf, type PostReply } from './commands/notices.ts';
import type { Outcome } from './core/changes/changes.ts';
import { isChat, shownIn, type Places } from './core/people/places.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Log } from './core/ports/log.ts';
import type { Instant } from './core/time.ts';
import type { Notice } from './core/watch/notice.ts';
import type { Outbox } from './core/watch/outbox.ts';
import { NeverDeliverable, NotYet, type Before, type Post } from './core/watch/post.ts';

/** Answers to presses of changes, in places in which something can be said unasked. What they do rejects with StoreUnwritable. */
export interface Answers {
  /** It is about to be shown, and told later where that does not come. In a terminal nothing is: who sat there sees it, or looks it up. */
  owe(change: string, placeId: string, request: string): Promise<void>;
  /** It could not be shown, and is told later. */
  tellLater(change: string, placeId: string, before: Before & { readonly request: string }): Promise<void>;
  /** It has been shown. */
  shown(change: string, placeId: string, request: string): Promise<void>;
}

/** See {@link Answers}. */
export function createAnswers(outbox: Outbox, clock: Clock): Answers {
  const ended = (change: string): Notice => ({ says: 'change-ended', change, at: clock.now() });
  return {
    owe: async (change, place, request) =>
      isChat(place) ? outbox.owe(answerKey(change, place, request), place, ended(change)) : undefined,
    tellLater: (change, place, { request, unanswered }) =>
      outbox.put(answerKey(change, place, request), place, ended(change), { unanswered }),
    shown: (change, place, request) => outbox.done(answerKey(change, place, request)),
  };
}

/** Each answer is told by itself, and in each place: that a change waits for an approval is not how it ends, and who asked and who approved may both wait for that. */
const answerKey = (change: string, place: string, request: string): string =>
  `change-ended/${change}/${place}/${request}`;

/** What notices are posted with. */
export interface PostingParts extends Pick<NoticeParts, 'journal' | 'changes' | 'runs' | 'signal'> {
  /** Until when a notice is not to be posted, for its alert has quiet hours; undefined: it may be now. */
  quietUntil(notice: Notice): Promise<Instant | undefined>;
  readonly outbox: Pick<Outbox, 'put'>;
  readonly places: Places | undefined;
  /** What is told comes from the demo account. */
  readonly demo: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** Words a notice as its place may see it, and posts it. How a change stands that can never be told there is told to who asked for it, in private. */
export function posting(
  { journal, changes, runs, signal, outbox, places, demo, clock, log, quietUntil }: PostingParts,
  post: PostReply,
  placeOf?: PlaceOf,
): Post {
  return async (notice, place, attempt) => {
    const quiet = await quietUntil(notice);
    if (quiet !== undefined) throw new NotYet(quiet);
    const shown = placeOf && shownIn(await placeOf(place), places);
    const known = { journal, changes, runs, signal, now: clock.now(), ...(shown && { shown }) };
    const words = await noticeReply(notice, known);
    if (words === undefined) {
      log.info({ notice }, 'what was to be told of is over, or not kept any longer');
      return;
    }
    const { change } = words;
    const told = demo ? stampedAsDemo(words) : words;
    try {
      await post(place, told, { ...attempt, says: notice.says, ...(change !== undefined && { change }) });
    } catch (error) {
      if (error instanceof NeverDeliverable) await tellInPrivate(notice, place);
      throw error;
    }
  };

  async function tellInPrivate(notice: Notice, place: string): Promise<void> {
    // Of a change, whoever asked for it waits for its end; of all else nobody waits who was not told.
    if (!('change' in notice) || notice.says === 'approval-wanted' || notice.says === 'glass-broken') return;
    const outcome = await changes.outcome(notice.change);
    if (outcome === undefined || outcome.by.id === place || !isChat(outcome.by.id)) return;
    // Several notices may say the same.
    await outbox.put(`in-private/${notice.change}/${stateOf(outcome)}`, outcome.by.id, notice);
  }
}

/** How far a change is, as far as it makes a difference to who asked for it. */
function stateOf({ waits, targets }: Outcome): string {
  if (waits !== undefined) return waits.for;
  return targets.some(({ phase }) => phase === 'not-yet' || phase === 'cannot-tell') ? 'unfinished' : 'ended';
}
