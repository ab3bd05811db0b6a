import type { Log } from './core/ports/log.ts';

/** Codes of errors that a connection leaves behind (Node.js, "Errors": Common system errors). */
const ofConnections: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);
/** What `ws` says of a connection that never stood; it has no codes for these. */
const neverStood =
  /^(?:WebSocket was closed before the connection was established|Opening handshake has timed out|Unexpected server response: \d+)$/;

/** Whether an error is one of a connection, on which nothing depends but that connection. */
export const isOfConnection = (error: unknown): boolean =>
  error instanceof Error &&
  (neverStood.test(error.message) || ('code' in error && ofConnections.has(String(error.code))));

/**
 * From now on what a library rejects where nobody listens is logged and ends nothing: Socket Mode does so when it is closed while
 * it opens. So is an error of a connection that nobody listens to any longer: discord.js takes its listener away from one that is
 * given up while it opens. Any other error that nobody caught is logged and ends the process with code 1.
 */
export function watchStrayErrors(log: Log): void {
  const told = (error: unknown): void =>
    log.error({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'a stray error');
  process.on('unhandledRejection', told);
  process.on('uncaughtException', (error: unknown) => {
    told(error);
    if (!isOfConnection(error)) process.exit(1);
  });
}
