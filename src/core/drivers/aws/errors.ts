import type { Problem } from '../../problem.ts';
import { withoutSecrets } from '../../secrets.ts';
import { code, say, type Spans } from '../../text.ts';
import { AnswerLost, Ec2Error } from '../ec2/error.ts';
import { explain, isRefusal, mayBeDone } from '../ec2/explain.ts';

/** What of an error of the SDK's can be used. Its message may hold a whole answer and is shown only where EC2 gave it with a code. */
interface Known {
  readonly name: string;
  readonly message: string;
  readonly requestId?: string;
  readonly status?: number;
  /** Code of the operating system, `ECONNREFUSED`. */
  readonly system?: string;
  /** The SDK read a code out of AWS's answer. */
  readonly answered: boolean;
}

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && key in value ? Reflect.get(value, key) : undefined;
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** What stands where a code or a request id of AWS's does and is longer, or has other signs, is none: a code, `InvalidInstanceID.NotFound`. */
const codeForm = /^[\w.-]{1,100}$/;
const requestIdForm = /^[\w+/=-]{1,200}$/;
/** Of AWS's text so much is kept, in characters: an encoded message has 10,240 at most (STS API, "DecodeAuthorizationMessage"). */
const messageLimit = 12_000;

/** What the SDK calls an answer that it cannot read: a proxy's page, an empty text. None of them is a code of AWS's. */
const unread = ['Error', 'Unknown', 'UnknownError', 'SyntaxError'];

/** What the SDK's reader meets in an answer of which a part is of another kind than AWS's: a word for a date, an element for a code. */
const tripped = ['TypeError', 'RangeError'];
/** What was seen of a call that failed: AWS's code, whether AWS gave it, and AWS's id of the request. */
export function failureSeen(error: unknown): Pick<Known, 'name' | 'answered' | 'requestId'> {
  const { name, answered, requestId } = known(error);
  return { name, answered, ...(requestId !== undefined && { requestId }) };
}

/** Whether an answer came that the SDK could not read. Without a status nothing came, and the fault is ours. */
const isUnreadable = ({ name, status }: Known): boolean => tripped.includes(name) && status !== undefined;

/** An answer came with a status of success, and what was asked for is not in it: something else answered in AWS's place. */
export class NotAnswered extends Error {
  override readonly name = 'NotAnswered';
}

/** Records came that are not in AWS's form; the others of the list were read. */
export class PartUnread extends Error {
  override readonly name = 'PartUnread';
}

/** Somebody had enough of a read before this was read. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** An answer was given up before it was whole. */
export class GivenUp extends Error {
  /** In words, `its answer stopped for 30 seconds`. */
  readonly why: string;
  /** @param next What the SDK is to make of it, for reads: it knows a time-out by this name. */
  constructor(why: string, next: 'try-again' | 'no-use') {
    super(why);
    this.why = why;
    this.name = next === 'try-again' ? 'TimeoutError' : 'GivenUp';
  }
}

/** The part of an answer that AWS always gives, if only empty. Throws NotAnswered where it is missing: an empty estate must not be read out of a proxy's page. */
export function stated<T>(part: T | undefined): T {
  if (part === undefined) throw new NotAnswered();
  return part;
}

/**
 * A list of an answer of EC2's. It writes an empty one too; who answers in its way may leave it out, and bears a request id all the
 * same. Throws NotAnswered where both are missing. That it is an answer to this question, its outermost element has shown.
 */
export const listed = <T>(list: T[] | undefined, { requestId }: { readonly requestId?: string | undefined }): T[] =>
  requestId === undefined ? stated(list) : (list ?? []);

function known(error: unknown): Known {
  const metadata = field(error, '$metadata');
  const status = field(metadata, 'httpStatusCode');
  const requestId = text(field(metadata, 'requestId')) ?? text(field(error, 'RequestId'));
  const system = text(field(error, 'code'));
  const given = text(field(error, 'name')) ?? 'Error';
  const name = codeForm.test(given) ? given : 'Unknown';
  return {
    name,
    // The SDK puts there whatever stands in the answer, which need not be a text. A proxy may tell what it was asked with.
    message: withoutSecrets((text(field(error, 'message')) ?? '').slice(0, messageLimit)),
    answered: field(error, '$fault') !== undefined && !unread.includes(name),
    ...(requestId !== undefined && requestIdForm.test(requestId) && { requestId }),
    ...(typeof status === 'number' && { status }),
    ...(system !== undefined && { system }),
  };
}

