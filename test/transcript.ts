import { readFile } from 'node:fs/promises';

const prompt = 'ec2> ';
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
    .filter((line) => line.startsWith(prompt))
    .map((line) => line.slice(prompt.length));
  return { url, shown, typed, around: (told: string): string => `${before}${begin}${told}${end}${after}` };
}

/** Says the lines one after another; what is told, as documents show it. */
export async function told(typed: readonly string[], talk: (line: string) => Promise<string>): Promise<string> {
  let all = '';
  for (const line of typed) all += `${prompt}${line}\n${await talk(line)}\n`;
  return all;
}
