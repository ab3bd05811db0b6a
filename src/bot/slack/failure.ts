import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { z } from 'zod';
import type { Failure } from '../chat/chat.ts';

/** Codes with which Slack says that the fault is its own (Slack, "Web API", common errors). */
const own: ReadonlySet<string> = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);
/** What a code of Slack's looks like. */
const codeForm = /^[a-z][a-z0-9_.-]*$/i;
/** Tokens that are good for nothing any longer. */
const deadTokens: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
]);
/** Messages that are there no longer, or can be edited no longer (Slack, "chat.update", errors). */
const gone: ReadonlySet<string> = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'is_inactive',
]);
/** No byte of the request left this machine. */
const neverSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

/** Whether a code says that the token is revoked or wrong. */
export const isDeadToken = (code: string): boolean => deadTokens.has(code);

const Metadata = z.object({ response_metadata: z.object({ messages: z.array(z.string()) }) });
const Caused: z.ZodType<{ readonly code?: string | undefined; readonly cause?: unknown }> = z.object({
  // That of a DOMException is a number.
  code: z.string().optional().catch(undefined),
  cause: z.unknown().optional(),
});

/** What an error of `@slack/web-api` means; undefined: it is none of theirs, and a fault of ours. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof WebAPIRateLimitedError)
    return { is: 'later', code: 'ratelimited', inMs: error.retryAfter * 1_000 };
  if (error instanceof WebAPIPlatformError) {
    const { error: code } = error.data;
    if (own.has(code)) return { is: 'unanswered', code };
    // The SDK takes whatever answers in anything but JSON for a code.
    if (!codeForm.test(code)) return { is: 'unanswered', code: 'bad_answer' };
    const told = Metadata.safeParse(error.data);
    const why = isDeadToken(code) ? 'dead-token' : gone.has(code) ? 'gone' : undefined;
    const details = told.success ? told.data.response_metadata.messages : [];
    return { is: 'refused', code, details, ...(why !== undefined && { why }) };
  }
  if (error instanceof WebAPIHTTPError) {
    const code = `http_${error.statusCode}`;
    // A proxy that answers for Slack may have handed the request on before.
    return error.statusCode >= 500 ? { is: 'unanswered', code } : { is: 'refused', code, details: [] };
  }
  if (error instanceof WebAPIRequestError) {
    const code = causeOf(error.original) ?? 'no_answer';
    return neverSent.has(code) ? { is: 'later', code } : { is: 'unanswered', code };
  }
  return undefined;
}

/** The code of whatever is at the bottom of an error of `fetch`. */
export function causeOf(error: unknown): string | undefined {
  const read = Caused.safeParse(error);
  if (!read.success) return undefined;
  return causeOf(read.data.cause) ?? read.data.code;
}
