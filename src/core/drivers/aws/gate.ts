import { getSmithyContext } from '@smithy/core/transport';
import type { FinalizeHandler, HandlerExecutionContext } from '@smithy/types';
import { ec2ReadRates, readClassOf, type Pace, type Rate } from '../ec2/pacing.ts';
import type { Turns } from './turns.ts';

/** The bucket that a call draws on; undefined: nothing is known of one. */
export type BucketOf = (api: string, input: object) => Bucket | undefined;
interface Bucket {
  readonly key: string;
  readonly rate: Rate;
}

/** EC2's buckets for the reads of one account and region. */
export const ec2Buckets = (account: string, region: string): BucketOf => {
  const bucketsFor = (narrowed: boolean) => {
    const known = new Map<string, Bucket>();
    return (api: string): Bucket => {
      const kind = readClassOf(api, narrowed);
      const bucket = known.get(api) ?? { key: `${account}/${region}/${api}/${kind}`, rate: ec2ReadRates[kind] };
      known.set(api, bucket);
      return bucket;
    };
  };
  const [narrowed, whole] = [bucketsFor(true), bucketsFor(false)];
  return (api, input) =>
    'MaxResults' in input || ('Filters' in input && input.Filters !== undefined) ? narrowed(api) : whole(api);
};

/** Route 53 takes five calls a second of an account, whatever they ask (Route 53 guide, "Quotas"); one is left to others. */
const route53Rate: Rate = { bucket: 4, perSecond: 4 };
/** The one bucket of Route 53 for an account. */
export const route53Bucket = (account: string): BucketOf => {
  const bucket = { key: `${account}/route53`, rate: route53Rate };
  return () => bucket;
};

/** Of services of which no figure is documented, and whose answers are kept for long. */
export const noBucket: BucketOf = () => undefined;

/** What AWS's services call a refusal for the rate of calls alone ("Error codes for the Amazon EC2 API", "Common errors"). */
export const throttles: ReadonlySet<string> = new Set([
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'SlowDown',
]);

/** Whose work a call is, where nobody can stop it. */
const nobody = {};
const unstoppable = new AbortController().signal;

/** Where the gate stands among the SDK's own steps. */
export const gatePlace = {
  name: 'quartermasterGate',
  relation: 'before',
  toMiddleware: 'httpSigningMiddleware',
} as const;

/**
 * Every try of every read passes here, whatever client makes it: first it waits until the account's bucket has room,
 * then for a turn among all reads of the process, which it holds until its answer is read. It stands inside the SDK's
 * retries, so that a pause between tries holds no turn, and before the signature, so that waiting does not age it.
 * A try that AWS refused for its rate slows the bucket.
 */
export const gate =
  (turns: Turns, pace: Pace, bucketOf: BucketOf) =>
  <I extends object, O extends object>(
    next: FinalizeHandler<I, O>,
    context: HandlerExecutionContext,
  ): FinalizeHandler<I, O> =>
  async (args) => {
    const { abortSignal } = getSmithyContext(context);
    const signal = abortSignal instanceof AbortSignal ? abortSignal : undefined;
    const bucket = bucketOf(context.commandName?.replace(/Command$/, '') ?? '', args.input);
    if (bucket !== undefined) await pace(bucket.key, bucket.rate, signal ?? unstoppable);
    const release = await turns.take(signal ?? nobody, signal);
    try {
      return await next(args);
    } catch (error) {
      if (bucket !== undefined && error instanceof Error && throttles.has(error.name)) pace.slow(bucket.key);
      throw error;
    } finally {
      release();
    }
  };
