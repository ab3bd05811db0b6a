import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complete } from '../../src/bot/complete.ts';
import { terminalWords } from '../../src/bot/terminal/words.ts';
import { commands } from '../../src/commands/index.ts';
import type { Person } from '../../src/core/people/person.ts';
import { plain } from '../../src/core/text.ts';
import { secondMs } from '../../src/core/time.ts';
import { openAwsMachine } from '../aws-machine.ts';
import { asideOf, fieldsOf, rowsOf, textsOf, wordsOf } from './house.ts';
import { abel, fileOf, ina, narrowRules, nina, olga, openUnder } from './sighted.ts';

/** Things of accounts and regions that olga may not look at: names, ids, addresses and accounts. */
let hidden: ReadonlySet<string>;
let talk: Awaited<ReturnType<typeof openUnder>>;
beforeAll(async () => {
  talk = await openUnder(narrowRules);
  const { cloud } = talk.machine.house.core;
  const reading = { signal: new AbortController().signal };
  const [instances, volumes, addresses] = await Promise.all([
    cloud.instances({}, reading),
    cloud.volumes({}, reading),
    cloud.addresses({}, reading),
  ]);
  const seen = ({ account, region }: { readonly account: { readonly name: string }; readonly region: string }) =>
    account.name === 'demo-dev' && region === 'us-east-1';
  const of = (shown: boolean) => [
    ...instances.items
      .filter((one) => seen(one) === shown)
      .flatMap(({ id, name = id, privateIp = id, publicIp }) => [id, name, privateIp, publicIp?.ip ?? id]),
    ...volumes.items.filter((one) => seen(one) === shown).map(({ id }) => id),
    ...addresses.items
      .filter((one) => seen(one) === shown)
      .flatMap(({ allocationId, publicIp }) => [allocationId ?? publicIp, publicIp]),
  ];
  const shown = new Set(of(true));
  hidden = new Set(of(false).filter((word) => !shown.has(word)));
});
afterAll(() => talk.close());

const whole = (word: string): RegExp =>
  new RegExp(`(^|[^\\w.-])${word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}($|[^\\w.-])`);
/** What of the hidden things a text tells. */
const leaks = (text: string): readonly string[] => [...hidden].filter((word) => whole(word).test(text));
const gap =
  'Not shown: olga may not look at demo-prod (us-east-1, eu-west-1 and ap-northeast-1) and demo-dev (eu-west-1 and ap-northeast-1). No rule permits it. Roles: developer and operator.';

describe('who may look at one account and region', () => {
  it.each([
    'list',
    'list page:2',
    'list page:3',
    'list terminated',
    'list account:demo-prod',
    'list region:eu-west-1',
    'addresses',
    'addresses idle',
    'volumes',
    'volumes unattached',
    'cost by:owner',
    'cost by:team',
    'leftovers',
    'audit',
    'plans',
    'explain ebs',
    'explain elastic-ip',
    'explain cost-of-stopped',
    'explain m5.large',
    'home',
    'lookup erp eks-node-1 web-1 10.0.0.1',
    'list erp',
    'list nosuch',
  ])('reads of %s nothing else', async (line) => {
    const mine = await talk.ask(line, olga);
    expect(leaks(wordsOf(mine.reply))).toEqual([]);
    const all = /^list (?:account:demo-prod|region:eu-west-1)$/.test(line);
    expect(mine.problem?.problem).toBe(all ? 'not-shown' : undefined);
  });

  it('is told what is left out, and by which rule', async () => {
    expect(asideOf(await talk.reply('list', olga))).toContain(gap);
    expect(asideOf(await talk.reply('list account:demo-dev region:us-east-1', olga)).join(' ')).not.toContain(
      'Not shown',
    );
    expect(wordsOf(await talk.reply('list', nina))).not.toContain('Not shown');
  });

  it('counts what they see', async () => {
    const count = async (line: string, person: Person) => plain((await talk.reply(line, person)).title);
    expect(await count('list', olga)).toBe(await count('list account:demo-dev region:us-east-1', nina));
    expect(await count('addresses', olga)).toBe(await count('addresses account:demo-dev region:us-east-1', nina));
    expect(await count('volumes', olga)).toBe(await count('volumes account:demo-dev region:us-east-1', nina));
    expect(await count('cost', olga)).toBe(await count('cost account:demo-dev region:us-east-1', nina));
    expect(await count('list', olga)).not.toBe(await count('list', nina));
  });

  it.each(['show erp', 'price erp', 'image erp', 'stop erp', 'terminate eks-node-1', 'compare erp m5.large'])(
    '%s: finds nothing to act on, and says why',
    async (line) => {
      const { problem, reply } = await talk.ask(line, olga);
      expect(problem?.problem).toMatch(/-not-found$|^unknown-type$/);
      expect(leaks(wordsOf(reply).replaceAll(line.split(' ')[1] ?? '', ''))).toEqual([]);
    },
  );

  it('is told by whoami and use which places there are', async () => {
    expect(fieldsOf(await talk.reply('whoami', olga))['Accounts']).toBe('demo-dev (444455556666): us-east-1');
    expect((await talk.ask('use demo-prod', olga)).problem?.problem).toBe('bad-value');
  });

  it('is offered by Tab what they see', async () => {
    const place = { id: 'terminal:olga', privateTo: olga.id };
    const core = await talk.machine.house.coreFor(olga, place);
    const offered = async (line: string) =>
      (await complete(line, { commands, words: terminalWords, core, person: olga, place })).candidates.map(
        ({ word }) => word,
      );
    for (const line of [
      'show ',
      'show e',
      'stop ',
      'show i-',
      'list owner:',
      'list name:',
      'list ip:',
      'addresses ',
      'release ',
      'volumes vol-',
      'use ',
      'list account:',
      'list region:',
    ])
      expect(leaks((await offered(line)).join('\n')), line).toEqual([]);
    expect(await offered('show web')).toEqual(['web-1', 'web-2']);
    expect(await offered('show er')).toEqual([]);
    expect(await offered('list account:')).toEqual(['account:demo-dev']);
    expect(await offered('list region:')).toEqual(['region:us-east-1']);
  });
});

