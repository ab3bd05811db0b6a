import type { FinalizeHandler, HandlerExecutionContext, MiddlewareStack } from '@smithy/types';
import type { Log } from '../../ports/log.ts';
import type { LabelsOf, Meter } from '../../ports/meter.ts';
import { stopwatch } from '../../stopwatch.ts';
import { denials, failureSeen, isDryRunSuccess, sessionOver } from './errors.ts';
import { throttles } from './gate.ts';

type Outcome = LabelsOf<'quartermaster_aws_calls_total'>['outcome'];

/** Whose calls a client makes. */
export interface ClientOf {
  readonly service: string;
  readonly account: string;
  readonly region: string;
}

/** Adds to a client what looks at each of its requests, whatever becomes of it. */
export type Measured = <I extends object, O extends object>(stack: MiddlewareStack<I, O>, of: ClientOf) => void;

/** For whoever looks at nothing. */
export const unmeasured: Measured = () => {};

/** Innermost of the SDK's own steps before the request goes out: each try passes it, and no wait for a turn is in it. */
const place = {
  name: 'quartermasterMeasured',
  relation: 'after',
  toMiddleware: 'httpSigningMiddleware',
} as const;

/**
 * Counts and times every request to AWS, and tells of it in the log where details are wanted, with AWS's own id of it: that id
 * stands in CloudTrail, ours in the same line.
 */
export const measuring =
  (meter: Meter, log: Log): Measured =>
  (stack, { service, account, region }) => {
    const step =
      <I extends object, O extends object>(
        next: FinalizeHandler<I, O>,
        context: HandlerExecutionContext,
      ): FinalizeHandler<I, O> =>
      async (args) => {
        const operation = context.commandName?.replace(/Command$/, '') ?? 'unknown';
        const seconds = stopwatch();
        const over = (outcome: Outcome, awsRequestId: unknown, code?: string): void => {
          const took = seconds();
          meter.add('quartermaster_aws_calls_total', { service, operation, account, outcome });
          meter.observe('quartermaster_aws_call_seconds', { service, operation }, took);
          const ms = Math.round(took * 1_000);
          log.debug?.(
            { service, operation, account, region, outcome, ms, awsRequestId, ...(code !== undefined && { code }) },
            'AWS was asked',
          );
        };
        try {
          const answer = await next(args);
          over('ok', idIn(answer.output));
          return answer;
        } catch (error) {
          const { name, requestId } = failureSeen(error);
          over(outcomeOf(error), requestId, name);
          throw error;
        }
      };
    stack.addRelativeTo(step, place);
  };

/** What AWS made of a request that ended in an error; a dry run that would be let through is one. */
function outcomeOf(error: unknown): Outcome {
  const { name, answered } = failureSeen(error);
  if (isDryRunSuccess(error)) return 'ok';
  if (throttles.has(name)) return 'throttled';
  if (denials.includes(name) || sessionOver.includes(name)) return 'denied';
  return answered ? 'refused' : 'failed';
}

/** AWS's id of an answer, where the SDK has put it. */
function idIn(output: object): unknown {
  const metadata: unknown = '$metadata' in output ? output.$metadata : undefined;
  return typeof metadata === 'object' && metadata !== null && 'requestId' in metadata ? metadata.requestId : undefined;
}
