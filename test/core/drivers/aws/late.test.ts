import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AccountConfig } from '../../../../src/core/drivers/aws/account.ts';
import { createAsk, type Ask } from '../../../../src/core/drivers/aws/ask.ts';
import { createCalls } from '../../../../src/core/drivers/aws/calls.ts';
import { createClients, type Clients } from '../../../../src/core/drivers/aws/clients.ts';
import { createIdentify } from '../../../../src/core/drivers/aws/identify.ts';
import { AnswerLost } from '../../../../src/core/drivers/ec2/error.ts';
import { plain } from '../../../../src/core/text.ts';
import { openAwsHouse } from './house.ts';

const config: AccountConfig = { name: 'demo-dev', profile: 'dev', regions: ['us-east-1'] };
const open = (): AbortSignal => new AbortController().signal;

let house: Awaited<ReturnType<typeof openAwsHouse>>;
let clients: Clients;
let ask: Ask;
beforeEach(async () => {
  house = await openAwsHouse();
  clients = createClients(house.clock, { answerMs: 1_000, silenceMs: 1_000 });
  ask = createAsk([config], clients, createIdentify(clients), async () => ['us-east-1'], house.clock);
});
afterEach(async () => {
  clients.close();
  await house.close();
});

it.each([
  ['is not there in time', { delayMs: 60_000 }],
  ['stops in its middle', 'stall'],
] as const)('takes an answer to a change that %s for a lost one, and does not call again', async (_, fault) => {
  const calls = createCalls(
    clients,
    () => config,
    async () => 'closed',
  );
  const [target] = (await house.cloud.instances({ accounts: ['demo-dev'] }, { signal: AbortSignal.timeout(20_000) }))
    .items;
  if (target === undefined) throw new Error('there are no instances');
  house.peer.fault = ({ action }) => (action === 'StopInstances' ? fault : undefined);
  await expect(calls.change('stop', target, [target], false, open())).rejects.toThrow(AnswerLost);
  expect(house.peer.seen.filter(({ action }) => action === 'StopInstances')).toHaveLength(1);
});

it('gives up a read whose answers stop in their middle, after its tries', async () => {
  const signal = open();
  house.peer.fault = ({ action }) => (action === 'DescribeVolumes' ? 'stall' : undefined);
  const { items, gaps } = await ask.over(ask.pairsOf({}, signal), { signal }, (client, pair) =>
    ask.pages('DescribeVolumes', client, pair, {}, signal),
  );
  expect(items).toEqual([]);
  expect(gaps.map(({ what }) => plain(what))).toEqual(['AWS did not answer for demo-dev in us-east-1 (TimeoutError).']);
  expect(house.peer.seen.filter(({ action }) => action === 'DescribeVolumes')).toHaveLength(4);
});
