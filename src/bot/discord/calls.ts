import { setTimeout as rested } from 'node:timers/promises';
import { DefaultUserAgent, REST, RequestMethod, type RawFile, type RESTOptions, type RouteLike } from 'discord.js';
import { Agent, request } from 'undici6';
import { minuteMs, secondMs } from '../../core/time.ts';
import { untilAborted } from '../../core/until-aborted.ts';
import type { Failure } from '../chat/chat.ts';
import { failureOf, faultOf, restOf } from './failure.ts';

/** One call of Discord's API. */
export interface Call {
  readonly method: keyof typeof RequestMethod;
  readonly route: RouteLike;
  readonly body?: unknown;
  readonly files?: readonly RawFile[];
  /** Given for what bears the token of an interaction in its route. */
  readonly auth?: false;
  readonly query?: Readonly<Record<string, string>>;
  /** What waits for it. */
  readonly signal?: AbortSignal;
}

/** What Discord has said: its JSON, or nothing. */
export interface Answered {
  readonly is: 'sent';
  readonly body: unknown;
}

/** Discord's API over discord.js. Never rejects. */
export interface DiscordCalls {
  /** Once, after the rests that Discord asks for. */
  call(call: Call): Promise<Answered | Failure>;
  /** The same, again where nobody answered: for what changes nothing, or is the same when it is done twice. */
  ask(call: Call): Promise<Answered | Failure>;
  /** The first answer to an interaction, which Discord waits for and paces with nothing else: without the queues of discord.js, after a rest where there is time for it. @param withinMs In real time. */
  answer(route: RouteLike, body: unknown, withinMs: number): Promise<Answered | Failure>;
  /** The same of discord.js, which rejects. */
  readonly rest: Pick<REST, 'get' | 'put'>;
  /** How whatever else of discord.js reaches the API. */
  readonly options: Partial<RESTOptions>;
  close(): Promise<void>;
}

const apiVersion = '10';
/** Statuses from which on Discord has not taken it. */
const firstFault = 400;
const tooManyRequests = 429;
/** Discord, "API Reference": User Agent. */
const userAgent = DefaultUserAgent.trim();
/** How long an answer of Discord's is waited for, in ms; a test has less patience. */
export const usualPatienceMs = 5 * secondMs;
/** A rest that Discord asks for and that is longer is not waited for. */
const longestRestMs = minuteMs;
/** Below what servers keep a silent connection for, so that none is used that is closed at the same moment (github.com/discordjs/discord.js/issues/11554). */
const keepAliveMs = 4 * secondMs;
/** Queues of what was answered are forgotten so often. */
const sweepMs = 10 * secondMs;

/**
 * @param apiUrl Ends in `/api`. With an undici of its own: beside Bolt's, which sets the process's dispatcher, uploads fail
 * (github.com/discordjs/discord.js/issues/11525).
 */
export function createCalls(token: string, apiUrl: string, patienceMs = usualPatienceMs): DiscordCalls {
  const agent = new Agent({
    keepAliveMaxTimeout: keepAliveMs,
    keepAliveTimeout: keepAliveMs,
    connect: { timeout: patienceMs },
  });
  const options: Partial<RESTOptions> = {
    api: apiUrl,
    version: apiVersion,
    timeout: patienceMs,
    // A post that Discord may have taken must not be made again unsaid.
    retries: 0,
    agent,
    rejectOnRateLimit: ({ timeToReset }) => timeToReset > longestRestMs,
  };
  const rest = new REST(options).setToken(token);
  const interactions = new REST({
    ...options,
    // What bears the token of an interaction is not bound to the bot's limit of requests a second (Discord, "Rate Limits").
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    // Each token has a queue of its own, which discord.js would keep for an hour.
    handlerSweepInterval: sweepMs,
  });
  const call: DiscordCalls['call'] = async ({ method, route, body, files, auth, query, signal }) => {
    const end = new AbortController();
    const abort = () => end.abort(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      signal?.throwIfAborted();
      const asked = (auth === false ? interactions : rest).request({
        method: RequestMethod[method],
        fullRoute: route,
        ...(body !== undefined && { body }),
        ...(files !== undefined && files.length > 0 && { files: [...files] }),
        ...(auth === false && { auth }),
        ...(query !== undefined && { query: new URLSearchParams(query) }),
        signal: end.signal,
      });
      // discord.js rests as long as Discord says, whoever waits for it.
      return { is: 'sent', body: await untilAborted(asked, end.signal) };
    } catch (error) {
      signal?.throwIfAborted();
      return failureOf(error);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  };
  const answer: DiscordCalls['answer'] = async (route, body, withinMs) => {
    const until = performance.now() + withinMs;
    const end = new AbortController();
    const late = setTimeout(() => end.abort(new Error('it took too long')), withinMs);
    const url = `${apiUrl}/v${apiVersion}${route}`;
    try {
      for (;;) {
        const { statusCode, body: said } = await request(url, {
          dispatcher: agent,
          method: 'POST',
          headers: { 'content-type': 'application/json', 'user-agent': userAgent },
          body: JSON.stringify(body),
          signal: end.signal,
        });
        const text = await said.text();
        if (statusCode < firstFault) return { is: 'sent', body: undefined };
        if (statusCode !== tooManyRequests) return failureOf(faultOf(text, statusCode, url));
        const restMs = restOf(text);
        if (!(performance.now() + restMs < until)) return { is: 'later', code: 'ratelimited', inMs: restMs };
        await rested(restMs, undefined, { signal: end.signal });
      }
    } catch (error) {
      return failureOf(error);
    } finally {
      clearTimeout(late);
    }
  };
  return {
    rest,
    options,
    call,
    answer,
    async ask(wanted) {
      const first = await call(wanted);
      return first.is === 'unanswered' ? call(wanted) : first;
    },
    close: () => agent.destroy(),
  };
}
