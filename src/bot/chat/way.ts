import type { Reply } from '../../commands/reply/reply.ts';
import type { Asked } from './asked.ts';
import type { Chat } from './chat.ts';

/** Answers to one person about one thing that they did. */
export interface Alone<M> {
  /** @param instead In place of the message whose button was pressed, where only they see that. */
  tell(messages: readonly M[], instead?: boolean): Promise<void>;
  /** Takes the message away whose button was pressed, where only they see it. */
  clear(): Promise<void>;
  /** Rows as a file, with words that say what it is: shown where they look, or in their direct conversation; undefined: it was not taken. */
  file(rows: string, name: string, about: Reply): Promise<'shown' | 'direct' | undefined>;
}

/** The ways to answer one thing that somebody did: in the place, or to them alone. */
export interface Way<M> extends Chat<M> {
  readonly alone: Alone<M>;
  /** The platform takes one beginning, however many were handed what somebody did. */
  readonly exclusive: boolean;
  /**
   * An answer will come: some platforms want to know that at once, and who is to see it. False: none is taken any longer, so
   * nothing may be done. @param replaces It takes the place of the message whose choice was made.
   */
  begin(asked: Asked, replaces: boolean): Promise<boolean>;
  /** Somebody else answers it: what was begun is theirs. */
  leave(): void;
  /** Everybody sees already that an answer comes. */
  open(): boolean;
}
