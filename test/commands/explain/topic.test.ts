import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from '../../../src/bot/grammar.ts';
import { render } from '../../../src/bot/terminal/render.ts';
import { commands } from '../../../src/commands/index.ts';
import { actionsOf } from '../../../src/commands/reply/reply.ts';
import { topics } from '../../../src/core/facts/topics/index.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { linesIn } from '../../core/facts/topics/shown.ts';
import { asideOf, fieldsOf, linesOf, openTalk, rowsOf, wordsOf, type Talk } from '../house.ts';

/** A screen fits one look and a little scrolling in a terminal of this width. */
const columns = 80;
const linesOfAScreen = { first: 52, second: 40, short: 22 } as const;

const plainly = (_: unknown, words: string): string => words;
const named = topics.map(({ id, title }) => ({ id, title }));
const lines = [...new Set(topics.flatMap(linesIn))];
/** `explain m5.large`: a type or a family, which is no topic. */
const explainsType = (line: string): boolean =>
  /^explain [a-z]+\d/.test(line) && !topics.some(({ id }) => line === `explain ${id}`);
const isRead = (line: string): boolean => {
  const parsed = parse(line, commands);
  return !isProblem(parsed) && !isProblem(parsed.command.bind(parsed.raw));
};

describe('lines that topics tell to type', () => {
  it.each(lines)('%s can be read', (line) => {
    expect(isRead(line)).toBe(true);
  });
});

