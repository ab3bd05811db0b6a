import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeClean } from './seen.ts';
import { modes, openServer, wordsIn, type Server } from './server.ts';

describe.each(modes)('over %s', (mode) => {
  let work: Server;
  beforeAll(async () => {
    work = await openServer(mode);
  });
  afterAll(() => closeClean(work));

  it('says how it is connected, and how it is invited', () => {
    expect(work.words).toMatch(
      mode === 'gateway' ? /^Discord over the gateway, as / : /^Discord over HTTP on port \d+, path/,
    );
    expect(work.words).toContain(`client_id=${work.peer.applicationId}`);
  });

  it('answers a read to who asked alone', async () => {
    const { peer, maria, ops } = work;
    await peer.command({ user: maria, channel: ops, command: '/ec2 price', options: { name: 'm5.large' } });
    expect(wordsIn(await work.whispered('0.096'))).toContain('m5.large');
    expect(peer.messages(ops)).toEqual([]);
  });

  it('posts a plan for all, and its outcome in its place', async () => {
    const { peer, ops } = work;
    await work.says('stop web-1');
    const plan = await work.shown('Nothing has happened yet');
    expect(plan.onlyFor).toBeUndefined();
    await work.presses(plan, 'Confirm');
    const outcome = await work.shown(/web-1.*is stopped/);
    expect(outcome.id).toBe(plan.id);
    expect(peer.messages(ops)).toHaveLength(1);
    expect(work.logged.join('\n')).not.toMatch(/fault|TypeError/);
  });
});
