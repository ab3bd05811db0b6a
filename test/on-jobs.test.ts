import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config/read.ts';
import { systemClock } from '../src/core/drivers/system-clock.ts';
import { rules } from '../src/core/watch/rules/index.ts';
import type { Quartermaster } from '../src/quartermaster.ts';
import { openPeer, regions } from './core/drivers/aws/house.ts';
import { startRedis, type RedisServer } from './peers/redis/server.ts';

let behind: Awaited<ReturnType<typeof openPeer>>;
let folder: string;
let server: RedisServer;
beforeEach(async () => {
  behind = await openPeer(systemClock);
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  server = await startRedis();
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
  await behind.close();
});

const accounts = `accounts:
  - { name: demo-prod, profile: prod, regions: [${regions.join(', ')}] }
  - { name: demo-dev, profile: dev, regions: [${regions.join(', ')}] }
`;
async function replica(redis: string): Promise<Quartermaster> {
  await writeFile(join(folder, 'quartermaster.yaml'), `${accounts}${redis}`);
  const config = await readConfig({ cwd: folder, env: {} });
  return compose({ config, clock: systemClock, log: { info() {}, warn() {}, error() {} } });
}
/** Where lists of addresses, which have one page, were asked for. */
const listsOfAddresses = (): readonly string[] =>
  behind.peer.seen
    .filter(({ action }) => action === 'DescribeAddresses')
    .map(({ accountId, region }) => `${accountId} ${region}`)
    .toSorted();
const everywhere = ['111122223333', '444455556666']
  .flatMap((id) => regions.map((region) => `${id} ${region}`))
  .toSorted();

it.each([
  { where: 'on Redis, two replicas', redis: (url: string) => `redis: { url: "${url}" }\n`, count: 2 },
  { where: 'without Redis, one process', redis: () => '', count: 1 },
])(
  'what is looked at every few hours is read once, region by region: $where',
  async ({ redis, count }) => {
    const houses: Quartermaster[] = [];
    for (let index = 0; index < count; index += 1) houses.push(await replica(redis(server.url)));
    const [first] = houses;
    if (first === undefined) throw new Error('there is no replica');
    const found = (await first.core.sweep({}, rules, { signal: AbortSignal.timeout(60_000) })).findings;
    behind.peer.seen.length = 0;
    const end = new AbortController();
    const watching = houses.map((house) => house.watch(end.signal));
    const isSeen = async (): Promise<boolean> =>
      (await Promise.all(found.map((one) => first.core.seen.of(one)))).every((at) => at !== undefined);
    while (!(await isSeen())) await pause(50);
    end.abort(new Error('the end'));
    await Promise.all(watching);
    for (const house of houses) await house.close();
    expect(found.length).toBeGreaterThan(20);
    expect(listsOfAddresses()).toEqual(everywhere);
  },
  120_000,
);
