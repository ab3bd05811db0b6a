import { pino } from 'pino';
import type { Log } from '../ports/log.ts';

/** JSON lines on stderr, written at once, so that the last words before a crash are not lost. Only warnings and errors: a terminal is no place for chatter. */
export const stderrLog: Log = pino({ level: 'warn', base: null }, pino.destination({ dest: 2, sync: true }));
