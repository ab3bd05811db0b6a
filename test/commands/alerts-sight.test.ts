import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plain } from '../../src/core/text.ts';
import { asideOf, rowsOf, type Talk } from './house.ts';
import { abel, narrowRules, nina, olga, openUnder } from './sighted.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await openUnder(narrowRules);
  await talk.reply('alerts subscribe volumes hourly name:prod accounts:demo-prod', abel);
  await talk.reply('alerts subscribe volumes hourly name:both accounts:demo-prod,demo-dev', abel);
  await talk.reply('alerts subscribe volumes hourly name:all', abel);
});
afterAll(() => talk.close());

const named = async (person: typeof abel) => rowsOf(await talk.reply('alerts list', person)).map(({ Alert }) => Alert);

describe('alerts of accounts that somebody may not look at', () => {
  it('are left out, with how many, where none of the accounts may be seen', async () => {
    // Each speaks in a terminal of their own, which nobody else reads.
    expect(await named(abel)).toEqual(['all', 'both', 'prod']);
    expect(await named(nina)).toEqual([]);
    expect(await named(olga)).toEqual([]);
  });

  it('are neither shown nor altered, and not told to be there', async () => {
    const shared = async (line: string, person: typeof abel) =>
      talk.machine.house.dispatch(
        {
          id: line,
          person,
          place: { id: 'slack:C1', workspace: 'slack:T1' },
          line,
          signal: new AbortController().signal,
        },
        () => {},
      );
    for (const [name, accounts] of [
      ['dev', 'demo-dev'],
      ['prods', 'demo-prod'],
    ] as const)
      await shared(`alerts subscribe volumes hourly name:${name} accounts:${accounts}`, abel);
    expect(await named(nina)).toEqual(['dev', 'prods']);
    expect(await named(olga)).toEqual(['dev']);
    expect(asideOf(await talk.reply('alerts list', olga))[0]).toMatch(
      /^1 alert is about accounts and regions that you may not look at, and left out/,
    );
    for (const line of ['show prods', 'pause prods', 'remove prods', 'test prods', 'edit prods days:3']) {
      const { problem } = await talk.ask(`alerts ${line}`, olga);
      expect([line, plain(problem?.what ?? [])]).toEqual([line, 'There is no alert prods.']);
    }
    const { problem } = await talk.ask('alerts subscribe volumes hourly accounts:demo-prod', olga);
    expect(plain(problem?.what ?? [])).toBe('No account demo-prod is looked at here.');
  });
});
