import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionsOf } from '../../src/commands/reply/reply.ts';
import { plain } from '../../src/core/text.ts';
import { asideOf, fieldsOf, linesOf, openTalk, rowsOf, textsOf, type Talk } from './house.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await openTalk();
});
afterAll(() => talk.close());

/** Of every table with this first column, its rows by their first cells. */
const tableOf = (reply: Awaited<ReturnType<Talk['reply']>>, first: string) =>
  reply.blocks.flatMap((block) =>
    block.kind === 'table' && block.columns[0]?.title === first
      ? block.rows.map((row) => row.map((cell) => plain(cell)))
      : [],
  );

describe('explain of a type', () => {
  it.each([
    ['hpc6a.48xlarge', '.48xlarge = 192 vCPUs as a rule, here 96'],
    ['c4.8xlarge', '.8xlarge = 32 vCPUs as a rule, here 36'],
    ['m5.24xlarge', '.24xlarge = 96 vCPUs as a rule'],
  ])('tells the rule of a size, and where %s is an exception', async (type, says) => {
    expect((fieldsOf(await talk.reply(`explain ${type}`))['Name'] ?? '').endsWith(says)).toBe(true);
    expect(textsOf(await talk.reply(`explain ${type} more:yes`)).join('\n')).toContain(says.replace(/^.* = /, ''));
  });

  it('takes the name apart, and tells facts, price and judgement', async () => {
    const reply = await talk.reply('explain m5d.xlarge');
    expect(plain(reply.title)).toBe('m5d.xlarge: 4 vCPU, 16 GiB, Intel, 150 GB instance store');
    expect(fieldsOf(reply)).toMatchObject({
      Name: 'm = general purpose; 5 = generation 5; d = local NVMe disks; .xlarge = 4 vCPUs as a rule',
      Price: '$0.226 an hour, $164.98 a month On-Demand; us-east-1 (none was named), Linux',
      Processor: 'Intel (the name does not say), 3.1 GHz, 2 cores with 2 threads each, x86_64',
      Disks: '1 × 150 GB NVMe SSD',
      Network: '1.25 Gbit/s, up to 10 for a while',
      EBS: '1150 Mbit/s, up to 4750 for a while; 6000 IOPS, up to 18750 for a while',
      Offered: 'in us-east-1 (demo-prod: a, b, c, d, f); in 29 of 30 regions (as of 2026-08-01)',
      Sizes: 'large, xlarge, 2xlarge, 4xlarge, 8xlarge, 12xlarge, 16xlarge, 24xlarge and metal',
    });
    expect(asideOf(reply).join('\n')).toMatch(/erased by stop/);
    expect(asideOf(reply).join('\n')).toMatch(/as of 2026-07/);
    expect(asideOf(reply).join('\n')).toMatch(/as of 2026-08-02/);
  });

  it.each<[line: string, rows: readonly (readonly string[])[]]>([
    [
      'explain m5.large',
      // of each relation the newest, and the cheapest; prices of the region from the table
      [
        ['m8i.large', 'newer generation', '2', '8', '$0.10584', '10 % more'],
        ['m8i-flex.large', 'flex', '2', '8', '$0.10055', '5 % more'],
        ['m9g.large', 'Graviton (arm64)', '2', '8', '$0.09784', '2 % more'],
        ['m6g.large', 'Graviton (arm64)', '2', '8', '$0.077', '20 % less'],
        ['m8a.large', 'AMD, full cores', '2', '8', '$0.12172', '27 % more'],
      ],
    ],
    [
      'explain t3.micro eu-west-1',
      [
        ['t4g.micro', 'Graviton (arm64)', '2', '1', '$0.0092', '19 % less'],
        ['t3a.micro', 'AMD', '2', '1', '$0.0102', '11 % less'],
      ],
    ],
    [
      'explain g5.xlarge',
      [
        ['g7.2xlarge', 'newer generation, 1 RTX PRO 4500 GPU', '8', '32', '$2.52', '150 % more'],
        ['g6.xlarge', 'newer generation, 1 L4 GPU', '4', '16', '$0.8048', '20 % less'],
      ],
    ],
    // Windows runs on no Graviton.
    ['explain t3.micro eu-west-1 windows', [['t3a.micro', 'AMD', '2', '1', '$0.0194', '6 % less']]],
    ['explain mac2.metal', []],
  ])('%s tells what else would do, and what it costs more or less there', async (line, rows) => {
    expect(tableOf(await talk.reply(line), 'Instead')).toEqual(rows);
  });

  it.each(['windows', 'linux-sql-std', 'rhel-sql-web'])(
    'offers no Graviton for %s, which is built for x86 alone',
    async (os) => {
      const rows = tableOf(await talk.reply(`explain m5.large ${os}`), 'Instead');
      expect(rows).not.toEqual([]);
      for (const [, what] of rows) expect(what).not.toMatch(/Graviton/);
    },
  );

  it('tells of a burstable type its baseline, its credits and when they cost more', async () => {
    expect(fieldsOf(await talk.reply('explain t3.large'))).toMatchObject({
      Baseline: '30 % of each vCPU for ever; beyond it one credit a vCPU-minute',
      Credits: 'earns 36 an hour, keeps 864 at most, a day’s (as of 2023-05)',
      Unlimited: 'beyond the credits $0.05 a vCPU-hour (as AWS tells it, not verified here)',
      'Break-even': 'from 32.8 % CPU on average m5a.large ($0.086 an hour, the full CPU all the time) costs less',
    });
    expect(fieldsOf(await talk.reply('explain t4g.nano'))).toMatchObject({
      Unlimited: /\$0\.04 /,
      'Break-even': 'no type with the full CPU has its vCPUs and memory',
    });
    expect(fieldsOf(await talk.reply('explain m5.large'))).not.toHaveProperty('Baseline');
  });

  it('tells everything with more:yes', async () => {
    const reply = await talk.reply('explain t3.micro more:yes');
    expect(fieldsOf(reply)).toMatchObject({
      Generation: 'current',
      'Free plan': 'may be used in it',
      Hypervisor: 'nitro',
      'Sold as': 'on-demand, spot',
    });
    expect(fieldsOf(reply)['Offered']).toMatch(/af-south-1, .*, us-west-2$/);
    expect(tableOf(reply, 'Part')).toEqual([
      ['t', 'burstable'],
      ['3', 'generation 3'],
      ['.micro', '1/16 of an xlarge'],
    ]);
    const sizes = tableOf(reply, 'Size');
    expect(sizes.map(([size]) => size)).toEqual(
      ['nano', 'micro', 'small', 'medium', 'large', 'xlarge', '2xlarge'].map((size) => `t3.${size}`),
    );
    expect(sizes[1]?.at(-1)).toBe('$0.0104');
    expect(linesOf(reply)).not.toHaveProperty('More');
  });

  it('says of a Mac that its host is billed', async () => {
    expect(fieldsOf(await talk.reply('explain mac2.metal'))['Price']).toMatch(/Dedicated Host is billed/);
  });

  it('says where it is, where the region asked for has it not, or is not known to', async () => {
    const elsewhere = fieldsOf(await talk.reply('explain p4d.24xlarge eu-south-2'));
    expect(elsewhere['Offered']).toMatch(/^not in eu-south-2; in 13 of 30 regions .*, as eu-/);
    expect(elsewhere['Price']).toMatch(/^unknown\. /);
    const unknown = await talk.reply('explain c5.18xlarge ap-east-2');
    expect(fieldsOf(unknown)['Offered']).toMatch(/^not known whether ap-east-2 has it; /);
    for (const row of tableOf(unknown, 'Instead')) expect(row[4]).toMatch(/^\$/);
  });
});

