import type { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { harmless } from '../../core/text.ts';
import type { Reply } from '../../commands/reply/reply.ts';
import type { Answer } from '../request.ts';
import { besideTables, csvOf } from '../csv.ts';
import { jsonLine } from './json.ts';
import { render } from './render.ts';
import { wrap } from './spans.ts';
import type { Styler } from './style.ts';
import { cut, widthOf } from '../width.ts';

/** Where answers go. Progress is drawn over itself on a terminal, told as lines to machines, and left out elsewhere. */
export interface Screen {
  progress(answer: Answer): void;
  /** @param how `csv`: the tables as CSV, all else beside them; machines that asked for JSON get that. `beside`: another answer is under way, and its progress stays. */
  answer(answer: Answer, how?: { readonly csv?: boolean; readonly beside?: boolean }): void;
  /** Something said unasked. Never among rows of CSV; machines that want JSON see it marked. Rejects where nobody reads it any longer. */
  notice(reply: Reply, csv?: boolean): Promise<void>;
  /** A line of our own: greeting, question, hint. Machines do not see it. */
  say(words: string): void;
  /** What a person types while something is under way stands under its progress: lines that wait for their turn, and the one that is being typed. */
  ahead(waiting: readonly string[], typing: string): void;
}

/** What a screen writes to, and how. */
export interface ScreenParts {
  readonly out: Writable;
  /** Where what is said beside rows of CSV goes, so that `out` holds nothing but rows. */
  readonly aside: Writable;
  /** Columns, asked anew for each answer: windows are resized. */
  columns(): number;
  /** Lines of the window: what is drawn over never takes more, for what has scrolled away cannot be drawn over. */
  rows(): number;
  readonly style: Styler;
  readonly isTTY: boolean;
  readonly json: boolean;
}

/** A screen on a stream. Nobody else may write to it while something is under way, for it counts its lines. */
export function createScreen({ out, aside, columns, rows, style, isTTY, json }: ScreenParts): Screen {
  /** Lines that stand at the end of the screen, to be drawn over. */
  let drawn: readonly string[] = [];
  let going: readonly string[] = [];
  let typed: readonly string[] = [];

  /** Goes up over what is drawn; lines that a narrower window has broken since are counted as they stand now. */
  const wipe = (): string => {
    const wide = Math.max(1, columns());
    const up = drawn.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(widthOf(stripVTControlCharacters(line)) / wide)),
      0,
    );
    drawn = [];
    return up === 0 ? '' : `\u001B[${up}A\u001B[0J`;
  };
  const draw = (): string => {
    if (!isTTY || json) return '';
    const room = Math.max(1, rows() - 1 - typed.length);
    const left = going.length - room;
    const shown = left > 0 ? [...going.slice(0, room - 1), style('dim', `… ${left + 1} more lines`)] : going;
    drawn = [...shown, ...typed];
    return drawn.map((line) => `${line}\n`).join('');
  };
  const linesOf = ({ reply, effect }: Answer): readonly string[] => render(reply, columns(), style, effect === 'reads');
  /** Something that stays, above what is drawn over. */
  const write = (lasting: string): void => {
    out.write(`${wipe()}${lasting}${draw()}`);
  };
  return {
    progress(answer) {
      if (json) out.write(`${jsonLine(answer)}\n`);
      else if (isTTY) {
        going = linesOf(answer);
        write('');
      }
    },
    answer(answer, { csv = false, beside = false } = {}) {
      if (!beside) going = [];
      const csvRows = csv && !json ? csvOf(answer.reply) : undefined;
      if (csvRows !== undefined) {
        write(csvRows);
        aside.write(`${render(besideTables(answer.reply), columns(), style).join('\n')}\n`);
        return;
      }
      write(json ? `${jsonLine(answer)}\n` : `${linesOf(answer).join('\n')}\n${isTTY ? '\n' : ''}`);
    },
    notice(reply, csv = false) {
      const told = json ? jsonLine({ final: true, notice: true, reply }) : render(reply, columns(), style).join('\n');
      const words = `${told}\n${isTTY && !json ? '\n' : ''}`;
      return new Promise((resolve, reject) => {
        const done = (error: Error | null | undefined) => (error ? reject(error) : resolve());
        if (csv && !json) aside.write(words, done);
        else out.write(`${wipe()}${words}${draw()}`, done);
      });
    },
    say(words) {
      if (json) return;
      const plainly: Styler = (_, text) => text;
      const lines = isTTY
        ? words.split('\n').flatMap((text) => wrap([{ kind: 'text', text }], columns(), plainly))
        : [words];
      write(`${lines.join('\n')}\n`);
    },
    ahead(waiting, typing) {
      const before = typed.length;
      const line = (label: string, words: string): readonly string[] =>
        words === '' ? [] : [style('dim', cut(`${label}${harmless(words)}`, columns() - 1))];
      typed = [...line('Queued: ', waiting.join('; ')), ...line('Typing: ', typing)];
      if (before + typed.length > 0) write('');
    },
  };
}
