import { LogLevel, type Logger } from '@slack/bolt';
import type { Log } from '../../core/ports/log.ts';

/** Told of errors that are thrown too: whoever catches them says what they mean, once. In a bundle these bear names of classes that nobody knows. */
const thrownToo = /^(?:http request failed|Failed to retrieve a new WSS URL)/;

/** Bolt's own words in our log. Nothing below a warning: at DEBUG it prints whole payloads, with what people wrote in them. */
export function slackLogger(log: Log): Logger {
  const told = (words: readonly unknown[]): string =>
    words.map((word) => (word instanceof Error ? word.message : String(word))).join(' ');
  const tell = (level: 'warn' | 'error', words: readonly unknown[]): void => {
    const message = told(words);
    if (!thrownToo.test(message)) log[level]({ platform: 'slack' }, message);
  };
  return {
    debug() {},
    info() {},
    warn: (...words: unknown[]) => tell('warn', words),
    error: (...words: unknown[]) => tell('error', words),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}
