import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { key, openTty, type Tty } from './tty.ts';

let tty: Tty;
beforeEach(async () => {
  tty = await openTty({ columns: 120, rows: 50 });
  await tty.say('start gpu-train-2');
  await tty.press('y', key.enter);
  await tty.until('Keep trying? [y/N]');
  await tty.press('y', key.enter);
  await tty.until(/attempt 1, the next in \d+ seconds/);
});
afterEach(() => tty.close());

const timers = (): readonly string[] => tty.seen().filter((line) => line.includes('the next in'));

describe('a start that is tried again and again, in a terminal', () => {
  it('shows one timer, which is drawn over itself, and how to stop it', async () => {
    expect(timers()).toEqual([expect.stringMatching(/attempt 1, the next in \d+ seconds.*until .*10:15:\d\d UTC/)]);
    expect(tty.seen().some((line) => /Stop trying: cancel [A-Z0-9]{8}/.test(line))).toBe(true);
    await tty.until(/attempt 2, the next in \d+ seconds/);
    expect(timers()).toHaveLength(1);
  });

  it('takes other lines meanwhile, and is stopped by the name of its button', async () => {
    await tty.press('price m5.large', key.enter);
    await tty.until('m5.large costs $0.096 an hour');
    await tty.until('attempt 3, the next in');
    expect(timers()).toHaveLength(1);
    await tty.press('stop trying', key.enter);
    await tty.until('then it was stopped');
    expect(tty.seen().join('\n')).toContain('No further attempt is made.');
    expect(tty.seen().join('\n')).not.toContain('attempt 4');
  });

  it('is stopped by Ctrl-C', async () => {
    await tty.press(key.ctrlC);
    await tty.until('then it was stopped');
  });

  it('is stopped by leaving', async () => {
    await tty.press(key.ctrlD);
    await tty.pass(2_000);
    expect(await tty.ended).toBe(0);
  });
});
