import { StoreAway, StoreForeign, StoreUnwritable } from '../../ports/store.ts';
import { secondMs } from '../../time.ts';
import type { Connection } from './connect.ts';
import { faultOf, Unanswered, type Fault } from './errors.ts';
import type { Line } from './line.ts';

/** All of these are of real time: they are about networks, whatever the clock of the house shows. */

/** An answer is waited for so long, each time that a call is made. */
const answerMs = 1_500;
/** A server that cannot be reached, or refuses for what may pass, is tried so long; one that has been away for longer, once. */
const awayMs = 1_500;
/** A write that may have been done is made again under its number for so long, until it is known. */
const unknownMs = 4 * secondMs;
/** Between two tries. */
const pauseMs = 50;

/** Calls of the server that end in time, whatever becomes of it. */
export interface Calls {
  /** Rejects with StoreAway where no answer can be had, and with StoreForeign where something else stands there. */
  read<R>(attempt: () => Promise<R>): Promise<R>;
  /** @param attempt May be made several times: what it does must be done once. Rejects with StoreUnwritable, and with StoreForeign. */
  write<R>(attempt: () => Promise<R>): Promise<R>;
}

/** How a call that came to nothing is told. */
type Refusal = (fault: Fault, isUnknown: boolean) => Error;

/** @param where It is, for people. */
export function createCalls(connection: Connection, line: Line, where: string): Calls {
  const made = async <R>(attempt: () => Promise<R>, lostMs: number, refusal: Refusal): Promise<R> => {
    const began = performance.now();
    let isUnknown = false;
    for (;;) {
      try {
        const answer = await inTime(attempt());
        line.answered();
        return answer;
      } catch (error) {
        const fault = faultOf(error, line.last());
        if (fault === undefined) throw error;
        isUnknown ||= fault.is === 'lost';
        const isOver = connection.status === 'end';
        if (!isOver && (fault.is === 'unsent' || fault.is === 'lost')) line.failed(fault);
        const since = isUnknown ? began : Math.min(began, line.awaySince() ?? began);
        const untilMs = since + (isUnknown ? lostMs : awayMs);
        if (!fault.passes || isOver || performance.now() + pauseMs > untilMs) throw refusal(fault, isUnknown);
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  };
  const foreign = ({ why, todo }: Fault): Error =>
    new StoreForeign(`${where} is no store of Quartermaster: ${why}. ${todo}.`);
  return {
    read: (attempt) =>
      made(attempt, awayMs, (fault) =>
        fault.is === 'foreign'
          ? foreign(fault)
          : new StoreAway(`The store (${where}) cannot be read: ${fault.why}.`, { todo: fault.todo }),
      ),
    write: (attempt) =>
      made(attempt, unknownMs, (fault, isUnknown) => {
        if (fault.is === 'foreign') return foreign(fault);
        const says = isUnknown
          ? `Whether the store (${where}) took a write is not known: ${fault.why}, and it was asked for ${unknownMs / secondMs} seconds.`
          : `The store (${where}) cannot be written: ${fault.why}.`;
        return new StoreUnwritable(says, { todo: fault.todo });
      }),
  };
}

/** Rejects with Unanswered where it takes too long; what it comes to later is left alone. */
function inTime<R>(answer: Promise<R>): Promise<R> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unanswered('no answer in time')), answerMs);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
