import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMachine, type Machine } from './terminal.ts';

const prompt = 'ec2> ';
const begin = '<!-- transcript:start -->\n```text\n';
const end = '```\n<!-- transcript:end -->';

/** The transcript of a document: what was typed, and the whole text between its marks. */
const documents = ['README.md', 'docs/cleanup.md'] as const;

describe('transcripts in documents are what the program says', () => {
  let machine: Machine;
  beforeEach(async () => {
    machine = await openMachine();
  });
  afterEach(() => machine.close());

  it.each(documents)('%s', async (name) => {
    const url = new URL(`../${name}`, import.meta.url);
    const document = await readFile(url, 'utf8');
    const [before = '', rest] = document.split(begin);
    const [shown, after] = (rest ?? '').split(end);
    if (shown === undefined || after === undefined) throw new Error(`${name} has no transcript between its marks`);
    const typed = shown
      .split('\n')
      .filter((line) => line.startsWith(prompt))
      .map((line) => line.slice(prompt.length));
    expect(typed.length).toBeGreaterThan(4);
    const talk = machine.talk();
    let told = '';
    for (const line of typed) {
      told += `${prompt}${line}\n${await talk(line)}\n`;
    }
    if (process.env['RECORD'] === '1') await writeFile(url, `${before}${begin}${told}${end}${after}`);
    else expect(told).toBe(shown);
  });
});
