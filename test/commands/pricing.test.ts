import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Picture } from '../../src/commands/reply/picture.ts';
import { actionsOf, type Reply } from '../../src/commands/reply/reply.ts';
import { readData } from '../../src/core/facts/data/locate.ts';
import { readTerms, toldPerHour } from '../../src/core/facts/prices/term-table.ts';
import { termWord } from '../../src/core/facts/prices/terms.ts';
import { exact, rounded, times } from '../../src/core/money.ts';
import { plain } from '../../src/core/text.ts';
import { asideOf, fieldsOf, openTalk, rowsOf, wordsOf, type Talk } from './house.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await openTalk();
});
afterAll(() => talk.close());

const pictureOf = ({ blocks }: Reply): Picture | undefined => blocks.find((block) => block.kind === 'picture');
/** Rows of the last table, each cell under its column's title. */
const lastRows = (reply: Reply) =>
  rowsOf({ ...reply, blocks: reply.blocks.filter(({ kind }) => kind === 'table').slice(-1) });
const byTerm = (reply: Reply) => new Map(lastRows(reply).map((row) => [row['Term'], row]));

describe('a burstable type', () => {
  it('costs beyond its credits what explain says', async () => {
    const surplus = /\$0\.05 a vCPU-hour \(as AWS tells it, not verified here\)$/;
    expect(fieldsOf(await talk.reply('price t3.large'))['CPU credits']).toMatch(surplus);
    expect(fieldsOf(await talk.reply('explain t3.large'))['Unlimited']).toMatch(surplus);
  });
});

