import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namedIn } from '../../src/commands/lookup/named.ts';
import { line } from '../../src/commands/reply/reply.ts';
import { plain } from '../../src/core/text.ts';
import { partlyBlind } from '../partly-blind.ts';
import { asideOf, linesOf, maria, openTalk, rowsOf, textsOf, wordsOf, type Talk } from './house.ts';

let talk: Talk;
let web = '';
beforeAll(async () => {
  talk = await openTalk();
  web = rowsOf(await talk.reply('list name:web-1'))[0]?.['Id'] ?? '';
});
afterAll(() => talk.close());

const titleOf = async (text: string) => plain((await talk.reply(text)).title);

describe('lookup', () => {
  it('shows what a message names: instances, addresses with what has them, and types with their price', async () => {
    const shown = await talk.reply(`lookup the box (web-1), 198.51.100.10 and an M5.large!`);
    expect(plain(shown.title)).toBe('2 instances, 1 Elastic IP and 1 instance type');
    expect(rowsOf(shown)).toMatchObject([
      { Name: 'bastion', State: 'running', Type: 't2.micro', Account: 'demo-dev', Region: 'us-east-1' },
      { Name: 'web-1', Id: web },
    ]);
    expect(wordsOf(shown)).toMatch(/198\.51\.100\.10\nin use\nbastion \(i-\w+\)\ndemo-dev\nus-east-1/);
    expect(asideOf(shown)).toContain('m5.large: 2 vCPU, 8 GiB, Intel, previous generation, $0.096 an hour');
    expect(wordsOf(shown)).toContain('On-Demand, Linux, us-east-1 (none was named).');
    expect(linesOf(shown)).toMatchObject({
      'Show web-1': `show ${web}`,
      'Address 198.51.100.10': 'addresses 198.51.100.10',
      'Explain m5.large': 'explain m5.large',
    });
    for (const does of Object.values(linesOf(shown))) await talk.reply(does);
  });

  it('finds an id in a link, and tells no word as unknown that names the same thing again', async () => {
    const [{ 'Public IPv4': ip = '' } = {}] = rowsOf(await talk.reply('list name:web-1'));
    const link = `https://console.example/ec2/home#InstanceDetails:instanceId=${web};v=3`;
    const shown = await talk.reply(line`lookup ${[link, ip, 'web-1']}`);
    expect(rowsOf(shown).map(({ Id }) => Id)).toEqual([web]);
    expect(wordsOf(shown)).not.toContain('Not found');
  });

  it('keeps the order of the message', async () => {
    const names = async (text: string) => rowsOf(await talk.reply(text)).map(({ Name }) => Name);
    expect(await names('lookup web-2 then api-1 then web-1')).toEqual(['web-2', 'api-1', 'web-1']);
    expect(await names('lookup web-1 then api-1 then web-2')).toEqual(['web-1', 'api-1', 'web-2']);
  });

  it.each([
    ['lookup hello there', 'Nothing known here is named', undefined],
    ['lookup i-0123456789abcdef0 hello', 'Nothing known here is named', 'Not found: i-0123456789abcdef0.'],
    [
      'lookup 10.99.99.99, eipalloc-0123456789abcdef0',
      'Nothing known here is named',
      'Not found: 10.99.99.99 and eipalloc-0123456789abcdef0.',
    ],
    ['lookup q9.large', 'Nothing known here is named', 'Not known: q9.large.'],
    ['lookup web-1 q9.large', '1 instance', 'Not known: q9.large.'],
    ['lookup WEB-1', '1 instance', undefined],
    ['lookup web-', 'Nothing known here is named', undefined],
    ['lookup scratch', '2 instances', undefined],
    ['lookup 999.1.1.1 1.2.3.4.5', 'Nothing known here is named', undefined],
  ])('%s: %s', async (text, title, unknown) => {
    const shown = await talk.reply(text);
    expect(plain(shown.title)).toBe(title);
    const not = asideOf(shown).filter((one) => one.startsWith('Not '));
    expect(not).toEqual(unknown === undefined ? [] : [unknown]);
    expect(wordsOf(shown).includes('It looks for ids of instances')).toBe(title.startsWith('Nothing'));
  });

  it('reads nothing where only types are named', async () => {
    const shown = await talk.over((own) => ({
      ...own,
      instances: () => Promise.reject(new Error('not to be read')),
      addresses: () => Promise.reject(new Error('not to be read')),
    }))('lookup m5.large t3.micro');
    expect(plain(shown.title)).toBe('2 instance types');
  });

  it('says what could not be read, and that what was not found may be there', async () => {
    const lookup = talk.over((own) => partlyBlind(own, 'us-east-1', ['instances', 'addresses']));
    const shown = await lookup(`lookup ${web}`);
    expect(asideOf(shown)).toContain(`Not among what could be read: ${web}.`);
    expect(wordsOf(shown)).toContain('Could not be read: AWS did not answer in us-east-1.');
  });

  it('finds names where the place looks, and ids everywhere', async () => {
    await talk.reply('use region:eu-west-1');
    try {
      expect(await titleOf('lookup web-1')).toBe('Nothing known here is named');
      expect(await titleOf(`lookup ${web}`)).toBe('1 instance');
      expect(await titleOf(`lookup web-2 ${web}`)).toBe('1 instance');
    } finally {
      await talk.reply('use everything');
    }
  });

  it('tells of more than can be shown how many there are', async () => {
    const { items } = await talk.machine.house.core.cloud.instances({}, { signal: new AbortController().signal });
    const shown = await talk.over((own) => ({
      ...own,
      instances: async (scope, reading) => {
        const found = await own.instances(scope, reading);
        return {
          ...found,
          items: [...found.items, ...found.items].map((one) => ({ ...one, state: 'running', name: 'same' })),
        };
      },
    }))('lookup same');
    expect(plain(shown.title)).toBe(`${items.length * 2} instances`);
    expect(rowsOf(shown)).toHaveLength(50);
    expect(asideOf(shown)).toContain(`And ${items.length * 2 - 50} more instances.`);
  });

  it('does no harm by what a message says', async () => {
    for (const word of ['\u001B[2J', '<!channel>', '\u202Ei-0123456789abcdef0', '\u001B.large'])
      for (const text of textsOf((await talk.ask(line`lookup ${word}`, maria)).reply))
        // oxlint-disable-next-line no-control-regex -- control characters are what this is about.
        expect(text).not.toMatch(/[\u0000-\u001F\u202E]/);
  });
});

