import { describe, expect, it } from 'vitest';
import { key, ttysOfEachTest, type Tty, type TtyWish } from './tty.ts';

const started = ttysOfEachTest();

/** Lines since the answer to the last question. */
const since = (tty: Tty, words: string): readonly string[] => {
  const seen = tty.seen();
  return seen.slice(seen.findLastIndex((line) => line.includes(words)));
};
const going = (tty: Tty): number => tty.seen().filter((line) => line.startsWith('Stopping ')).length;

describe('progress of a change', () => {
  it.each<[string, TtyWish]>([
    ['in a usual window', {}],
    ['in a narrow one', { columns: 48 }],
    ['in a low one', { rows: 6 }],
    ['in colours', { colours: true, columns: 50 }],
  ])('is drawn over itself %s, and the end in its place', async (_, wish) => {
    const tty = await started(wish);
    await tty.say('stop tag:env=dev state:running');
    const before = tty.seen().length;
    const question = tty.cursor();
    const count = /Type (\d+) to confirm/.exec(question)?.[1];
    expect(count).toBeDefined();
    await tty.press(count ?? '', key.enter);
    for (let step = 0; step < 400 && !tty.cursor().startsWith('ec2>'); step += 1) {
      expect(going(tty)).toBeLessThanOrEqual(1);
      await tty.pass(500);
    }
    expect(tty.cursor()).toBe('ec2>');
    expect(tty.written().split('Stopping').length).toBeGreaterThan(3);
    // What stood there before is still there, and nothing of the progress is.
    expect(tty.seen()[before - 1]).toBe(`${question} ${count}`);
    expect(tty.seen()[before]).toMatch(/^(Done|Attention|Failed): /);
    expect(going(tty)).toBe(0);
  });

  it('leaves no line behind where the window got narrower meanwhile', async () => {
    const tty = await started({ columns: 100 });
    await tty.say('stop web-1');
    await tty.press('y', key.enter);
    await tty.pass(500);
    tty.resize(30);
    await tty.pass(2_000);
    // The window that was made anew is empty: what goes up must stop at its top.
    await tty.until('ec2>');
    expect(going(tty)).toBe(0);
  });
});

describe('what is typed while a change runs', () => {
  it('stands under its progress as it is typed, waits, and runs after its prompt', async () => {
    const tty = await started();
    await tty.say('stop web-1');
    await tty.press('y', key.enter);
    await tty.pass(500);
    await tty.press('whoa');
    expect(since(tty, 'Stopping').at(-2)).toBe('Typing: whoa');
    await tty.press('x', key.back, 'mi', key.enter, 'ca');
    expect(since(tty, 'Stopping').slice(-3)).toEqual(['Queued: whoami', 'Typing: ca', '']);
    expect(going(tty)).toBe(1);
    await tty.pass(500);
    expect(since(tty, 'Stopping').slice(-3)).toEqual(['Queued: whoami', 'Typing: ca', '']);
    await tty.until('You are maria');
    const after = since(tty, '[y/N]').join('\n');
    expect(after).toMatch(/^Confirm\? \[y\/N\] y\nDone: web-1[^]*\n\nec2> whoami\nYou are maria[^]*\n\nec2> ca$/);
    expect(after).not.toMatch(/Queued|Typing|Stopping/);
    await tty.press('ncel', key.enter);
    expect(tty.seen().join('\n')).toContain('cancel needs KEY');
  });

  it('is cut to one line, shows no control signs, and is kept whole', async () => {
    const tty = await started({ columns: 40 });
    await tty.say('stop web-1');
    await tty.press('y', key.enter);
    await tty.pass(500);
    await tty.press(`price m5.large ${'x'.repeat(60)}`);
    expect(since(tty, 'Stopping').at(-2)).toMatch(/^Typing: price m5\.large x+…$/);
    await tty.pass(500);
    expect(going(tty)).toBe(1);
    await tty.until(/\nec2> price/);
    expect(since(tty, 'ec2> price').join('')).toBe(`ec2> price m5.large ${'x'.repeat(60)}`);
  });

  it('of several pasted lines each runs after its own prompt, in order', async () => {
    const tty = await started();
    await tty.press(`whoami${key.enter}list stopped${key.enter}cost${key.enter}`);
    await tty.until(/ec2> cost\n[^]*a month[^]*\nec2>$/);
    expect(tty.seen().filter((line) => line.startsWith('ec2>'))).toEqual([
      'ec2> whoami',
      'ec2> list stopped',
      'ec2> cost',
      'ec2>',
    ]);
    expect(tty.seen().join('\n')).not.toContain('Queued');
  });

  it('is not run where Ctrl-C stops what it waits for; what is under way goes on at AWS', async () => {
    const tty = await started({ columns: 120 });
    await tty.say('stop web-1');
    await tty.press('y', key.enter);
    await tty.pass(500);
    await tty.press('terminate web-2', key.enter, 'li', key.ctrlC);
    await tty.until('it goes on at AWS');
    const after = since(tty, '[y/N]').join('\n');
    expect(after).toContain('Not run, for Ctrl-C came first: terminate web-2');
    expect(after).not.toContain('ec2> terminate');
    expect(tty.cursor()).toBe('ec2>');
    expect(going(tty)).toBe(0);
    expect(tty.hasEnded()).toBe(false);
    await tty.say('whoami');
    expect(tty.seen().join('\n')).toContain('You are maria');
  });

  it('is left as it is at Ctrl-D: the conversation ends', async () => {
    const tty = await started({ columns: 120 });
    await tty.say('stop web-1');
    await tty.press('y', key.enter);
    await tty.pass(500);
    await tty.press('whoami', key.enter, key.ctrlD);
    await tty.pass(1_000);
    expect(await tty.ended).toBe(0);
    expect(tty.seen().join('\n')).toContain('it goes on at AWS');
    expect(tty.seen().join('\n')).not.toContain('You are maria');
  });
});
