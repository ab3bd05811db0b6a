import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../src/commands/index.ts';
import { documentKeys, openMachine, type Machine } from './terminal.ts';

/** Examples that show a key need a plan under that key first. */
const needsPlan = ['confirm', 'cancel'];

describe('every example of every command works on the demo account', () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await openMachine();
  });
  afterAll(() => machine.close());

  it.each(commands.flatMap(({ name, examples }) => examples.map((example) => [example, name] as const)))(
    '%s',
    async (example, name) => {
      const own = needsPlan.includes(name) ? await openMachine() : machine;
      try {
        if (own !== machine) {
          const wanted = example.split(' ')[2];
          await own.pipe([wanted === '6' ? 'stop web-1 web-2 api-1 api-2 indexer build-runner' : 'stop web-1']);
          expect(example).toContain(documentKeys[0]);
        }
        const { out, code } = await own.pipe([example], { json: true });
        const answers = out
          .trim()
          .split('\n')
          .map((line): unknown => JSON.parse(line));
        expect(answers.at(-1), out).toMatchObject({ ok: true, command: name, final: true, problem: null });
        expect(code).toBe(0);
        expect(own.logged).toEqual([]);
      } finally {
        if (own !== machine) await own.close();
      }
    },
  );
});
