import type { HouseParts } from '../chat/parts.ts';
import type { DiscordCalls } from './calls.ts';
import type { DiscordGroups } from './groups.ts';

/** How Discord is reached. */
export interface DiscordSettings {
  readonly mode: 'gateway' | 'http';
  /** Of `http`; 0: whichever is free. */
  readonly port: number;
  readonly path: string;
  /** Ends in `/api`. */
  readonly apiUrl: string;
  /** `ec2`, without the slash. */
  readonly command: string;
  /** Undefined: asked of the token. */
  readonly applicationId?: string | undefined;
  /** Of `http`, what requests are signed with, hex; undefined: asked of the token. */
  readonly publicKey?: string | undefined;
  /** Servers that have the commands; undefined: every one that the bot is in. */
  readonly servers?: readonly string[] | undefined;
  /** What may be done in a direct conversation with the bot. */
  readonly directMessages: 'read' | 'all';
}

/** What Discord needs of the rest, and what it is reached with. */
export interface DiscordParts extends HouseParts {
  readonly settings: DiscordSettings;
  readonly token: string;
  readonly calls: DiscordCalls;
  readonly groups: DiscordGroups;
}
