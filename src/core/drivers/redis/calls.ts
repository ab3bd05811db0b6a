import { StoreAway, StoreForeign, StoreUnwritable } from '../../ports/store.ts';
import { secondMs } from '../../time.ts';
import type { Connection } from './connect.ts';
import { faultOf, TooFewReplicas, Unanswered, type Fault } from './errors.ts';
import type { Identity } from './identity.ts';
import type { Line } from './line.ts';

/** How long is waited. All of it is real time, for it is about networks, whatever the clock of the house shows. */
export interface Patience {
  /** For a server that is not there when the store is opened; a failover takes some seconds. */
  readonly openMs: number;
  /** For an answer, each time that a call is made. */
  readonly answerMs: number;
  /** For a server that cannot be reached, or refuses for what may pass; one that has been away for longer is tried once. */
  readonly awayMs: number;
  /** For a write that may have been done, which is made again under its number until it is known. */
  readonly unknownMs: number;
}

/** A chat waits three seconds for its acknowledgement, and a person not much longer for an answer. */
export const usualPatience: Patience = {
  openMs: 5 * secondMs,
  answerMs: 1.5 * secondMs,
  awayMs: 1.5 * secondMs,
  unknownMs: 4 * secondMs,
};

/** Between two tries. */
const pauseMs = 50;

/** Calls of the server that end in time, whatever becomes of it. */
export interface Calls {
  /** Rejects with StoreAway where no answer can be had, and with StoreForeign where something else stands there. */
  read<R>(attempt: (reading: Connection) => Promise<R>): Promise<R>;
  /** @param attempt May be made several times: what it does must be done once. Rejects with StoreUnwritable, and with StoreForeign. */
  write<R>(attempt: (writing: Connection) => Promise<R>): Promise<R>;
}

/** It counts as away: reading goes on from what is remembered. */
const isAway = ({ is }: Fault): boolean => is === 'unsent' || is === 'lost' || is === 'exchanged';

/** How a call that came to nothing is told. */
type Refusal = (fault: Fault, isUnknown: boolean) => Error;

/** By which is read and written: two connections where writes hold theirs. */
export interface Connections {
  readonly reading: Connection;
  readonly writing: Connection;
}

/** @param where It is, for people. */
export function createCalls(
  { reading, writing }: Connections,
  line: Line,
  identity: Identity,
  where: string,
  { answerMs, awayMs, unknownMs }: Patience,
): Calls {
  const made = async <R>(
    connection: Connection,
    attempt: (connection: Connection) => Promise<R>,
    lostMs: number,
    refusal: Refusal,
  ): Promise<R> => {
    const began = performance.now();
    let isUnknown = false;
    /** What the server said last: more than that it was left for it. */
    let said: Fault | undefined;
    for (;;) {
      try {
        const answer = await inTime(
          identity.look(connection).then(() => attempt(connection)),
          answerMs,
        );
        line.answered();
        return answer;
      } catch (error) {
        const fault = faultOf(error, line.last());
        if (fault === undefined) throw error;
        isUnknown ||= fault.is === 'lost';
        if (fault.is === 'refused') said = fault;
        const isOver = connection.status === 'end';
        // A server that tells that replicas are missing is there itself.
        if (!isOver && isAway(fault) && !(error instanceof TooFewReplicas)) line.failed(fault);
        if (!fault.passes || isOver) throw refusal(fault, isUnknown);
        // Also before it is given up: whoever asks again and again must leave room for the connection to come back.
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        const since = isUnknown ? began : Math.min(began, line.awaySince() ?? began);
        if (performance.now() > since + (isUnknown ? lostMs : awayMs)) throw refusal(said ?? fault, isUnknown);
      }
    }
  };
  const foreign = ({ why, todo }: Fault): Error =>
    new StoreForeign(`${where} is no store of Quartermaster: ${why}. ${todo}.`);
  return {
    read: (attempt) =>
      made(reading, attempt, awayMs, (fault) =>
        fault.is === 'foreign'
          ? foreign(fault)
          : new StoreAway(`The store (${where}) cannot be read: ${fault.why}.`, { todo: fault.todo }),
      ),
    write: (attempt) =>
      made(writing, attempt, unknownMs, (fault, isUnknown) => {
        if (fault.is === 'foreign') return foreign(fault);
        const says = isUnknown
          ? `Whether the store (${where}) took a write is not known: ${fault.why}, and it was asked for ${unknownMs / secondMs} seconds.`
          : `The store (${where}) cannot be written: ${fault.why}.`;
        const Refused = line.awaySince() === undefined ? StoreUnwritable : StoreAway;
        return new Refused(says, { todo: fault.todo, isUnknown });
      }),
  };
}

/** Rejects with Unanswered where it takes too long; what it comes to later is left alone. */
function inTime<R>(answer: Promise<R>, ms: number): Promise<R> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const over = () => reject(new Unanswered('no answer in time'));
    // A process that was busy itself has yet to read what came meanwhile.
    timer = setTimeout(() => setImmediate(() => setImmediate(over)), ms);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
