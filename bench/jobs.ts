import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { bundled } from '../scripts/bundled.ts';
import { startRedis } from '../test/peers/redis/server.ts';
import { ms } from './measure.ts';

const pairs = 20_000;
const [answerMs, atOnce] = [50, 25];
const Figures = z.object({ seconds: z.number().optional(), cpuMsAPair: z.number(), rssMiB: z.number() });

/** Commands that only a client sends: what scripts call is counted besides. */
const trips = ['eval', 'evalsha', 'mget', 'lrange', 'bzpopmin', 'exec', 'zrem', 'info', 'hset'];

/** What Redis has done since it was asked last, a pair: sent by clients, and in all with what scripts call. */
async function redisWork(redis: Redis) {
  const info = await redis.info('commandstats');
  const cpu = await redis.info('cpu');
  const calls = [...info.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].map(([, name = '', count = '0']) => ({
    name,
    count: Number(count),
  }));
  const sum = (of: typeof calls): number => ms(of.reduce((all, { count }) => all + count, 0) / pairs);
  const seconds = [...cpu.matchAll(/^used_cpu_(?:user|sys):([\d.]+)/gm)].reduce((all, [, one]) => all + Number(one), 0);
  return {
    tripsAPair: sum(calls.filter(({ name }) => trips.includes(name))),
    commandsAPair: sum(calls),
    cpuMsAPair: ms((seconds * 1_000) / pairs),
  };
}

/**
 * A sweep of 1,000 accounts in 20 regions each of which answers in 50 ms and has two instances: in this process, by jobs on one and
 * on two replicas, each of which gathers or works and reads 25 regions at once. Beside BullMQ alone with as many jobs.
 */
export async function benchJobs() {
  const folder = await bundled(new URL('jobs-run.ts', import.meta.url));
  const start = (side: string, url: string) => {
    const child = spawn(process.execPath, [join(folder, 'jobs-run.mjs'), side, url], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines: string[] = [];
    const reader = createInterface(child.stdout);
    const ready = once(reader, 'line');
    reader.on('line', (line) => lines.push(line));
    const figures = async () => {
      await once(child, 'exit');
      if (child.exitCode !== 0) throw new Error(`${side} ended with ${child.exitCode}`);
      return Figures.parse(JSON.parse(lines.at(-1) ?? ''));
    };
    return { child, ready, figures: figures() };
  };
  /** On a Redis of its own. @param beside Workers besides. */
  const measured = async (side: string, beside: number) => {
    const server = await startRedis({ settings: ['--appendonly', 'no'] });
    const redis = new Redis(server.url);
    try {
      const others = Array.from({ length: beside }, () => start('works', server.url));
      await Promise.all(others.map(({ ready }) => ready));
      await redis.config('RESETSTAT');
      const { seconds = 0, ...own } = await start(side, server.url).figures;
      const work = await redisWork(redis);
      for (const { child } of others) child.stdin.end();
      const workers = await Promise.all(others.map(({ figures }) => figures));
      const idealSeconds = ms((pairs * answerMs) / 1_000 / atOnce / (beside + 1));
      return {
        seconds,
        idealSeconds,
        ratioToIdeal: ms(seconds / idealSeconds),
        processes: [own, ...workers],
        redis: work,
      };
    } finally {
      redis.disconnect();
      await server.close();
    }
  };
  try {
    const { redis: _, ...inProcess } = await measured('in-process', 0);
    const one = await measured('gathers', 0);
    const two = await measured('gathers', 1);
    const bare = await measured('bare', 0);
    return {
      pairs,
      inProcess,
      one,
      two,
      baseline: { what: 'BullMQ alone: as many jobs of 50 ms, nothing gathered', ...bare },
      ratioToBaseline: ms(one.seconds / bare.seconds),
      scaling: ms(one.seconds / two.seconds),
      targets: { ratioToIdeal: 1.3, scaling: 1.7 },
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