describe('what is kept here of accounts and regions that somebody may not look at', () => {
  it('is left out of the audit and counted', async () => {
    await talk.reply('stop erp', abel);
    await talk.reply('stop web-2', abel);
    const mine = await talk.reply('audit who:abel', olga);
    expect(rowsOf(mine).map(({ Targets }) => Targets)).toEqual(['web-2']);
    expect(asideOf(mine)).toContain(
      '1 entry is about accounts and regions that you may not look at, and left out; access show tells the rules.',
    );
    expect(rowsOf(await talk.reply('audit who:abel', nina))).toHaveLength(2);
    // A count of what was named would tell of it.
    expect(textsOf(await talk.reply('audit instance:erp', olga)).join(' ')).not.toContain('is about accounts');
  });

  it('tells of entries without a thing only what everybody was told, and what is their own', async () => {
    await talk.ask('confirm AAAABBBB', abel);
    await talk.ask('confirm CCCCDDDD', olga);
    await talk.reply('use eu-west-1', abel);
    await talk.reply('use everything', abel);
    const rows = rowsOf(await talk.reply('audit', olga));
    const said = rows.map(({ Who, What }) => `${Who} ${What}`);
    expect(said).toEqual(expect.arrayContaining(['abel use settings', 'olga confirm refused']));
    expect(said).not.toContain('abel confirm refused');
    const all = rowsOf(await talk.reply('audit', abel)).map(({ Who, What }) => `${Who} ${What}`);
    expect(all).toEqual(expect.arrayContaining(['abel confirm refused', 'olga confirm refused']));
  });

  it('leaves out plans about the rest, and tells nothing of them', async () => {
    const asked = async (line: string, by: Person) =>
      /confirm (\S{8})/.exec(wordsOf(await talk.reply(line, by)))?.[1] ?? '';
    const far = await asked('terminate eks-node-1', abel);
    const near = await asked('terminate web-1', abel);
    await talk.reply(`confirm ${far} eks-node-1`, abel);
    await talk.reply(`confirm ${near} web-1`, abel);
    const approver: Person = { ...olga, roles: ['developer', 'approver'] };
    const mine = await talk.reply('plans', approver);
    expect(rowsOf(mine).map(({ Key }) => Key)).toEqual([near]);
    expect(asideOf(mine).join(' ')).toContain('1 plan is about accounts and regions that you may not look at');
    expect(
      rowsOf(await talk.reply('plans', ina))
        .map(({ Key }) => Key)
        .toSorted(),
    ).toEqual([far, near].toSorted());
    const shown = await talk.ask(`plans ${far}`, approver);
    expect(shown.problem?.problem).toBe('not-shown');
    expect(leaks(wordsOf(shown.reply))).toEqual([]);
    expect((await talk.ask(`plans ${near}`, approver)).problem).toBeUndefined();
    for (const word of ['approve', 'deny']) {
      const no = await talk.ask(`${word} ${far}`, approver);
      expect(no.problem?.problem).toBe('not-shown');
      expect(leaks(wordsOf(no.reply))).toEqual([]);
    }
    expect((await talk.ask(`deny ${far}`, ina)).problem).toBeUndefined();
  });

  it('is left out of what changes left behind, and cannot be kept', async () => {
    const { core } = talk.machine.house;
    const asked = async (line: string) => /confirm (\S{8})/.exec(wordsOf(await talk.reply(line, abel)))?.[1] ?? '';
    await talk.reply(`confirm ${await asked('stop erp')}`, abel);
    const [left] = (await core.leftBehind.list()).filter(({ account }) => account.name === 'demo-prod');
    if (left === undefined) throw new Error('nothing was left behind');
    const mine = await talk.reply('leftovers', olga);
    expect(leaks(wordsOf(mine))).toEqual([]);
    expect(asideOf(mine).join(' ')).toMatch(/\d+ things? that (was|were) left behind (is|are) about accounts/);
    expect((await talk.ask(`keep ${left.id} reason:x`, olga)).problem?.problem).toBe('bad-value');
    expect((await talk.ask(`keep ${left.id} reason:x`, abel)).problem).toBeUndefined();
    expect((await talk.ask(`unkeep ${left.id}`, olga)).problem?.problem).toBe('nothing-to-undo');
    expect(rowsOf(await talk.reply('kept', abel)).map(({ Id }) => Id)).toEqual([left.id]);
    expect(rowsOf(await talk.reply('kept', olga))).toEqual([]);
    await talk.reply(`unkeep ${left.id}`, abel);
  });

  it.each([
    ['finding 198.51.100.101', 'address-not-found'],
    ['finding 198.51.100.101 account:demo-prod', 'not-shown'],
    ['owner 198.51.100.101', 'address-not-found'],
    ['finding i-eb1d2c2e43835cb4d', 'bad-value'],
    ['finding sap-test', 'bad-value'],
    ['finding 111122223333/eu-west-1/eipalloc-eb1d2c2e43835cb4d', 'not-shown'],
    ['keep 198.51.100.101 reason:x', 'address-not-found'],
    ['snooze i-eb1d2c2e43835cb4d until:1d', 'bad-value'],
  ])('what wastes there is not found: %s is %s', async (line, problem) => {
    expect((await talk.ask(line, nina)).problem?.problem).not.toBe(problem);
    const mine = await talk.ask(line, olga);
    expect(mine.problem?.problem).toBe(problem);
    expect(leaks(wordsOf(mine.reply).replaceAll(line.split(' ')[1] ?? '', ''))).toEqual([]);
  });

  it('cannot be got back', async () => {
    const { core } = talk.machine.house;
    const { items } = await core.addresses.idle([], { signal: new AbortController().signal });
    const far = items.find(({ account, address }) => account.name === 'demo-prod' && address !== undefined)?.ip ?? '';
    const key = /confirm (\S{8})/.exec(wordsOf(await talk.reply(`release ${far}`, abel)))?.[1] ?? '';
    await talk.reply(`confirm ${key} ${far}`, abel);
    expect((await talk.ask(`recover ${far}`, olga)).problem?.problem).toBe('address-not-found');
    expect((await talk.ask(`recover ${far}`, abel)).problem).toBeUndefined();
  });
});

