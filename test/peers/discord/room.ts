import type { Log } from '../log.ts';
import type { Call } from './call.ts';
import type { Commands } from './commands.ts';
import type { Interactions } from './interactions.ts';
import type { OpenModal } from './modals.ts';
import type { World } from './world.ts';

/** What every part of the stand-in shares. */
export interface Room {
  readonly world: World;
  readonly log: Log<Call>;
  readonly now: () => number;
  readonly interactions: Interactions;
  readonly commands: Commands;
  /** The modal that each person has before them. */
  readonly modals: Map<string, OpenModal>;
  /** Mentions that may ring, as they are written: `<@1234>`, `@here`. */
  readonly mayRing: Set<string>;
  /** The bot's token, and whether it was withdrawn. */
  readonly token: { readonly bot: string; revoked: boolean };
  /** Of what signs interactions over HTTP: the public key in hexadecimal. */
  readonly publicKey: string;
  /** Nonces of messages so far, with the message and the time of each. */
  readonly nonces: Map<string, { readonly message: string; readonly at: number }>;
  /** IDENTIFYs so far, and how many a day allows. */
  readonly identifies: { count: number; readonly most: number };
  /** Whether the stand-in was stopped. */
  readonly over: { stopped: boolean };
  /** Where the stand-in listens, without a slash at the end. */
  origin(): string;
}
