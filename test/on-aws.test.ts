import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../src/commands/index.ts';
import { operatorPolicy, readActions, readerPolicy, usualTag } from '../src/core/changes/iam-policy.ts';
import type { ProblemCode } from '../src/core/problem.ts';
import type { Product } from '../src/core/ports/price-list.ts';
import { openAwsMachine, productsAt, type AwsMachine } from './aws-machine.ts';
import { isSeconds } from '../src/bot/preview/before.ts';
import { beforeExample, saidBefore } from './before-examples.ts';
import type { SeenRequest } from './peers/aws/server.ts';
import { told, transcriptOf } from './transcript.ts';

/** What the documents ask the price list for. */
const asked: readonly Product[] = [
  { type: 'm5.large', region: 'us-east-1', os: 'linux' },
  { type: 't2.micro', region: 'us-east-1', os: 'linux' },
  { type: 'm5.large', region: 'eu-west-1', os: 'windows' },
  { type: 'm7g.large', region: 'us-east-1', os: 'linux' },
];

/** All that may differ between the demo account's words and those about a real one. Each must occur. */
const differences: readonly (readonly [demo: RegExp, aws: string, why: string])[] = [
  [/^Demo account: nothing here is real, and nobody is billed\.\n/gm, '', 'real accounts are not stamped'],
  [/^Read from the demo account at /gm, 'Read from AWS at ', 'where it was read'],
];

/** The clocks of two runs differ by the moments that calls take. */
const timeless = (text: string): string =>
  text.replaceAll(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?: UTC|Z)/g, 'a moment in UTC');

/** The same, wherever its lines break. */
const words = (text: string): string => timeless(text).replaceAll(/\s+/g, ' ');

describe('a retired machine is cleaned up on a real account', () => {
  let machine: AwsMachine;
  beforeAll(async () => {
    machine = await openAwsMachine({ products: await productsAt(asked) });
  });
  afterAll(() => machine.close());

  it('by the lines of docs/cleanup.md, in the same words', async () => {
    const { shown, typed } = await transcriptOf('docs/cleanup.md');
    let expected = shown;
    for (const [demo, aws, why] of differences) {
      expect(expected, why).toMatch(demo);
      expected = expected.replaceAll(demo, aws);
    }
    const said = await told(typed, machine);
    // A configuration names who could approve; the lines then break elsewhere.
    expect(said).toContain('(os:ana)');
    expect(words(said.replaceAll(/\s\(os:ana\)/g, ''))).toBe(words(expected));
  });

  it('and then EC2 itself has neither the machines nor the address, and the volume that is kept', async () => {
    const { instances, addresses, volumes } = await machine.ec2.world();
    const states = [...instances.values()].filter(({ tags }) => ['bastion', 'web-1'].includes(tags['Name'] ?? ''));
    expect(states.map(({ state }) => state)).toEqual(['terminated', 'terminated']);
    expect([...addresses.values()].map(({ publicIp }) => publicIp)).not.toContain('198.51.100.10');
    expect([...volumes.keys()].filter((id) => keptAndGone.includes(id))).toEqual(['vol-6c4e64aaafcb585be']);
  });
});

/** The data volume of web-1, and the volumes that go with the machines. */
const keptAndGone = ['vol-6c4e64aaafcb585be', 'vol-ef185fde5b6e4212c', 'vol-fae90e5ca89e320ba'];

/** Examples that only the demo account can answer. */
const refusedOnAws: Readonly<Record<string, ProblemCode>> = { 'demo reset': 'demo-only' };

/** IAM's name of a request. */
function actionOf({ service, action }: SeenRequest): string {
  // Savings Plans are asked by path, which is the action's name.
  if (service !== 'route53') return `${service}:${action.replace(/^\//, '')}`;
  return action.includes('/rrset') ? 'route53:ListResourceRecordSets' : 'route53:ListHostedZones';
}

/** Called without a permission (STS API, "GetCallerIdentity": no permissions are required). */
const needsNoRight = ['sts:GetCallerIdentity'];

/** What no example leads to: an address with a reverse DNS name, which is reset before its release. */
const besides = ['release 198.51.100.108'];

/** Reads that doctor does not try, with the reason. */
const notProbed: Readonly<Record<string, string>> = {
  'route53:ListResourceRecordSets': 'needs a zone to ask about; granted with ListHostedZones, which is tried',
};