describe('AWS is asked about nothing else', () => {
  it('whatever is read', async () => {
    const { path, remove } = await fileOf(narrowRules.replaceAll('"developer"', '"operator"'));
    const aws = await openAwsMachine({ env: { QUARTERMASTER_ACCESS_FILE: path } });
    try {
      const before = aws.peer.seen.length;
      const { out } = await aws.pipe([
        'list',
        'show web-1',
        'addresses',
        'addresses idle',
        'volumes',
        'cost',
        'explain ebs',
        'stop web-1',
        'leftovers',
        'show erp',
      ]);
      expect(out).toContain('Not shown: maria may not look at demo-prod');
      // Which regions and types there are is nobody's.
      const facts: ReadonlySet<string> = new Set(['DescribeRegions', 'DescribeInstanceTypes']);
      const asked = aws.peer.seen
        .slice(before)
        .filter(({ service, action }) => service === 'ec2' && !facts.has(action));
      expect(new Set(asked.map(({ action }) => action)).size).toBeGreaterThan(4);
      expect(new Set(asked.map(({ accountId, region }) => `${accountId} ${region}`))).toEqual(
        new Set(['444455556666 us-east-1']),
      );
    } finally {
      await aws.close();
      await remove();
    }
  }, 60_000);
});

describe('rules that change while somebody looks', () => {
  it('hold from the next line on, and who may look nowhere is shown nothing', async () => {
    const changing = await openUnder('permit (principal, action == Action::"look", resource);');
    try {
      expect(plain((await changing.reply('list', olga)).title)).toContain('42 instances');
      await changing.write(
        '@id("none") @says("Nobody looks at production.") forbid (principal, action == Action::"look", resource) when { resource.account == "demo-prod" };',
      );
      await changing.machine.clock.pass(secondMs);
      const { reply: none } = await changing.ask('list', olga);
      expect(plain(none.title)).toBe('Not shown here');
      expect(asideOf(none).join(' ')).toContain(
        'demo-prod (us-east-1, eu-west-1 and ap-northeast-1). Rule none: Nobody looks at production. olga may not look at demo-dev',
      );
    } finally {
      await changing.close();
    }
  });
});
