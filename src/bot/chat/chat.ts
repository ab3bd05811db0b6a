/** A message that stands in a channel. */
export interface Posted {
  readonly channel: string;
  /** The platform's name of a message in its channel. */
  readonly id: string;
}

/** What is said besides the message itself. */
export interface Where {
  readonly channel: string;
  /** The message under which it is said. */
  readonly thread?: string | undefined;
}

/** Why a platform did not do what it was asked. */
export type Failure =
  /** It said no, by its code: asking again says no again. */
  | {
      readonly is: 'refused';
      readonly code: string;
      readonly details: readonly string[];
      /**
       * `gone`: the message is there no longer, or can be edited no longer. `closed`: where it stands nothing is edited until
       * somebody says something there. `dead-token`: with a new token it may say yes.
       */
      readonly why?: 'gone' | 'closed' | 'dead-token';
    }
  /** It was not taken, and may be later. */
  | { readonly is: 'later'; readonly code: string; readonly inMs?: number }
  /** Nobody answered: it may have been taken. */
  | { readonly is: 'unanswered'; readonly code: string };

/** Whether a platform has taken a message, and where it stands. */
export type Sent = ({ readonly is: 'sent' } & Posted) | Failure;

/** Messages into a chat, in each channel one after the other. Nothing here rejects but for the end of the process. @typeParam M A message as the platform takes it. */
export interface Chat<M> {
  /**
   * @param where A person's id as channel is the direct conversation with them.
   * @param once Names what is posted: where a platform can tell, it takes it once in some minutes, whoever posts it how often.
   * Others take it each time.
   */
  post(where: Where, message: M, once?: string): Promise<Sent>;
  /** In place of what stands there. Told again it is the same. Edits of one message are made one after the other; one that comes before its turn takes the place of another that waits. */
  edit(posted: Posted, message: M): Promise<Sent>;
}

/** A reply as messages, in order, one at least. */
export interface Rendered<M> {
  readonly messages: readonly M[];
  /** Rows or words were left out; the messages say what. */
  readonly cut: boolean;
}

/** Rows into a channel, as a file below a message. @returns Whether the platform took it. Never rejects. */
export type PostFile = (rows: string, name: string, below: Posted) => Promise<boolean>;

/** Whether two are the same message. */
export const isSameMessage = (one: Posted, other: Posted): boolean =>
  one.channel === other.channel && one.id === other.id;
