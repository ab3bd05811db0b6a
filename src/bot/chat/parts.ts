import type { Command } from '../../commands/command.ts';
import type { PlaceOf, PostReply } from '../../commands/notices.ts';
import type { Reply } from '../../commands/reply/reply.ts';
import type { Person } from '../../core/people/person.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Store } from '../../core/ports/store.ts';
import type { Spans } from '../../core/text.ts';
import type { Before } from '../../core/watch/post.ts';
import type { Claims } from '../claims.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Drawer } from '../pictures/draw.ts';
import type { Calls } from './aloud.ts';
import type { Chat, Failure, Rendered } from './chat.ts';
import type { ChangeMessages } from './messages.ts';
import type { Member } from './origin.ts';

/** What is a platform's own in what is common to all. */
export interface Platform {
  /** Stands before its ids: `slack`. */
  readonly id: 'slack' | 'discord';
  /** What people call it: `Slack`. */
  readonly title: string;
  readonly calls: Calls;
  /** The channel of a place, by its id; undefined: it is none that the bot could post in. */
  channelOf(placeId: string): string | undefined;
  /** Why a file may not have been taken. */
  readonly mayNotPostFiles: Spans;
  /** Why only who asked sees what everybody was to see. @param shared It was shared, and changes nothing. */
  whyAlone(failure: Failure, shared: boolean): Spans;
}

/** What a chat needs of the rest of the house. */
export interface HouseParts {
  readonly dispatch: Dispatch;
  readonly commands: readonly Command[];
  readonly claims: Claims;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly drawer: Drawer;
  /** Somebody of the platform with the roles that they have. */
  person(member: Member): Person;
  /** Posts what waits to be said in the places that somebody speaks in, each as far as it is shown there. Never rejects. */
  notices(speaks: (placeId: string) => boolean, post: PostReply, signal: AbortSignal, placeOf: PlaceOf): Promise<void>;
  /** How a change stands is told in a place later, as the answer to a request that pressed it. Rejects with StoreUnwritable. */
  tellLater(change: string, placeId: string, before: Before & { readonly request: string }): Promise<void>;
  /** The answer to a request that pressed a change has been shown in a place: it is not told there later. Rejects with StoreUnwritable. */
  shown(change: string, placeId: string, request: string): Promise<void>;
  /** How a change stands, by its key, for which nothing can be pressed any longer; undefined: it waits, is under way, or is not kept. */
  over(change: string): Promise<Reply | undefined>;
}

/** What replies are shown with. @typeParam M A message as the platform takes it. */
export interface ShowParts<M> {
  readonly platform: Platform;
  readonly chat: Chat<M>;
  readonly messages: ChangeMessages;
  readonly log: Log;
  show(reply: Reply): Promise<Rendered<M>>;
}
