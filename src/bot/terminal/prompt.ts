import { quoted, type Action } from '../../commands/reply/reply.ts';
import { secondMs } from '../../core/time.ts';
import type { Ends } from '../ending.ts';
import { readHistory, writeHistory } from './history.ts';
import type { TerminalParts } from './parts.ts';
import type { Screen } from './screen.ts';
import type { Session } from './session.ts';
import type { Styler } from './style.ts';
import { createTypist, type Typist } from './typist.ts';
import { isLeaving } from './words.ts';

/** A terminal with its session and screen; `signal` is aborted when its output is gone. */
export interface ConverseParts extends TerminalParts {
  readonly session: Session;
  readonly screen: Screen;
  readonly style: Styler;
  readonly signal: AbortSignal;
}

/** What waits to be said is looked for so often while the prompt waits. */
const roundsMs = 3 * secondMs;

/** A conversation with a person at a terminal, until they leave. Always ends with 0: who talks sees what failed. */
export async function converse(parts: ConverseParts): Promise<number> {
  const { screen, session, streams } = parts;
  screen.say(parts.greeting);
  await parts.notices((reply) => screen.notice(reply), parts.signal);
  const typist = createTypist({
    stdin: streams.stdin,
    stdout: streams.stdout,
    columns: () => parts.columns(),
    screen,
    prompt: parts.style('strong', 'ec2> '),
    history: await readHistory(parts.historyPath),
    complete: (line) => parts.complete(line),
    isCommand: (line) => session.knows(line),
    closed: parts.signal,
  });
  const over = new AbortController();
  const telling = tellUnasked(parts, typist, AbortSignal.any([parts.signal, over.signal]));
  const goOn = async () => (await typist.ask('Enter goes on, anything else ends the tour. ')) === '';
  /** While an answer under way offers something, other lines are run beside it; undefined: the line must wait. */
  const beside = (line: string, ends: Ends): Promise<unknown> | undefined =>
    session.offers().length === 0 || isLeaving(line) ? undefined : session.run(line, ends);
  try {
    let pressed: string | undefined;
    for (;;) {
      const line = pressed ?? (await typist.line());
      pressed = undefined;
      if (line === undefined || isLeaving(line)) return 0;
      if (line.trim() === '') continue;
      await typist.during((ends) => session.run(line, ends, goOn), beside);
      const action = confirmation(session);
      if (action !== undefined) pressed = await press(action, typist, session);
    }
  } finally {
    over.abort(new Error('the conversation is over'));
    typist.close();
    await telling;
    const history = typist.history();
    if (history !== undefined) await writeHistory(parts.historyPath, history);
  }
}

/** Tells what comes while nobody types a line, above the prompt. A question is not interrupted: it is told after it. */
async function tellUnasked(
  { notices, rests, screen }: ConverseParts,
  typist: Typist,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await rests(roundsMs, signal).catch(() => {});
    if (!signal.aborted && typist.idles()) await notices((reply) => typist.above(() => screen.notice(reply)), signal);
  }
}

/** The action that a plan waits for, where the last answer was a plan. */
const confirmation = (session: Session): Action | undefined =>
  session.actions().find(({ does }) => does.startsWith('confirm '));

/** Asks as the plan wants it; gives the line that presses Confirm, or Cancel, or another command that was typed instead: the plan's key then stays. */
async function press({ label, does, form }: Action, typist: Typist, session: Session): Promise<string> {
  const cancel =
    session.actions().find(({ does: other }) => other.startsWith('cancel '))?.does ??
    `cancel ${does.slice('confirm '.length)}`;
  const typed = form?.typed;
  const answer =
    (await typist.ask(
      typed === undefined ? `${label}? [y/N] ` : `Type ${typed} to confirm, or a command, or cancel: `,
    )) ?? '';
  const confirmed = typed === undefined ? /^y(es)?$/i.test(answer.trim()) : answer === typed;
  if (!confirmed) return session.knows(answer) ? answer : cancel;
  const reason = form?.reason === true ? await typist.ask('Reason: ') : undefined;
  // Whoever presses Ctrl-C instead of giving a reason has thought better of it.
  if (form?.reason === true && reason === undefined) return cancel;
  return `${does}${typed === undefined ? '' : ` ${quoted(typed)}`}${reason === undefined ? '' : ` reason:${quoted(reason)}`}`;
}