/** EC2 says by this error that a DryRun would have been let through. */
export const isDryRunSuccess = (error: unknown): boolean => known(error).name === 'DryRunOperation';

/** Who answers in EC2's place has no dry runs (EC2 API, "Common client errors"): nothing is known beforehand, and the call itself will tell. */
export const isDryRunUnknown = (error: unknown): boolean =>
  ['UnknownParameter', 'UnrecognizedParameter'].includes(known(error).name);

/** AWS says these of credentials that were good once, and may say them of others: a region that is off refuses everybody's. */
export const sessionOver = [
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'AuthFailure',
];
/** AWS says these of whoever may not do what is asked. */
export const denials = ['UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException'];

/** AWS refused, and new credentials might be taken. Ending the sessions of a role denies them everything by a policy of the role (IAM guide, "Revoke IAM role temporary security credentials"). */
export function isSessionOver(error: unknown): boolean {
  const { name, message, answered } = known(error);
  if (!answered) return false;
  return (
    sessionOver.includes(name) ||
    (denials.includes(name) && message.includes('explicit deny in an identity-based policy'))
  );
}

/** STS is switched off in the region, or the region is not enabled for whoever calls: another may answer. */
export function isRegionOff(error: unknown): boolean {
  const { name, system } = known(error);
  return (
    ['RegionDisabledException', 'RegionDisabled', 'InvalidClientTokenId', 'OptInRequired'].includes(name) ||
    system === 'ENOTFOUND'
  );
}
/** STS says by this error that it would decode, were this a message of its own (STS API, "DecodeAuthorizationMessage"). */
export const isNoMessage = (error: unknown): boolean => known(error).name.startsWith('InvalidAuthorizationMessage');

/** Errors of the SDK that come before anything is sent. */
const beforeSending = [
  'CredentialsProviderError',
  'TokenProviderError',
  'ENOTFOUND',
  'ECONNREFUSED',
  'EAI_AGAIN',
  'InvalidIdentityToken',
];

/** An error of a changing call: EC2's refusal, or the loss of its answer. */
export function changeError(error: unknown): Ec2Error | AnswerLost {
  const { name, message, requestId, system, answered, status } = known(error);
  if (beforeSending.includes(name) || (system !== undefined && beforeSending.includes(system)))
    return new Ec2Error('NotSent', reason(error));
  // A status of 500 and more with a code that nobody knows may mean anything.
  const certain = isRefusal(name) || (!mayBeDone(name) && (status === undefined || status < 500));
  return answered && certain
    ? new Ec2Error(name, message, requestId)
    : new AnswerLost(reason(error), answered ? requestId : undefined);
}

/** Names the failure in a word, never with the SDK's message. */
function reason(error: unknown): string {
  if (error instanceof GivenUp) return error.why;
  const what = known(error);
  const { name, system, status } = what;
  if (name === 'NotAnswered') return 'something else answered in its place';
  if (isUnreadable(what)) return 'it came in a form that cannot be read';
  return system ?? (unread.includes(name) && status !== undefined ? `HTTP ${status}, not in AWS's form` : name);
}

/** Why a part of a read is missing. */
export function readProblem(error: unknown, where: Spans): Problem {
  if (error instanceof Stopped)
    return {
      problem: 'interrupted',
      what: say`${where}: not read before the stop.`,
      todo: say`Ask again to see all of it.`,
    };
  if (error instanceof PartUnread)
    return {
      problem: 'cloud-away',
      what: say`Some of ${where} came in a form that cannot be read, and are left out.`,
      todo: say`Look at them in the AWS console; what is told here is without them.`,
    };
  const what = known(error);
  const { name, message, requestId, answered } = what;
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return {
      problem: 'cloud-away',
      what: say`There are no AWS credentials for ${where}.`,
      todo: say`Give some: a role of the machine, AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or ${code('aws configure')}.`,
    };
  }
  if (answered) {
    const problem = explain(new Ec2Error(name, message, requestId));
    return { ...problem, ...(mayBeDone(name) && { problem: 'cloud-away' }), what: say`${where}: ${problem.what}` };
  }
  if (isUnreadable(what))
    return {
      problem: 'cloud-away',
      what: say`AWS answered for ${where} in a form that cannot be read.`,
      todo: say`Try again; check the endpoint, and what stands between it and this machine, if it stays.`,
    };
  return {
    problem: 'cloud-away',
    what: say`AWS did not answer for ${where} (${reason(error)}).`,
    todo: say`Try again; check the network and the endpoint if it stays.`,
  };
}
