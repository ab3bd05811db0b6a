import { readFile } from 'node:fs/promises';
import type { Machine } from './terminal.ts';

/** What stands before a line: of the first person, and of the second in a terminal of their own. */
const prompts = { first: 'ec2> ', second: 'ana> ' } as const;
/** What stands before a time until which one waits: `-- Wednesday 2026-11-25 09:00 +01:00`. */
const waits = '-- ';
const begin = '<!-- transcript:start -->\n```text\n';
const end = '```\n<!-- transcript:end -->';

/** The transcript of a document: what stands around it, all that is shown, and the lines that were typed. */
export async function transcriptOf(name: string) {
  const url = new URL(`../${name}`, import.meta.url);
  const document = await readFile(url, 'utf8');
  const [before = '', rest] = document.split(begin);
  const [shown, after] = (rest ?? '').split(end);
  if (shown === undefined || after === undefined) throw new Error(`${name} has no transcript between its marks`);
  const typed = shown
    .split('\n')
    .filter((line) => [...Object.values(prompts), waits].some((prompt) => line.startsWith(prompt)));
  return { url, shown, typed, around: (told: string): string => `${before}${begin}${told}${end}${after}` };
}

/**
 * Says the lines one after another, each person in a terminal of their own; what is told, as documents show it. A line that
 * waits lets time pass, in which alerts are run every quarter of an hour, and shows what was posted for the first person.
 * @param typed With what stands before each line.
 */
export async function told(typed: readonly string[], machine: Pick<Machine, 'talk' | 'waits'>): Promise<string> {
  const talks = { first: machine.talk(), second: machine.talk(true) };
  let all = '';
  for (const line of typed) {
    if (line.startsWith(waits)) {
      const [, day, time, zone] = /(\d{4}-\d\d-\d\d) (\d\d:\d\d) ([+-]\d\d:\d\d)$/.exec(line) ?? [];
      const posted = await machine.waits(Date.parse(`${day}T${time}:00${zone}`));
      all += `${line}\n${posted === '' ? '(nothing is posted)\n' : posted}\n`;
      continue;
    }
    const who = line.startsWith(prompts.second) ? 'second' : 'first';
    all += `${line}\n${await talks[who](line.slice(prompts[who].length))}\n`;
  }
  return all;
}
