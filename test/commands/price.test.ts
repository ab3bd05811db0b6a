import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionsOf } from '../../src/commands/reply/reply.ts';
import { plain } from '../../src/core/text.ts';
import { asideOf, fieldsOf, openTalk, type Talk } from './house.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await openTalk();
});
afterAll(() => talk.close());

describe('price', () => {
  it('tells hour, day, month of 730 hours and year, with source and date', async () => {
    const page = await talk.reply('price m5.large');
    expect(plain(page.title)).toBe('m5.large costs $0.096 an hour');
    expect(fieldsOf(page)).toEqual({
      Type: '2 vCPU, 8 GiB, Intel, previous generation',
      Region: 'us-east-1 (none was named)',
      System: 'Linux, On-Demand, shared tenancy',
      Hour: '$0.096',
      Day: '$2.30',
      'Month (730 h)': '$70.08',
      'Year (8,760 h)': '$840.96',
    });
    expect(asideOf(page)[0]).toMatch(/^Source: embedded catalogue, .*; as of 2026-07; the source has no SKU\. USD\.$/);
  });

  it.each<readonly [line: string, hour: string, region: string, system: RegExp]>([
    ['price m5.large windows eu-west-1', '$0.199', 'eu-west-1', /^Windows,/],
    ['price eu-west-1 win m5.large', '$0.199', 'eu-west-1', /^Windows,/],
    ['price --name m5.large --os=windows region:eu-west-1', '$0.199', 'eu-west-1', /^Windows,/],
    ['price name:M5.LARGE', '$0.096', 'us-east-1 (none was named)', /^Linux,/],
    ['price m5.large eu\u2011west\u20111', '$0.107', 'eu-west-1', /^Linux,/],
  ])('%s: %s', async (line, hour, region, system) => {
    const { Hour, Region, System } = fieldsOf(await talk.reply(line));
    expect([Hour, Region]).toEqual([hour, region]);
    expect(System).toMatch(system);
  });

  it('offers other systems, each of which has a price', async () => {
    const offered = actionsOf(await talk.reply('price m5.large')).slice(-3);
    expect(offered).toHaveLength(3);
    for (const { label, does } of offered)
      expect(fieldsOf(await talk.reply(does))['System'], does).toBe(`${label}, On-Demand, shared tenancy`);
  });

  it.each<readonly [line: string, problem: string, todo: RegExp]>([
    ['price', 'missing-value', /help price/],
    ['price m10g.large', 'unknown-type', /most like it are m9g\.large/],
    ['price m5.lage', 'unknown-type', /m5\.large/],
    ['price m5', 'unknown-type', /Name one of its sizes: m5\.large/],
    ['price m5.large region:eu-wset-1', 'unknown-region', /eu-west-1/],
    ['price m5.large os:windoze', 'bad-value', /windows/],
    ['price m7g.large windows', 'no-price', /Linux/],
    ['price constructor.large', 'unknown-type', /family and a size/],
    ['price m5.large m5.xlarge', 'bad-value', /./],
  ])('%s: %s', async (line, problem, todo) => {
    const answer = await talk.ask(line);
    expect(answer.problem?.problem).toBe(problem);
    expect(plain(answer.problem?.todo ?? [])).toMatch(todo);
  });
});
