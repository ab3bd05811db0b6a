import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Log } from '../../core/ports/log.ts';
import { secondMs } from '../../core/time.ts';
import { slackLogger } from './logger.ts';

/**
 * Clients apart by what waits for them: each has a time-out and tries of its own, for a form must be opened within three
 * seconds of its press (Slack, "Handling user interaction": trigger_id), and a post must not be made twice unsaid.
 */
export interface SlackClients {
  /** Forms and App Homes: quick or not at all. */
  readonly interactive: WebClient;
  /** Messages and files. Nothing is tried again by itself: a post that Slack may have taken must not be doubled unsaid. */
  readonly posts: WebClient;
  /** Who people are, what channels are, who is in a group. */
  readonly lookups: WebClient;
}

/** How long an answer of Slack's is waited for, in milliseconds, by what waits. */
export interface Patience {
  /** A form that is not open by then is not opened at all. */
  readonly interactive: number;
  readonly posts: number;
  readonly lookups: number;
}

/** What people wait for; a test has less patience. */
export const usualPatience: Patience = { interactive: 2_500, posts: 10 * secondMs, lookups: 5 * secondMs };

/** Options that every client is given; without them the SDK waits without end and tries for half an hour. `headers` are never set: the SDK would send one client's token with another's calls. */
export const optionsOf = (
  apiUrl: string,
  log: Log,
  timeout: number,
  retries: number,
): WebClientOptions & Required<Pick<WebClientOptions, 'retryConfig' | 'timeout'>> => ({
  slackApiUrl: apiUrl,
  logger: slackLogger(log),
  timeout,
  retryConfig: { retries, minTimeout: 150, maxTimeout: 300 },
  rejectRateLimitedCalls: true,
});

/** @param apiUrl Ends in `/api/`. */
export function createClients(token: string, apiUrl: string, log: Log, patience = usualPatience): SlackClients {
  return {
    interactive: new WebClient(token, optionsOf(apiUrl, log, patience.interactive, 1)),
    posts: new WebClient(token, optionsOf(apiUrl, log, patience.posts, 0)),
    lookups: new WebClient(token, optionsOf(apiUrl, log, patience.lookups, 1)),
  };
}
