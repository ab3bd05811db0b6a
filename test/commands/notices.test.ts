import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentKeys } from '../terminal.ts';
import { openTalk, wordsOf, type Talk } from './house.ts';

const [key] = documentKeys;
let talk: Talk;
beforeEach(async () => {
  talk = await openTalk();
});
afterEach(() => talk.close());

describe('an outcome that could not be shown where it was asked', () => {
  it('is told later, once in each place that waits for it, for whom, with its change and the stamp of the demo', async () => {
    const { house } = talk.machine;
    await talk.reply('stop web-1');
    await talk.reply(`confirm ${key}`);
    await house.tellLater(key, 'slack:C1', { unanswered: false, request: 'r1' });
    await house.tellLater(key, 'slack:C1', { unanswered: false, request: 'r1' });
    await house.tellLater(key, 'slack:C2', { unanswered: false, request: 'r1' });
    const told: (readonly [string, string | undefined, string | undefined, boolean])[] = [];
    const words: string[] = [];
    await house.notices(
      (id) => id.startsWith('slack:'),
      async (place, reply, { change, unanswered }) => {
        told.push([place, reply.change, change, unanswered]);
        words.push(wordsOf(reply));
      },
      new AbortController().signal,
    );
    expect(told.toSorted()).toEqual([
      ['slack:C1', key, key, false],
      ['slack:C2', key, key, false],
    ]);
    for (const one of words) {
      expect(one).toMatch(/^Told late: maria asked to stop\. web-1 \(i-[0-9a-f]+\) is stopped\./);
      expect(one).toContain('Demo account: nothing here is real');
    }
  });

  it('is told no more where nothing of it is kept', async () => {
    const { house } = talk.machine;
    await house.tellLater('KNOWS0', 'slack:C1', { unanswered: false, request: 'r1' });
    let posts = 0;
    await house.notices(
      () => true,
      async () => void (posts += 1),
      new AbortController().signal,
    );
    expect(posts).toBe(0);
  });
});
