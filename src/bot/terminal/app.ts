import type { TerminalParts } from './parts.ts';
import { pageSize } from '../../commands/paging.ts';
import { onEndSignals } from '../../core/end-signals.ts';
import { alertOf, type Notice } from '../../core/watch/notice.ts';
import { linesOf } from './lines.ts';
import { converse } from './prompt.ts';
import { createScreen } from './screen.ts';
import { createSession } from './session.ts';
import { styler } from './style.ts';
import { isLeaving } from './words.ts';

/** Lines of a window that an answer needs besides the rows of its table: title, headings, notes, actions, and the prompt after it. */
const linesBeside = 14;
/** Rows of one page in the tallest window. */
const rowsAtMost = 100;

/** Whether a person talks: neither a pipe nor a line that is run alone, nor a machine that wants JSON. */
export const isConversation = ({ isTTY, once, json }: Pick<TerminalParts, 'isTTY' | 'once' | 'json'>): boolean =>
  isTTY && once === undefined && !json;

/** What is told in a terminal of what waits to be said. All terminals and scripts of a person are one place: a script that runs beside takes no alert away from who is told by it. */
export const toldThere =
  (parts: Pick<TerminalParts, 'isTTY' | 'once' | 'json' | 'place'>) =>
  (placeId: string, notice: Notice): boolean =>
    placeId === parts.place.id && (isConversation(parts) || alertOf(notice) === undefined);

/** Runs until the line, the input or the person ends; gives the exit code: 0, or 1 where a command failed. */
export async function runTerminal(parts: TerminalParts): Promise<number> {
  const { stdin, stdout } = parts.streams;
  const interactive = isConversation(parts);
  const style = styler(parts.colours);
  const screen = createScreen({
    out: stdout,
    aside: parts.streams.stderr,
    columns: () => parts.columns(),
    rows: () => parts.rows(),
    style,
    isTTY: parts.isTTY,
    json: parts.json,
  });
  const session = createSession({
    dispatch: parts.dispatch,
    screen,
    person: parts.person,
    place: parts.place,
    commands: parts.commands,
    notices: (post, signal) => parts.notices(post, signal),
    pageRows: () =>
      parts.isTTY && !parts.json ? Math.min(rowsAtMost, Math.max(pageSize, parts.rows() - linesBeside)) : pageSize,
  });
  const gone = new AbortController();
  // Who reads us has gone: nothing more can be said, but what is under way at AWS is written down.
  stdout.on('error', () => gone.abort(new Error('the output is closed')));

  if (interactive) return converse({ ...parts, session, screen, style, signal: gone.signal });
  const stop = new AbortController();
  const ends = { signal: gone.signal, stop: stop.signal };
  const ended = () => gone.abort(new Error('interrupted'));
  const interrupted = () => (stop.signal.aborted ? ended() : stop.abort(new Error('interrupted')));
  const isOver = () => stop.signal.aborted || gone.signal.aborted;
  const unheard = onEndSignals((signal) => (signal === 'SIGINT' ? interrupted() : ended()));
  try {
    if (parts.once !== undefined) return (await session.run(parts.once, ends)) && !isOver() ? 0 : 1;
    let fine = true;
    for await (const line of linesOf(stdin)) {
      if (isOver()) break;
      if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
      if (isLeaving(line)) break;
      fine = (await session.run(line, ends)) && fine;
    }
    return fine && !isOver() ? 0 : 1;
  } finally {
    unheard();
  }
}
