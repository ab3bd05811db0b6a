import { afterEach, describe, expect, it } from 'vitest';
import type { Dispatch } from '../../../src/bot/dispatch.ts';
import { becomes, below, buttonsOf, closeClean, counting, now, planned } from './seen.ts';
import { modes, openServer, wordsIn, type Server } from './server.ts';

let work: Server;

afterEach(() => closeClean(work));

const minuteMs = 60_000;
/** What is run only when it is let go. */
function holding(line: RegExp) {
  const gate: { release(): void; reached: boolean } = { release() {}, reached: false };
  const released = new Promise<void>((resolve) => {
    gate.release = resolve;
  });
  const dispatch =
    (own: Dispatch): Dispatch =>
    async (request, show) => {
      if (line.test(request.line)) {
        gate.reached = true;
        await released;
      }
      return own(request, show);
    };
  return { gate, dispatch };
}

describe.each(modes)('over %s, what takes longer than the token of its interaction lives', (mode) => {
  it('a change that was begun within it: its outcome stands in its message, by the bot’s own token', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { made, calls } = counting({ before: () => held });
    work = await openServer(mode, { calls });
    const { peer, ops } = work;
    const plan = await planned(work, 'stop web-1');
    await work.presses(plan, 'Confirm');
    await work.until(() => made.length === 1);
    await work.machine.clock.pass(16 * minuteMs);
    release();
    await becomes(work, plan, /web-1.*is stopped/);
    expect(made).toEqual(['stop 1']);
    expect(peer.messages(ops).filter(({ replyTo }) => replyTo === undefined)).toHaveLength(1);
    expect(peer.calls('PATCH', '/channels/{channel}/messages/{message}').length).toBeGreaterThan(0);
    expect(below(work, plan).map(wordsIn).join('')).not.toContain('This may be a repeat');
  });

  it('a plan: it is a message of the channel', async () => {
    const { gate, dispatch } = holding(/^stop/);
    work = await openServer(mode, { dispatch });
    const { peer, ops } = work;
    await work.says('stop web-1');
    await work.until(() => gate.reached);
    await work.machine.clock.pass(16 * minuteMs);
    gate.release();
    const plan = await work.shown('Nothing has happened yet');
    expect(buttonsOf(plan)).toContain('Confirm');
    expect(peer.calls('POST', '/channels/{channel}/messages')).toHaveLength(1);
    await work.presses(plan, 'Confirm');
    await becomes(work, plan, /web-1.*is stopped/);
    expect(peer.messages(ops).filter(({ components }) => components.length > 0)).toHaveLength(1);
  });

  it('what one person alone is told comes into their direct conversation', async () => {
    const { gate, dispatch } = holding(/^show/);
    work = await openServer(mode, { dispatch });
    const { peer, maria, ops } = work;
    await work.says('show web-1');
    await work.until(() => gate.reached);
    await work.machine.clock.pass(16 * minuteMs);
    gate.release();
    await work.until(() => peer.directMessages(maria).find((one) => wordsIn(one).includes('web-1')));
    expect(peer.messages(ops)).toEqual([]);
  });
});

describe.each(modes)('over %s, the token of an interaction', (mode) => {
  const usedFrom = (from: number): boolean =>
    work.peer
      .calls()
      .slice(from)
      .some(({ route }) => route.startsWith('/webhooks/'));

  // The last of the 15 minutes is left to the way there: what is sent within it may come too late.
  it.each([
    ['stop web-1', 13, true],
    ['stop web-1', 14, false],
    ['show web-1', 13, true],
    ['show web-1', 14, false],
  ])('is used for the answer to %s after %d minutes: %s', async (line, minutes, isUsed) => {
    const { gate, dispatch } = holding(/./);
    work = await openServer(mode, { dispatch });
    const { peer, maria, ops } = work;
    await work.says(line);
    await work.until(() => gate.reached);
    const from = peer.calls().length;
    await work.clock.pass(minutes * minuteMs);
    gate.release();
    await work.until(() =>
      [...peer.seenBy(maria, ops), ...peer.directMessages(maria)].some((one) => wordsIn(one).includes('web-1')),
    );
    await work.pass(5_000);
    expect(usedFrom(from)).toBe(isUsed);
  });

  it.each([
    [13, true],
    [14, false],
  ])('is used for the outcome of a change after %d minutes: %s', async (minutes, isUsed) => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { made, calls } = counting({ before: () => held });
    work = await openServer(mode, { calls });
    const plan = await planned(work, 'stop web-1');
    await work.presses(plan, 'Confirm');
    await work.until(() => made.length === 1);
    await work.clock.pass(minutes * minuteMs);
    const from = work.peer.calls().length;
    release();
    await becomes(work, plan, /web-1.*is stopped/);
    await work.pass(5_000);
    expect(usedFrom(from)).toBe(isUsed);
  });
});

describe('a token that Discord takes no longer before its time', () => {
  it('leaves the outcome in the message of the change, by the bot’s own token', async () => {
    const { made, calls } = counting();
    work = await openServer('gateway', { calls });
    const plan = await planned(work, 'stop web-1');
    work.peer.faults.decide = ({ route }) =>
      route.startsWith('/webhooks/') ? { error: 50_027, refusedBy: 401, message: 'Invalid Webhook Token' } : undefined;
    await work.presses(plan, 'Confirm');
    await becomes(work, plan, /web-1.*is stopped/);
    expect(made).toEqual(['stop 1']);
    // It is the interaction's, and not the bot's.
    expect(work.logged.join('\n')).not.toContain('takes the token no longer');
  });

  it.each([
    ['the token is not taken', { error: 50_027, refusedBy: 401 }],
    ['the webhook is not known', { error: 10_015, refusedBy: 404 }],
    ['the deferred message is gone', { error: 10_008, refusedBy: 404 }],
  ] as const)('a plan comes as a message of the channel where %s', async (_, fault) => {
    work = await openServer('gateway');
    const { peer, ops } = work;
    peer.faults.decide = ({ route, method }) =>
      route.startsWith('/webhooks/') && method !== 'DELETE' ? fault : undefined;
    await work.says('stop web-1');
    const plan = await work.shown('Nothing has happened yet');
    expect(buttonsOf(plan)).toContain('Confirm');
    peer.faults.decide = () => undefined;
    await work.presses(plan, 'Confirm');
    await work.until(() => now(work, plan).includes('is stopped'));
    // That an answer would come is said no longer.
    expect(peer.messages(ops).filter(({ components }) => components.length === 0)).toEqual([]);
  });
});
