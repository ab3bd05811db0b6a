import { describe, expect, it } from 'vitest';
import { documentKeys } from '../../terminal.ts';
import { ttysOfEachTest } from './tty.ts';

const started = ttysOfEachTest();
const [key] = documentKeys;
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
    await machine.pipe(['stop web-1', `confirm ${key}`]);
    const place = `terminal:${machine.house.store.id}:os:maria`;
    await machine.house.tellLater(key, place, { unanswered: false, request: 'r1' });
    expect((await machine.pipe(['whoami'], { json: true })).out).toContain('"notice":true');
  });
});
