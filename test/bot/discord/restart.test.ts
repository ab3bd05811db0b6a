import { afterEach, describe, expect, it } from 'vitest';
import { onlyToBeRead } from '../../temporary.ts';
import { below, closeClean, counting, now, planned } from './seen.ts';
import { modes, openServer, wordsIn, type Server } from './server.ts';

const dayMs = 86_400_000;
let work: Server;

afterEach(() => closeClean(work));

describe.each(modes)('over %s', (mode) => {
  it('a program that is gone in the midst of a change is followed by another, which tells the end in the message of the change and below it', async () => {
    const { made, calls } = counting({ hangs: true });
    work = await openServer(mode, { calls });
    const { peer, ops } = work;
    const plan = await planned(work, 'stop web-1');
    await work.presses(plan, 'Confirm');
    await work.until(() => made.length === 1);
    await work.kill();
    await work.until(() => below(work, plan).length > 0 && now(work, plan).includes('is stopped'));
    await work.pass(120_000);
    expect(made).toEqual(['stop 1']);
    expect(below(work, plan)).toHaveLength(1);
    expect(peer.messages(ops).filter(({ replyTo }) => replyTo === undefined)).toHaveLength(1);
    // The words of the plan cannot be pressed any longer.
    expect(now(work, plan)).not.toContain('"Confirm"');
  });

  it('two programs on one token and one store do once what is delivered to both', async () => {
    const { made, calls } = counting();
    work = await openServer(mode, { calls });
    const { peer, ops, maria } = work;
    const first = await peer.command({
      user: maria,
      channel: ops,
      command: '/ec2 do',
      options: { line: 'stop web-1' },
    });
    const plan = await work.shown('Nothing has happened yet');
    await work.another();
    if (mode === 'gateway') await work.until(() => peer.gateway.sessions.length === 2);
    const outcome = await peer.press({ user: maria, message: plan, action: 'Confirm' });
    await work.until(() => now(work, plan).includes('is stopped'));
    const second = await peer.command({
      user: maria,
      channel: ops,
      command: '/ec2 do',
      options: { line: 'stop web-2' },
    });
    await work.shown('web-2');
    for (const delivered of [first, outcome, second]) await delivered.again();
    await work.pass(60_000);
    expect(made).toEqual(['stop 1']);
    expect(peer.messages(ops)).toHaveLength(2);
    expect(now(work, plan)).toContain('is stopped');
    // Over the gateway both hear everything, and Discord takes one first answer of each.
    const callbacks = peer.calls('POST', '/interactions/{interaction}/{token}/callback');
    const taken = callbacks.filter(({ status }) => status === 204).map(({ path }) => path);
    expect(new Set(taken).size).toBe(taken.length);
    expect(callbacks.every(({ status }) => status === 204 || status === 400)).toBe(true);
    expect(work.logged.filter((line) => line.includes('fault') || line.includes('could not'))).toEqual([]);
  });

  it('a plan that the program showed before it was started anew is confirmed in its message', async () => {
    work = await openServer(mode);
    const plan = await planned(work, 'stop web-1');
    await work.stop();
    await work.start();
    await work.presses(plan, 'Confirm');
    await work.until(() => now(work, plan).includes('is stopped'));
    expect(work.peer.messages(work.ops)).toHaveLength(1);
  });

  it('a button of an outcome works days later, and a plan of then says that it is over, and asks anew', async () => {
    const { made, calls } = counting();
    work = await openServer(mode, { calls });
    const outcome = await planned(work, 'stop web-1');
    await work.presses(outcome, 'Confirm');
    await work.until(() => now(work, outcome).includes('is stopped'));
    const forgotten = await planned(work, 'stop web-2');
    await work.stop();
    await work.clock.pass(8 * dayMs);
    await work.start();
    await work.presses(work.peer.current(outcome) ?? outcome, 'Start again');
    const plan = await work.shown(/Start .*web-1/);
    await work.presses(plan, 'Confirm');
    await work.until(() => now(work, plan).includes('is running') || now(work, plan).includes('is started'));
    await work.until(() => now(work, forgotten).includes('nothing was done'));
    await work.presses(work.peer.current(forgotten) ?? forgotten, 'Ask again');
    await work.shown(/Stop .*web-2.*Nothing has happened yet/);
    expect(made).toEqual(['stop 1', 'start 1']);
  });

  it('a form that was opened before the program was started anew is taken after it', async () => {
    work = await openServer(mode);
    const { peer, maria } = work;
    const plan = await planned(work, 'disassociate 198.51.100.10');
    await work.presses(plan, 'Confirm');
    await work.until(() => peer.modal(maria));
    await work.stop();
    await work.start();
    await peer.submit({ user: maria, values: { typed: '198.51.100.10' } });
    await work.until(() => now(work, plan).includes('another person must approve'));
  });

  it('a store that cannot be written leaves reads answered, and changes refused with the reason', async () => {
    const { made, calls } = counting();
    work = await openServer(mode, { calls });
    const { peer, ops, maria } = work;
    const plan = await planned(work, 'stop web-1');
    await work.machine.house.close();
    await onlyToBeRead(work.machine.storePath);
    await work.kill();
    await work.says('show web-2');
    await work.whispered('web-2');
    const refusals = () => peer.seenBy(maria, ops).filter((one) => wordsIn(one).includes('cannot be written'));
    await work.says('stop web-2');
    await work.until(() => refusals().length === 1);
    await work.presses(plan, 'Confirm');
    await work.until(() => refusals().length === 2);
    await work.pass(10_000);
    expect(made).toEqual([]);
    // That an answer would come was seen by all, and so is that.
    expect(peer.messages(ops)).toHaveLength(2);
  });

  it('a program that is stopped in the midst of a change makes it to its end, and tells that in its message, before it ends', async () => {
    const { made, calls } = counting();
    work = await openServer(mode, { calls });
    const plan = await planned(work, 'stop web-1');
    await work.presses(plan, 'Confirm');
    await work.until(() => made.length === 1);
    await work.stop();
    const whenStopped = now(work, plan);
    await work.start();
    await work.until(() => now(work, plan).includes('is stopped'));
    await work.pass(120_000);
    expect(made).toEqual(['stop 1']);
    expect(whenStopped).not.toContain('"Confirm"');
    expect(work.peer.messages(work.ops).filter(({ replyTo }) => replyTo === undefined)).toHaveLength(1);
  });
});
