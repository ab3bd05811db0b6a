import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../src/commands/index.ts';
import { isSeconds } from '../src/bot/preview/before.ts';
import { beforeExample, saidBefore } from './before-examples.ts';
import { documentKeys, openMachine, type Machine } from './terminal.ts';

describe('every example of every command works on the demo account', () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await openMachine();
  });
  afterAll(() => machine.close());

  it.each(commands.flatMap(({ name, examples }) => examples.map((example) => [example, name] as const)))(
    '%s',
    async (example, name) => {
      const lines = beforeExample(name, example);
      // What freezes would freeze the rest.
      const own = lines.length > 0 || name === 'freeze on' ? await openMachine() : machine;
      try {
        if (name === 'confirm' || name === 'cancel') expect(example).toContain(documentKeys[0]);
        expect(await saidBefore(own, lines)).toEqual([]);
        const { out, code } = await own.pipe([example], { json: true, second: isSeconds(name) });
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
