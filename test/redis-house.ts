import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../src/bot/request.ts';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config/read.ts';
import type { Person } from '../src/core/people/person.ts';
import type { Log } from '../src/core/ports/log.ts';
import type { ComposeParts, Quartermaster } from '../src/quartermaster.ts';
import { fakeClock } from './fake-clock.ts';

/** One who may do everything on the demo account. */
export const maria: Person = { id: 'os:maria', name: 'maria', roles: ['admin', 'operator', 'approver'] };

/** A house whose store is a Redis, as a process on it would have. */
export interface RedisHouse {
  readonly house: Quartermaster;
  readonly clock: ReturnType<typeof fakeClock>;
  readonly logged: readonly string[];
  /** Says a line in a channel, and gives the last answer. Time passes while it works. */
  say(line: string, by?: Person): Promise<Answer>;
  close(): Promise<void>;
}

/** What an answer shows, as one text. */
export const shown = ({ reply }: Answer): string => JSON.stringify(reply);

/** Time that passes at once, in milliseconds, and how long is really waited between. */
const stepMs = 500;

/** @param url Of its Redis. @param more A clock that others have too, rates, and what else differs. */
export async function openRedisHouse(
  url: string,
  {
    env = {},
    clock = fakeClock(),
    ...more
  }: Partial<Omit<ComposeParts, 'clock' | 'env'>> & {
    readonly env?: Readonly<Record<string, string>>;
    readonly clock?: ReturnType<typeof fakeClock>;
  } = {},
): Promise<RedisHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  const logged: string[] = [];
  const note = (facts: Readonly<Record<string, unknown>>, message: string): void => {
    logged.push(`${message} ${JSON.stringify(facts)}`);
  };
  const log: Log = { info() {}, warn: note, error: note };
  const config = await readConfig({
    cwd: folder,
    env: { QUARTERMASTER_REDIS_URL: url, QUARTERMASTER_REDIS_PREFIX: 'team', ...env },
  });
  const house = await compose({ config, clock, log, rates: { take: () => undefined }, ...more });
  let asked = 0;
  return {
    house,
    clock,
    logged,
    async say(line, person = maria) {
      const request = {
        id: `r${(asked += 1)}`,
        person,
        place: { id: 'slack:T1:C1' },
        line,
        signal: new AbortController().signal,
      };
      let isOver = false;
      const answering = house.dispatch(request, () => {}).finally(() => (isOver = true));
      while (!isOver) {
        // What waits for Redis waits for real; what waits for EC2 waits for the clock.
        await new Promise((resolve) => setTimeout(resolve, 20));
        if (!isOver) await clock.pass(stepMs);
      }
      return answering;
    },
    async close() {
      await house.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
