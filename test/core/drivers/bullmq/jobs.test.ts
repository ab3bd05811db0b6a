import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jobTries, NotHere, type Job } from '../../../../src/core/ports/jobs.ts';
import { all, jobsContract, living, partsOf, squareOf, squares } from '../../../contracts/jobs.ts';
import { startProxy } from '../../../peers/redis/proxy.ts';
import { connectTo, openRedisHouse } from './house.ts';

jobsContract('bullmq', async () => {
  const house = await openRedisHouse();
  return {
    async process(job, own) {
      const jobs = await house.asker(job, own);
      house.worker(jobs);
      return jobs;
    },
    close: () => house.close(),
  };
});

type House = Awaited<ReturnType<typeof openRedisHouse>>;
type Squares = ReturnType<typeof squares>;
const easy = (): Squares => squares(async (asked) => squareOf(asked));
/** Work that waits until it is let go on; what it is told of meanwhile. */
function held() {
  let [go, began, stop] = [(): void => {}, (): void => {}, (_: string): void => {}];
  const stopped = new Promise<string>((resolve) => (stop = resolve));
  const free = new Promise<void>((resolve) => (go = resolve));
  const begun = new Promise<void>((resolve) => (began = resolve));
  const reasons: string[] = [];
  const run: Job<{ of: string; number: number }, ReturnType<typeof squareOf>[number]>['run'] = async (
    asked,
    signal,
  ) => {
    began();
    signal.addEventListener('abort', () => {
      reasons.push(String(signal.reason));
      stop(String(signal.reason));
    });
    await Promise.race([
      free,
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
    ]);
    return squareOf(asked);
  };
  return { job: squares(run), go: () => go(), begun, reasons, stopped };
}

