import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isThrottle, mayBeDone } from '../../../../src/core/drivers/ec2/explain.ts';
import { explainedCodes } from '../../../../src/core/drivers/ec2/meanings.ts';
import type { Instance } from '../../../../src/core/ports/instance.ts';
import { plain } from '../../../../src/core/text.ts';
import { openAwsHouse } from './house.ts';

/** Every error code a team meets (EC2 API reference, "Error codes"; STS), what is said of it, and what is to be done. */
const table: readonly (readonly [code: string, says: RegExp, todo: RegExp])[] = [
  ['UnauthorizedOperation', /lacks the right/, /allow it/],
  ['AccessDenied', /may not do this/, /permissions/],
  ['AuthFailure', /credentials are wrong/, /role, the region and the account/],
  ['Blocked', /blocked the account/, /AWS Support/],
  ['PendingVerification', /verifying/, /Wait/],
  ['OptInRequired', /not enabled/, /Enable the region/],
  ['RequestExpired', /clock is off/, /clock/],
  ['InvalidClientTokenId', /access key/, /credentials/],
  ['ExpiredToken', /session is over/, /Renew/],
  ['ExpiredTokenException', /session is over/, /Renew/],
  ['RequestLimitExceeded', /more calls/, /Wait/],
  ['Throttling', /more calls/, /Wait/],
  ['ThrottlingException', /more calls/, /Wait/],
  ['RequestThrottled', /more calls/, /Wait/],
  ['InternalError', /fault of its own/, /look first/],
  ['ServiceUnavailable', /fault of its own/, /look first/],
  ['Unavailable', /fault of its own/, /look first/],
  ['IncorrectInstanceState', /not in a state/, /Look/],
  ['IncorrectState', /belongs to it/, /Wait/],
  ['IncorrectSpotRequestState', /Spot request/, /EC2 starts/],
  ['InvalidInstanceID.NotFound', /no such instance/, /account and region/],
  ['InvalidInstanceID.Malformed', /no instance id/, /8 or 17/],
  ['OperationNotPermitted', /protected/, /never switches protection off/],
  ['UnsupportedOperation', /cannot do that/, /rebooted or terminated/],
  ['UnsupportedHibernationConfiguration', /hibernate/, /Stop it/],
  ['Unsupported', /not offered/, /zone or type/],
  ['InsufficientInstanceCapacity', /no room/, /later/],
  ['InsufficientHostCapacity', /Dedicated Hosts/, /another host/],
  ['InsufficientCapacityOnHost', /Dedicated Host/, /another host/],
  ['UnavailableHostRequirements', /no Dedicated Host/, /affinity/],
  ['IncompatibleHostRequirements', /no Dedicated Host/, /affinity/],
  ['ReservationCapacityExceeded', /Reservation is full/, /Enlarge/],
  ['VcpuLimitExceeded', /vCPUs/, /Service Quotas/],
  ['InstanceLimitExceeded', /quota of instances/, /Service Quotas/],
  ['MaxSpotInstanceCountExceeded', /Spot quota/, /Service Quotas/],
  ['SpotMaxPriceTooLow', /below the market/, /Raise/],
  ['InsufficientFreeAddressesInSubnet', /no free address/, /subnet/],
  ['CustomerKeyHasBeenRevoked', /KMS key/, /Restore/],
  ['EncryptedVolumesNotSupported', /encrypted volumes/, /type/],
  ['ConcurrentTagAccess', /tags at the same moment/, /Ask again/],
  ['TagPolicyViolation', /tag policy/, /policy allows/],
  ['IdempotentParameterMismatch', /token/, /fresh token/],
  ['InvalidParameterValue', /a value/, /fault of Quartermaster/],
  ['InvalidParameterCombination', /do not go together/, /fault of Quartermaster/],
  ['MissingParameter', /missing/, /fault of Quartermaster/],
  ['InvalidPaginationToken', /no longer knows/, /from its beginning/],
  ['FilterLimitExceeded', /filter values/, /from its beginning/],
  ['InvalidAMIID.NotFound', /Allowed AMIs/, /image/],
  ['AddressLimitExceeded', /quota of Elastic IPs/, /Release one/],
  ['InsufficientAddressCapacity', /no address to give/, /later/],
  ['InvalidAddress.NotFound', /not ours here/, /recovered only/],
  ['InvalidAddressID.NotFound', /no longer, ours/, /Look/],
  ['InvalidAllocationID.NotFound', /no longer, ours/, /Look/],
  ['InvalidAssociationID.NotFound', /somebody else/, /Look/],
  ['InvalidIPAddress.InUse', /still associated/, /Disassociate/],
  ['InvalidAddress.Locked', /reverse DNS/, /Reset/],
  ['Resource.AlreadyAssociated', /in use already/, /holds it/],
  ['Gateway.NotAttached', /internet gateway/, /Attach/],
];