describe('explain of a family', () => {
  it('has its sizes with their prices, and what else would do', async () => {
    const reply = await talk.reply('explain m7g eu-west-1');
    expect(plain(reply.title)).toBe('m7g: general purpose, AWS Graviton');
    expect(rowsOf(reply).map((row) => row['Size'])).toEqual(
      ['medium', 'large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', 'metal'].map(
        (size) => `m7g.${size}`,
      ),
    );
    for (const row of rowsOf(reply)) expect(row['$/hour']).toMatch(/^\$\d/);
    expect(tableOf(reply, 'Instead').map(([type]) => type)).toContain('m8g.xlarge');
    expect(fieldsOf(reply)).toMatchObject({ Class: 'general purpose', 'Prices for': 'eu-west-1, Linux' });
  });

  it('that the region has not is shown as it is elsewhere', async () => {
    const reply = await talk.reply('explain u7in-32tb eu-south-2');
    expect(asideOf(reply).join('\n')).toMatch(/not offered in eu-south-2/);
    expect(rowsOf(reply)).toHaveLength(1);
  });
});

describe('explain of a class', () => {
  it('has its families, a line each, current ones first', async () => {
    const reply = await talk.reply('explain memory optimized');
    expect(rowsOf(reply)).toHaveLength(10);
    expect(rowsOf(reply)[0]).toMatchObject({ Family: 'r8a', Generation: 'current' });
    const all = rowsOf(await talk.reply('explain memory optimized more:yes'));
    expect(all.length).toBeGreaterThan(40);
    expect(all.findIndex((row) => row['Generation'] === 'previous')).toBeGreaterThan(20);
    expect(all.at(-1)).toMatchObject({ Generation: 'previous' });
  });

  it.each(['explain burstable', 'explain Memory Optimised', 'explain hpc us-east-2', 'explain r series'])(
    '%s',
    async (line) => {
      expect(rowsOf(await talk.reply(line)).length).toBeGreaterThan(0);
    },
  );
});

