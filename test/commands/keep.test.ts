import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentKeys } from '../terminal.ts';
import { dayMs } from '../../src/core/time.ts';
import { openTalk, rowsOf, wordsOf, type Talk } from './house.ts';

const ip = '198.51.100.10';
let talk: Talk;
beforeEach(async () => {
  talk = await openTalk();
  await talk.reply('stop bastion');
  await talk.reply(`confirm ${documentKeys[0]}`);
});
afterEach(() => talk.close());

/** What `leftovers` lists. */
const listed = async (line = 'leftovers') => rowsOf(await talk.reply(line)).map(({ What }) => What);

describe('what is kept on purpose of what a change left behind', () => {
  it('is listed apart, and never said to cost nothing', async () => {
    expect(await listed()).toContain(ip);
    expect(await listed('leftovers kept')).toEqual([]);
    await talk.reply(`keep ${ip} reason:"partners know it"`);
    expect(await listed()).not.toContain(ip);
    expect(await listed('leftovers kept')).toEqual([ip]);
    expect(wordsOf(await talk.reply('leftovers'))).toContain('1 thing kept on purpose still costs $3.65 a month');
  });

  it('is asked about again from its day on', async () => {
    await talk.reply(`keep ${ip} reason:"until the move" until:2026-11-26`);
    expect(await listed()).not.toContain(ip);
    await talk.machine.clock.pass(2 * dayMs);
    expect(await listed()).toContain(ip);
  });

  it('takes a span for it, as what is put off does', async () => {
    const reply = await talk.reply(`keep ${ip} reason:"until the move" until:1w`);
    expect(wordsOf(reply)).toMatch(/It is not asked about until 2026-12-01T10:\d\d:\d\dZ, and goes on costing/);
    await talk.machine.clock.pass(6 * dayMs);
    expect(await listed()).not.toContain(ip);
    await talk.machine.clock.pass(dayMs);
    expect(await listed()).toContain(ip);
  });

  it('is taken back by unkeep, once', async () => {
    await talk.reply(`keep ${ip} reason:wanted`);
    await talk.reply(`unkeep ${ip}`);
    expect(await listed()).toContain(ip);
    expect((await talk.ask(`unkeep ${ip}`)).problem?.problem).toBe('nothing-to-undo');
  });

  it('stays so over a start and the next stop', async () => {
    await talk.reply(`keep ${ip} reason:wanted`);
    await talk.reply('start bastion');
    await talk.reply(`confirm ${documentKeys[1]}`);
    await talk.reply('stop bastion');
    await talk.reply(`confirm ${documentKeys[2]}`);
    expect(await listed()).not.toContain(ip);
    expect(await listed('leftovers kept')).toEqual([ip]);
  });

  it.each([
    [`keep ${ip} reason:x until:2020-01-01`, 'bad-value'],
    [`keep ${ip} reason:x until:200w`, 'bad-value'],
    [`keep ${ip} reason:x until:soon`, 'bad-value'],
    [`keep ${ip} reason:"…"`, 'missing-value'],
    [`keep ${ip} reason:x until:2029-11-24`, 'bad-value'],
    ['keep 198.51.100.200 reason:x', 'address-not-found'],
    ['keep vol-00000000 reason:x', 'bad-value'],
    ['keep 198.51.100.17 reason:x', 'nothing-to-do'],
    ['unkeep 198.51.100.200', 'nothing-to-undo'],
  ])('%s is refused: %s', async (line, problem) => {
    expect((await talk.ask(line)).problem?.problem).toBe(problem);
    expect(await listed()).toContain(ip);
  });

  it('that is only put off stands in the list all the same', async () => {
    await talk.reply(`snooze ${ip} until:1w`);
    expect(await listed()).toContain(ip);
    expect(await listed('leftovers kept')).toEqual([]);
  });
});
