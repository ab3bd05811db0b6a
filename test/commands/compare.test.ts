import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plain } from '../../src/core/text.ts';
import { asideOf, openTalk, rowsOf, wordsOf, type Talk } from './house.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await openTalk();
});
afterAll(() => talk.close());

/** Cells of a fact by type; undefined where the types are equal in it. */
const factOf = async (line: string, label: string) => rowsOf(await talk.reply(line)).find((row) => row[''] === label);

describe('compare', () => {
  it.each<readonly [label: string, m5: string, m7g: string]>([
    ['$/hour', '$0.192', '* $0.1632'],
    ['$/vCPU-hour', '$0.048', '* $0.0408'],
    ['$/GiB-hour', '$0.012', '* $0.0102'],
    ['Cores', '2', '* 4'],
    ['Processor', 'Intel', 'AWS'],
    ['Clock, GHz', '* 3.1', '2.6'],
    ['Architecture', 'x86_64', 'arm64'],
    ['Network, Gbit/s', '1.25–10', '* 1.876–12.5'],
    ['EBS, IOPS', '6,000–18,750', '* 6,000–40,000'],
    ['Generation', 'previous', 'current'],
  ])('puts %s of both side by side, and marks the better', async (label, m5, m7g) => {
    expect(await factOf('compare m5.xlarge m7g.xlarge', label)).toEqual({
      '': label,
      'm5.xlarge': m5,
      'm7g.xlarge': m7g,
    });
  });

  it('tells in one line what is equal, with region, system, source and date', async () => {
    const page = await talk.reply('compare m5.xlarge m7g.xlarge');
    const aside = asideOf(page);
    expect(aside[0]).toBe(
      'us-east-1 (none was named), Linux, On-Demand, shared tenancy. * is best of its row: of a range by what is there all the time.',
    );
    expect(aside[1]).toMatch(/^Equal: vCPU 4; Memory, GiB 16; /);
    expect(aside[2]).toMatch(/^Source: embedded catalogue, .*as of 2026-07; USD\. Types: /);
    for (const { '': label } of rowsOf(page)) expect(aside[1]).not.toContain(`${label ?? ''} `);
  });

  it('marks every one of equally good ones, and none where one is unknown', async () => {
    expect(await factOf('compare m5.large m5.xlarge r5.large', 'Memory, GiB')).toEqual({
      '': 'Memory, GiB',
      'm5.large': '8',
      'm5.xlarge': '* 16',
      'r5.large': '* 16',
    });
    const windows = 'compare m5.large m6i.xlarge m7g.large windows';
    expect(await factOf(windows, '$/hour')).toEqual({
      '': '$/hour',
      'm5.large': '$0.188',
      'm6i.xlarge': '$0.376',
      'm7g.large': 'unknown',
    });
    expect(wordsOf(await talk.reply(windows))).toContain('no On-Demand price for m7g.large with Windows');
  });

  it('says where a type is not offered', async () => {
    expect(await factOf('compare m5.large m9g.large me-south-1', 'In the region')).toMatchObject({
      'm5.large': 'yes',
      'm9g.large': 'no',
    });
  });

  it('folds in a narrow window, so that no type is hidden', async () => {
    const line = 'compare c5.large c6i.large c7i-flex.large c7a.large m5d.large g4dn.xlarge';
    const { out } = await talk.machine.pipe([line]);
    for (const type of line.split(' ').slice(1)) expect(out).toContain(type);
    expect(out).not.toContain('Hidden:');
  });

  it.each<readonly [line: string, problem: string, todo: RegExp]>([
    ['compare', 'missing-value', /help compare/],
    ['compare m5.large', 'missing-value', /compare m5\.large m7g\.large/],
    ['compare m5 m6i.large', 'unknown-type', /sizes: m5\.large/],
    ['compare m5.lrage m6i.large', 'unknown-type', /m5\.large/],
    ['compare m5.large regoin:x', 'unknown-option', /without/],
    ['compare m5.large m6i.large eu-west-9', 'unknown-region', /eu-west-/],
    ['compare m5.large m5.xlarge m5.2xlarge m5.4xlarge m5.8xlarge m5.12xlarge m5.16xlarge', 'bad-value', /6/],
    ['compare m10g.large m6i.large', 'unknown-type', /most like it are m9g\.large/],
    ['compare constructor.large __proto__', 'unknown-type', /./],
  ])('%s: %s', async (line, problem, todo) => {
    const answer = await talk.ask(line);
    expect(answer.problem?.problem).toBe(problem);
    expect(plain(answer.problem?.todo ?? [])).toMatch(todo);
  });
});
