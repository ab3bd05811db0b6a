import { afterEach, describe, expect, it } from 'vitest';
import {
  becomes,
  below,
  buttonsOf,
  closeClean,
  confirmed,
  confirmedTermination,
  counting,
  keyIn,
  now,
  planned,
} from './seen.ts';
import { modes, openServer, wordsIn, type Server } from './server.ts';

let work: Server;

afterEach(() => closeClean(work));

const minuteMs = 60_000;
const posts = '/channels/{channel}/messages';

/** Discord takes nothing for #ops, neither posts nor edits. */
function opsAway(): void {
  work.peer.faults.decide = ({ method, route, params }) =>
    (params['channel'] === work.ops.id || route.startsWith('/webhooks/')) && method !== 'GET'
      ? { status: 503 }
      : undefined;
}
function opsBack(): void {
  work.peer.faults.decide = () => undefined;
}

describe.each(modes)('what Discord does not take for the channel is told there later, over %s', (mode) => {
  it('a wait for another person as one that can be approved', async () => {
    work = await openServer(mode);
    const plan = await planned(work, 'terminate web-1 reason:"no longer used"');
    opsAway();
    await confirmed(work, plan, { typed: 'web-1' });
    await work.pass(20_000);
    opsBack();
    await becomes(work, plan, /another person must approve/);
    expect(buttonsOf(work.peer.current(plan) ?? plan)).toContain('Approve');
  });

  it('an outcome of what was confirmed in private, and nothing in private of it a second time', async () => {
    work = await openServer(mode, { env: { QUARTERMASTER_DISCORD_DIRECT_MESSAGES: 'all' } });
    const { peer, maria } = work;
    const plan = await planned(work, 'stop web-1');
    await work.says(`confirm ${keyIn(plan)}`, maria, peer.world.direct(maria));
    await becomes(work, plan, /web-1.*is stopped/);
    const direct = peer.directMessages(maria).length;
    await work.pass(120_000);
    expect(peer.directMessages(maria)).toHaveLength(direct);
    expect(peer.messages(work.ops)).toHaveLength(1);
  });

  it.each(['stop', 'kill'] as const)(
    'an outcome that waits for a limited rate when the process ends (%s), by the next one',
    async (how) => {
      const { made, calls } = counting();
      work = await openServer(mode, { calls });
      const { peer, ops } = work;
      const plan = await planned(work, 'stop web-1');
      let limited = false;
      peer.faults.decide = ({ method, body }) => {
        if (limited || method !== 'PATCH' || !JSON.stringify(body).includes('is stopped')) return undefined;
        limited = true;
        return { limitedFor: 45 };
      };
      await work.presses(plan, 'Confirm');
      await work.until(() => limited);
      await work.pass(1_000);
      const began = performance.now();
      if (how === 'kill') await work.kill();
      else {
        await work.stop();
        await work.start();
      }
      // Nobody waits for what Discord asks for.
      expect(performance.now() - began).toBeLessThan(30_000);
      await becomes(work, plan, /web-1.*is stopped/);
      await work.pass(120_000);
      expect(made).toEqual(['stop 1']);
      expect(peer.messages(ops).filter(({ replyTo }) => replyTo === undefined)).toHaveLength(1);
    },
  );

  it('an outcome, though the message of the change was deleted meanwhile: as another one', async () => {
    const { made, calls } = counting();
    work = await openServer(mode, { calls });
    const { peer, ops } = work;
    const plan = await planned(work, 'stop web-1');
    await work.presses(plan, 'Confirm');
    await work.until(() => made.length === 1);
    peer.world.keep({ ...(peer.current(plan) ?? plan), deleted: true });
    await work.until(() => peer.messages(ops).some((one) => wordsIn(one).includes('is stopped')));
    await work.pass(60_000);
    expect(peer.messages(ops).filter((one) => wordsIn(one).includes('is stopped'))).toHaveLength(1);
  });

  it('a channel that the bot sees no longer: who asked is told how it ended, once', async () => {
    const { made, calls } = counting();
    work = await openServer(mode, { calls });
    const { peer, ops, maria } = work;
    const plan = await planned(work, 'stop web-1');
    await work.presses(plan, 'Confirm');
    await work.until(() => made.length === 1);
    peer.world.deny(ops, 'viewChannel');
    const told = () =>
      [...peer.seenBy(maria, ops), ...peer.directMessages(maria)].filter((one) => wordsIn(one).includes('is stopped'));
    await work.until(() => told().length > 0);
    await work.pass(5 * minuteMs);
    expect(told()).toHaveLength(1);
    expect(now(work, plan)).not.toContain('"Confirm"');
  });
});

