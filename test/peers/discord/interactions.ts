import { randomBytes } from 'node:crypto';
import type { Data } from '../json.ts';

/** Types of interactions (Discord, "Interactions: Receiving and Responding", "Interaction Type"). */
export const interactionTypes = { ping: 1, command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

/** Something that a person did and the app was told of. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly user: string;
  readonly channelId: string;
  /** The peer's clock when it was sent, in milliseconds. */
  readonly at: number;
  /** Real time when it was sent, in milliseconds of `performance.now()`. */
  readonly sentAt: number;
  /** The message that the component, or the modal opened by one, belongs to. */
  readonly source?: string;
  /** The message that a command of the context menu is about. */
  readonly target?: string;
  /** Of autocomplete: type of the focused option. */
  readonly optionType?: number;
  /** As messages tell it (Discord, "Message resource", "Message Interaction Metadata Object"). */
  readonly metadata: Data;
  /** Type of the callback that answered it. */
  answered?: number;
  /** Deferred with a message, which nobody has filled in yet. */
  waiting: boolean;
  /** Id of the original response, where there is one. */
  original?: string;
  /** What was suggested. */
  choices?: readonly Data[];
}

/** What a new interaction is about. */
export type InteractionSpec = Pick<
  Interaction,
  'type' | 'user' | 'channelId' | 'source' | 'target' | 'optionType' | 'metadata' | 'id'
>;

/** The interactions so far. */
export interface Interactions {
  make(spec: InteractionSpec): Interaction;
  byToken(token: string): Interaction | undefined;
  forget(): void;
}

/** There was none yet. */
export function createInteractions(now: () => number): Interactions {
  const all = new Map<string, Interaction>();
  return {
    make(spec) {
      const token = randomBytes(60).toString('base64url');
      const one: Interaction = { ...spec, token, at: now(), sentAt: performance.now(), waiting: false };
      all.set(token, one);
      return one;
    },
    byToken: (token) => all.get(token),
    forget: () => all.clear(),
  };
}
