import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../src/commands/index.ts';
import { documentKeys, openMachine, type Machine } from './terminal.ts';

/** What must have been said before an example makes sense: plans under the key that it shows, changes that it leads back from. */
const before = (name: string, example: string): readonly string[] => {
  const [first] = documentKeys;
  switch (name) {
    case 'confirm':
    case 'cancel':
      return [example.endsWith(' 6') ? 'stop web-1 web-2 api-1 api-2 indexer build-runner' : 'stop web-1'];
    case 'undo':
      return ['stop web-1', `confirm ${first}`];
    case 'recover':
      return ['release 198.51.100.38', `confirm ${first} 198.51.100.38`];
    case 'keep':
      return ['stop bastion', `confirm ${first}`];
    case 'unkeep':
      return ['stop bastion', `confirm ${first}`, 'keep 198.51.100.10 reason:wanted'];
    default:
      return [];
  }
};

describe('every example of every command works on the demo account', () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await openMachine();
  });
  afterAll(() => machine.close());

  it.each(commands.flatMap(({ name, examples }) => examples.map((example) => [example, name] as const)))(
    '%s',
    async (example, name) => {
      const lines = before(name, example);
      const own = lines.length > 0 ? await openMachine() : machine;
      try {
        if (name === 'confirm' || name === 'cancel') expect(example).toContain(documentKeys[0]);
        if (lines.length > 0) expect((await own.pipe(lines)).code).toBe(0);
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