describe('ways to pay', () => {
  it('stand beside the price: the usual ones, each with its own day', async () => {
    const page = await talk.reply('price m5.large');
    expect(
      lastRows(page).map(
        ({ Term, Upfront, '$/hour': hour, '$/month': month, Saves, 'Pays back': back, 'As of': day }) => [
          Term,
          Upfront,
          hour,
          month,
          Saves,
          back,
          day,
        ],
      ),
    ).toEqual([
      ['od', '', '$0.096', '$70.08', '', '', '2026-07'],
      ['spot', '', '$0.04366', '$31.87', '54.5 %', '', '2026-07'],
      ['ri-1y-none', 'none', '$0.06', '$43.80', '37.5 %', 'at once', '2025-04'],
      ['ri-1y-all', '$494.00', '$0.056393', '$41.17', '41.3 %', '7.0 months', '2026-07'],
      ['ri-3y-all', '$949.00', '$0.036111', '$26.36', '62.4 %', '13.5 months', '2026-07'],
    ]);
    const words = wordsOf(page);
    expect(words).toContain('No figure for Savings Plans: m5.large with Linux in us-east-1: only AWS has this figure');
    expect(words).toContain('average of the region');
    expect(words).toContain('15-20% of such machines within a month (Spot Advisor, 2025-06)');
  });

  it('are told as the tables have them, of products of every kind', async () => {
    const table = readTerms(await readData('terms.txt'));
    const products = [...table.products()].filter((_, index) => index % 997 === 0);
    expect(products.length).toBeGreaterThan(15);
    let told = 0;
    for (const product of products) {
      const { type, region, os } = product;
      const answer = await talk.ask(`price ${type} ${region} ${os} term:all`);
      // Some types are reserved where the table of On-Demand does not have them.
      if (answer.problem !== undefined) continue;
      const rows = byTerm(answer.reply);
      for (const term of table.find(product)) {
        const row = rows.get(termWord(term));
        expect(row?.['$/hour'], `${type} ${region} ${termWord(term)}`).toBe(exact(toldPerHour(term)));
        expect(row?.['$/month']).toBe(rounded(times(term.effectivePerHour, 730)));
        expect(row?.['As of']).toBe(term.asOf);
        told += 1;
      }
    }
    expect(told).toBeGreaterThan(50);
  }, 60_000);

  it('that a source tells without saying how they are paid say so, and are not drawn', async () => {
    const page = await talk.reply('price m5.large term:ri-1y-partial');
    expect(fieldsOf(page)).toMatchObject({
      Upfront: 'not told by the source',
      'Paid by the hour': 'not told by the source',
      'Effective hour': '$0.057767',
      'Pays back': 'not told',
    });
    expect(pictureOf(page)).toBeUndefined();
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    [
      'price m5.large term:ri-1y-all',
      {
        Upfront: '$494.00',
        'Paid by the hour': 'nothing more',
        'Effective hour': '$0.056393',
        'Month (730 h)': '$41.17',
        'Whole term (12 months)': '$494.00',
        Saves: '41.3 %',
        'Pays back': '7.0 months',
        'Costs less': 'than On-Demand from 429 hours of use a month on, of 730',
      },
    ],
    [
      'price m5.large term:ri-3y-none count:10x',
      { Upfront: 'none', 'Paid by the hour': '$0.41', 'Whole term (36 months)': '$10,774.80', 'Pays back': 'at once' },
    ],
    [
      'price c5.xlarge windows ap-northeast-1 term:esp-1y-partial',
      {
        Upfront: '$1,366.56',
        'Paid by the hour': '$0.156',
        'Effective hour': '$0.312',
        'Whole term (12 months)': '$2,733.12',
      },
    ],
    [
      'price m5.large term:ri-1y-none off:nights',
      { 'Month (730 h)': '$43.80', Saves: 'costs 25.0 % more', 'Pays back': 'never' },
    ],
  ])('%s: in every figure', async (line, expected) => {
    expect(fieldsOf(await talk.reply(line))).toMatchObject(expected);
  });

  it('say what they hold for', async () => {
    expect(wordsOf(await talk.reply('price g4dn.xlarge term:ri-1y-none'))).toContain('for this very type');
  });

  it('that cost many times as much say so without a percentage', async () => {
    const rows = byTerm(await talk.reply('price m5.large hours:1 term:all'));
    expect(rows.get('ri-1y-none')?.['Saves']).toBe('costs 456 times as much');
    expect(rows.get('spot')?.['Saves']).toBe('54.5 %');
  });

  it('are drawn month by month, and the gist is told in words', async () => {
    const found = pictureOf(await talk.reply('price m5.large term:ri-1y-all count:2x'));
    expect(
      found?.series.map(({ label, points }) => [label, points.length, points[0]?.value, points.at(-1)?.value]),
    ).toEqual([
      ['On-Demand', 13, '0', '1681.92'],
      ['ri-1y-all', 13, '988', '988'],
    ]);
    expect(plain(found?.alt ?? [])).toBe(
      'On-Demand comes to $1,681.92 in 12 months; ri-1y-all has cost less after 7.0 months ($988.00 in all).',
    );
  });

  it.each([
    ['price m5.large term:sp-1y-none', 'no-price', /Configure an account/],
    ['price m5.large eu-west-1 term:cri-1y-all', 'no-price', /Known are ri-1y-none/],
    ['price m5.large windows term:spot', 'no-price', /account/],
    ['price a1.2xlarge ap-northeast-1 term:spot', 'no-price', /account/],
    ['price m5.large term:ri-2y-none', 'bad-value', /ri-1y-none/],
    ['price m5.large dedicated', 'no-price', /Dedicated Instances/],
    ['price m5.large host', 'no-price', /Dedicated Hosts/],
    ['price t3.micro host', 'no-price', /page on Dedicated Hosts/],
    ['price m5.large hours:300h off:nights', 'bad-value', /one of them/],
    ['price m5.large as:m7g.large term:all', 'bad-value', /term:ri-1y-none/],
    ['price m5.large as:m10g.large', 'unknown-type', /most like it are m9g\.large/],
    ['price m5.large as:m7g.lage', 'unknown-type', /m7g\.large/],
    ['price regions:all web-1', 'bad-value', /m5\.large/],
    ['price m5.large regions:all eu-west-1', 'bad-value', /Leave it out/],
    ['price m5.large regions:all as:m7g.large disk:8gp3', 'bad-value', /Leave them out/],
    ['price m5.large host term:ri', 'bad-value', /tenancy:host/],
    ['price m5.large disk:1gp3/80000iops', 'bad-value', /at most 3000 iops with 1 GiB of gp3/],
    ['price m7g.large windows regions:all', 'no-price', /Linux/],
    ['price trn2.48xlarge', 'no-price', /none in any other region either. AWS may sell it/],
    ['price web-1 region:eu-west-1', 'bad-value', /Leave it out/],
    ['price nosuchmachine', 'instance-not-found', /list/],
    ['price scratch', 'ambiguous-name', /name:scratch\*/],
  ])('%s: %s', async (line, problem, todo) => {
    const answer = await talk.ask(line);
    expect(answer.problem?.problem).toBe(problem);
    expect(plain(answer.problem?.todo ?? [])).toMatch(todo);
  });
});

