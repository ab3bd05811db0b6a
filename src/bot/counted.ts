import type { Log } from '../core/ports/log.ts';
import { platformOf, type Meter } from '../core/ports/meter.ts';
import type { Problem } from '../core/problem.ts';
import { say } from '../core/text.ts';
import { stopwatch } from '../core/stopwatch.ts';
import { underRequest } from '../core/under-request.ts';
import { problemReply } from '../commands/reply/problem-reply.ts';
import type { Dispatch } from './dispatch.ts';
import type { Answer } from './request.ts';

/** What stands around the road. */
export interface CountedParts {
  readonly meter: Meter;
  readonly log: Log;
  /** Aborted when the process is to end; left out: it is told by each request's own signal. */
  readonly ending?: AbortSignal | undefined;
}

/** What the log says of each request. */
export const answeredLine = 'a request was answered';

/**
 * The same road: each request goes it under its id, which every line of the log then bears, and is counted, timed and told in
 * a line of the log when it is answered. What comes when the process is told to end begins nothing.
 */
export const countedDispatch =
  (dispatch: Dispatch, { meter, log, ending }: CountedParts): Dispatch =>
  (request, show) =>
    underRequest(request.id, async () => {
      const seconds = stopwatch();
      const answer = ending?.aborted === true ? isEnding : await dispatch(request, show);
      const took = seconds();
      const platform = platformOf(request.place.id);
      const command = answer.command ?? 'none';
      const outcome = answer.problem?.problem ?? 'answered';
      meter.add('quartermaster_commands_total', { platform, command, outcome });
      meter.observe('quartermaster_command_seconds', { platform, command }, took);
      // Neither the line nor who said it: the audit has them.
      log.info({ platform, command, outcome, ms: Math.round(took * 1_000) }, answeredLine);
      return answer;
    });

const ends: Problem = {
  problem: 'interrupted',
  what: say`This Quartermaster is ending, and begins nothing any longer; nothing was done.`,
  todo: say`Say it again in a moment: another one answers, or this one when it is back.`,
};
const isEnding: Answer = { final: true, reply: problemReply(ends), problem: ends };
