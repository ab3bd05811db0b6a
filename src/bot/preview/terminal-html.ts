import { markup, type Html } from './html.ts';

/** What a terminal's signs switch on and off (ECMA-48, "Select Graphic Rendition"), as classes of the page. */
const switches: Readonly<Record<string, readonly [group: 'weight' | 'colour', look: string]>> = {
  '1': ['weight', 'bold'],
  '2': ['weight', 'dim'],
  '22': ['weight', ''],
  '31': ['colour', 'red'],
  '32': ['colour', 'green'],
  '33': ['colour', 'yellow'],
  '36': ['colour', 'cyan'],
  '39': ['colour', ''],
};

const escape = String.fromCharCode(27);
const sequences = new RegExp(`${escape}\\[([\\d;]*)m`, 'g');

/** Lines with the styles of `src/bot/terminal/style.ts` as HTML. A style that the page does not know is shown as it is, loudly. */
export function terminalHtml(lines: readonly string[]): Html {
  return markup`<pre>${lines.map((line) => markup`${pieces(line)}\n`)}</pre>`;
}

function pieces(line: string): readonly Html[] {
  const found: Html[] = [];
  const look = { weight: '', colour: '' };
  let from = 0;
  const put = (text: string) => {
    if (text === '') return;
    const classes = [look.weight, look.colour].filter((one) => one !== '').join(' ');
    found.push(classes === '' ? markup`${text}` : markup`<span class="${classes}">${text}</span>`);
  };
  for (const match of line.matchAll(sequences)) {
    put(line.slice(from, match.index));
    from = match.index + match[0].length;
    for (const code of (match[1] ?? '').split(';')) {
      const [group, name] = switches[code] ?? [];
      if (group === undefined || name === undefined) found.push(markup`<strong class="loud">ESC[${code}m</strong>`);
      else look[group] = name;
    }
  }
  put(line.slice(from));
  return found;
}
