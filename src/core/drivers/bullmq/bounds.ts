import { hourMs, minuteMs, secondMs } from '../../time.ts';

const mebibyte = 1_024 * 1_024;

/** Parts of one batch that are asked for and not yet answered: Redis holds no more of them, and results wait in it no longer than they are walked. */
export const askedAtOnce = 512;
/** A job is given up when so many workers died over it: one of the usual 1 gives up what two restarts in a row fall upon. */
export const deathsAtMost = 5;
/** Events that BullMQ keeps of a queue; nobody reads them. */
export const eventsKept = 100;

/** How much is carried, in bytes, and how long what is waited for, in milliseconds of real time. */
export interface Limits {
  /** A result may be so large, compressed and as it is read: a region of 100,000 instances has some 10 MB and 120 MB. */
  readonly packedAtMost: number;
  /** See {@link packedAtMost}. */
  readonly unpackedAtMost: number;
  /** Redis is gone for whoever asks when it owes an answer for so long. */
  readonly askingSilentMs: number;
  /** The same for a worker. It waits for new jobs with a command that BullMQ lets take ten seconds, so it must be longer than that. */
  readonly workingSilentMs: number;
  /** A worker that could not begin tries again after so long. */
  readonly beginAgainMs: number;
  /** With nothing to do a worker is told of a new job; it looks itself after so long, for that may be lost. */
  readonly lookMs: number;
  /** A result is known for so long; whoever asks for the same batch and part meanwhile is answered by it. */
  readonly resultMs: number;
  /** What is done is looked for so often. */
  readonly pollMs: number;
  /** Where nothing new was done for so long, what is missing is asked for again: Redis may have lost it. What is still there is not doubled. */
  readonly askAgainMs: number;
  /** Where nothing new was done for so long, the rest is lost. */
  readonly quietMs: number;
  /** After so long in all, the rest is lost. */
  readonly wholeMs: number;
  /** One try at one part may take so long: the AWS driver gives up long before. Its slot is free again by itself after that. */
  readonly tryMs: number;
  /** Who finds all slots taken comes again after so long, and up to twice that. */
  readonly slotRestMs: number;
  /** What this process cannot do is offered to others again after so long, and after a tenth of the time for which nobody has had it where that is longer. */
  readonly elsewhereMs: number;
  /** After a try that failed, the next one comes so much later; twice as late after each. */
  readonly retryMs: number;
  /**
   * A worker that shows no sign of life for so long has lost its jobs; whether one has is looked for as often. With BullMQ's own 30
   * seconds it takes 80 seconds more until another one takes over.
   */
  readonly lockMs: number;
  /** When the end is told, jobs under way may go on for so long; then they are given back for others to do. */
  readonly finishMs: number;
  /** What is given back is waited for so long; then it is left to be found as that of a dead worker. */
  readonly giveBackMs: number;
}

/** What holds where nothing else is said. */
export const usualLimits: Limits = {
  packedAtMost: 16 * mebibyte,
  unpackedAtMost: 192 * mebibyte,
  askingSilentMs: 5 * secondMs,
  workingSilentMs: 15 * secondMs,
  beginAgainMs: 10 * secondMs,
  lookMs: 5 * secondMs,
  resultMs: 10 * minuteMs,
  pollMs: 100,
  askAgainMs: 10 * secondMs,
  quietMs: 5 * minuteMs,
  wholeMs: hourMs,
  tryMs: 5 * minuteMs,
  slotRestMs: 500,
  elsewhereMs: secondMs,
  retryMs: secondMs,
  lockMs: 5 * secondMs,
  finishMs: 5 * secondMs,
  giveBackMs: 3 * secondMs,
};
