/** Something that the app sent or did against the platform's documents. */
export interface Offence {
  /** Which request or acknowledgement. */
  readonly where: string;
  readonly what: string;
  /** JSON pointer, where it concerns a payload. */
  readonly at: string;
  /** Whether the platform refused it. */
  readonly refused: boolean;
}

/** What happened, and who waits for it. */
export interface Log<Call> {
  /** Requests of the app, in the order in which they came. */
  readonly calls: Call[];
  readonly offences: Offence[];
  /** Acknowledgements that came after 3 seconds. They are told apart, since a slow machine alone may cause one. */
  readonly late: string[];
  /** Tells waiters that something happened. */
  happened(): void;
  /** One more or one fewer thing under way. */
  begin(): () => void;
  /** Resolves with the first value that is neither undefined nor false; asked again whenever something happens here, and every few milliseconds for what happens elsewhere. Rejects after so long with what there is. */
  until<T>(wanted: () => T | undefined | false, withinMs?: number): Promise<T>;
  /** Resolves once nothing has been under way for some turns. An app that works without calling is not seen to work: `until` is surer. */
  settled(): Promise<void>;
}

const waitAtMostMs = 20_000;
const askEveryMs = 5;
const quietTurns = 200;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const lastTold = 8;

/** An empty log. `tell` says of a call what helps where something never came. */
export function createLog<Call>(tell: (call: Call) => unknown): Log<Call> {
  const waiters = new Set<() => void>();
  let underWay = 0;
  let events = 0;
  const log: Log<Call> = {
    calls: [],
    offences: [],
    late: [],
    happened() {
      events += 1;
      for (const ask of waiters) ask();
    },
    begin() {
      underWay += 1;
      events += 1;
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        underWay -= 1;
        log.happened();
      };
    },
    until: (wanted, withinMs = waitAtMostMs) =>
      new Promise((resolve, reject) => {
        const stop = () => {
          waiters.delete(ask);
          clearTimeout(timer);
          clearInterval(asking);
        };
        const ask = () => {
          try {
            const value = wanted();
            if (value === undefined || value === false) return;
            stop();
            resolve(value);
          } catch (error) {
            stop();
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        };
        const timer = setTimeout(() => {
          stop();
          const last = log.calls.slice(-lastTold).map((call) => JSON.stringify(tell(call)));
          reject(new Error(`not within ${withinMs} ms: ${wanted.toString()}; the last calls were\n${last.join('\n')}`));
        }, withinMs);
        const asking = setInterval(() => ask(), askEveryMs);
        waiters.add(ask);
        ask();
      }),
    async settled() {
      for (let quiet = 0, seen = events; quiet < quietTurns; quiet += 1) {
        await turn();
        if (underWay > 0 || events !== seen) [quiet, seen] = [0, events];
      }
    },
  };
  return log;
}