describe('explain', () => {
  let talk: Talk;
  beforeAll(async () => {
    talk = await openTalk();
  });
  afterAll(() => talk.close());

  it.each(named)('$id fits a screen, its short part first', async ({ id, title }) => {
    const reply = await talk.reply(`explain ${id}`);
    const first = render(reply, columns, plainly);
    expect(first[0]).toBe(title);
    expect(first.length).toBeLessThanOrEqual(linesOfAScreen.first);
    expect(Object.keys(fieldsOf(reply))).toEqual(['What', 'When', 'Costs', 'Mind']);
    const short = { ...reply, blocks: reply.blocks.filter(({ kind }) => kind === 'fields') };
    expect(render(short, columns, plainly).length).toBeLessThanOrEqual(linesOfAScreen.short);
    const second = await talk.reply(`explain ${id} more:yes`);
    expect(render(second, columns, plainly).length).toBeLessThanOrEqual(linesOfAScreen.second);
    expect(linesOf(reply)['Asked next']).toBe(`explain ${id} more:yes`);
    for (const { label } of actionsOf(reply)) expect(label).not.toBe('');
    for (const one of [reply, second]) expect(asideOf(one).join('\n')).toMatch(/Checked 20\d\d-\d\d against: /);
  });

  it.each(
    lines
      .filter((line) => !explainsType(line))
      .filter((line) => {
        const parsed = parse(line, commands);
        return !isProblem(parsed) && parsed.command.effect === 'reads';
      }),
  )('what is told to type works: %s', async (line) => {
    await talk.reply(line);
  });

  it('answers the question that was asked before it explains', async () => {
    const reply = await talk.reply('explain can I recover a released elastic ip?');
    expect(asideOf(reply)[0]).toMatch(/^Can I get a released one back\? Only if nobody has it yet/);
    expect(reply.title).toEqual((await talk.reply('explain elastic-ip')).title);
  });

  it('reads a question with an apostrophe, signs and capitals', async () => {
    expect(wordsOf(await talk.reply("explain why's MY box slow -- CPU credits gone?!"))).toContain(
      'Burstable instances',
    );
  });

  it.each([
    ['elastic-ip', /^7 of your 16 Elastic IPs idle: [\d., ]+ and 4 more\.$/],
    [
      'ipv4-charges',
      /^\d+ of your public IPv4 addresses are charged: \$[\d.]+ an hour, \$[\d.]+ a month\. 7 of them idle: \$0\.035 an hour, \$25\.55 a month\.$/,
    ],
    ['spot', /^3 of your \d+ instances are Spot Instances: .+\.$/],
    ['hibernation', /^\d of your \d+ instances (was|were) launched so that (it|they) can hibernate: .*notebook-2.*\.$/],
    ['tenancy', /^1 of your \d+ instances has a tenancy other than shared: .+\.$/],
    ['dedicated-host', /^None of your \d+ instances are on Dedicated Hosts\.$/],
    ['capacity-reservations', /^1 of your \d+ instances is in a Capacity Reservation: .+\.$/],
    ['burstable', /^\d+ of your \d+ instances are burstable: .+ more\.$/],
    ['nitro', /^4 of your \d+ instances have types that still run on Xen: bastion, .+\.$/],
    ['ebs', /^Of your \d+ volumes \d+ are attached to nothing, and \d+ (is|are) gp2\.$/],
    ['kms', /^\d+ of your \d+ volumes are encrypted\.$/],
    ['ami', /^Your \d+ instances are made from \d+ images?: .+\.$/],
    ['regions-and-zones', /^Your \d+ instances are in 3 regions: us-east-1 \(\d+\), .+\.$/],
    ['iam-role', /^\d+ of your \d+ instances have no instance profile: .+\.$/],
    ['auto-scaling', /^\d+ of your \d+ instances belong to an Auto Scaling group: .+\.$/],
    [
      'cost-of-stopped',
      /^Your 10 stopped instances cost at least \$[\d.]+ a month, volumes and addresses that belong to nothing at least \$[\d.]+\.$/,
    ],
    [
      'savings-plans',
      /^\d+ of your \d+ running instances are On-Demand and have run for more than 30 days without a stop: .+\. What was committed to already is not read here\.$/,
    ],
  ])('%s is applied to what there is', async (id, says) => {
    const reply = await talk.reply(`explain ${id}`);
    expect(asideOf(reply)[0]).toMatch(says);
    expect(asideOf(reply).join('\n')).toContain('\nRead from the demo account at ');
  });

  it('counts what the listing counts', async () => {
    const told = asideOf(await talk.reply('explain elastic-ip'))[0] ?? '';
    const idle = rowsOf(await talk.reply('addresses idle'));
    expect(told).toMatch(new RegExp(`^${idle.length} of your `));
  });

  it('explains what is counted nowhere without looking anywhere', async () => {
    const unread = talk.over((own) => ({ ...own, instances: () => Promise.reject(new Error('nothing may be read')) }));
    expect(asideOf(await unread('explain cognito')).join('\n')).not.toContain('Read from');
  });

  it('names what could not be read, and explains all the same', async () => {
    const away = { problem: 'cloud-away', what: [{ kind: 'text', text: 'AWS did not answer.' }], todo: [] } as const;
    const homes = { whole: [], partly: [] };
    const nobody = { items: [], gaps: [away], asOf: 0, source: { name: 'AWS' }, homes } as const;
    const blind = talk.over((own) => ({
      ...own,
      instances: async () => nobody,
      volumes: async () => nobody,
      addresses: async () => nobody,
      addressUses: async () => nobody,
    }));
    for (const { id } of named) {
      const reply = await blind(`explain ${id}`);
      expect(Object.keys(fieldsOf(reply))).toHaveLength(4);
      expect(wordsOf(reply)).not.toMatch(/of your 0/);
    }
    expect(asideOf(await blind('explain spot')).at(-1)).toBe('Could not be read: AWS did not answer.');
  });

  it('asks for nothing where nothing explains it, and names what is near', async () => {
    const { reply, problem } = await talk.ask('explain security grup');
    expect(problem?.problem).toBe('unknown-topic');
    expect(wordsOf(reply)).toContain('explain security-group');
    expect((await talk.ask('explain hello')).problem?.problem).toBe('unknown-topic');
  });
});

describe('topics', () => {
  let talk: Talk;
  beforeAll(async () => {
    talk = await openTalk();
  });
  afterAll(() => talk.close());

  it('lists every topic once, under its group', async () => {
    const rows = rowsOf(await talk.reply('topics'));
    expect(rows.map((row) => row['To type'])).toEqual(topics.map(({ id }) => `explain ${id}`));
    expect(rows.filter((row) => row['Group'] !== '')).toHaveLength(new Set(topics.map(({ group }) => group)).size);
  });
});
