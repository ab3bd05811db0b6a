import { afterEach, describe, expect, it } from 'vitest';
import { becomes, buttonsOf, closeClean, confirmedTermination, counting, now, planned } from './seen.ts';
import { modes, openServer, wordsIn, type Server } from './server.ts';

let work: Server;

afterEach(() => closeClean(work));

const callback = '/interactions/{interaction}/{token}/callback';
const post = '/channels/{channel}/messages';
const original = '/webhooks/{application}/{token}/messages/{message}';
const repeat = 'This may be a repeat';
/** What somebody did is answered by nobody, until Discord waits for it no longer: three seconds. */
const tooLate = async (doing: Promise<void>) => Promise.all([doing, work.pass(4_000)]);
const logged = (words: string) => work.logged.filter((line) => line.includes(words));

describe('an interaction that Discord takes no answer to', () => {
  it.each([
    ['is not known any longer', { error: 10_062, refusedBy: 404 }],
    ['was answered before', { error: 40_060, refusedBy: 400 }],
  ] as const)('for it %s: nothing is done, nothing is said, and what is said next is heard', async (_, fault) => {
    const { made, calls } = counting();
    work = await openServer('gateway', { calls });
    const { peer, ops, maria } = work;
    const plan = await planned(work, 'stop web-1');
    peer.faults.fail({ route: callback, times: 3 }, fault);
    await tooLate(work.presses(plan, 'Confirm'));
    await tooLate(work.says('stop web-2'));
    await tooLate(work.says('show web-1'));
    await work.until(() => logged('an interaction could be answered no longer; nothing was done').length === 3);
    await work.pass(30_000);
    expect(made).toEqual([]);
    expect(peer.seenBy(maria, ops)).toEqual([plan]);
    await work.presses(plan, 'Confirm');
    await becomes(work, plan, /web-1.*is stopped/);
    expect(made).toEqual(['stop 1']);
  });

  it.each(['cut-after', 'hang-after', 'cut-before'] as const)(
    'the first time (%s) is answered again, and done once',
    async (fault) => {
      const { made, calls } = counting();
      work = await openServer('gateway', { calls, patienceMs: 700 });
      const plan = await planned(work, 'stop web-1');
      work.peer.faults.fail({ route: callback }, fault);
      const pressed = work.presses(plan, 'Confirm');
      await work.still(() => work.peer.calls('POST', callback).length === 3);
      await pressed;
      await becomes(work, plan, /web-1.*is stopped/);
      expect(made).toEqual(['stop 1']);
    },
  );

  it.each([
    // Neither can tell whose answer Discord has: the second says that there was one, or nothing either.
    ['the first time', 'hang-after', 2],
    ['ever', 'cut-after', 4],
  ] as const)(
    'to two programs on one store, of which none hears %s that it was taken, is done once, and its answer stands',
    async (_, fault, times) => {
      const { made, calls } = counting();
      work = await openServer('gateway', { calls });
      const { peer, ops, maria } = work;
      await work.another();
      await work.until(() => peer.gateway.sessions.filter((session) => session.connected()).length === 2);
      const unheard = async (doing: () => Promise<void>) => {
        const before = peer.calls('POST', callback).length;
        peer.faults.fail({ route: callback, times }, fault);
        const done = doing();
        // Each of the two asks twice, in real time.
        await work.still(() => peer.calls('POST', callback).length === before + 4);
        await done;
      };
      await unheard(() => work.says('stop web-1'));
      const plan = await work.shown('Nothing has happened yet');
      await unheard(() => work.presses(plan, 'Confirm'));
      await becomes(work, plan, /web-1.*is stopped/);
      await unheard(() => work.says('show web-2'));
      const told = await work.whispered('web-2');
      await work.pass(30_000);
      expect(made).toEqual(['stop 1']);
      expect(peer.seenBy(maria, ops).map(({ id }) => id)).toEqual([plan.id, told.id]);
      expect(now(work, plan)).toMatch(/web-1.*is stopped/);
    },
  );

  it.each([
    ['10062', { error: 10_062, refusedBy: 404 }],
    ['40060', { error: 40_060, refusedBy: 400 }],
    ['503', { status: 503 }],
  ] as const)(
    'a form that Discord does not open (%s) changes nothing, and opens at the next press',
    async (_, fault) => {
      const { made, calls } = counting();
      work = await openServer('gateway', { calls });
      const { peer, maria } = work;
      const plan = await planned(work, 'terminate web-1');
      peer.faults.fail({ route: callback, times: 2 }, fault);
      await tooLate(work.presses(plan, 'Confirm'));
      if (peer.modal(maria) === undefined) await tooLate(work.presses(plan, 'Confirm'));
      if (peer.modal(maria) === undefined) await work.presses(plan, 'Confirm');
      await work.until(() => peer.modal(maria));
      expect(now(work, plan)).toBe(wordsIn(plan));
      expect(made).toEqual([]);
    },
  );
});

