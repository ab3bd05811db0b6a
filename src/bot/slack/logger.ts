import { LogLevel, type Logger } from '@slack/bolt';
import type { Log } from '../../core/ports/log.ts';

/** Bolt's own words in our log. Nothing below a warning: at DEBUG it prints whole payloads, with what people wrote in them. */
export function slackLogger(log: Log): Logger {
  const told = (words: readonly unknown[]): string =>
    words.map((word) => (word instanceof Error ? word.message : String(word))).join(' ');
  return {
    debug() {},
    info() {},
    warn: (...words: unknown[]) => log.warn({ platform: 'slack' }, told(words)),
    error: (...words: unknown[]) => log.error({ platform: 'slack' }, told(words)),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}
