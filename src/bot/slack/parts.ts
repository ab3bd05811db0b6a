import type { Command } from '../../commands/command.ts';
import type { PlaceOf } from '../../commands/notices.ts';
import type { Reply } from '../../commands/reply/reply.ts';
import type { Person } from '../../core/people/person.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Store } from '../../core/ports/store.ts';
import type { Claims } from '../claims.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Drawer } from '../pictures/draw.ts';
import type { SlackClients } from './clients.ts';
import type { SlackGroups } from './groups.ts';
import type { Member } from './who.ts';

/** How Slack is reached. */
export interface SlackSettings {
  /** Of `http`; 0: whichever is free. */
  readonly port: number;
  readonly path: string;
  /** Ends in `/api/`. */
  readonly apiUrl: string;
  /** `/ec2`. */
  readonly command: string;
}

/** What opens Slack, by the way that payloads come. */
export type SlackSecrets =
  | { readonly mode: 'socket'; readonly botToken: string; readonly appToken: string }
  | { readonly mode: 'http'; readonly botToken: string; readonly signingSecret: string };

/** What Slack needs of the rest. */
export interface SlackParts {
  readonly settings: SlackSettings;
  readonly secrets: SlackSecrets;
  readonly clients: SlackClients;
  readonly groups: SlackGroups;
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
  notices(speaks: (placeId: string) => boolean, post: PostNotice, signal: AbortSignal, placeOf: PlaceOf): Promise<void>;
  /** How a change ended is told in a place later. Rejects with StoreUnwritable. */
  tellLater(change: string, placeId: string, before: { readonly unanswered: boolean }): Promise<void>;
  /** How a change stands, by its key, for which nothing can be pressed any longer; undefined: it waits, is under way, or is not kept. */
  over(change: string): Promise<Reply | undefined>;
}

/** Shows what nobody asked for. @param about `says`: what of. `unanswered`: it may have been posted before. `change`: the key of the change that it is about. */
export type PostNotice = (
  placeId: string,
  reply: Reply,
  about: { readonly says: string; readonly unanswered: boolean; readonly change?: string },
) => Promise<void>;
