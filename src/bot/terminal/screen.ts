import type { Writable } from 'node:stream';
import type { Reply } from '../../commands/reply/reply.ts';
import type { Answer } from '../request.ts';
import { besideTables, csvOf } from './csv.ts';
import { jsonLine } from './json.ts';
import { render } from './render.ts';
import type { Styler } from './style.ts';

/** Where answers go. Progress is drawn over itself on a terminal, told as lines to machines, and left out elsewhere. */
export interface Screen {
  progress(answer: Answer): void;
  /** @param csv The tables as CSV, all else beside them; machines that asked for JSON get that. */
  answer(answer: Answer, csv?: boolean): void;
  /** Something said unasked. Never among rows of CSV; machines that want JSON see it marked. Rejects where nobody reads it any longer. */
  notice(reply: Reply, csv?: boolean): Promise<void>;
  /** What is drawn stays where it is: somebody has typed a line below it. */
  moved(): void;
  /** Called after everything that is written while an answer is under way; true: a prompt stands at the end of the screen now. */
  whenWritten(listener: () => boolean): void;
  /** A line of our own: greeting, question, hint. Machines do not see it. */
  say(words: string): void;
}

/** What a screen writes to, and how. */
export interface ScreenParts {
  readonly out: Writable;
  /** Where what is said beside rows of CSV goes, so that `out` holds nothing but rows. */
  readonly aside: Writable;
  /** Columns, asked anew for each answer: windows are resized. */
  columns(): number;
  readonly style: Styler;
  readonly isTTY: boolean;
  readonly json: boolean;
}

/** A screen on a stream. It remembers only how many lines of progress stand at its end. */
export function createScreen({ out, aside, columns, style, isTTY, json }: ScreenParts): Screen {
  /** Lines of progress that stand at the end of the screen, to be drawn over. */
  let drawn = 0;
  let written: () => boolean = () => false;
  let prompted = false;
  const wipe = (): string => {
    const up = drawn === 0 ? '' : `\u001B[${drawn}A`;
    const away = drawn > 0 || prompted ? `\r${up}\u001B[0J` : '';
    drawn = 0;
    prompted = false;
    return away;
  };
  const after = (): void => {
    prompted = written();
  };
  const linesOf = ({ reply }: Answer): readonly string[] => render(reply, columns(), style);
  return {
    progress(answer) {
      if (json) out.write(`${jsonLine(answer)}\n`);
      else if (isTTY) {
        const lines = linesOf(answer);
        out.write(`${wipe()}${lines.join('\n')}\n`);
        drawn = lines.length;
        after();
      }
    },
    answer(answer, csv = false) {
      const rows = csv && !json ? csvOf(answer.reply) : undefined;
      if (rows === undefined)
        out.write(json ? `${jsonLine(answer)}\n` : `${wipe()}${linesOf(answer).join('\n')}\n${isTTY ? '\n' : ''}`);
      else {
        out.write(`${wipe()}${rows}`);
        aside.write(`${render(besideTables(answer.reply), columns(), style).join('\n')}\n`);
      }
      after();
    },
    moved() {
      drawn = 0;
      prompted = false;
    },
    whenWritten(listener) {
      written = listener;
    },
    notice(reply, csv = false) {
      const words = json
        ? jsonLine({ final: true, notice: true, reply })
        : `${wipe()}${render(reply, columns(), style).join('\n')}${isTTY ? '\n' : ''}`;
      return new Promise((resolve, reject) => {
        const to = csv && !json ? aside : out;
        to.write(`${words}\n`, (error) => (error ? reject(error) : resolve()));
      });
    },
    say(words) {
      if (json) return;
      drawn = 0;
      out.write(`${words}\n`);
    },
  };
}
