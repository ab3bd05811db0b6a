import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complete } from '../../src/bot/complete.ts';
import { commands } from '../../src/commands/index.ts';
import { suggestionsAtMost } from '../../src/commands/options/option.ts';
import { terminalWords } from '../../src/bot/terminal/words.ts';
import { parse } from '../../src/bot/grammar.ts';
import type { Place } from '../../src/core/people/person.ts';
import { maria, openTalk } from '../commands/house.ts';
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
    ['', ['list', 'stop', 'demo', 'tour', 'exit', 'quit'], ['demo reset', 'reset', 'as:csv']],
    ['to', ['tour'], ['list']],
    ['st', ['start', 'stop'], ['list']],
    ['ST', ['start', 'stop'], ['list']],
    ['demo ', ['reset'], ['list']],
    ['demo x', [], ['reset']],
    ['help st', ['start', 'stop'], ['list']],
    ['explain m7', ['m7g', 'm7i-flex', 'm7g.large'], ['m8g', 'm6i.large']],
    ['explain m7g.x', ['m7g.xlarge'], ['m7g', 'm7g.large']],
    ['explain mem', ['memory optimized'], ['r8g']],
    ['explain memory ', ['optimized'], ['memory optimized', 'm5.large']],
    ['explain memory opt', ['optimized'], ['purpose']],
    ['explain m5.large region:eu-w', ['region:eu-west-1'], []],
    ['help ', ['stop', 'list'], []],
    ['help demo ', ['reset'], ['list', 'demo reset']],
    ['? st', ['start', 'stop'], ['list']],
    ['list own', ['owner:'], ['web-1']],
    ['list sta', ['state:'], []],
    ['list --own', ['--owner'], ['owner:']],
    ['list as', ['as:csv'], []],
    ['stop web-1 as', [], ['as:csv']],
    ['stop web-1 ', ['tag:', 'owner:', 'state:', 'reason:'], []],
    ['stop ', ['ad-1', 'tag:', 'region:'], []],
    ['list tag:', ['tag:env=', 'tag:team='], ['tag:Name=', 'tag:env']],
    ['list tag:e', ['tag:env=', 'tag:eks:cluster-name='], ['tag:team=']],
    ['list tag:env=', ['tag:env=dev', 'tag:env=prod'], ['tag:env=']],
    ['list --tag:env=d', ['--tag:env=dev'], ['tag:env=dev']],
    ['stop TAG=env=d', ['TAG=env=dev'], []],
    ['list --tag env=d', ['env=dev'], ['tag:env=dev']],
    ['list tag:nosuch=', [], []],
    ['list owner:', ['owner:maria', 'owner:ines'], ['maria']],
    ['list owner:ma', ['owner:maria'], ['owner:ines']],
    ['list name:web', ['name:web-1'], ['name:db-1']],
    ['list zone:us', ['zone:us-east-1a'], []],
    ['list id:', [], ['web-1', 'id:web-1']],
    ['list ip:203', ['ip:203.0.113.10'], []],
    ['list state:running,st', ['state:running,stopped', 'state:running,stopping'], ['state:stopped']],
    ['list account:demo-dev,', ['account:demo-dev,demo-prod'], []],
    ['addresses 198', ['198.51.100.10'], ['web-1']],
    ['release 203', [], ['203.0.113.10']],
    ['volumes vol-a89', ['vol-a89b199d10317b161'], []],
    ['use ', ['demo-dev', 'demo-prod', 'us-east-1', 'everything', 'account:', 'region:'], ['af-south-1']],
    ['use account:', ['account:demo-dev', 'account:demo-prod'], []],
    ['use region:', ['region:us-east-1'], ['region:af-south-1']],
    ['use demo-dev eu', ['eu-west-1'], ['eu-north-1']],
    ['cost by:', ['by:owner', 'by:env', 'by:team'], ['by:Name']],
    ['alerts sub', ['subscribe'], ['show']],
    ['alerts subscribe idle', ['idle-addresses'], ['volumes']],
    ['alerts subscribe ', ['volumes', 'cost', 'budget', 'days:', 'quiet:'], []],
    ['alerts subscribe volumes we', ['weekdays', 'weekends', 'wednesdays'], ['hourly']],
    ['alerts subscribe volumes weekdays 9:00 Europe/Pa', ['Europe/Paris'], ['Europe/Rome']],
    ['alerts subscribe volumes hourly form:', ['form:digest', 'form:each'], []],
    ['alerts subscribe volumes hourly accounts:demo-d', ['accounts:demo-dev'], []],
    ['alerts subscribe volumes hourly quiet:', ['quiet:none', 'quiet:22:00-7:00'], []],
    ['alerts show ', [], ['web-1']],
    ['confirm ', [], []],
    ['keep ', [], ['web-1']],
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
    ['price m5.large ', ['os:', 'region:', 'term:'], ['m5.large', 'name:']],
    ['price m5.large eu-w', ['eu-west-1'], ['us-east-1']],
    ['price m5.large region:eu-w', ['region:eu-west-1'], ['eu-west-1']],
    ['price m5.large REGION=eu-w', ['REGION=eu-west-1'], []],
    ['price m5.large --region=eu-w', ['--region=eu-west-1'], []],
    ['price m5.large --region ', ['af-south-1'], ['windows', 'os:']],
    ['price m5.large eu-west-1 ', ['os:', 'linux'], ['region:', 'eu-west-1']],
    ['compare m5.l', ['m5.large'], ['m6i.large']],
    ['compare m5.large m5.', ['m5.xlarge'], ['m5.large']],
    ['compare m5.large,m6i.l', ['m5.large,m6i.large'], []],
    ['recommend arch:', ['arch:x86_64', 'arch:arm64'], []],
    ['recommend memory:1', ['memory:1', 'memory:16', 'memory:128'], ['memory:2']],
    ['recommend max-price:0.', ['max-price:0.1'], ['max-price:1']],
    ['recommend like:m5.x', ['like:m5.xlarge'], []],
    ['recommend more:', ['more:memory', 'more:vcpus', 'more:network'], []],
    ['recommend ', ['arm64', 'local', 'memory:', 'older:'], ['16']],
    ['image web', ['web-1'], []],
    ['image ami-037e9cb920baefa6', ['ami-037e9cb920baefa6a'], []],
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

  it('offers names that run and can be typed first, then others', async () => {
    const words = await offered('show ');
    const { items } = await machine.house.core.estate.list([], { signal: AbortSignal.timeout(5_000) });
    const running = new Set(items.flatMap(({ name, id, state }) => (state === 'running' ? [name, id] : [])));
    const firstStopped = words.findIndex((word) => !running.has(word));
    expect(firstStopped === -1 || words.slice(firstStopped).every((word) => !running.has(word))).toBe(true);
    expect(words.slice(0, 3)).toEqual(['ad-1', 'api-1', 'api-2']);
  });

  it('offers what is terminated by its id alone', async () => {
    const { core } = machine.house;
    const instances = async (signal: AbortSignal) =>
      (await core.lately.instances(signal)).map((one) => ({ ...one, state: 'terminated' as const }));
    const after = async (line: string) => {
      const within = parts({ ...core, lately: { ...core.lately, instances } });
      return (await complete(line, within)).candidates.map(({ word }) => word);
    };
    expect(await after('show web-1')).toEqual([]);
    expect((await after('show i-')).length).toBe(suggestionsAtMost);
    expect(await after('list name:web')).toEqual([]);
  });

  it('offers an instance by its whole address', async () => {
    const { items } = await machine.house.core.estate.list([], { signal: AbortSignal.timeout(5_000) });
    const [one] = items.filter(({ name, privateIp }) => name === 'web-1' && privateIp !== undefined);
    expect(await offered(`show ${one?.privateIp}`)).toEqual(['web-1']);
  });

  it('offers types in use before those that could be', async () => {
    const words = await offered('list type:');
    const { items } = await machine.house.core.estate.list([], { signal: AbortSignal.timeout(5_000) });
    const used = new Set(items.map(({ type }) => `type:${type}`));
    expect(words.length).toBe(suggestionsAtMost);
    expect(words.slice(0, Math.min(used.size, suggestionsAtMost)).every((word) => used.has(word))).toBe(true);
    expect(await offered('list type:x2iedn.metal')).toEqual(['type:x2iedn.metal']);
  });

  it('offers a value with spaces in quotes that the grammar reads back', async () => {
    const { core } = machine.house;
    const instances = async (signal: AbortSignal) =>
      (await core.lately.instances(signal)).map((one) => ({ ...one, tags: { team: 'search infra', '--x y': 'z' } }));
    const within = parts({ ...core, lately: { ...core.lately, instances } });
    const after = async (line: string) => (await complete(line, within)).candidates.map(({ word }) => word);
    expect(await after('list tag:')).toEqual(['tag:team=']);
    expect(await after('list tag:team=')).toEqual(['tag:team="search infra"']);
    expect(parse('list tag:team="search infra"', commands)).toMatchObject({
      raw: { filter: ['tag:team=search infra'] },
    });
  });

  it('goes on from the word that is being typed', async () => {
    expect((await complete('price m5.large region:eu-w', parts())).typed).toBe('region:eu-w');
    expect((await complete('price m5.large ', parts())).typed).toBe('');
  });

  it('offers what needs no cloud where that does not answer', async () => {
    const { core } = machine.house;
    const away = async () => {
      throw new Error('the cloud is away');
    };
    const lately = { instances: away, addresses: away, volumes: away };
    expect(await complete('show web', parts({ ...core, lately }))).toEqual({ typed: 'web', candidates: [] });
    const words = (await complete('price m5.', parts({ ...core, lately }))).candidates.map(({ word }) => word);
    expect(words).toContain('m5.large');
    const unknown = { ...parts(), core: Promise.reject<typeof core>(new Error('who may see what is not known')) };
    expect(await complete('show web', unknown)).toEqual({ typed: 'web', candidates: [] });
  });

  it('offers the keys that wait for this person in this place, newest first, and what was left behind', async () => {
    const talk = await openTalk();
    try {
      const { core } = talk.machine.house;
      const here = { id: `terminal:${maria.id}`, privateTo: maria.id };
      const keys = async (line: string, person = maria, where: Place = here) =>
        (await complete(line, { commands, words: terminalWords, core, person, place: where })).candidates;
      await talk.reply('stop web-1');
      await talk.machine.clock.pass(1_000);
      await talk.reply('stop web-2');
      expect(await keys('confirm ')).toMatchObject([
        { word: 'B4XN9WHR', about: 'stop web-2' },
        { word: '7QK2M8TD', about: 'stop web-1' },
        { word: 'key:' },
        { word: 'word:' },
        { word: 'reason:' },
      ]);
      expect((await keys('cancel 7q')).map(({ word }) => word)).toEqual(['7QK2M8TD']);
      expect((await keys('confirm ', { ...maria, id: 'os:ole' }))[0]?.word).toBe('key:');
      expect((await keys('confirm ', maria, { id: 'channel' }))[0]?.word).toBe('key:');
      await talk.reply('cancel B4XN9WHR');
      await talk.reply('confirm 7QK2M8TD');
      expect((await keys('confirm '))[0]?.word).toBe('key:');
      const left = (await keys('keep vol-')).map(({ word }) => word);
      expect(left.length).toBeGreaterThan(0);
      expect(left.every((word) => word.startsWith('vol-'))).toBe(true);
      await talk.reply('stop web-2');
      await talk.machine.clock.pass(6 * 60_000);
      expect((await keys('confirm '))[0]?.word).toBe('key:');
    } finally {
      await talk.close();
    }
  });

  it('never rejects, and offers no word twice and no more than fit a list, whatever is typed', async () => {
    const start = fc.constantFrom('', ...commands.map(({ name }) => `${name} `));
    await fc.assert(
      fc.asyncProperty(start, fc.string({ unit: 'binary', maxLength: 30 }), async (head, tail) => {
        const words = await offered(head + tail);
        // First words are a closed list, shown whole.
        if (/\s/.test(head + tail)) expect(words.length).toBeLessThanOrEqual(suggestionsAtMost);
        expect(new Set(words).size).toBe(words.length);
      }),
      { numRuns: 300 },
    );
  });
});
