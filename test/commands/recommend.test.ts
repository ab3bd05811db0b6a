import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plain } from '../../src/core/text.ts';
import { asideOf, linesOf, openTalk, rowsOf, wordsOf, type Talk } from './house.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await openTalk();
});
afterAll(() => talk.close());

const types = async (line: string) => rowsOf(await talk.reply(line)).map(({ Type }) => Type);

describe('recommend', () => {
  it('tells what fits, cheapest first, with price, what is more and what to watch', async () => {
    const page = await talk.reply('recommend vcpus:4 memory:16');
    expect(plain(page.title)).toBe('t4g.xlarge is the cheapest of 1031 types that fit, 20 of unknown price');
    const rows = rowsOf(page);
    expect(rows.slice(0, 3)).toEqual([
      {
        Type: 't4g.xlarge',
        '$/hour': '$0.1344',
        vCPU: '4',
        GiB: '16',
        Processor: 'AWS',
        'More than asked': 'as asked',
        Watch: 'arm64, burstable',
      },
      {
        Type: 't3a.xlarge',
        '$/hour': '$0.1504',
        vCPU: '4',
        GiB: '16',
        Processor: 'AMD',
        'More than asked': 'as asked',
        Watch: 'burstable',
      },
      {
        Type: 'm6g.xlarge',
        '$/hour': '$0.154',
        vCPU: '4',
        GiB: '16',
        Processor: 'AWS',
        'More than asked': 'as asked',
        Watch: 'arm64',
      },
    ]);
    expect(rows).toHaveLength(10);
    const aside = asideOf(page);
    expect(aside).toContainEqual(
      'Asked: at least 4 vCPU, at least 16 GiB, current generation; us-east-1 (none was named), Linux, On-Demand.',
    );
    expect(aside).toContainEqual('1021 more fit; more wishes leave fewer.');
    expect(aside).toContainEqual(
      expect.stringMatching(
        /^\d+ more fit that AWS marks as previous generation: older:yes after the line tells them too\.$/,
      ),
    );
    expect(aside).toContainEqual(
      expect.stringMatching(
        /^Source: embedded catalogue, .*as of 2026-07; USD\. Types: embedded catalogue, .*as of 2026-08-02\.$/,
      ),
    );
  });

  it('tells memory in GiB to two places', async () => {
    const page = await talk.reply('recommend like:t1.micro more:memory older:yes');
    expect(asideOf(page).join('\n')).toContain('more than 0.61 GiB');
    for (const { GiB } of rowsOf(await talk.reply('recommend memory:0.6 older:yes')))
      expect(GiB).toMatch(/^\d+(\.\d{1,2})?$/);
    for (const row of rowsOf(page)) expect(row['More than asked']).not.toMatch(/\d\.\d{3,} GiB/);
  });

  it('takes wishes as bare words with their unit', async () => {
    expect(await types('recommend 4vcpu 16GiB arm64 eu-west-1')).toEqual(
      await types('recommend vcpus:4 memory:16 arch:arm64 region:eu-west-1'),
    );
  });

  it('tells what comes next for a type that is short of memory, with the difference to it', async () => {
    const page = await talk.reply('recommend like:m5.xlarge more:memory');
    expect(asideOf(page)).toContainEqual(
      'Today m5.xlarge: 4 vCPU, 16 GiB, Intel, previous generation; $0.192 an hour.',
    );
    expect(rowsOf(page)[0]).toMatchObject({
      Type: 'r5a.xlarge',
      '$/hour': '$0.226',
      'vs today': '+$0.034',
      'More than asked': '16 GiB more',
    });
    expect(linesOf(page)['Compare']).toBe('compare m5.xlarge r5a.xlarge r6a.xlarge us-east-1 linux');
  });

  it('tells what is cheaper than a type and no less, but not the type itself', async () => {
    const page = await talk.reply('recommend like:m6i.xlarge older:yes');
    expect(rowsOf(page)[0]).toMatchObject({ 'vs today': expect.stringMatching(/^-\$/) });
    expect(rowsOf(page).map(({ Type }) => Type)).not.toContain('m6i.xlarge');
  });

  it('leaves the previous generation out unless it is asked for, and marks it', async () => {
    expect(await types('recommend vcpus:4 memory:16 arch:x86_64 max-price:0.2 burstable:no')).not.toContain(
      'm5.xlarge',
    );
    const older = rowsOf(
      await talk.reply('recommend vcpus:4 memory:16 arch:x86_64 max-price:0.2 burstable:no older:yes'),
    );
    expect(older).toContainEqual(expect.objectContaining({ Type: 'm5.xlarge', Watch: 'previous generation' }));
  });

  it('recommends for Windows what runs Windows, at its price', async () => {
    const page = await talk.reply('recommend vcpus:2 memory:8 windows region:eu-west-1');
    expect(wordsOf(page)).not.toContain('arm64');
    expect(rowsOf(page)[0]).toMatchObject({ Type: 't3a.large', '$/hour': '$0.1092' });
  });

  it('tells types without a price last, and that it is unknown', async () => {
    const page = await talk.reply('recommend vcpus:384 storage:local network:300');
    expect(plain(page.title)).toBe('m8idb.96xlarge is the cheapest of 8 types that fit, 4 of unknown price');
    const known = rowsOf(page).map((row) => row['$/hour'] !== 'unknown');
    expect(known).toEqual([true, true, true, true, false, false, false, false]);
    const none = await talk.reply('recommend vcpus:384 storage:local network:300 region:eu-west-1');
    expect(plain(none.title)).toMatch(/^\d+ types fit, none with a known price$/);
  });

  it('says which wish to let go where nothing fits, and each such line then finds something', async () => {
    const page = await talk.reply('recommend gpu:1 max-price:0.3');
    expect(plain(page.title)).toBe('No type fits');
    expect(rowsOf(page)[0]).toEqual({
      'Without the wish': 'at most $0.3 an hour',
      fit: '56',
      'Nearest to it': 'g4ad.xlarge',
      '$/hour': '$0.37853',
    });
    expect(asideOf(page)).toContainEqual(
      expect.stringMatching(/^Source: embedded catalogue, .*as of 2026-07; USD\. Types: /),
    );
    const lines = Object.values(linesOf(page));
    expect(lines[0]).toBe('recommend max-price:0.37853 gpu:1');
    for (const line of lines) expect(await types(line), line).not.toEqual([]);
  });

  it('says that nothing is free', async () => {
    const page = await talk.reply('recommend max-price:0 vcpus:4');
    expect(rowsOf(page).map((row) => row['Without the wish'])).toEqual(['at most $0 an hour']);
  });

  it.each(['recommend vcpus:4 memory:16 arch:arm64 windows', 'recommend like:g4dn.xlarge more:memory max-price:0.4'])(
    '%s: each way out finds something',
    async (line) => {
      const page = await talk.reply(line);
      for (const does of Object.values(linesOf(page))) expect(await types(does), does).not.toEqual([]);
    },
  );

  it.each<readonly [line: string, first: string, asked: RegExp]>([
    ['recommend like:inf2.xlarge', 'inf1.2xlarge', /at least 1 Neuron device,/],
    ['recommend like:g6f.large', 'g6f.xlarge', /at least 1\/8 GPU,/],
    ['recommend like:d2.xlarge', 'd3.2xlarge', /at least 6144 GB of local hard disks,/],
    ['recommend like:i3.8xlarge', 'i4i.12xlarge', /at least 7600 GB of local SSD,/],
    ['recommend like:i3.8xlarge storage:any', 'r5a.8xlarge', /x86_64, not burstable, current/],
    ['recommend like:t1.micro', 't3a.micro', /x86_64, current generation/],
  ])('%s keeps what the type is for', async (line, first, asked) => {
    const page = await talk.reply(line);
    expect(asideOf(page)).toContainEqual(expect.stringMatching(asked));
    expect(rowsOf(page)[0]?.['Type']).toBe(first);
  });

  it('says that nothing fits instead of a Mac, rather than something else', async () => {
    const page = await talk.reply('recommend like:mac2.metal');
    expect(plain(page.title)).toBe('No type fits');
    for (const does of Object.values(linesOf(page))) expect(await types(does), does).not.toEqual([]);
  });

  it('alone says how to ask, in lines that work', async () => {
    const page = await talk.reply('recommend');
    for (const line of Object.values(linesOf(page))) expect(await types(line), line).not.toEqual([]);
  });

  it('tells of a Local Zone what is sold there, and that more is not known', async () => {
    const page = await talk.reply('recommend vcpus:2 region:us-west-2-lax-1');
    expect(rowsOf(page).length).toBeGreaterThan(0);
    expect(wordsOf(page)).toContain('Which types us-west-2-lax-1 has is not known here');
  });

  it.each<readonly [line: string, problem: string, todo: RegExp]>([
    ['recommend more:memory', 'missing-value', /like:m5\.xlarge more:memory/],
    ['recommend like:m5.xlrage', 'unknown-type', /m5\.xlarge/],
    ['recommend like:m10g.large', 'unknown-type', /most like it are m9g\.large/],
    ['recommend like:m5', 'unknown-type', /m5\.large/],
    ['recommend vcpus:4 region:eu-west-9', 'unknown-region', /eu-west/],
    ['recommend 4', 'bad-value', /vcpus:NUMBER/],
    ['recommend vcpus:many', 'bad-value', /whole number/],
    ['recommend memory:lots', 'bad-value', /GiB/],
    ['recommend arch:arm46', 'bad-value', /arm64/],
    ['recommend vcpu:4', 'unknown-option', /vcpus/],
    ['recommend max-price:1eur', 'bad-value', /USD, as max-price:0\.2\./],
    ['recommend max-price:1cny region:eu-west-1', 'bad-value', /USD/],
  ])('%s: %s', async (line, problem, todo) => {
    const answer = await talk.ask(line);
    expect(answer.problem?.problem).toBe(problem);
    expect(plain(answer.problem?.todo ?? [])).toMatch(todo);
  });
});
