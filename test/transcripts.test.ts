import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recording } from './marked.ts';
import { openMachine, type Machine } from './terminal.ts';
import { told, transcriptOf } from './transcript.ts';

const documents = ['README.md', 'docs/alerts.md', 'docs/cleanup.md', 'docs/questions.md'] as const;

describe('transcripts in documents are what the program says', () => {
  let machine: Machine;
  beforeEach(async () => {
    machine = await openMachine();
  });
  afterEach(() => machine.close());

  it.each(documents)('%s', async (name) => {
    const { url, shown, typed, around } = await transcriptOf(name);
    expect(typed.length).toBeGreaterThan(4);
    const said = await told(typed, machine);
    if (recording) await writeFile(url, around(said));
    else expect(said).toBe(shown);
  });
});