describe.each(modes)('over %s, a change that another person must approve', (mode) => {
  it('is asked for, looked at and approved in its own place, and told where it was asked for', async () => {
    work = await openServer(mode, {
      before: ({ world }, { acme }) => ({
        QUARTERMASTER_APPROVALS_PLACE: `discord:${world.channel({ guild: acme, name: 'approvals' }).id}`,
      }),
    });
    const { peer, ines, maria } = work;
    const place = [...peer.world.channels.values()].find(({ name }) => name === 'approvals');
    if (place === undefined) throw new Error('no such channel');
    const waits = await confirmedTermination(work, 'web-1');
    const asked = await work.shown(/wants to terminate/, place);
    expect(wordsIn(asked)).toContain(`<@${maria.id}>`);
    expect(buttonsOf(asked)).toEqual(['Show', 'Approve', 'Deny']);
    await work.presses(asked, 'Show', ines);
    await work.whispered(/volume/i, ines, place);
    await work.presses(asked, 'Approve', ines);
    expect(buttonsOf(await becomes(work, asked, /web-1.*is terminated/))).not.toContain('Approve');
    expect(buttonsOf(await becomes(work, waits, /web-1.*is terminated/))).not.toContain('Approve');
    await work.until(() => below(work, waits).some((one) => wordsIn(one).includes('approved what')));
  });

  it('denied with a reason in a form it is not done, and the message tells who said no and why', async () => {
    const { made, calls } = counting();
    work = await openServer(mode, { calls });
    const { peer, ines } = work;
    const waits = await confirmedTermination(work, 'web-2');
    await work.presses(waits, 'Deny', ines);
    await work.until(() => peer.modal(ines));
    await peer.submit({ user: ines, values: { reason: 'the sale is on' } });
    const end = await becomes(work, waits, /said no/);
    expect(wordsIn(end)).toContain('the sale is on');
    expect(buttonsOf(end)).toEqual([]);
    expect(made).toEqual([]);
  });

  it('is not approved by who asked for it: they alone are told, and it goes on waiting', async () => {
    const { made, calls } = counting();
    work = await openServer(mode, { calls });
    const waits = await confirmedTermination(work, 'api-1');
    await work.presses(waits, 'Approve');
    await work.whispered(/another person|your own|yourself/i);
    expect(work.peer.current(waits)?.components).toEqual(waits.components);
    expect(made).toEqual([]);
  });

  it('is wanted of somebody in their own conversation, though it was asked for in a channel', async () => {
    work = await openServer(mode, {
      before: (_, { ines }) => ({ QUARTERMASTER_APPROVALS_PLACE: `discord:${ines.id}` }),
    });
    const { peer, ines, maria } = work;
    await confirmedTermination(work, 'web-1');
    const wanted = await work.until(() =>
      peer.directMessages(ines).find((one) => wordsIn(one).includes('wants to terminate')),
    );
    expect(buttonsOf(wanted)).toContain('Approve');
    expect(peer.directMessages(maria)).toEqual([]);
    expect(peer.calls('POST', posts).filter(({ params }) => params['channel'] === ines.id).length).toBeLessThanOrEqual(
      1,
    );
  });

  it('approved by nobody in time it is over, in its message and below it', async () => {
    const { made, calls } = counting();
    work = await openServer(mode, { calls });
    const waits = await confirmedTermination(work, 'build-runner');
    await work.machine.clock.pass(61 * minuteMs);
    const end = await becomes(work, waits, /Nobody approved in time/);
    expect(buttonsOf(end)).toEqual(['Ask again']);
    await work.until(() => below(work, waits).some((one) => wordsIn(one).includes('in time')));
    expect(made).toEqual([]);
  });
});
