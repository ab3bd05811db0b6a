import { REST, RequestMethod, type RawFile, type RESTOptions, type RouteLike } from 'discord.js';
import { Agent } from 'undici6';
import { minuteMs, secondMs } from '../../core/time.ts';
import type { Failure } from '../chat/chat.ts';
import { failureOf } from './failure.ts';

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
  /** Waits for the answer no longer than this, in ms of real time, where that is less than is usual. */
  readonly withinMs?: number;
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
  /** The same of discord.js, which rejects. */
  readonly rest: Pick<REST, 'get' | 'put'>;
  /** How whatever else of discord.js reaches the API. */
  readonly options: Partial<RESTOptions>;
  close(): Promise<void>;
}

/** How long an answer of Discord's is waited for, in ms; a test has less patience. */
export const usualPatienceMs = 5 * secondMs;
/** A rest that Discord asks for and that is longer is not waited for. */
const longestRestMs = minuteMs;
/** Below what servers keep a silent connection for, so that none is used that is closed at the same moment (github.com/discordjs/discord.js/issues/11554). */
const keepAliveMs = 4 * secondMs;
/** Told in the log when so many requests of ten minutes were refused: at 10,000 Discord bars the address (Discord, "Rate Limits"). */
const warnedAt = 500;

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
    version: '10',
    timeout: patienceMs,
    // A post that Discord may have taken must not be made again unsaid.
    retries: 0,
    agent,
    rejectOnRateLimit: ({ timeToReset }) => timeToReset > longestRestMs,
    invalidRequestWarningInterval: warnedAt,
  };
  const rest = new REST(options).setToken(token);
  // What bears the token of an interaction is not bound to the bot's limit of requests a second (Discord, "Rate Limits").
  const interactions = new REST({ ...options, globalRequestsPerSecond: Number.POSITIVE_INFINITY });
  const call: DiscordCalls['call'] = async ({ method, route, body, files, auth, query, signal, withinMs }) => {
    const late = withinMs === undefined ? [] : [AbortSignal.timeout(withinMs)];
    const either = signal === undefined ? late : [signal, ...late];
    try {
      const asked = (auth === false ? interactions : rest).request({
        method: RequestMethod[method],
        fullRoute: route,
        ...(body !== undefined && { body }),
        ...(files !== undefined && files.length > 0 && { files: [...files] }),
        ...(auth === false && { auth }),
        ...(query !== undefined && { query: new URLSearchParams(query) }),
        ...(either.length > 0 && { signal: AbortSignal.any(either) }),
      });
      return { is: 'sent', body: await (signal === undefined ? asked : endedBy(signal, asked)) };
    } catch (error) {
      signal?.throwIfAborted();
      return failureOf(error);
    }
  };
  return {
    rest,
    options,
    call,
    async ask(wanted) {
      const first = await call(wanted);
      return first.is === 'unanswered' ? call(wanted) : first;
    },
    close: () => agent.destroy(),
  };
}

/** discord.js rests as long as Discord says, whoever waits for it: the end of the process does not. */
async function endedBy<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    const end = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('it is over'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true, signal: over.signal });
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    over.abort();
    work.catch(() => {});
  }
}