let house: Awaited<ReturnType<typeof openAwsHouse>>;
let target: Instance;
beforeEach(async () => {
  house = await openAwsHouse();
  const { items } = await house.cloud.instances({ accounts: ['demo-dev'] }, { signal: AbortSignal.timeout(20_000) });
  const found = items.find(({ name }) => name === 'batch-7');
  if (found === undefined) throw new Error('there is no batch-7');
  target = found;
});
afterEach(() => house.close());

/** Starts it, with time running while it is paced or backs off. */
async function start() {
  const applied = house.control.apply(
    'start',
    [target],
    async () => undefined,
    async () => {},
    new AbortController().signal,
  );
  let ended = false;
  const mark = () => {
    ended = true;
  };
  applied.then(mark, mark);
  while (!ended) {
    await house.pass(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const [only] = await applied;
  if (only === undefined) throw new Error('there is no answer');
  return only.result;
}

describe('every error code, as it comes over the wire', () => {
  it('has its row here: none is told that nobody has read', () => {
    const rows = new Set(table.map(([code]) => code));
    const others = explainedCodes.filter((code) => !rows.has(code));
    // Ours, and other spellings of codes that stand here.
    expect(others.toSorted()).toEqual([
      'AccessDeniedException',
      'BandwidthLimitExceeded',
      'EC2ThrottledException',
      'InternalFailure',
      'NotSent',
      'RequestLimitExceededException',
      'RequestThrottledException',
      'ServerInternal',
      'SlowDown',
      'ThrottledException',
      'TooManyRequestsException',
      'UnrecognizedClientException',
    ]);
  });

  it.each([...table])(
    '%s of a change: in our words, with its code, the request and what to do',
    async (code, says, todo) => {
      house.peer.fault = ({ action, dryRun }) =>
        action === 'StartInstances' && !dryRun ? { refuse: code } : undefined;
      const result = await start();
      const calls = house.peer.seen.filter(({ action, dryRun }) => action === 'StartInstances' && !dryRun);
      if (mayBeDone(code)) {
        expect(calls, 'never repeated').toHaveLength(1);
        if (result.kind !== 'unknown') throw new Error(`it is told as ${result.kind}`);
        expect(plain(result.because.what)).toMatch(new RegExp(`answer was lost \\(${code}, request [0-9a-f-]{36}\\)`));
        return;
      }
      if (result.kind !== 'refused') throw new Error(`it is told as ${result.kind}`);
      expect(result.code).toBe(code);
      const words = plain(result.because.what);
      expect(words).toMatch(says);
      expect(words).toMatch(new RegExp(`\\(${code.replace('.', '\\.')}, request [0-9a-f-]{36}\\)\\.$`));
      expect(words, 'in words of our own').not.toContain('refused: ');
      expect(plain(result.because.todo)).toMatch(todo);
    },
  );

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    '%s is a code like any other that nobody knows, of a change and of a read',
    async (code) => {
      house.peer.fault = ({ action, dryRun }) =>
        action === 'DescribeInstances' || (action === 'StartInstances' && !dryRun) ? { refuse: code } : undefined;
      const result = await start();
      if (result.kind !== 'refused') throw new Error(`it is told as ${result.kind}`);
      const told = new RegExp(`: refused: ${code} \\(${code}, request [0-9a-f-]{36}\\)`);
      expect(plain(result.because.what)).toMatch(told);
      const scope = { accounts: ['demo-dev'], regions: ['us-east-1'] };
      const { gaps } = await house.cloud.instances(scope, { signal: AbortSignal.timeout(20_000) });
      expect(gaps.map(({ what }) => plain(what))).toEqual([expect.stringMatching(told)]);
    },
  );

  // The SDK repeats a throttled read for seconds of real time; `faults.test.ts` has one that ends well.
  it.each(table.filter(([code]) => !isThrottle(code)))(
    '%s of a read: a gap in the same words',
    async (code, says, todo) => {
      house.peer.fault = ({ action, region }) =>
        action === 'DescribeInstances' && region === 'us-east-1' ? { refuse: code } : undefined;
      const { gaps } = await house.cloud.instances(
        { accounts: ['demo-dev'], regions: ['us-east-1'] },
        { signal: AbortSignal.timeout(20_000) },
      );
      const [gap] = gaps;
      expect(plain(gap?.what ?? [])).toMatch(says);
      expect(plain(gap?.what ?? [])).toContain(`(${code}, request `);
      expect(plain(gap?.todo ?? [])).toMatch(todo);
      expect(gap?.problem).toBe(mayBeDone(code) ? 'cloud-away' : 'cloud-refused');
    },
  );
});
