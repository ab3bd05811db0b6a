import type { Chosen } from './choosing.ts';
import type { Log } from '../log.ts';
import type { Call } from './call.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Triggers } from './triggers.ts';
import type { Views } from './views.ts';
import type { SlackMessage, World } from './world.ts';

/** What every part of the stand-in shares. */
export interface Room {
  readonly world: World;
  readonly log: Log<Call>;
  readonly now: () => number;
  readonly triggers: Triggers;
  readonly urls: ResponseUrls;
  readonly views: Views;
  /** Scopes of the bot's token. */
  readonly scopes: Set<string>;
  /** Mentions besides those of people and channels that the app may mean, as they are written: `<!here>`. */
  readonly declared: Set<string>;
  /** Tokens, and what is wrong with one of them. */
  readonly tokens: { bot: string; app: string; readonly otherApp: Set<string>; readonly revoked: Set<string> };
  /** What was picked on a message (`channel ts`) or in a view (its id). */
  chosen(surface: string): Chosen;
  /** Whether a channel takes one post a second only, and when it took its last. */
  readonly pace: { on: boolean; readonly last: Map<string, number> };
  /** Is told of every message of the app that was posted, edited or deleted, with what it was before. */
  kept(message: SlackMessage, before?: SlackMessage): void;
  /** How many posts that show a new file still fail, for Slack has not processed it. */
  readonly pictures: { slowFor: number };
  /** Where the stand-in listens, without a slash at the end. */
  origin(): string;
}
