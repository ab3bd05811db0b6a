import { describe, expect, it } from 'vitest';
import { documentKeys } from '../../terminal.ts';
import { key, ttysOfEachTest, type Tty, type TtyWish } from './tty.ts';

const started = ttysOfEachTest();
const [change] = documentKeys;
const left = '\u001B[D';
const sample = 'A test of the alert volumes: what it finds is told here';

describe('a script beside an open terminal of the same person', () => {
  it.each([{ once: 'alerts list' }, { json: true }, {}])('takes no alert away from it: %j', async (how) => {
    const tty = await started();
    await tty.say('alerts subscribe volumes hourly');
    const { machine } = tty;
    // Put by the script itself: the terminal is who is told.
    const first = await machine.pipe(['alerts test volumes'], how.json ? how : { once: 'alerts test volumes' });
    const { out } = await machine.pipe(['alerts list', 'whoami'], how);
    expect(`${first.out}${out}`).not.toContain('A test of the alert');
    await tty.say('whoami');
    expect(tty.seen().join('\n')).toContain(sample);
  });

  it('is told how a change ended that nobody has seen', async () => {
    const tty = await started();
    const { machine } = tty;
    await machine.pipe(['stop web-1', `confirm ${change}`]);
    const place = `terminal:${machine.house.store.id}:os:maria`;
    await machine.house.tellLater(change, place, { unanswered: false, request: 'r1' });
    expect((await machine.pipe(['whoami'], { json: true })).out).toContain('"notice":true');
  });
});

describe('what an alert tells in an open terminal', () => {
  const toldTo = async (how: TtyWish = {}): Promise<Tty> => {
    const tty = await started(how);
    await tty.say('alerts subscribe volumes hourly');
    return tty;
  };
  const testedElsewhere = async ({ machine }: Tty): Promise<void> =>
    void (await machine.pipe([], { once: 'alerts test volumes' }));

  it('is told when it comes, above the prompt, and what is being typed stays with its cursor', async () => {
    const tty = await toldTo();
    await tty.press('list runing', left, left, left);
    await testedElsewhere(tty);
    await tty.until(sample);
    expect(tty.cursor()).toBe('ec2> list runing');
    expect(tty.seen().filter((line) => line.startsWith('ec2> list'))).toHaveLength(1);
    await tty.press('n', key.enter);
    await tty.until(/ec2> list running\n(.*\n)*.* instances/);
  });

  it('leaves nothing of a line behind that takes several rows', async () => {
    const tty = await toldTo({ columns: 40 });
    const typed = `price m5.large ${'os:windows '.repeat(8)}x`;
    await tty.press(typed);
    await testedElsewhere(tty);
    await tty.until('A test of the alert');
    const seen = tty.seen().join('\n');
    expect(seen.split('price m5.large')).toHaveLength(2);
    expect(seen.slice(seen.indexOf('ec2> price')).replaceAll('\n', '').replaceAll(' ', '')).toBe(
      `ec2>${typed}`.replaceAll(' ', ''),
    );
  });

  it('waits while a question is asked', async () => {
    const tty = await toldTo();
    await tty.say('stop web-1');
    await testedElsewhere(tty);
    await tty.pass(30_000);
    expect(tty.cursor()).toBe('Confirm? [y/N]');
    expect(tty.seen().join('\n')).not.toContain(sample);
    await tty.say('n');
    await tty.until(sample);
    expect(tty.cursor()).toBe('ec2>');
  });
});
