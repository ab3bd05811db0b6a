import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saidTogether } from '../../../src/commands/reply/said-together.ts';
import type { Consequence } from '../../../src/core/changes/target.ts';
import { code, plain, say, strong, type Spans } from '../../../src/core/text.ts';
import { asideOf, linesOf, openTalk, type Talk } from '../house.ts';

const named = (name: string) => ({
  id: `i-${name}`,
  name,
  account: { id: '111122223333', name: 'dev' },
  region: 'eu-west-1',
});
const move = (name: string, ...all: readonly (Spans | Consequence)[]) => ({
  named: named(name),
  consequences: all.map((one): Consequence => ('code' in one ? one : { code: 'x', level: 'info', says: one })),
});
/** What is told: `web-1 198.51.100.1, web-2 198.51.100.2: Its address is given back.` */
const told = (...moves: readonly ReturnType<typeof move>[]): readonly string[] =>
  saidTogether(moves).map(
    ({ says, of }) =>
      `${of.map((one) => [one.named.name, ...(one.value ? [plain([one.value])] : [])].join(' ')).join(', ')}: ${plain(says)}`,
  );
const gone = (ip: string): Spans => say`Its address ${code(ip)} is given back.`;

describe('what follows for several', () => {
  it('is said once where it is said in the same words, with the value of each', () => {
    expect(told(move('a', gone('192.0.2.1')), move('b', gone('192.0.2.2')), move('c', say`It stops.`))).toEqual([
      'a 192.0.2.1, b 192.0.2.2: Its address is given back.',
      'c: It stops.',
    ]);
  });

  it('is said as it is where it follows for one alone', () => {
    expect(told(move('a', gone('192.0.2.1')), move('b', say`It stops.`))).toEqual([
      'a: Its address 192.0.2.1 is given back.',
      'b: It stops.',
    ]);
  });

  it('stays apart where other words differ, or the level, or more than one value', () => {
    const two = (one: string, other: string) => say`${code(one)} goes to ${code(other)}.`;
    expect(told(move('a', two('x', 'y')), move('b', two('x', 'z')), move('c', two('x', 'z')))).toEqual([
      'a: x goes to y.',
      'b, c: x goes to z.',
    ]);
    expect(told(move('a', say`8 GB`), move('b', say`9 GB`), move('c', say`${strong('8 GB')}`))).toHaveLength(3);
    const warning: Consequence = { code: 'x', level: 'warning', says: say`It stops.` };
    expect(told(move('a', say`It stops.`), move('b', warning))).toEqual(['a: It stops.', 'b: It stops.']);
  });
});

describe('a plan', () => {
  let talk: Talk;
  beforeAll(async () => {
    talk = await openTalk();
  });
  afterAll(() => talk.close());

  it('names the machines that one thing follows for, and its reason', async () => {
    const plan = await talk.reply('stop tag:env=dev region:us-east-1 reason:"over the weekend"');
    const lines = asideOf(plan);
    expect(lines).toContain('Reason: over the weekend');
    const given = lines.filter((line) => line.includes('is given back; a later start brings another'));
    expect(given).toHaveLength(1);
    expect(given[0]).toMatch(/^.+ \(\d+\.\d+\.\d+\.\d+\).* and .+ \(\d[\d.]+\): Mind: Its public IPv4 is given back;/);
  });

  it('that is cancelled says what was not done', async () => {
    const one = linesOf(await talk.reply('stop web-1'))['Cancel'] ?? '';
    expect(plain((await talk.reply(one)).title)).toMatch(
      /^Cancelled\. Nothing was done: web-1 \(i-\w+\) is not stopped\. This key works no longer\.$/,
    );
    const more = linesOf(await talk.reply('reboot web-1 web-2'))['Cancel'] ?? '';
    expect(plain((await talk.reply(more)).title)).toContain('2 instances are not asked to reboot');
  });
});
