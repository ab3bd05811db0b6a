import type { Reply } from '../../commands/reply/reply.ts';
import type { Instant } from '../../core/time.ts';
import type { PressedThere } from './addresses.ts';

/** Something to show, neutral still. */
export type ToShow =
  | {
      readonly kind: 'reply';
      readonly reply: Reply;
      /** As it is told in a chat. */
      readonly inChat: Reply;
      readonly at: Instant;
      readonly whispered: boolean;
    }
  | { readonly kind: 'home'; readonly reply: Reply; readonly at: Instant }
  | { readonly kind: 'form'; readonly pressed: PressedThere; readonly at: Instant };
