import { EC2Client } from '@aws-sdk/client-ec2';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { expect, it } from 'vitest';
import { createCalls } from '../../../../src/core/drivers/aws/calls.ts';
import { createClients } from '../../../../src/core/drivers/aws/clients.ts';
import { AnswerLost } from '../../../../src/core/drivers/ec2/error.ts';
import { openAwsHouse } from './house.ts';

it('takes an answer that is not there in time for a lost one, and does not call again', async () => {
  const house = await openAwsHouse();
  const impatient = new EC2Client({
    region: 'us-east-1',
    maxAttempts: 1,
    profile: 'dev',
    requestHandler: new NodeHttpHandler({ requestTimeout: 1_500, throwOnRequestTimeout: true }),
  });
  const clients = { ...createClients(house.clock, house.log), changing: () => impatient };
  try {
    const config = { name: 'demo-dev', profile: 'dev', regions: ['us-east-1'] };
    const calls = createCalls(
      clients,
      () => config,
      async () => 'closed',
    );
    const [target] = (await house.cloud.instances({ accounts: ['demo-dev'] }, { signal: AbortSignal.timeout(20_000) }))
      .items;
    if (target === undefined) throw new Error('there are no instances');
    house.peer.fault = ({ action }) => (action === 'StopInstances' ? { delayMs: 60_000 } : undefined);
    const call = calls.change('stop', target, [target], false, new AbortController().signal);
    await expect(call).rejects.toThrow(AnswerLost);
    expect(house.peer.seen.filter(({ action }) => action === 'StopInstances')).toHaveLength(1);
  } finally {
    clients.close();
    impatient.destroy();
    await house.close();
  }
});
