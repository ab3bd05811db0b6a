import { writeSync } from 'node:fs';
import { pino } from 'pino';
import type { Log, LogLevel } from '../ports/log.ts';
import type { Redactor } from '../secrets.ts';
import { requestNow } from '../under-request.ts';

/** stderr, written at once, so that the last words before a crash are not lost. A line that cannot be written is lost, and nothing else: no answer and no change depends on the log. */
const stderr = {
  write(line: string): void {
    try {
      writeSync(2, line);
    } catch {
      // A full disk, or nobody who reads it any longer.
    }
  },
};

/**
 * JSON lines on stderr, without secrets, each with the id of the request that it was written for. @param level Warnings and errors
 * alone if left out: a terminal is no place for chatter.
 */
export function stderrLog({ facts: clean, sentence }: Redactor, level: LogLevel = 'warn'): Log {
  const log = pino({ level, base: null }, stderr);
  const line =
    (of: LogLevel) =>
    (facts: Readonly<Record<string, unknown>>, message: string): void => {
      // What nobody reads is not made.
      if (!log.isLevelEnabled(of)) return;
      const request = requestNow();
      log[of](clean({ ...(request !== undefined && { request }), ...facts }), sentence(message));
    };
  return {
    ...(log.isLevelEnabled('debug') && { debug: line('debug') }),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
  };
}
