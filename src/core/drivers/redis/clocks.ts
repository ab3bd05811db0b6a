import { Cluster, type Redis } from 'ioredis';
import { clocksApartMs } from '../../clocks-apart.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Keeping } from '../../ports/store.ts';
import { plain, say } from '../../text.ts';
import { secondMs, spanInWords, type Instant } from '../../time.ts';
import type { Connection } from './connect.ts';
import type { Opened } from './once.ts';

/** Clocks that follow NTP are less than a second apart: what is more was set by hand, or has stopped following. */
const looseMs = 5 * secondMs;

/**
 * How far the server's clock is ahead of ours, behind where it is less than 0, in ms. It is 0 where what the server tells lies between
 * asking and answer, so a slow network only makes a difference smaller. Rejects as the server does.
 */
export async function aheadOf(server: Redis, clock: Pick<Clock, 'now'>): Promise<number> {
  const asked = clock.now();
  const [seconds, microseconds] = await server.time();
  const told: Instant = Number(seconds) * secondMs + Math.floor(Number(microseconds) / 1_000);
  const answered = clock.now();
  return told < asked ? told - asked : Math.max(0, told - answered);
}

/**
 * What a difference of clocks does. All processes have the server's to compare with: one may be ahead of it and another behind, so
 * half of what two may be apart is wrong. What is loose is told before that.
 */
export function ofClocks(aheadMs: number | undefined): Keeping {
  if (aheadMs === undefined)
    return { is: 'unknown', says: say`How its clock differs from this machine's its user may not ask (TIME).` };
  const apartMs = Math.abs(aheadMs);
  if (apartMs < looseMs) return { is: 'fine', says: [] };
  const where = aheadMs > 0 ? 'ahead of' : 'behind';
  return {
    is: apartMs < clocksApartMs / 2 ? 'fine' : 'missing',
    says: say`Its clock is ${spanInWords(apartMs)} ${where} this machine's: processes whose clocks are more than ${spanInWords(clocksApartMs)} apart may take from each other what one of them is still at. Let both machines follow the same time (NTP).`,
  };
}

/** Servers that take writes: of a Cluster several. */
export const mastersOf = (connection: Connection): readonly Redis[] =>
  connection instanceof Cluster ? connection.nodes('master') : [connection];

/** Each process looks at its start, for `doctor` is typed beside one of them. What cannot be known then is left. Never rejects. */
export async function warnOfClocks(
  { reading, calls, where }: Pick<Opened, 'reading' | 'calls' | 'where'>,
  clock: Pick<Clock, 'now'>,
  log: Pick<Log, 'warn'>,
): Promise<void> {
  for (const server of mastersOf(reading)) {
    const aheadMs = await calls.read(() => aheadOf(server, clock)).catch(() => 0);
    const says = plain(ofClocks(aheadMs).says);
    const { host, port } = server.options;
    if (says !== '') log.warn({ store: where, server: `${host}:${port}`, aheadMs, says }, clocksDiffer);
  }
}

/** What the log says where a server's clock differs. */
export const clocksDiffer = "the clock of Redis differs from this machine's";