describe('jobs on Redis', () => {
  let house: House;
  beforeEach(async () => {
    house = await openRedisHouse();
  });
  afterEach(() => house.close());

  it('have no more of one done at once than are wanted, over all processes', async () => {
    let [now, most] = [0, 0];
    const job = squares(async (asked) => {
      most = Math.max(most, (now += 1));
      for (let turns = 0; turns < 50; turns += 1) await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return squareOf(asked);
    });
    const three = await Promise.all([1, 2, 3].map(() => house.asker(job, { atOnce: 5, ofOneAtOnce: 2 })));
    for (const one of three) house.worker(one);
    expect(await all(three[0]?.each('batch', partsOf(60), living()) ?? (async function* () {})())).toHaveLength(60);
    expect(most).toBe(2);
  });

  it('are answered by what was done before, to whoever takes over, and are done no second time', async () => {
    let runs = 0;
    const job = squares(async (asked) => {
      runs += 1;
      return squareOf(asked);
    });
    const [first, second] = [await house.asker(job), await house.asker(job)];
    house.worker(await house.asker(job));
    let seen = 0;
    for await (const _ of first.each('batch', partsOf(40), living())) if ((seen += 1) === 20) break;
    expect(await all(second.each('batch', partsOf(40), living()))).toHaveLength(40);
    expect(runs).toBe(40);
  });

  it('are given back when a process ends that has not finished them', async () => {
    const { job, begun, reasons } = held();
    const jobs = await house.asker(job);
    const leave = house.worker(jobs);
    const asked = all(jobs.each('batch', partsOf(1), living()));
    await begun;
    await leave();
    expect(reasons).toEqual(['Error: this process ends']);
    house.worker(await house.asker(easy()));
    expect((await asked)[0]?.pieces).toEqual(squareOf(partsOf(1)[0]?.payload ?? { of: '', number: 0 }));
  });

  it('reject where Redis is away, and are had again when it is back', async () => {
    const jobs = await house.asker(easy());
    house.worker(jobs);
    await house.server.kill();
    await expect(all(jobs.each('batch', partsOf(3), living()))).rejects.toThrow(
      /max retries|Connection is closed|ECONN/,
    );
    await house.restart();
    expect(await all(jobs.each('batch', partsOf(3), living()))).toHaveLength(3);
  });

  it('are asked for again where Redis has lost them', async () => {
    await house.close();
    house = await openRedisHouse({ askAgainMs: 200 });
    const jobs = await house.asker(easy());
    const asked = all(jobs.each('batch', partsOf(5), living()));
    while ((await house.redis.dbsize()) === 0) await new Promise((resolve) => setImmediate(resolve));
    await house.redis.flushall();
    house.worker(jobs);
    expect(await asked).toHaveLength(5);
  });

  it('are told as they are done, though Redis has lost which were done before', async () => {
    const { job, go } = held();
    const mixed = squares(async (asked, signal) => (asked.number === 0 ? job.run(asked, signal) : squareOf(asked)));
    const jobs = await house.asker(mixed);
    house.worker(jobs);
    const found: unknown[] = [];
    for await (const one of jobs.each('batch', partsOf(30), living())) {
      found.push(one);
      if (found.length < 29) continue;
      await house.redis.flushall();
      go();
    }
    expect(found).toHaveLength(30);
  });

  it('are done again where Redis knows that they are done and has lost their results', async () => {
    const [first, second] = [await house.asker(easy()), await house.asker(easy())];
    house.worker(first);
    await all(first.each('batch', partsOf(3), living()));
    await house.redis.del(await house.redis.keys('*-result:*'));
    expect(await all(second.each('batch', partsOf(3), living()))).toHaveLength(3);
  });

  it('leave their slot to another one when they fail', async () => {
    const job = squares(async (asked) => {
      if (asked.number === 0) throw new Error('it never works');
      return squareOf(asked);
    });
    const jobs = await house.asker(job, { atOnce: 5, ofOneAtOnce: 1 });
    house.worker(jobs);
    expect((await all(jobs.each('batch', partsOf(2), living()))).filter(({ lost }) => lost === undefined)).toHaveLength(
      1,
    );
  });

  it('leave the console alone, whatever Redis is set to', async () => {
    await house.redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const jobs = await house.asker(easy());
    house.worker(jobs);
    expect(await all(jobs.each('batch', partsOf(3), living()))).toHaveLength(3);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it('leave nothing in Redis that does not go by itself within minutes, but the queue’s own few keys', async () => {
    const jobs = await house.asker(
      squares(async (asked) => {
        if (asked.number === 3) throw new Error('it never works');
        return squareOf(asked);
      }),
    );
    house.worker(jobs);
    await all(jobs.each('batch', partsOf(200), living()));
    const lasting: string[] = [];
    for (const key of await house.redis.keys('*')) if ((await house.redis.ttl(key)) === -1) lasting.push(key);
    const own = '{test:jobs}:squares:';
    expect(lasting.filter((key) => ![`${own}meta`, `${own}id`, `${own}events`, `${own}marker`].includes(key))).toEqual(
      [],
    );
    expect(await house.redis.xlen(`${own}events`)).toBeLessThan(500);
  });
});

describe('jobs that nobody does', () => {
  it('are lost after a while, each with the reason', async () => {
    const house = await openRedisHouse({ quietMs: 60, askAgainMs: 20 });
    const jobs = await house.asker(easy());
    const found = await all(jobs.each('batch', partsOf(600), living()));
    expect(found).toHaveLength(600);
    expect(new Set(found.map(({ lost }) => lost))).toEqual(new Set(['no process has done it within 1 second']));
    await house.close();
  });

  it('are stopped when they take too long, and lost', async () => {
    const house = await openRedisHouse({ tryMs: 50 });
    const { job, reasons } = held();
    const jobs = await house.asker(job);
    house.worker(jobs);
    expect((await all(jobs.each('batch', partsOf(1), living()))).map(({ lost }) => lost)).toEqual(['stopped']);
    expect(reasons).toEqual(Array.from({ length: jobTries }, () => expect.stringMatching(/^TimeoutError/)));
    await house.close();
  });

  it('are stopped where another process has taken them over', async () => {
    const house = await openRedisHouse({ lockMs: 200 });
    const { job, begun, go, stopped } = held();
    const jobs = await house.asker(job);
    house.worker(jobs);
    const asked = all(jobs.each('batch', partsOf(1), living()));
    await begun;
    await house.redis.del('{test:jobs}:squares:batch_n0:lock');
    expect(await stopped).toContain('another process does it by now');
    go();
    expect(await asked).toHaveLength(1);
    await house.close();
  });

  it('are lost with a reason that has no secrets', async () => {
    const house = await openRedisHouse();
    const jobs = await house.asker(
      squares(async () => {
        throw new Error('refused: password=hunter22');
      }),
    );
    house.worker(jobs);
    const found = await all(jobs.each('batch', partsOf(1), living()));
    expect(found.map(({ lost }) => lost)).toEqual(['refused: password=[secret]']);
    await house.close();
  });

  it('are lost with the reason where their result is too large to be carried', async () => {
    const house = await openRedisHouse({ unpackedAtMost: 10_000 });
    let runs = 0;
    const jobs = await house.asker(
      squares(async () => {
        runs += 1;
        return Array.from({ length: 20 }, () => ({ square: 1, words: 'x'.repeat(1_000) }));
      }),
    );
    house.worker(jobs);
    const [found] = await all(jobs.each('batch', partsOf(1), living()));
    expect(found?.lost).toContain('its result has more than');
    expect(runs).toBe(1);
    await house.close();
  });
});

describe('jobs that a process cannot do', () => {
  /** A worker that has never heard of it; tells when it has given way so often. */
  function ignorant(times: number) {
    let reached = (): void => {};
    const gaveWay = new Promise<void>((resolve) => (reached = resolve));
    let tries = 0;
    const job = squares(async () => {
      if ((tries += 1) === times) reached();
      throw new NotHere('it is not configured here');
    });
    return { job, gaveWay };
  }

  it('are left to one that can, however often they came to the other', async () => {
    const house = await openRedisHouse();
    const { job, gaveWay } = ignorant(jobTries + 2);
    house.worker(await house.asker(job));
    const able = await house.asker(easy());
    const found = all(able.each('batch', partsOf(1), living()));
    await gaveWay;
    house.worker(able);
    expect(await found).toEqual([{ ...partsOf(1)[0], pieces: squareOf({ of: 'one', number: 0 }) }]);
    expect(house.said).toHaveLength(1);
    expect(house.said[0]).toMatch(/^squares: left to processes that can do it .*it is not configured here/);
    await house.close();
  });

  it('are lost where none can, and do not go round for ever', async () => {
    const house = await openRedisHouse({ quietMs: 60, askAgainMs: 20_000, wholeMs: 400 });
    const { job } = ignorant(1);
    const jobs = await house.asker(job);
    house.worker(jobs);
    const found = await all(jobs.each('batch', partsOf(3), living()));
    expect(new Set(found.map(({ lost }) => lost))).toEqual(new Set(['no process has done it within 1 second']));
    await vi.waitFor(async () => expect(await house.redis.keys('{test:jobs}:squares:batch_*')).toEqual([]), 20_000);
    await house.close();
  });
});

describe('jobs under way', () => {
  it('go on when Redis comes back, with all that it knew and without', async () => {
    const house = await openRedisHouse({ askAgainMs: 200, lockMs: 500 });
    for (const isEmpty of [false, true]) {
      const { job, go, begun } = held();
      const jobs = await house.asker(job);
      const leave = house.worker(jobs);
      const asked = all(jobs.each(`batch-${isEmpty}`, partsOf(3), living())).catch(() => undefined);
      await begun;
      await house.restart();
      if (isEmpty) await house.redis.flushall();
      go();
      // Whoever gathers may have found Redis away: then the whole is asked for again.
      const found = (await asked) ?? (await all(jobs.each(`batch-${isEmpty}`, partsOf(3), living())));
      expect(found.filter(({ pieces }) => pieces !== undefined)).toHaveLength(3);
      await leave();
    }
    await house.close();
  });

  it('are done by a worker whose connections are swallowed by the network, over new ones', async () => {
    const house = await openRedisHouse({ askingSilentMs: 500, workingSilentMs: 1_500, lookMs: 1_000 });
    const proxy = await startProxy(house.server.port);
    const jobs = await house.asker(easy(), undefined, connectTo(proxy.url));
    house.worker(jobs);
    const asker = await house.asker(easy());
    expect(await all(asker.each('before', partsOf(3), living()))).toHaveLength(3);
    proxy.silence();
    expect(await all(asker.each('after', partsOf(3), living()))).toHaveLength(3);
    await house.close();
    await proxy.close();
  });

  it('are done by a process that could not connect when it began', async () => {
    const house = await openRedisHouse({ beginAgainMs: 5 });
    let tries = 0;
    const jobs = await house.asker(easy(), undefined, async (...how) => {
      tries += 1;
      if (tries % 2 === 1) throw new Error('the certificates cannot be read');
      return connectTo(house.server.url)(...how);
    });
    house.worker(jobs);
    expect(await all((await house.asker(easy())).each('batch', partsOf(3), living()))).toHaveLength(3);
    expect(house.said).toEqual([
      expect.stringMatching(/^jobs cannot be had from Redis.*the certificates cannot be read/),
    ]);
    await house.close();
  });

  it('may be finished when their process ends', async () => {
    const house = await openRedisHouse({ finishMs: 60_000 });
    const { job, go, begun, reasons } = held();
    const jobs = await house.asker(job);
    const leave = house.worker(jobs);
    const asked = all(jobs.each('batch', partsOf(1), living()));
    await begun;
    const left = leave();
    go();
    await left;
    expect(await asked).toHaveLength(1);
    expect(reasons).toEqual([]);
    await house.close();
  });
});
