import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from '../../src/bot/grammar.ts';
import { commands } from '../../src/commands/index.ts';
import { actionsOf } from '../../src/commands/reply/reply.ts';
import { isProblem } from '../../src/core/problem.ts';
import { openTalk, rowsOf, textsOf, type Talk } from './house.ts';

/** What could move a cursor, turn the reading direction or hide (Unicode categories Cc, Cf, Zl, Zp). */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

let talk: Talk;
let id = '';
beforeAll(async () => {
  talk = await openTalk();
  id =
    rowsOf(await talk.reply('list m5.large type:t3.nano tag:owner')).find(({ Type }) => Type === 't3.nano')?.['Id'] ??
    '';
});
afterAll(() => talk.close());

/** The name of the demo account's hostile instance holds ESC, mentions and a mark that turns the direction. */
describe('an instance with a hostile name', () => {
  it.each([
    'list',
    'list t3.nano',
    'show ID',
    'image ID',
    'image ID type:\u001b[2J.large',
    'image \u001b[31mred',
    'compare \u001b[2J.large m5.large',
    'recommend like:\u202E.large',
    'recommend max-price:\u001b[2J',
    'stop ID',
    'stop \u001b[31mred',
    'start ID',
    'cost by:owner',
    'cost by:Name',
    'audit',
    'list "name:\u001b[31mred @everyone <!channel> \u202Eevil"',
    'show "\u202Eevil\u0007"',
    'list tag:\u001b[2J=x',
    'price "\u001b]0;x\u0007.large"',
    'price ID',
    'price ID term:all',
    'price ID as:m7g.large term:ri-1y-none off:nights',
    'help \u001b[2J',
  ])('does no harm in the answer to %j, and every action of it can be typed', async (line) => {
    expect(id).not.toBe('');
    const { reply } = await talk.ask(line.replace('ID', id));
    for (const text of textsOf(reply)) expect(text).not.toMatch(unsafe);
    for (const { does } of actionsOf(reply)) expect(isProblem(parse(does, commands)), does).toBe(false);
  });
});

describe('a hostile person, place and reason', () => {
  const evil = '\u001b[31mana @everyone <!channel> \u202Eevil\u0007';

  it('do no harm in what is answered, nor in what the audit and the ledger tell of them later', async () => {
    const own = await openTalk();
    try {
      const person = { id: `slack:${evil}`, name: evil, roles: [evil, 'operator'] };
      const asked: string[] = [];
      const stop = await own.ask('stop bastion', person);
      const key = actionsOf(stop.reply)
        .map(({ does }) => /^confirm (\w+)/.exec(does)?.[1])
        .find((one) => one !== undefined);
      for (const line of [
        `confirm ${key}`,
        `confirm ${key} "${evil}"`,
        'whoami',
        `keep 198.51.100.10 reason:"${evil}"`,
        'leftovers',
        `use account:"${evil}"`,
        `use region:"${evil}"`,
        `unkeep "${evil}"`,
        `demo reset "${evil}"`,
        'audit',
        'show bastion',
        'addresses',
      ]) {
        const { reply } = await own.ask(line, person);
        for (const text of textsOf(reply)) expect(text, line).not.toMatch(unsafe);
        for (const { does } of actionsOf(reply)) expect(isProblem(parse(does, commands)), does).toBe(false);
        asked.push(...textsOf(reply));
      }
      expect(asked.join()).toContain('@everyone');
      const { reply } = await own.machine.house.dispatch(
        { id: evil, person, place: { id: evil }, line: 'audit', signal: new AbortController().signal },
        () => {},
      );
      for (const text of textsOf(reply)) expect(text).not.toMatch(unsafe);
    } finally {
      await own.close();
    }
  });
});
