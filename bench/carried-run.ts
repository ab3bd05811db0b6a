/**
 * A region of 40,000 instances on its way from the process that has read it to the one that asked, without the Redis between them: in a
 * process of its own, so that its garbage is its own. Prints JSON.
 */
import { usualLimits } from '../src/core/drivers/bullmq/bounds.ts';
import { packed, unpacked } from '../src/core/drivers/bullmq/packed.ts';
import { systemClock } from '../src/core/drivers/system-clock.ts';
import type { Part, PartLists, PartName, Parts } from '../src/core/ports/parts.ts';
import { readJob } from '../src/core/watch/read-job.ts';
import { estateOf } from '../test/memory-cloud.ts';
import { spread } from './measure.ts';

const count = 40_000;
const runs = 30;
const { instances } = estateOf(count);
const home = { account: { name: 'prod', id: '100000000000' }, region: 'eu-west-1' };
const empty = { items: [], failures: [] };
const lists: { readonly [N in PartName]: Part<PartLists[N]> } = {
  instances: { items: instances.map((one) => ({ ...one, ...home })), failures: [] },
  volumes: empty,
  addresses: empty,
  reservations: empty,
  uses: empty,
};
const read: Parts['read'] = async <N extends PartName>(_: unknown, list: N): Promise<Part<PartLists[N]>> => lists[list];
const { run, wire } = readJob({ read }, () => false, systemClock);

const asked = { ...home, lists: ['instances'] as const };
const pieces = await run(asked, new AbortController().signal);
const write = () => packed(pieces.map(wire.write), usualLimits);
const whole = await write();
const take = async (): Promise<void> => {
  const all = await unpacked(whole, (written) => wire.read(written, asked), usualLimits);
  if (all.reduce((sum, { items }) => sum + items.length, 0) !== count) throw new Error('some were lost on the way');
};
process.stdout.write(
  `${JSON.stringify({
    instances: count,
    packedMiB: Math.round((whole.length / 1_024 / 1_024) * 10) / 10,
    packed: await spread(runs, write),
    unpacked: await spread(runs, take),
    targets: { heldP50Ms: 20 },
  })}\n`,
);
