import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { z } from 'zod';
import { secondMs } from '../../core/time.ts';
import type { Failure } from '../chat/chat.ts';

/** Discord, "Opcodes and Status Codes", JSON error codes that decide what we do. */
export const codes = {
  unknownChannel: '10003',
  unknownMember: '10007',
  unknownMessage: '10008',
  unknownUser: '10013',
  unknownWebhook: '10015',
  unknownInteraction: '10062',
  alreadyAcknowledged: '40060',
  cannotMessageUser: '50007',
  missingAccess: '50001',
  missingPermissions: '50013',
  invalidToken: '50027',
  archivedThread: '50083',
  invalidForm: '50035',
} as const;

/** Where a message can be edited no longer: it is gone, or its thread is. */
const gone: ReadonlySet<string> = new Set([codes.unknownMessage, codes.unknownChannel]);
/** Statuses with which Discord, or what stands before it, says that the fault is its own. */
const ownFault = 500;
const unauthorized = 401;
/** No byte of the request left this machine. */
const neverSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const Caused: z.ZodType<{ readonly code?: string | undefined; readonly name?: string; readonly cause?: unknown }> =
  z.object({
    // That of a DOMException is a number.
    code: z.string().optional().catch(undefined),
    cause: z.unknown().optional(),
  });

/** What an error of discord.js' REST means: codes are Discord's own, `http_503`, or those of Node.js. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RateLimitError) return { is: 'later', code: 'ratelimited', inMs: error.retryAfter };
  if (error instanceof DiscordAPIError) {
    const code = String(error.code);
    // Without a token REST asks nothing any longer; a new one may be taken.
    if (error.status === unauthorized) return { is: 'refused', code, details: [], why: 'dead-token' };
    if (error.status >= ownFault) return { is: 'unanswered', code: `http_${error.status}` };
    const why = gone.has(code) ? 'gone' : code === codes.archivedThread ? 'closed' : undefined;
    return { is: 'refused', code, details: [error.message], ...(why !== undefined && { why }) };
  }
  if (error instanceof HTTPError)
    return error.status >= ownFault
      ? { is: 'unanswered', code: `http_${error.status}` }
      : { is: 'refused', code: `http_${error.status}`, details: [] };
  // discord.js forgets a token that Discord does not take.
  if (error instanceof Error && error.message.startsWith('Expected token to be set'))
    return { is: 'refused', code: 'no_token', details: [], why: 'dead-token' };
  const code = causeOf(error) ?? 'no_answer';
  return neverSent.has(code) ? { is: 'later', code } : { is: 'unanswered', code };
}

const Limited = z.object({ retry_after: z.number() });

/** How long Discord asks to rest, in ms; where it does not say, a second. */
export function restOf(text: string): number {
  const said = Limited.safeParse(jsonOr(text));
  return said.success ? said.data.retry_after * secondMs : secondMs;
}

const Said = z.object({ code: z.number(), message: z.string() });

/** What discord.js would make of an answer of Discord's. */
export function faultOf(text: string, status: number, url: string): Error {
  const said = Said.safeParse(jsonOr(text));
  return said.success
    ? new DiscordAPIError(said.data, said.data.code, status, 'POST', url, { body: undefined, files: undefined })
    : new HTTPError(status, '', 'POST', url, { body: undefined, files: undefined });
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The code of whatever is at the bottom of an error of Node's. */
function causeOf(error: unknown): string | undefined {
  const read = Caused.safeParse(error);
  if (!read.success) return undefined;
  return causeOf(read.data.cause) ?? read.data.code;
}
