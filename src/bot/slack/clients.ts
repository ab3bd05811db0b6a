import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Log } from '../../core/ports/log.ts';
import { secondMs } from '../../core/time.ts';
import { slackLogger } from './logger.ts';

/**
 * Clients apart by what waits for them: a 429 of any method rests all methods of its client, and a form must be opened
 * within three seconds of its press (Slack, "Handling user interaction": trigger_id).
 */
export interface SlackClients {
  /** Forms and App Homes: quick or not at all. */
  readonly interactive: WebClient;
  /** Messages and files. Nothing is tried again by itself: a post that Slack may have taken must not be doubled unsaid. */
  readonly posts: WebClient;
  /** Who people are, what channels are, who is in a group. */
  readonly lookups: WebClient;
}

/** A form that is not open by then is not opened at all. */
const interactiveMs = 2_500;
const postMs = 10 * secondMs;
const lookupMs = 5 * secondMs;

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
export function createClients(token: string, apiUrl: string, log: Log): SlackClients {
  return {
    interactive: new WebClient(token, optionsOf(apiUrl, log, interactiveMs, 1)),
    posts: new WebClient(token, optionsOf(apiUrl, log, postMs, 0)),
    lookups: new WebClient(token, optionsOf(apiUrl, log, lookupMs, 1)),
  };
}
