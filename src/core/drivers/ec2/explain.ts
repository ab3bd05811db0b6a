import type { Problem } from '../../problem.ts';
import { code, say, type Spans } from '../../text.ts';
import type { Denial, Ec2Error } from './error.ts';
import { firstSpelling, meanings, type Meaning } from './meanings.ts';

/** See {@link Meaning}; undefined: the code has no words of its own. */
const meaningOf = (errorCode: string): Meaning | undefined => {
  const known = firstSpelling(errorCode);
  // A code is whatever stands in AWS's answer, `constructor` too.
  return Object.hasOwn(meanings, known) ? meanings[known] : undefined;
};

/** EC2 refused for its rate alone: the call was not done, and may be made again later. */
export const isThrottle = (errorCode: string): boolean => firstSpelling(errorCode) === 'RequestLimitExceeded';

/** AWS failed by itself, and may have done the work: what came of a change is for reading to tell. */
export const mayBeDone = (errorCode: string): boolean =>
  ['InternalError', 'ServiceUnavailable', 'Unavailable'].includes(firstSpelling(errorCode));

/** A code that says for certain that nothing was done, with whatever HTTP status it comes: EC2 answers a lack of capacity with 500. */
export const isRefusal = (errorCode: string): boolean => meaningOf(errorCode) !== undefined && !mayBeDone(errorCode);

/** Whether a call with fewer ids would be refused just the same. */
export const concernsWholeCall = (errorCode: string): boolean => meaningOf(errorCode)?.wholeCall === true;

/** What comes before an encoded authorization message in EC2's text; the message itself is never shown. */
const encoded = /\s*Encoded authorization failure message:.*$/s;
/** The encoded authorization message in EC2's text of a refusal; undefined: there is none (EC2 gives it with changing calls alone). */
export const encodedMessageOf = (message: string): string | undefined =>
  /Encoded authorization failure message:\s*([\w+/=-]+)/.exec(message)?.[1];

/** Of AWS's own messages so much is shown. */
const messageLimit = 300;

/** A refusal of EC2's in plain words, with its code and AWS's request id. Where a code has no words, AWS's text is shown as text. */
export function explain(error: Ec2Error, target?: { readonly id: string; readonly region: string }): Problem {
  const meaning = meaningOf(error.code);
  const subject: Spans = target === undefined ? say`AWS refused` : say`AWS refused ${code(target.id)}`;
  const id = error.requestId === undefined ? '' : say`, request ${code(error.requestId)}`;
  const words =
    deniedWords(error.denial) ??
    say`${meaning?.say ?? (error.message.replace(encoded, '').slice(0, messageLimit) || 'it does not say why')}`;
  return {
    problem: target === undefined || meaning?.wholeCall === true ? 'cloud-refused' : 'target-refused',
    what: say`${subject}: ${words} (${code(error.code)}${id}).`,
    ...(target !== undefined && { where: say`In ${target.region}.` }),
    todo: say`${meaning?.todo ?? 'Read what AWS says, and look at the instance before asking again.'}${undecoded(error.denial)}`,
  };
}

/** The right that is missing and on what: the rest of a decoded message tells of policies, and is nobody's business here. */
function deniedWords(denial: Denial | undefined): Spans | undefined {
  if (denial === undefined || denial === 'closed') return undefined;
  const { action, resource } = denial;
  return say`the role may not do ${code(action)}${resource === undefined ? '' : say` on ${code(resource)}`}, or a policy denies it`;
}

const undecoded = (denial: Denial | undefined): string =>
  denial === 'closed'
    ? ' AWS names the missing right in a message that only a role with sts:DecodeAuthorizationMessage can read; this one could not.'
    : '';
