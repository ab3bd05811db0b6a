import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentKeys } from '../terminal.ts';
import { ines, openTalk, wordsOf, type Talk } from './house.ts';

let talk: Talk;
beforeEach(async () => {
  talk = await openTalk();
});
afterEach(() => talk.close());

describe('an address that was released here', () => {
  it.each([
    {
      ip: '198.51.100.38',
      released: 'Saves $0.005 an hour',
      again: 'Begins to cost $0.005 an hour',
      to: 'anybody next',
    },
    { ip: '198.51.100.94', released: 'This saves nothing', again: 'This costs nothing', to: 'goes back to the pool' },
  ])('$ip: $released, and $again when it is recovered', async ({ ip, released, again, to }) => {
    const plan = wordsOf(await talk.reply(`release ${ip}`));
    expect(plan).toContain(released);
    expect(plan).toContain(to);
    expect(plan.includes('anybody next')).toBe(to === 'anybody next');
    await talk.reply(`confirm ${documentKeys[0]} ${ip}`);
    await talk.reply(`approve ${documentKeys[0]}`, ines);
    expect(wordsOf(await talk.reply(`recover ${ip}`))).toContain(again);
  });
});
