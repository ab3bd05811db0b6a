import { randomUUID } from 'node:crypto';
import { actionsOf, type Action, type Reply } from '../../commands/reply/reply.ts';
import type { Person, Place } from '../../core/people/person.ts';
import type { Dispatch } from '../dispatch.ts';
import { succeeded, type Answer } from '../request.ts';
import { withoutCsv } from './csv.ts';
import type { Screen } from './screen.ts';
import { firstLine, machineOf, tour } from './tour.ts';

/** One conversation in a terminal: lines in, answers on the screen, the last answer remembered for its actions. */
export interface Session {
  /** Runs a line to its end. True: it succeeded. */
  run(line: string, signal: AbortSignal): Promise<boolean>;
  /** Actions of the last answer. */
  actions(): readonly Action[];
  /** Actions of an answer that is still under way: while there are some, other lines may be run beside it. */
  offers(): readonly Action[];
  /** Shows the tour; `next` lets the person read. */
  tour(next: () => Promise<boolean>, signal: AbortSignal): Promise<boolean>;
}

/** Who speaks where, and what answers. */
export interface SessionParts {
  readonly dispatch: Dispatch;
  readonly screen: Screen;
  readonly person: Person;
  readonly place: Place;
  /** Posts what waits to be said here: outcomes of changes whose process is gone. */
  notices(post: (reply: Reply) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** First words of commands: labels of actions never hide them. */
  readonly words: ReadonlySet<string>;
}

/** A session without a history: only the last answer is remembered. */
export function createSession({ dispatch, screen, person, place, words, notices }: SessionParts): Session {
  let last: readonly Action[] = [];
  let lastReply: Reply | undefined;
  let offered: { readonly by: symbol; readonly actions: readonly Action[] } | undefined;

  const run = async (typed: string, signal: AbortSignal): Promise<boolean> => {
    // A lease may have run out since the start: what it hid is told before the next answer.
    const { line, csv } = withoutCsv(typed);
    await notices((reply) => screen.notice(reply, csv), signal);
    const by = Symbol('an answer');
    const answer: Answer = await dispatch(
      { id: randomUUID(), person, place, line: lineFor(line), signal, everything: csv },
      (progress) => {
        const actions = actionsOf(progress.reply);
        if (actions.length > 0) offered = { by, actions };
        screen.progress(progress);
      },
    );
    if (offered?.by === by) offered = undefined;
    last = actionsOf(answer.reply);
    lastReply = answer.reply;
    screen.answer(answer, csv);
    return succeeded(answer);
  };
  /** An action's label stands for its line: `more`, `start again`. */
  const lineFor = (typed: string): string => {
    const wanted = typed.trim().toLowerCase();
    if (words.has(wanted)) return typed;
    return [...(offered?.actions ?? []), ...last].find(({ label }) => label.toLowerCase() === wanted)?.does ?? typed;
  };

  return {
    run,
    actions: () => last,
    offers: () => offered?.actions ?? [],
    async tour(next, signal) {
      let fine = true;
      let machine: string | undefined;
      for (const [index, step] of tour.entries()) {
        const line = step.line?.(machine) ?? last.find(({ label }) => label === step.presses)?.does;
        const silent = step.line === undefined && step.presses === undefined;
        if (line === undefined && !silent) continue;
        if (index > 0 && !(await next())) return fine;
        screen.say(`\n${step.says}`);
        if (line === undefined) continue;
        screen.say(`> ${line}`);
        fine = (await run(line, signal)) && fine;
        if (line === firstLine && lastReply !== undefined) machine = machineOf(lastReply);
      }
      return fine;
    },
  };
}
