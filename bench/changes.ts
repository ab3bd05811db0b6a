import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config/read.ts';
import { instanceResource } from '../src/core/changes/instances/resource.ts';
import { systemClock } from '../src/core/drivers/system-clock.ts';
import { verdict, type AddressFacts } from '../src/core/estate/verdict.ts';
import { instanceStates, type Address } from '../src/core/ports/instance.ts';
import { spread } from './measure.ts';

const addressCount = 40_000;
const targetCount = 25;
const home = { account: { name: 'bench', id: '111122223333' }, region: 'us-east-1' };

/** Facts in every kind of use, as a large estate has them. */
const facts = (): readonly AddressFacts[] =>
  Array.from({ length: addressCount }, (_, index): AddressFacts => {
    const held = index % 4 !== 0;
    // Every field, as drivers write them.
    const address: Address = {
      account: home.account,
      region: home.region,
      publicIp: `198.18.${Math.floor(index / 256) % 256}.${index % 256}`,
      allocationId: `eipalloc-${index}`,
      associationId: held ? `eipassoc-${index}` : undefined,
      instanceId: held ? `i-${index}` : undefined,
      networkInterfaceId: undefined,
      networkInterfaceOwnerId: undefined,
      privateIp: held ? '10.0.0.1' : undefined,
      pool: 'amazon',
      networkBorderGroup: home.region,
      customerOwnedIp: undefined,
      carrierIp: undefined,
      serviceManaged: undefined,
      tags: {},
    };
    const state = instanceStates[index % instanceStates.length] ?? 'running';
    return { address, extra: index % 8 === 7, ...(held && { instance: { id: `i-${index}`, state, stateSince: 0 } }) };
  });

/** Verdicts of 40,000 addresses, the whole answer about as many, and a plan of 25 targets over 40 instances and over 40,000. */
export async function benchChanges() {
  const all = facts();
  const verdicts = await spread(100, async () => {
    let idle = 0;
    for (const one of all) if (verdict(one, 1_000_000).is === 'idle') idle += 1;
    if (idle === 0) throw new Error('none idles');
  });
  return {
    addresses: addressCount,
    verdictsMs: verdicts,
    planOf25: { forty: await planOver(1), fortyThousand: await planOver(952) },
    targets: { verdictsMs: 100, planMsBesidesItsCalls: 20 },
  };
}

/** One plan of 25 stops: the calls are the demo account's, in memory. */
async function planOver(copies: number) {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-bench-'));
  const config = await readConfig({ cwd: folder, env: {} });
  const house = await compose({ config, clock: systemClock, log: { info() {}, warn() {}, error() {} }, copies });
  const signal = new AbortController().signal;
  const { items } = await house.core.cloud.instances({}, { signal });
  const targets = items.filter(({ state }) => state === 'running').slice(0, targetCount);
  const resource = instanceResource(house.core);
  const plan = async (): Promise<void> => {
    const { items: candidates } = await resource.read('stop', targets, { evenInGroup: true }, { signal });
    if (candidates.length !== targetCount) throw new Error('targets are missing');
    resource.together('stop', candidates);
  };
  // What the plan asks of the cloud, without the plan.
  const calls = async (): Promise<void> => {
    const { items: found } = await house.core.cloud.instancesById(targets, { signal });
    await house.core.estate.whole(found, { signal });
  };
  const figures = { planMs: await spread(60, plan), callsMs: await spread(60, calls) };
  await house.close();
  await rm(folder, { recursive: true });
  return figures;
}
