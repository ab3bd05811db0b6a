import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountConfig } from '../../../../src/core/drivers/aws/account.ts';
import { createAsk, type Ask } from '../../../../src/core/drivers/aws/ask.ts';
import { createCalls } from '../../../../src/core/drivers/aws/calls.ts';
import { createClients, type Clients } from '../../../../src/core/drivers/aws/clients.ts';
import { createIdentify } from '../../../../src/core/drivers/aws/identify.ts';
import { AnswerLost } from '../../../../src/core/drivers/ec2/error.ts';
import { plain } from '../../../../src/core/text.ts';
import { secondMs } from '../../../../src/core/time.ts';
import type { Fault } from '../../../peers/aws/server.ts';
import { openAwsHouse } from './house.ts';

const config: AccountConfig = { name: 'demo-dev', profile: 'dev', regions: ['us-east-1'] };
const open = (): AbortSignal => new AbortController().signal;
const where = 'AWS did not answer for demo-dev in us-east-1';

/** A byte now and then, for ever. */
const trickle: Fault = {
  sends(response) {
    response.writeHead(200, { 'content-type': 'text/xml' });
    const drip = setInterval(() => response.write(' '), 50);
    response.once('close', () => clearInterval(drip));
  },
};
/** As much as is taken, for ever. */
const flood: Fault = {
  sends(response) {
    const part = Buffer.alloc(64 * 1_024, ' ');
    response.writeHead(200, { 'content-type': 'text/xml' });
    const pour = () => {
      while (!response.destroyed && response.write(part));
    };
    response.on('drain', pour);
    pour();
  },
};

let house: Awaited<ReturnType<typeof openAwsHouse>>;
let clients: Clients;
let ask: Ask;
const waiting = (waits: Parameters<typeof createClients>[1]): void => {
  clients = createClients(house.clock, waits);
  ask = createAsk([config], clients, createIdentify(clients), async () => ({ regions: ['us-east-1'] }), house.clock);
};
beforeEach(async () => {
  house = await openAwsHouse();
});
afterEach(async () => {
  clients.close();
  await house.close();
});

/** A stop of one instance, which is never made twice. */
async function stopping(fault: Fault): Promise<unknown> {
  const calls = createCalls(
    clients,
    () => config,
    async () => 'closed',
  );
  const [target] = (await house.cloud.instances({ accounts: ['demo-dev'] }, { signal: AbortSignal.timeout(20_000) }))
    .items;
  if (target === undefined) throw new Error('there are no instances');
  house.peer.fault = ({ action }) => (action === 'StopInstances' ? fault : undefined);
  return calls.change('stop', target, [target], false, open());
}
const stops = () => house.peer.seen.filter(({ action }) => action === 'StopInstances').length;

describe('a change', () => {
  it.each<[string, Fault]>([
    ['is not there in time', { delayMs: 60_000 }],
    ['stops in its middle', 'stall'],
    ['trickles', trickle],
    ['never ends', flood],
  ])('of which the answer %s is taken for a lost one, and is not made again', async (_, fault) => {
    waiting({ answerMs: 1_000, silenceMs: 1_000, wholeMs: 2_000, mebibytes: 1 });
    await expect(stopping(fault)).rejects.toThrow(AnswerLost);
    expect(stops()).toBe(1);
  });

  it('waits 30 seconds for its answer where nothing else is said', async () => {
    waiting({});
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const stopped = stopping({ until: new Promise(() => {}) });
      let ended = false;
      const end = () => {
        ended = true;
      };
      stopped.then(end, end);
      while (stops() === 0) await new Promise((resolve) => setImmediate(resolve));
      vi.advanceTimersByTime(30 * secondMs - 1);
      await new Promise((resolve) => setImmediate(resolve));
      expect(ended).toBe(false);
      vi.advanceTimersByTime(1);
      await expect(stopped).rejects.toThrow(AnswerLost);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a read', () => {
  const volumes = async (fault: Fault | (() => Fault)) => {
    const signal = open();
    house.peer.fault = ({ action }) =>
      action === 'DescribeVolumes' ? (typeof fault === 'function' ? fault() : fault) : undefined;
    const { items, gaps } = await ask.over(ask.pairsOf({}, { signal }), { signal }, (client, pair, _, failed) =>
      ask.pages('DescribeVolumes', client, pair, {}, signal, failed),
    );
    expect(items).toEqual([]);
    return gaps.map(({ what }) => plain(what));
  };
  const tries = () => house.peer.seen.filter(({ action }) => action === 'DescribeVolumes').length;

  it.each<[string, Fault, string, number]>([
    ['stop in their middle', 'stall', 'its answer stopped for 1 second', 4],
    ['trickle', trickle, 'its answer was not whole in 1 second', 4],
    ['are too large', flood, 'its answer is of more than 1 MiB', 1],
  ])('whose answers %s is given up, after the tries that make sense', async (_, fault, says, count) => {
    waiting({ silenceMs: 1_000, wholeMs: 1_500, mebibytes: 1 });
    expect(await volumes(fault)).toEqual([`${where} (${says}).`]);
    expect(tries()).toBe(count);
  });

  it('is not tried again once its tries have taken a minute, however many are left', async () => {
    waiting({ silenceMs: 200 });
    // Each try takes 30 seconds of the house's clock.
    const slowly = (): Fault => {
      void house.pass(30 * secondMs);
      return 'stall';
    };
    expect(await volumes(slowly)).toEqual([`${where} (its answer stopped for 1 second).`]);
    expect(tries()).toBe(2);
  });
});
