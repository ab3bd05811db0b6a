import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../src/commands/index.ts';
import { openAwsMachine, productsAt, type AwsMachine } from './aws-machine.ts';
import { isSeconds } from '../src/bot/preview/before.ts';
import { beforeExample, saidBefore } from './before-examples.ts';
import { documentKeys } from './terminal.ts';

const roleOf = (id: string): string => `arn:aws:iam::${id}:role/quartermaster`;
const accounts = [
  { name: 'demo-prod', roleArn: roleOf('111122223333'), externalId: 'team-42', namesPeople: true, regions: 'all' },
  { name: 'demo-dev', roleArn: roleOf('444455556666'), regions: ['us-east-1', 'eu-west-1', 'ap-northeast-1'] },
] as const;
const roles = new Map([
  [roleOf('111122223333'), { accountId: '111122223333', externalId: 'team-42', takesSourceIdentity: true }],
  [roleOf('444455556666'), { accountId: '444455556666' }],
]);

/** Examples that only the demo account can answer. */
const demoOnly = ['demo reset'];

describe('with an endpoint, keys in the environment and a configuration of two roles alone', () => {
  const open = async () =>
    openAwsMachine({
      products: await productsAt([
        { type: 'm5.large', region: 'us-east-1', os: 'linux' },
        { type: 't2.micro', region: 'us-east-1', os: 'linux' },
      ]),
      accounts,
      roles,
      bare: true,
    });
  let machine: AwsMachine;
  beforeAll(async () => {
    machine = await open();
  });
  afterAll(() => machine.close());

  it.each(
    commands.flatMap(({ name, examples: [example] }) =>
      example === undefined || demoOnly.includes(name) ? [] : [[name, example] as const],
    ),
  )('`%s` works', async (name, example) => {
    const before = beforeExample(name, example);
    // What freezes would freeze the rest.
    const own = before.length > 0 || name === 'freeze on' ? await open() : machine;
    try {
      expect(await saidBefore(own, before)).toEqual([]);
      const { code, out } = await own.pipe([example], { second: isSeconds(name) });
      expect(code, out).toBe(0);
      expect(out).not.toContain('Could not be read');
    } finally {
      if (own !== machine) await own.close();
    }
  });

  it('everything is asked in sessions of the roles, but for whose keys they are', () => {
    const others = machine.peer.seen.filter(({ key, action }) => !key.startsWith('ASIA') && action !== 'AssumeRole');
    expect(others).toEqual([]);
    expect(new Set(machine.peer.seen.map(({ accountId }) => accountId))).toEqual(
      new Set(['111122223333', '444455556666']),
    );
  });

  it('what another person approved is done in a session that names both; AWS’s policies see who asked', async () => {
    const own = await open();
    try {
      await own.pipe(['terminate sap-test'], { second: false });
      const { out } = await own.pipe([`confirm ${documentKeys[0]} sap-test reason:"retired"`]);
      expect(out).toContain('another person must approve');
      expect((await own.pipe([`approve ${documentKeys[0]}`], { second: true })).code).toBe(0);
      const made = own.peer.seen.filter(({ action, dryRun }) => action === 'TerminateInstances' && !dryRun);
      expect(made.map(({ session }) => session)).toEqual(['os-maria+os-ana by os-maria']);
    } finally {
      await own.close();
    }
  });

  it('and the doctor finds all of it in order', async () => {
    expect((await machine.doctor()).filter(({ is, needed }) => is === 'missing' || (needed && is !== 'fine'))).toEqual(
      [],
    );
  });
});
