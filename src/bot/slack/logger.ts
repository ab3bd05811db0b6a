import { LogLevel, type Logger } from '@slack/bolt';
import type { Log } from '../../core/ports/log.ts';

/** Told of errors that are thrown or told a second time: whoever meets them says what they mean, once. In a bundle these bear names of classes that nobody knows. And an error without a word. */
const toldTwice =
  /^(?:http request failed|Failed to retrieve a new WSS URL|WebSocket error! |WebSocket error occurred:\s*$)/;

/** Bolt's own words in our log. Nothing below a warning: at DEBUG it prints whole payloads, with what people wrote in them. */
export function slackLogger(log: Log): Logger {
  const told = (words: readonly unknown[]): string =>
    words.map((word) => (word instanceof Error ? word.message : String(word))).join(' ');
  const tell = (level: 'warn' | 'error', words: readonly unknown[]): void => {
    const message = told(words);
    if (!toldTwice.test(message)) log[level]({ platform: 'slack' }, message);
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