describe.each(modes)('over %s, an answer that Discord fails to take', (mode) => {
  it('a plan, once or for some seconds: it stands there once, and says nothing of a repeat', async () => {
    work = await openServer(mode);
    const { peer, ops } = work;
    for (const [name, times] of [
      ['web-1', 1],
      ['web-2', 4],
    ] as const) {
      peer.faults.fail({ method: 'PATCH', route: original, times }, { status: 503, done: true });
      const plan = await planned(work, `stop ${name}`);
      await work.until(() => peer.calls('PATCH', original).at(-1)?.status === 200);
      expect(now(work, plan)).not.toContain(repeat);
      expect(buttonsOf(peer.current(plan) ?? plan)).toContain('Confirm');
    }
    expect(peer.messages(ops)).toHaveLength(2);
  });

  it('a plan that cannot be told to all is told to who asked alone, where it can be pressed', async () => {
    const { made, calls } = counting();
    work = await openServer(mode, { calls });
    const { peer, ops, maria } = work;
    peer.faults.decide = ({ method, route }) =>
      method === 'PATCH' && route === original ? { status: 503 } : undefined;
    await work.says('stop web-1');
    const plan = await work.whispered('Nothing has happened yet');
    expect(wordsIn(plan)).toMatch(/did not (?:take|answer)/);
    expect(peer.messages(ops)).toEqual([]);
    peer.faults.decide = () => undefined;
    await work.presses(plan, 'Confirm');
    await work.until(() => peer.seenBy(maria, ops).some((one) => wordsIn(one).includes('is stopped')));
    expect(made).toEqual(['stop 1']);
  });

  it('of a change, for its rate is limited: it comes afterwards, in its message, once', async () => {
    const { made, calls } = counting();
    work = await openServer(mode, { calls });
    const { peer, ops } = work;
    const plan = await planned(work, 'stop web-1');
    peer.faults.fail({ method: 'PATCH', times: 3 }, { limitedFor: 0.3 });
    await work.presses(plan, 'Confirm');
    const edits = (status: number) => peer.calls('PATCH').filter((call) => call.status === status).length;
    await work.until(() => edits(429) > 0);
    // discord.js rests in real time, in which nothing else goes on here.
    const before = edits(200);
    await work.still(() => edits(429) === 3 && edits(200) > before);
    await becomes(work, plan, /web-1.*is stopped/);
    await work.pass(60_000);
    expect(peer.messages(ops)).toHaveLength(1);
    expect(made).toEqual(['stop 1']);
    expect(now(work, plan)).not.toContain(repeat);
  });
});

describe('a post into a channel that Discord never answered', () => {
  async function wanted(faults: readonly ('cut-after' | 'cut-before' | 'hang-after')[]) {
    work = await openServer('http', {
      patienceMs: 700,
      before: ({ world }, { acme }) => ({
        QUARTERMASTER_APPROVALS_PLACE: `discord:${world.channel({ guild: acme, name: 'approvals' }).id}`,
      }),
    });
    const { peer } = work;
    const approvals = [...peer.world.channels.values()].find(({ name }) => name === 'approvals');
    if (approvals === undefined) throw new Error('no such channel');
    for (const fault of faults) peer.faults.fail({ method: 'POST', route: post, channel: approvals.id }, fault);
    return { peer, approvals };
  }

  it.each([
    [['cut-after'], [false]],
    [['hang-after'], [false]],
    [['cut-before'], [false]],
    // Discord knows for some minutes what it was given, whoever gives it how often.
    [['cut-after', 'cut-after'], [false]],
    [['cut-after', 'cut-before', 'hang-after', 'cut-after'], [false]],
    [['cut-before', 'cut-before'], [true]],
  ] as const)('%j: it stands there so often, and then says that it may be a repeat: %j', async (faults, repeats) => {
    const { peer, approvals } = await wanted(faults);
    await confirmedTermination(work, 'web-1');
    const asked = () => peer.messages(approvals);
    for (
      let steps = 0;
      steps < 300 &&
      peer.calls('POST', post).filter(({ params }) => params['channel'] === approvals.id).length <= faults.length;
      steps += 1
    ) {
      await work.pass(200);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await work.pass(60_000);
    expect(asked().map((one) => wordsIn(one).includes(repeat))).toEqual(repeats);
  });
});

describe('a bot token that Discord takes no longer while the program runs', () => {
  it.each(modes)(
    'is said in the log once, the program goes on, and what is kept is told when it is taken, over %s',
    async (mode) => {
      const { made, calls } = counting();
      work = await openServer(mode, { calls });
      const { peer, machine } = work;
      const plan = await planned(work, 'stop web-1');
      await work.presses(plan, 'Confirm');
      await work.until(() => made.length === 1);
      peer.revoke();
      await work.pass(60_000);
      // Answers to interactions bear tokens of their own.
      await work.says('show web-2');
      await work.whispered('web-2');
      await work.until(() => now(work, plan).includes('is stopped'));
      const stopping = await planned(work, 'stop web-2');
      await machine.clock.pass(11 * 60_000);
      await work.pass(60_000);
      expect(logged('takes the token no longer')).toHaveLength(1);
      expect((await machine.pipe(['show web-1'])).out).toContain('stopped');
      // The next process has a new one.
      await work.stop();
      peer.restore();
      await work.start();
      await becomes(work, stopping, /This plan ended/);
      expect(made).toEqual(['stop 1']);
    },
  );
});
