import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choicesFor } from '../../../src/bot/discord/complete.ts';
import { readSaid } from '../../../src/bot/discord/said.ts';
import { discordWords } from '../../../src/bot/discord/switches.ts';
import { parse } from '../../../src/bot/grammar.ts';
import type { CoreReads } from '../../../src/commands/core-reads.ts';
import { commands } from '../../../src/commands/index.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { maria, openTalk } from '../../commands/house.ts';
import { openMachine, type Machine } from '../../terminal.ts';

const place = { id: 'discord:7/8' };
const patience = () => AbortSignal.timeout(20_000);

/** Data of an autocomplete interaction: `name` with the values so far, of which the last is being typed. */
function dataOf(name: string, values: Readonly<Record<string, unknown>>): unknown {
  const [head = '', inner] = name.split(' ');
  const keys = Object.keys(values);
  const options = keys.map((key) => ({
    name: key,
    type: 3,
    value: values[key],
    ...(key === keys.at(-1) && { focused: true }),
  }));
  const leaf = { type: 1, name: inner ?? head, options };
  return {
    id: '5',
    name: 'ec2',
    type: 1,
    options: [inner === undefined ? leaf : { type: 2, name: head, options: [leaf] }],
  };
}

describe('while somebody types in Discord', () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await openMachine();
  });
  afterAll(() => machine.close());

  const partsOf = (core: CoreReads | Promise<CoreReads> = machine.house.core) => ({
    commands,
    words: discordWords,
    core,
    person: maria,
    place,
  });
  const choices = (name: string, values: Readonly<Record<string, unknown>>, core?: CoreReads, signal = patience()) =>
    choicesFor(dataOf(name, values), partsOf(core), signal);
  const offered = async (...asked: Parameters<typeof choices>): Promise<readonly string[]> =>
    (await choices(...asked)).map(({ value }) => value);

  it.each<[string, Readonly<Record<string, unknown>>, readonly string[], readonly string[]]>([
    // command, values so far, what is offered, what is not
    ['show', { instance: '' }, ['ad-1', 'api-1'], ['instance:', 'cli:', 'share:yes']],
    ['show', { instance: 'WEB' }, ['web-1', 'web-2'], ['db-1']],
    ['show', { instance: 'my ser' }, [], ['web-1']],
    ['price', { name: 'm5.l' }, ['m5.large'], ['m6i.large']],
    ['price', { name: 'm5.large', region: 'eu-w' }, ['eu-west-1'], ['region:eu-west-1', 'us-east-1']],
    ['price', { name: 'm5.large', term: 'ri-1y' }, ['ri-1y-none', 'ri-1y-all'], ['term:ri-1y-all', 'cri-1y-all']],
    ['price', { name: 'm5.large', os: 'wind' }, ['windows'], ['linux']],
    [
      'price',
      { name: 'm5.large', disk: '100gp3 500i' },
      ['100gp3 500io1/3000iops', '100gp3 500io2/3000iops'],
      ['500gp3'],
    ],
    ['list', { filter: '' }, ['ad-1', 'tag:', 'state:'], ['page:', 'cli:', 'share:yes', 'as:csv']],
    ['list', { page: 2, filter: 'tag:env=d' }, ['tag:env=dev'], ['tag:env=prod']],
    ['list', { filter: 'tag:env=dev state:st' }, ['tag:env=dev state:stopped'], ['state:stopped']],
    ['addresses', { filter: 'id' }, ['id:'], ['idle']],
    ['stop', { targets: 'web-1 web' }, ['web-1 web-2'], ['web-2']],
    ['stop', { 'even-in-group': true, targets: 'web-' }, ['web-1'], []],
    ['release', { address: '198' }, ['198.51.100.10'], ['web-1']],
    ['explain', { name: 'memory opt' }, ['memory optimized'], ['optimized']],
    ['explain', { name: 'elastic' }, ['elastic-ip'], []],
    ['compare', { types: 'm5.large m5.' }, ['m5.large m5.xlarge'], ['m5.large m5.large', 'm5.xlarge']],
    ['cost', { by: 'o' }, ['owner'], ['type']],
    ['help', { command: 'st' }, ['start', 'stop'], ['list']],
    ['help', { command: 'demo r' }, ['demo reset'], ['reset']],
    ['audit', { since: '1' }, ['1h', '1d'], ['2h']],
    ['image', { image: 'web' }, ['web-1'], []],
    ['do', { line: '' }, ['list', 'stop', 'volumes'], ['tour', 'exit', 'share:yes']],
    ['do', { line: 'st' }, ['start', 'stop'], ['list']],
    ['do', { line: 'volumes only:u' }, ['volumes only:unattached'], []],
    ['do', { line: 'freeze o' }, ['freeze on', 'freeze off'], ['freeze show']],
    ['do', { line: 'list tag:env=dev sha' }, ['list tag:env=dev share:yes'], []],
    ['stop', { reason: 'x' }, [], []],
    ['xylophone', { page: 'x' }, [], []],
    ['list', { xylophone: 'x' }, [], []],
    ['list', { constructor: 'x' }, [], []],
  ])('in /ec2 %s %j', async (name, values, some, none) => {
    const words = await offered(name, values);
    expect(words).toEqual(expect.arrayContaining([...some]));
    for (const word of none) expect(words).not.toContain(word);
    expect(words.length > 0 || some.length === 0).toBe(true);
  });

  it('a value of one word says what it is, and a text of several is shown as who types on will find it', async () => {
    expect(await choices('show', { instance: 'web-1' })).toEqual([
      { name: 'web-1 – running, us-east-1', value: 'web-1' },
    ]);
    expect(await choices('stop', { targets: 'db-1 web-1' })).toEqual([{ name: 'db-1 web-1', value: 'db-1 web-1' }]);
    expect(await choices('price', { name: 'm5.large', term: 'ri-1y-all' })).toEqual([
      { name: 'ri-1y-all – Standard Reserved Instance, 1 year, All Upfront', value: 'ri-1y-all' },
    ]);
  });

  it('the keys that wait for this person here are offered, with what they are for', async () => {
    const talk = await openTalk();
    try {
      await talk.reply('stop web-1');
      const here = { ...partsOf(talk.machine.house.core), place: { id: `terminal:${maria.id}`, privateTo: maria.id } };
      expect(await choicesFor(dataOf('confirm', { key: '' }), here, patience())).toEqual([
        { name: '7QK2M8TD – stop web-1', value: '7QK2M8TD' },
      ]);
    } finally {
      await talk.close();
    }
  });

  /** The house where instances bear these names and tags. */
  const called = (name: string, tags: Readonly<Record<string, string>> = {}): CoreReads => {
    const { core } = machine.house;
    return {
      ...core,
      lately: {
        ...core.lately,
        instances: async (signal) =>
          (await core.lately.instances(signal)).slice(0, 1).map((one) => ({ ...one, name, tags })),
      },
    };
  };

  it('nothing is offered that is longer than Discord takes', async () => {
    const long = called('x'.repeat(101), { team: 'y'.repeat(100), app: 'z'.repeat(90) });
    expect(await offered('show', { instance: '' }, long)).toEqual([]);
    expect(await offered('show', { instance: '' }, called('x'.repeat(100)))).toEqual(['x'.repeat(100)]);
    expect((await choices('show', { instance: '' }, called('x'.repeat(99))))[0]?.name).toBe(`${'x'.repeat(99)}…`);
    expect(await offered('list', { filter: 'tag:app=' }, long)).toEqual([`tag:app=${'z'.repeat(90)}`]);
    expect(await offered('list', { filter: 'tag:team=' }, long)).toEqual([]);
  });

  it('names are harmless, and their values are what they are', async () => {
    const evil = 'a\u202Eb\u001B[31m@everyone';
    const [choice] = await choices('list', { filter: 'tag:team=' }, called('web', { team: evil }));
    expect(choice?.value).toBe(`tag:team="${evil}"`);
    expect(choice?.name).toBe('tag:team="a\uFFFDb\uFFFD[31m@everyone"');
  });

  it('what is known in time is offered although the cloud does not answer', async () => {
    const { core } = machine.house;
    const inTime = (name: string, values: Readonly<Record<string, unknown>>) => {
      const enough = new AbortController();
      const instances = (signal: AbortSignal) =>
        new Promise<never>((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('too late')));
          enough.abort();
        });
      return offered(name, values, { ...core, lately: { ...core.lately, instances } }, enough.signal);
    };
    expect(await inTime('price', { name: 'm5.l' })).toEqual(['m5.large']);
    expect(await inTime('list', { filter: 'ta' })).toEqual(['tag:']);
    expect(await inTime('cost', { by: '' })).toEqual(['account', 'region', 'type', 'owner']);
    expect(await inTime('list', { filter: 'type:m5.lar' })).toEqual(['type:m5.large']);
    expect(await inTime('show', { instance: 'web' })).toEqual([]);
  });

  it('nothing is offered where it is not known who may see what', async () => {
    const unknown = Promise.reject<CoreReads>(new Error('the rules cannot be read'));
    expect(await choicesFor(dataOf('show', { instance: '' }), partsOf(unknown), patience())).toEqual([]);
  });

  it('never rejects and never offers what Discord would refuse, whatever it sends', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    const some = fc
      .constantFrom(...commands)
      .chain((command) =>
        fc.tuple(fc.constant(command.name), fc.constantFrom('line', ...Object.keys(command.options)), text),
      );
    const any = fc.oneof(
      some.map(([name, key, typed]) => dataOf(name, { [key]: typed })),
      text.map((typed) => dataOf('do', { line: typed })),
      fc.anything(),
    );
    await fc.assert(
      fc.asyncProperty(any, async (data) => {
        const all = await choicesFor(data, partsOf(), patience());
        expect(all.length).toBeLessThanOrEqual(25);
        for (const { name, value } of all) {
          expect(name.length).toBeGreaterThan(0);
          expect(name.length).toBeLessThanOrEqual(100);
          expect(value.length).toBeGreaterThan(0);
          expect(value.length).toBeLessThanOrEqual(100);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('what is offered can be taken: the line that it makes is read', async () => {
    for (const command of commands.filter(({ alone }) => alone))
      for (const [key, option] of Object.entries(command.options)) {
        for (const value of await offered(command.name, { [key]: '' })) {
          const said = readSaid(dataOf(command.name, { [key]: value }), commands);
          const parsed = parse(said.kind === 'line' ? said.line : '', commands);
          if (isProblem(parsed)) throw new Error(`${key} ${value}: ${JSON.stringify(parsed)}`);
          // A key of a filter is still to be gone on from.
          const isBegun = option.rest && /[:=]$/.test(value);
          const words = parsed.raw[key] ?? [];
          if (!isBegun) expect(isProblem(option.parse(words)), `${command.name} ${key} ${value}`).toBe(false);
        }
      }
  });
});
