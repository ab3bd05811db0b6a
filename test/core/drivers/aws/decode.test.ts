import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instance } from '../../../../src/core/ports/instance.ts';
import { isProblem } from '../../../../src/core/problem.ts';
import { plain } from '../../../../src/core/text.ts';
import { encodedMessage, type Fault } from '../../../peers/aws/server.ts';
import { openAwsHouse } from './house.ts';

const resource = 'arn:aws:ec2:us-east-1:444455556666:instance/i-0123456789abcdef0';
/** As AWS decodes it (STS API, "DecodeAuthorizationMessage"). */
const message = {
  allowed: false,
  explicitDeny: true,
  matchedStatements: { items: [{ statementId: 'secret-statement', effect: 'DENY' }] },
  failures: { items: [] },
  context: {
    principal: { id: 'AIDASECRET', name: 'secret-principal', arn: 'arn:aws:iam::444455556666:user/secret-principal' },
    action: 'ec2:StopInstances',
    resource,
    conditions: { items: [{ key: 'secret-condition', values: { items: [{ value: 'secret-value' }] } }] },
  },
};

let house: Awaited<ReturnType<typeof openAwsHouse>>;
let targets: readonly Instance[];
beforeEach(async () => {
  house = await openAwsHouse();
  const { items } = await house.cloud.instances({ accounts: ['demo-dev'] }, { signal: AbortSignal.timeout(20_000) });
  targets = items.filter(({ name }) => name !== undefined && ['web-1', 'web-2', 'api-1', 'api-2'].includes(name));
});
afterEach(() => house.close());

const refuseWith = (text: string, decoding?: Fault) => {
  house.peer.fault = ({ action }) =>
    action === 'StopInstances'
      ? { refuse: 'UnauthorizedOperation', message: text }
      : action === 'DecodeAuthorizationMessage'
        ? decoding
        : undefined;
};
const decodings = () => house.peer.seen.filter(({ action }) => action === 'DecodeAuthorizationMessage').length;
const open = new AbortController().signal;

/** Everything that is told of the refusals of a dry run and of a change, as plain words. */
async function told(of: readonly Instance[]): Promise<readonly string[]> {
  const verdicts = await house.control.dryRun('stop', of, open);
  const applied = await house.control.apply(
    'stop',
    of,
    async () => undefined,
    async () => {},
    open,
  );
  const all = [
    ...verdicts.map(({ refusal }) => refusal),
    ...applied.map(({ result }) => ('because' in result ? result.because : undefined)),
  ];
  return all.map((problem) => {
    if (!isProblem(problem)) throw new Error('it was not refused');
    expect(JSON.stringify(problem), 'nothing but action and resource').not.toMatch(/secret|Encoded|eyJ/i);
    return plain([...problem.what, ...problem.todo]);
  });
}

describe('an encoded authorization message', () => {
  it('is decoded where that is allowed: the action and the resource are told, once a refusal', async () => {
    refuseWith(encodedMessage(message));
    for (const words of await told(targets.slice(0, 1))) {
      expect(words).toContain(`may not do ec2:StopInstances on ${resource}`);
      expect(words).toMatch(/UnauthorizedOperation, request [0-9a-f-]{36}/);
    }
    expect(decodings()).toBe(2);
  });

  it('is decoded for each target once, however the batch was halved', async () => {
    refuseWith(encodedMessage(message));
    const { length } = targets;
    expect(length).toBe(4);
    await house.control.dryRun('stop', targets, open);
    expect(decodings()).toBe(length);
  });

  it.each<[string, Fault]>([
    ['the role may not', { refuse: 'AccessDenied' }],
    ['STS answers in another form', { page: '<html>secret</html>', status: 200 }],
    ['STS has a fault of its own', { refuse: 'Unavailable' }],
  ])('is told as closed where %s, and not asked about again for a while', async (_, fault) => {
    refuseWith(encodedMessage(message), fault);
    for (const words of await told(targets.slice(0, 1))) {
      expect(words).toContain('the role lacks the right for this, or a policy denies it');
      expect(words).toContain('only a role with sts:DecodeAuthorizationMessage can read');
    }
    const asked = decodings();
    await told(targets.slice(0, 1));
    expect(decodings()).toBe(asked);
    await house.pass(5 * 60_000);
    refuseWith(encodedMessage(message));
    expect((await told(targets.slice(0, 1)))[0]).toContain('ec2:StopInstances');
  });

  it.each([
    ['no JSON', '{not json'],
    ['JSON of another form', { context: { principal: 'secret' } }],
  ])('that decodes to %s is told as closed', async (_, decodesTo) => {
    refuseWith(encodedMessage(decodesTo));
    expect((await told(targets.slice(0, 1)))[0]).toContain('the role lacks the right');
  });

  it('holds a refusal up for three seconds at most', async () => {
    refuseWith(encodedMessage(message), { delayMs: 60_000 });
    const dryRun = house.control.dryRun('stop', targets.slice(0, 1), open);
    while (decodings() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await house.pass(3_000);
    const [verdict] = await dryRun;
    expect(plain(verdict?.refusal?.what ?? [])).toContain('the role lacks the right');
  });

  it('is no part of a code without words either', async () => {
    house.peer.fault = ({ action }) =>
      action === 'StopInstances' ? { refuse: 'NeverHeardOf', message: encodedMessage(message) } : undefined;
    const [verdict] = await house.control.dryRun('stop', targets.slice(0, 1), open);
    expect(plain(verdict?.refusal?.what ?? [])).not.toContain('Encoded');
  });

  it('is none of the refusals that AWS gives without one', async () => {
    refuseWith('You are not authorized to perform this operation.');
    expect((await told(targets.slice(0, 1)))[0]).not.toContain('DecodeAuthorizationMessage');
    expect(decodings()).toBe(0);
  });
});