describe('the words of a message', () => {
  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['i-0a1b2c3d', ['i-0a1b2c3d'], [], []],
    ['I-0A1B2C3D.', ['i-0a1b2c3d'], [], ['i-0a1b2c3d.']],
    [
      'arn:aws:ec2:eu-west-1:1:instance/i-0123456789abcdef0',
      ['i-0123456789abcdef0'],
      [],
      ['arn:aws:ec2:eu-west-1:1:instance/i-0123456789abcdef0'],
    ],
    ['http://10.0.0.1:8080/', ['10.0.0.1'], [], ['http://10.0.0.1:8080/', 'http://10.0.0.1:8080']],
    ['eipalloc-0a1b2c3d,', ['eipalloc-0a1b2c3d'], [], ['eipalloc-0a1b2c3d,']],
    ['ami-0a1b2c3d', [], [], ['ami-0a1b2c3d']],
    ['i-0a1b2c3', [], [], ['i-0a1b2c3']],
    ['256.1.1.1', [], [], ['256.1.1.1']],
    ['(C5.XLARGE)', [], ['c5.xlarge'], ['(c5.xlarge)']],
    ['`web-1`,', [], [], ['`web-1`,', 'web-1']],
    ['…', [], [], ['…']],
  ])('%s', (word, ids, types, names) => {
    const named = namedIn([word]);
    expect([[...named.ids], named.types, [...named.names]]).toEqual([ids, types, names]);
  });

  it('are never more than twice as many, and each id is read wherever signs stand around it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 30 }), { maxLength: 40 }),
        fc.stringMatching(/^(i|eipalloc)-[0-9a-f]{17}$/),
        fc.constantFrom('', '(', '"', '<', '/', '='),
        fc.constantFrom('', ')', '.', ',', '?', ';x', '/'),
        (others, id, before, after) => {
          const { ids, types, names } = namedIn([...others, `${before}${id}${after}`]);
          expect(ids.has(id)).toBe(true);
          expect(types.length + names.size).toBeLessThanOrEqual(2 * (others.length + 1));
        },
      ),
    );
  });
});
