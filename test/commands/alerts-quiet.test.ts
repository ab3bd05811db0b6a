import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fieldsOf, openTalk, rowsOf, type Talk } from './house.ts';

let talk: Talk;
beforeEach(async () => {
  talk = await openTalk();
});
afterEach(() => talk.close());

const nextOf = async (line: string): Promise<string | undefined> => fieldsOf(await talk.reply(line))['Next'];

describe('when an alert is due within its quiet hours', () => {
  const told = '2026-11-25T09:00:00Z, which is told at 2026-11-25T10:00:00Z, when the quiet hours end';

  it('is said by whoever makes, changes or shows it', async () => {
    expect(await nextOf('alerts subscribe volumes weekdays 9:00 quiet:8:00-10:00')).toBe(told);
    expect(await nextOf('alerts show volumes')).toBe(told);
    expect(await nextOf('alerts edit volumes quiet:none')).toBe('2026-11-25T09:00:00Z');
    expect(await nextOf('alerts edit volumes quiet:8:00-10:00')).toBe(told);
    expect(rowsOf(await talk.reply('alerts list'))[0]).toMatchObject({ Next: '2026-11-25T10:00:00Z' });
  });

  it.each([
    [
      'daily 9:00 quiet:9:00-9:30',
      '2026-11-25T09:00:00Z, which is told at 2026-11-25T09:30:00Z, when the quiet hours end',
    ],
    ['daily 9:00 quiet:8:00-9:00', '2026-11-25T09:00:00Z'],
    ['daily 9:00 quiet:9:01-8:59', '2026-11-25T09:00:00Z'],
    [
      'daily 23:30 Europe/Paris quiet:22:00-7:00',
      '2026-11-24T22:30:00Z, which is told at 2026-11-25T06:00:00Z, when the quiet hours end',
    ],
  ])('%s: %s', async (said, next) => {
    expect(await nextOf(`alerts subscribe volumes ${said}`)).toBe(next);
  });
});