/** Rights that no example leads to, and what does. */
const askedElsewhere: Readonly<Record<string, string>> = {
  'sts:DecodeAuthorizationMessage': 'a refused change',
  'ec2:DescribeCapacityReservations': 'a sweep for waste',
};

describe('every example of every command works on real accounts', () => {
  const called = new Map<string, string>();
  const warned: string[] = [];
  const warn = ({ message }: Error) => warned.push(message);
  let machine: AwsMachine;
  const open = async () => openAwsMachine({ products: await productsAt(asked) });
  beforeAll(async () => {
    process.on('warning', warn);
    machine = await open();
  });
  afterAll(async () => {
    process.off('warning', warn);
    await machine.close();
  });

  it.each(commands.flatMap(({ name, examples }) => examples.map((example) => [example, name] as const)))(
    '%s',
    async (example, name) => {
      const lines = beforeExample(name, example);
      // What freezes would freeze the rest.
      const own = lines.length > 0 || name === 'freeze on' ? await open() : machine;
      try {
        expect(await saidBefore(own, lines)).toEqual([]);
        const { out } = await own.pipe([example], { json: true, second: isSeconds(name) });
        const problem = refusedOnAws[example];
        const last: unknown = JSON.parse(out.trim().split('\n').at(-1) ?? '');
        expect(last, out).toMatchObject(
          problem === undefined
            ? { ok: true, command: name, final: true, problem: null }
            : { ok: false, command: name, problem: { code: problem } },
        );
        expect(own.logged.filter((line) => !line.startsWith('long-lived access keys'))).toEqual([]);
        for (const request of own.peer.seen) called.set(actionOf(request), example);
      } finally {
        if (own !== machine) await own.close();
      }
    },
  );

  it.each(besides)('%s', async (line) => {
    expect((await machine.pipe([line])).code).toBe(0);
    for (const request of machine.peer.seen) called.set(actionOf(request), line);
  });

  it('without a warning of Node.js that somebody would read at the terminal', () => {
    expect(warned).toEqual([]);
  });

  it('with no call that the policies do not grant', () => {
    const granted = operatorPolicy(usualTag).Statement.flatMap(({ Action }) => Action);
    expect([...called.keys()].filter((action) => !granted.includes(action) && !needsNoRight.includes(action))).toEqual(
      [],
    );
    expect([...called.keys()]).toEqual(expect.arrayContaining(needsNoRight));
  });

  it('and no right in the policies that nothing uses', () => {
    const granted = new Set(operatorPolicy(usualTag).Statement.flatMap(({ Action }) => Action));
    expect([...granted].filter((action) => !called.has(action)).toSorted()).toEqual(
      Object.keys(askedElsewhere).toSorted(),
    );
  });

  it('and a reader is granted every read that is called, and nothing else', () => {
    const reads = new Set(readerPolicy().Statement.flatMap(({ Action }) => Action));
    const readsCalled = [...called.keys()].filter((action) =>
      /^(ec2|route53|pricing|savingsplans):(Describe|List|Get)/.test(action),
    );
    expect(readsCalled.filter((action) => !reads.has(action))).toEqual([]);
    expect(
      [...called.keys()].filter((action) => !reads.has(action) && !needsNoRight.includes(action)).every(isChange),
    ).toBe(true);
  });

  it('and doctor tries every read that answers need', async () => {
    const checks = await machine.doctor();
    const tried = new Set(checks.map(({ what }) => what));
    expect(readActions.filter((action) => !tried.has(action)).toSorted()).toEqual(Object.keys(notProbed).toSorted());
  });
});

const isChange = (action: string): boolean => /^ec2:(?!Describe)/.test(action);

describe('on a real account without roles in the configuration', () => {
  it.each(['terminate crawler-spot-1', 'release 198.51.100.38'])(
    '%s is refused with what to configure',
    async (line) => {
      const machine = await openAwsMachine({ env: { QUARTERMASTER_ROLES: undefined } });
      try {
        const { code, out } = await machine.pipe([line]);
        expect(code).toBe(1);
        expect(words(out)).toContain('only when another person approves, and nobody else can');
        expect(words(out)).toContain('approver: [os:NAME] under roles: in the configuration gives it');
        expect(machine.peer.seen.filter(({ action }) => /^(Terminate|Release)/.test(action))).toEqual([]);
        expect((await machine.pipe(['stop web-1'])).code).toBe(0);
      } finally {
        await machine.close();
      }
    },
  );
});