describe('a word that names a system or a region', () => {
  it.each([
    ['explain windows', 'Key pairs'],
    ['explain eu-west-1', 'Regions and Availability Zones'],
  ])('is a question where nothing else is asked: %s', async (line, title) => {
    expect(plain((await talk.reply(line)).title)).toBe(title);
  });
});

describe('every button of an explanation leads on', () => {
  it.each([
    'explain m5d.xlarge',
    'explain t3.large eu-west-1 windows',
    'explain u-6tb1.112xlarge',
    'explain m7i-flex',
    'explain memory optimized eu-west-1',
    'explain g6.xlarge more:yes',
  ])('%s', async (line) => {
    const offered = actionsOf(await talk.reply(line));
    expect(offered.length).toBeGreaterThan(0);
    for (const { does } of offered) await talk.reply(does);
  });
});

it('a family is not told to lack what only its smallest size lacks', async () => {
  // Of T2 the nano alone is not sold as Spot.
  expect(textsOf(await talk.reply('explain t2')).join(' ')).not.toContain('not sold as Spot');
  expect(textsOf(await talk.reply('explain t2.nano')).join(' ')).toContain('not sold as Spot');
});

describe('what cannot be explained is said', () => {
  it.each<[line: string, problem: string, what: RegExp, todo: RegExp]>([
    ['explain', 'missing-value', /NAME/, /help explain/],
    [
      'explain m10g.large',
      'unknown-type',
      /reads like m = general purpose; 10 .*\. The facts here have no such type: it is retired, not yet/,
      /^The most like it are m9g\.large\b/,
    ],
    ['explain m5.3xlarge', 'unknown-type', /reads like/, /m5 is offered as m5\.large, /],
    ['explain m10g', 'unknown-type', /have no such family: it is retired/, /^The most like it are m9g\b/],
    ['explain p3.2xlarge', 'unknown-type', /it is retired, not yet in them, or does not exist/, /./],
    ['explain p6e-gb200', 'unknown-type', /it is retired, not yet in them, or does not exist/, /./],
    ['explain m5.lage', 'unknown-type', /no instance type/, /m5\.large/],
    ['explain m5.large eu-wset-1', 'unknown-region', /eu-wset-1/, /eu-west-1/],
    ['explain memroy optimized', 'unknown-type', /No class/, /memory optimized/],
    ['explain why is the sky blue', 'unknown-topic', /Nothing/, /topics/],
    ['explain Ubuntu pro', 'unknown-topic', /explains pro ubuntu/, /topics/],
    ['explain m5.large os:windoze', 'bad-value', /windoze/, /windows/],
  ])('%s: %s', async (line, problem, what, todo) => {
    const answer = await talk.ask(line);
    expect(answer.problem?.problem).toBe(problem);
    expect(plain(answer.problem?.what ?? [])).toMatch(what);
    expect(plain(answer.problem?.todo ?? [])).toMatch(todo);
  });
});

describe('every type and every family of the catalogue', () => {
  it('is explained, with nothing undefined in it', async () => {
    const { types } = talk.machine.house.core;
    // One of each family, and every size of one.
    const lines = [...types.families(), ...types.families().map((family) => types.typesOf(family).at(-1) ?? '')];
    expect(lines.length).toBeGreaterThan(350);
    for (const line of lines)
      for (const text of textsOf(await talk.reply(`explain ${line}`)))
        expect(text, line).not.toMatch(/undefined|NaN|\[object/);
  });
});

it.each(['alerts', 'waste', 'Digest'])('explain %s leads to alerts, for AWS has nothing of that name', async (word) => {
  const reply = await talk.reply(`explain ${word}`);
  expect(plain(reply.title)).toContain('Alerts tell of themselves what wastes money');
  expect(Object.values(linesOf(reply))).toEqual(['alerts rules', 'alerts list', 'savings', 'help alerts']);
});
