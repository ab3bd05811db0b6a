import type { HouseParts } from '../chat/parts.ts';
import type { SlackClients } from './clients.ts';
import type { SlackGroups } from './groups.ts';

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

/** What Slack needs of the rest, and what it is reached with. */
export interface SlackParts extends HouseParts {
  readonly settings: SlackSettings;
  readonly secrets: SlackSecrets;
  readonly clients: SlackClients;
  readonly groups: SlackGroups;
}
