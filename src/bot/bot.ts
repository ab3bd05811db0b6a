import type { Instant } from '../core/time.ts';

/** Whether people are heard in a platform, and since when that is so. */
export interface Standing {
  readonly heard: boolean;
  readonly since: Instant;
  /** How, or why not, for operators: without a secret. */
  readonly says: string;
}

/** A chat platform that people speak in. It runs until it is stopped, whatever becomes of the connection. */
export interface Bot {
  readonly name: 'slack' | 'discord';
  /**
   * Connects, and answers from then on. Resolves when it is connected, to words for operators: `Slack over Socket Mode as
   * quartermaster in Acme`. Tries again as long as the platform does not answer; rejects with BotRefused where it never will.
   */
  start(): Promise<string>;
  /** Whether people are heard now. Of requests that a platform sends: whether it is listened for them. */
  standing(): Standing;
  /** Takes nothing new, and waits for what is under way, at most so long. Never rejects. */
  stop(withinMs: number): Promise<void>;
}

/** The platform says no for good: a token that is revoked, a port that is taken. One sentence. */
export class BotRefused extends Error {
  override readonly name = 'BotRefused';
}