describe('a sum', () => {
  it('has volumes and addresses of each machine in it', async () => {
    const page = await talk.reply('price m5.large disk:100gp3 disk:500gp3/6000iops/250mibps ipv4:1 count:2x');
    expect(rowsOf(page)).toEqual([
      { 'A month of': 'the machines', '$/month': '$140.16' },
      { 'A month of': 'EBS volumes', '$/month': '$136.00' },
      { 'A month of': 'public IPv4', '$/month': '$7.30' },
      { 'A month of': 'together', '$/month': '$283.46' },
    ]);
    expect(plain(page.title)).toBe('2 m5.large cost $283.46 a month');
  });

  it('of many machines is written in one way', async () => {
    expect(fieldsOf(await talk.reply('price m5.large count:100000'))).toMatchObject({
      Hour: '$9,600.00',
      Day: '$230,400.00',
    });
  });

  it('is told beside another way to pay, where it is the same', async () => {
    const top = 'EBS volumes and public IPv4 come on top: $23.30 a month, the same in every way to pay.';
    for (const term of ['ri', 'ri-1y-none', 'spot'])
      expect(asideOf(await talk.reply(`price m5.large disk:100gp3 ipv4:1 count:2x term:${term}`))).toContain(top);
    expect(wordsOf(await talk.reply('price m5.large term:ri'))).not.toContain('on top');
  });

  it('with a part that has no price says “at least”, and which', async () => {
    const page = await talk.reply('price m5.large eu-west-1 disk:100gp3');
    expect(plain(page.title)).toBe('m5.large costs at least $78.11 a month');
    expect(asideOf(page)).toContain('Not priced: No price is known for EBS gp3 in eu-west-1.');
    expect(rowsOf(page)).toContainEqual({ 'A month of': 'EBS volumes', '$/month': 'no figure' });
    const instead = rowsOf(await talk.reply('price m5.large eu-west-1 disk:100gp3 as:m6i.large'));
    expect(instead.map(({ EBS }) => EBS)).toEqual(['no figure', 'no figure']);
  });

  it.each([
    ['price m5.large us-east-2 disk:100gp3/5000iops', '$8.00', 'EBS gp3 iops in us-east-2'],
    ['price m5.large disk:100io2/40000iops', '$2,092.50', 'EBS io2 iops in us-east-1'],
  ])('%s has the known part %s of a volume in it', async (line, known, unpriced) => {
    const page = await talk.reply(line);
    expect(rowsOf(page)).toContainEqual({ 'A month of': 'EBS volumes', '$/month': known });
    expect(asideOf(page)).toContain(`Not priced: No price is known for ${unpriced}.`);
  });

  it.each([
    ['price m5.large hours:300h', 'Month (300 h)', '$28.80'],
    ['price m5.large off:nights', 'Month (365 h)', '$35.04'],
    ['price m5.large off:weekends', 'Month (521.43 h)', '$50.06'],
    ['price m5.large off:nights-and-weekends', 'Month (260.71 h)', '$25.03'],
    ['price m5.large off:6h', 'Month (547.5 h)', '$52.56'],
  ])('%s: %s %s', async (line, label, sum) => {
    expect(fieldsOf(await talk.reply(line))[label]).toBe(sum);
  });
});

describe('regions:all', () => {
  it('puts every region that sells the type in order, over pages, at the price that the region itself is told', async () => {
    const all: Readonly<Record<string, string>>[] = [];
    let line: string | undefined = 'price m5.large windows regions:all';
    while (line !== undefined) {
      const page: Reply = await talk.reply(line);
      all.push(...rowsOf(page));
      line = actionsOf(page).find(({ label }) => label === 'More')?.does;
    }
    const sold = talk.machine.house.core.prices.soldIn('m5.large', 'windows');
    expect(all.map(({ Region }) => Region).toSorted()).toEqual(sold);
    expect(sold.length).toBeGreaterThan(25);
    const hours = all.map(({ '$/hour': hour = '' }) => Number(hour.slice(1)));
    expect(hours).toEqual(hours.toSorted((one, other) => one - other));
    for (const { Region, '$/hour': hour } of all.slice(0, 5))
      expect(fieldsOf(await talk.reply(`price m5.large windows ${Region}`))['Hour']).toBe(hour);
  });
});

