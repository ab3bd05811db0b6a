import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complete } from '../../src/bot/complete.ts';
import { commands } from '../../src/commands/index.ts';
import { suggestionsAtMost } from '../../src/commands/options/option.ts';
import { terminalWords } from '../../src/bot/terminal/words.ts';
import { maria } from '../commands/house.ts';
import { openMachine, type Machine } from '../terminal.ts';

const place = { id: 'terminal:maria', privateTo: maria.id };

describe('Tab', () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await openMachine();
  });
  afterAll(() => machine.close());

  const parts = (core = machine.house.core) => ({ commands, words: terminalWords, core, person: maria, place });
  const offered = async (line: string): Promise<readonly string[]> =>
    (await complete(line, parts())).candidates.map(({ word }) => word);

  it.each<[string, readonly string[], readonly string[]]>([
    // line, words that are offered, words that are not
    ['', ['list', 'stop', 'demo'], ['demo reset', 'reset']],
    ['st', ['start', 'stop'], ['list']],
    ['ST', ['start', 'stop'], ['list']],
    ['demo ', ['reset'], ['list']],
    ['demo x', [], ['reset']],
    ['help st', ['start', 'stop'], ['list']],
    ['xylophone ', [], ['list']],
    ['stop "web', [], ['web-1']],
    ['stop "open ', [], ['web-1']],
    ['show web', ['web-1', 'web-2'], ['db-1']],
    ['show web-1 ', [], ['web-1', 'web-2']],
    ['stop web-1 web', ['web-2'], []],
    ['stop web-1 rea', ['reason:'], []],
    ['stop web-1 --', ['--reason', '--even-in-group'], ['reason:']],
    ['stop web-1 --even-in-group w', ['web-1'], ['yes']],
    ['stop web-1 y', [], ['yes']],
    ['stop web-1 even-in-group:', ['even-in-group:yes', 'even-in-group:no'], []],
    ['stop web-1 reason:x rea', [], ['reason:']],
    ['price m5.l', ['m5.large'], ['m6i.large']],
    ['PRICE m5.l', ['m5.large'], []],
    ['price m5.large ', ['os:', 'region:', 'windows'], ['m5.large', 'type:']],
    ['price m5.large eu-w', ['eu-west-1'], ['us-east-1']],
    ['price m5.large region:eu-w', ['region:eu-west-1'], ['eu-west-1']],
    ['price m5.large REGION=eu-w', ['REGION=eu-west-1'], []],
    ['price m5.large --region=eu-w', ['--region=eu-west-1'], []],
    ['price m5.large --region ', ['af-south-1'], ['windows', 'os:']],
    ['price m5.large eu-west-1 ', ['os:', 'windows'], ['region:', 'eu-west-1']],
    ['list state:st', ['state:stopped', 'state:stopping'], ['state:running']],
    ['list account:', ['account:demo-dev'], []],
    ['list region:us', ['region:us-east-1'], ['region:eu-west-1']],
    ['cost by:o', ['by:owner'], ['by:type']],
  ])('after %j', async (line, some, none) => {
    const words = await offered(line);
    expect(words).toEqual(expect.arrayContaining([...some]));
    for (const word of none) expect(words).not.toContain(word);
    expect(words.length > 0 || some.length === 0).toBe(true);
  });

  it('goes on from the word that is being typed', async () => {
    expect((await complete('price m5.large region:eu-w', parts())).typed).toBe('region:eu-w');
    expect((await complete('price m5.large ', parts())).typed).toBe('');
  });

  it('offers nothing where the cloud does not answer', async () => {
    const { core } = machine.house;
    const away = async () => {
      throw new Error('the cloud is away');
    };
    const estate = { ...core.estate, list: away };
    expect(await complete('show web', parts({ ...core, estate }))).toEqual({ typed: 'web', candidates: [] });
  });

  it('never rejects, and offers no word twice and no more than fit a list, whatever is typed', async () => {
    const start = fc.constantFrom('', ...commands.map(({ name }) => `${name} `));
    await fc.assert(
      fc.asyncProperty(start, fc.string({ unit: 'binary', maxLength: 30 }), async (head, tail) => {
        const words = await offered(head + tail);
        expect(words.length).toBeLessThanOrEqual(suggestionsAtMost);
        expect(new Set(words).size).toBe(words.length);
      }),
      { numRuns: 300 },
    );
  });
});
