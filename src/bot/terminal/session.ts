import { randomUUID } from 'node:crypto';
import type { Command } from '../../commands/command.ts';
import { actionsOf, type Action, type Reply } from '../../commands/reply/reply.ts';
import type { Person, Place } from '../../core/people/person.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Ends } from '../ending.ts';
import { lineWords } from '../line-words.ts';
import { succeeded, type Answer } from '../request.ts';
import type { Screen } from './screen.ts';
import { firstLine, machineOf, tour } from './tour.ts';
import { isTour, terminalWords } from './words.ts';

/** One conversation in a terminal: lines in, answers on the screen, the last answer remembered for its actions. */
export interface Session {
  /** Runs a line to its end, the tour too. True: it succeeded. @param next Lets the person read between the steps of the tour; false ends it. */
  run(line: string, ends: Ends, next?: () => Promise<boolean>): Promise<boolean>;
  /** Actions of the last answer. */
  actions(): readonly Action[];
  /** Actions of an answer that is still under way: while there are some, other lines may be run beside it. */
  offers(): readonly Action[];
  /** Whether a line begins with a command, or with a word of the terminal's own. */
  knows(line: string): boolean;
}

/** Who speaks where, and what answers. */
export interface SessionParts {
  readonly dispatch: Dispatch;
  readonly screen: Screen;
  readonly person: Person;
  readonly place: Place;
  readonly commands: readonly Pick<Command, 'name'>[];
  /** Posts what waits to be said here: outcomes of changes whose process is gone. */
  notices(post: (reply: Reply) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** Rows of one page of a list that there is room for now. */
  pageRows(): number;
}

/** A session without a history: only the last answer is remembered. */
export function createSession(parts: SessionParts): Session {
  const { dispatch, screen, person, place, commands, notices } = parts;
  const names = new Set(commands.flatMap(({ name }) => [name, name.split(' ')[0] ?? name]));
  const words = new Set(terminalWords.flatMap(({ word, stands }) => (stands === 'alone' ? [word] : [])));
  let last: { readonly reply?: Reply; readonly actions: readonly Action[]; readonly pageRows: number } = {
    actions: [],
    pageRows: 0,
  };
  let offered: { readonly by: symbol; readonly actions: readonly Action[] } | undefined;

  const answer = async (typed: string, ends: Ends): Promise<boolean> => {
    // A lease may have run out since the start: what it hid is told before the next answer.
    const { line: wanted, csv } = lineWords(typed, terminalWords);
    await notices((reply) => screen.notice(reply, csv), ends.signal);
    const by = Symbol('an answer');
    const line = lineFor(wanted);
    // Whoever turns a page gets the one that follows the one they saw, also in a window that has grown since.
    const turns = last.actions.some(({ does }) => does === line);
    const pageRows = turns ? last.pageRows : parts.pageRows();
    const found: Answer = await dispatch(
      {
        id: randomUUID(),
        person,
        place,
        line,
        ...ends,
        inTurn: 'waits',
        everything: csv,
        words: terminalWords,
        pageRows,
      },
      (progress) => {
        const actions = actionsOf(progress.reply);
        if (actions.length > 0) offered = { by, actions };
        screen.progress(progress);
      },
    );
    if (offered?.by === by) offered = undefined;
    last = { reply: found.reply, actions: actionsOf(found.reply), pageRows };
    screen.answer(found, { csv, beside: offered !== undefined });
    return succeeded(found);
  };
  /** An action's label stands for its line: `more`, `start again`. No label hides a command. */
  const lineFor = (typed: string): string => {
    const wanted = typed.trim().toLowerCase();
    if (names.has(wanted)) return typed;
    return (
      [...(offered?.actions ?? []), ...last.actions].find(({ label }) => label.toLowerCase() === wanted)?.does ?? typed
    );
  };
  const lead = async (next: () => Promise<boolean>, ends: Ends): Promise<boolean> => {
    let fine = true;
    let machine: string | undefined;
    for (const [index, step] of tour.entries()) {
      const line = step.line?.(machine) ?? last.actions.find(({ label }) => label === step.presses)?.does;
      const silent = step.line === undefined && step.presses === undefined;
      if (line === undefined && !silent) continue;
      if (index > 0 && !(await next())) {
        // A plan that the tour made is no question to who has left it.
        last = { ...last, actions: [] };
        return fine;
      }
      screen.say(`\n${step.says}`);
      if (line === undefined) continue;
      screen.say(`> ${line}`);
      fine = (await answer(line, ends)) && fine;
      if (line === firstLine && last.reply !== undefined) machine = machineOf(last.reply);
    }
    return fine;
  };

  return {
    run: (line, ends, next = async () => true) => (isTour(line) ? lead(next, ends) : answer(line, ends)),
    actions: () => last.actions,
    offers: () => offered?.actions ?? [],
    knows(line) {
      const first = line.trim().split(/\s+/)[0]?.toLowerCase() ?? '';
      return names.has(first) || words.has(first) || first === '?';
    },
  };
}