describe('a machine that there is', () => {
  it.each(['web-1', 'db-1', 'ad-1', 'api-2'])('%s costs what show says it costs now', async (name) => {
    const shown = asideOf(await talk.reply(`show ${name}`)).find((words) => words.startsWith('Costs now'));
    const page = await talk.reply(`price ${name}`);
    const month = / costs (.* a month) while running$/.exec(plain(page.title))?.[1] ?? 'none';
    expect(shown).toContain(month);
  });

  it.each([
    ['crawler-spot-1', /^Linux, Spot/],
    ['sql-1', /^Windows with SQL Server Standard, On-Demand/],
    ['erp', /^Red Hat Enterprise Linux, On-Demand/],
  ])('%s is billed as %s', async (name, system) => {
    expect(fieldsOf(await talk.reply(`price ${name}`))['System']).toMatch(system);
  });

  it('with dedicated tenancy has no figure here, and that is said', async () => {
    expect((await talk.ask('price licensed')).problem).toMatchObject({ problem: 'no-price' });
  });

  it('would cost otherwise: each row a way, what is not sure below', async () => {
    const page = await talk.reply('price web-1 as:m7g.large term:ri-1y-none off:nights');
    expect(plain(page.title)).toBe('web-1 would cost $32.48 a month less: $50.85 instead of $83.33');
    expect(rowsOf(page)).toEqual([
      {
        'A month of': 'now: m5.large, On-Demand',
        Machine: '$70.08',
        EBS: '$9.60',
        IPv4: '$3.65',
        Together: '$83.33',
        Saves: '',
      },
      {
        'A month of': 'm7g.large, On-Demand, off at night',
        Machine: '$29.78',
        EBS: '$9.60',
        IPv4: '$1.83',
        Together: '$41.21',
        Saves: '50.5 %',
      },
      {
        'A month of': 'm7g.large, ri-1y-none, off at night',
        Machine: '$39.42',
        EBS: '$9.60',
        IPv4: '$1.83',
        Together: '$50.85',
        Saves: '39.0 %',
      },
    ]);
    const words = wordsOf(page);
    for (const unsure of [
      'is arm64',
      'paid for every hour of a year',
      'really stopped',
      'Savings Plans that the account has',
    ])
      expect(words).toContain(unsure);
  });

  it('would cost what nobody here knows: the part that is known is told', async () => {
    const page = await talk.reply('price web-1 as:m7g.large term:sp-1y-none off:nights');
    expect(rowsOf(page).map(({ Machine }) => Machine)).toEqual(['$70.08', '$29.78', 'no figure']);
    expect(wordsOf(page)).toContain('No figure of sp-1y-none');
  });

  it.each([
    ['price edge-1 as:r5n.metal', /arm64|instead of/],
    ['price indexer as:m5.xlarge', /no local disks/],
    ['price web-1 as:c5.large', /4 GiB instead of/],
    [
      'price m5.large as:t3.large',
      /t3\.large is burstable.*30 % of each vCPU for ever.*CPU beyond the credits costs \$0\.05 a vCPU-hour/,
    ],
    ['price m5.large as:t2.large', /t2\.large is burstable/],
    ['price db-1 as:t3.xlarge off:nights', /t3\.xlarge is burstable.*40 %/],
    ['price g4dn.xlarge as:m5.xlarge', /no accelerator; g4dn\.xlarge has 1 T4 GPU with 16 GiB/],
    ['price g4dn.xlarge as:g6.xlarge', /1 L4 GPU with \S+ GiB instead of 1 T4 GPU with 16 GiB/],
    ['price p4d.24xlarge as:g6.xlarge', /1 L4 GPU with \S+ GiB instead of 8 A100 GPUs with 40 GiB each/],
    ['price batch-7 off:weekends', /It is stopped/],
    ['price web-1 as:mac2-m2.metal', /There is no price for a type mac2-m2\.metal/],
  ])('%s says %s', async (line, said) => {
    const answer = await talk.ask(line);
    expect(wordsOf(answer.reply)).toMatch(said);
  });

  it.each(['price t3.large as:t4g.large', 'price t3.large as:m5.large', 'price m5.large as:g4dn.xlarge'])(
    '%s says nothing of what no one loses',
    async (line) => {
      expect(wordsOf(await talk.reply(line))).not.toMatch(/is burstable|accelerator|GPU/);
    },
  );
});

describe('a type that AWS has retired', () => {
  const said = 'A price is not an offer: no region is known to offer p3.2xlarge now.';
  it.each([
    'price p3.2xlarge',
    'price p3.2xlarge term:ri-1y-none',
    'price p3.2xlarge regions:all',
    'price m5.large as:p3.2xlarge',
    'price web-1 as:p3.2xlarge',
  ])('%s says that its price is no offer', async (line) => {
    expect(asideOf(await talk.reply(line))).toContain(said);
  });

  it.each(['price m5.large', 'price p3.2xlarge as:m5.large', 'price web-1', 'price m1.small regions:all'])(
    '%s says nothing of it',
    async (line) => {
      expect(wordsOf(await talk.reply(line))).not.toContain('not an offer');
    },
  );
});

describe('every action of a price', () => {
  it.each([
    'price m5.large',
    'price t3.micro eu-west-1 windows count:3x disk:100gp2 ipv4:1 off:nights',
    'price m5.large term:all',
    'price m5.large term:ri-1y-all',
    'price m5.large term:spot',
    'price m5.large regions:all',
    'price web-1',
    'price web-1 as:m7g.large term:ri-1y-none off:nights',
  ])('of %s can be typed', async (line) => {
    const offered = actionsOf(await talk.reply(line));
    expect(offered.length).toBeGreaterThan(0);
    for (const { does } of offered) expect(plain((await talk.reply(does)).title), does).not.toBe('');
  });
});
