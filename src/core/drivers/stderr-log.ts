import { writeSync } from 'node:fs';
import { pino } from 'pino';
import type { Log } from '../ports/log.ts';
import type { Redactor } from '../secrets.ts';

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

/** JSON lines on stderr, without secrets. Only warnings and errors: a terminal is no place for chatter. */
export function stderrLog({ facts: clean, sentence }: Redactor): Log {
  const log = pino({ level: 'warn', base: null }, stderr);
  return {
    info: (facts, message) => log.info(clean(facts), sentence(message)),
    warn: (facts, message) => log.warn(clean(facts), sentence(message)),
    error: (facts, message) => log.error(clean(facts), sentence(message)),
  };
}
