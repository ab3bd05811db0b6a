import { widthOf } from '../../../src/bot/width.ts';

/** A terminal's window as far as it is written to: what a person would see, and what has scrolled away above. */
export interface Window {
  write(text: string): void;
  /** Lines from the first that was ever written to the cursor's, without spaces at their ends. */
  lines(): readonly string[];
  /** Column of the cursor, from 0. */
  column(): number;
}

/**
 * The few control sequences that readline and the screen use, as ECMA-48 has them; any other fails the test. What has
 * scrolled out of the window of `rows` lines cannot be reached any longer, as in a real one.
 */
export function openWindow(columns: number, rows: number): Window {
  const lines: string[][] = [[]];
  let row = 0;
  let column = 0;
  const top = () => Math.max(0, lines.length - rows);
  const to = (wanted: number) => {
    row = Math.max(top(), wanted);
    while (lines.length <= row) lines.push([]);
  };
  const put = (sign: string) => {
    if (column >= columns) {
      to(row + 1);
      column = 0;
    }
    const line = lines[row] ?? [];
    while (line.length < column) line.push(' ');
    line[column] = sign;
    column += Math.max(1, widthOf(sign));
  };
  const control = (code: string, number: number) => {
    switch (code) {
      case 'A':
        to(row - Math.max(1, number));
        break;
      case 'B':
        row = Math.min(lines.length - 1, row + Math.max(1, number));
        break;
      case 'C':
        column = Math.min(columns - 1, column + Math.max(1, number));
        break;
      case 'D':
        column = Math.max(0, column - Math.max(1, number));
        break;
      case 'G':
        column = Math.max(1, number) - 1;
        break;
      case 'J':
        if (number !== 0) throw new Error(`nobody should clear more than what is below: ${number}J`);
        lines[row] = (lines[row] ?? []).slice(0, column);
        lines.splice(row + 1);
        break;
      case 'K':
        lines[row] = (lines[row] ?? []).slice(0, column);
        break;
      case 'm':
        break;
      default:
        throw new Error(`no such control sequence is understood: ${code}`);
    }
  };
  return {
    write(text) {
      const parts = /\u001B\[(\d*)(?:;\d+)*([A-Za-z])|([^\u001B])/gu;
      let read = 0;
      for (const found of text.matchAll(parts)) {
        if (found.index !== read) throw new Error(`an escape that is none: ${JSON.stringify(text.slice(read))}`);
        read += found[0].length;
        const [, number = '', code, sign = ''] = found;
        if (code !== undefined) control(code, Number(number));
        else if (sign === '\n') {
          // The line discipline of a terminal turns a line feed into both (termios, ONLCR).
          to(row + 1);
          column = 0;
        } else if (sign === '\r') column = 0;
        else put(sign);
      }
      if (read !== text.length) throw new Error(`an escape that is none: ${JSON.stringify(text.slice(read))}`);
    },
    lines: () =>
      lines.map((line) =>
        Array.from(line, (sign) => sign ?? ' ')
          .join('')
          .trimEnd(),
      ),
    column: () => column,
  };
}
