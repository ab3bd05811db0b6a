import { afterEach, describe, expect, it } from 'vitest';
import { becomes, closeClean, counting, now, planned } from './seen.ts';
import { openServer, type Server } from './server.ts';

let work: Server | undefined;

afterEach(async () => {
  if (work !== undefined) await closeClean(work);
  work = undefined;
});

const minuteMs = 60_000;
const connected = ({ until, peer }: Server) => until(() => peer.gateway.sessions.some((one) => one.connected()));

/** Whatever discord.js left behind would have come back by then: it tries twice a second, of real time. */
async function onlyOne({ peer, still }: Server): Promise<void> {
  const since = performance.now();
  await still(() => performance.now() - since > 1_500);
  expect(peer.gateway.sessions.filter((one) => one.connected())).toHaveLength(1);
  expect(peer.gateway.identifies).toHaveLength(2);
}

/** It was given up and begun once more, and goes on. */
async function begunAnew(server: Server): Promise<void> {
  const { peer, logged } = server;
  expect(logged.some((line) => line.includes('the session is begun anew'))).toBe(true);
  await server.until(() => peer.gateway.identifies.length === 2);
  await server.says('show web-1');
  await server.whispered('web-1');
  await onlyOne(server);
}

describe('the connection is lost in the midst of a change', () => {
  it.each<[string, (work: Server) => void, number]>([
    ['it is cut', ({ peer }) => peer.gateway.drop(), 1],
    ['Discord closes it by a code after which it can be resumed', ({ peer }) => peer.gateway.end(4_000), 1],
    ['Discord asks to reconnect', ({ peer }) => peer.gateway.reconnect(), 1],
    ['the session is invalid and may be resumed', ({ peer }) => peer.gateway.invalidate(true), 1],
    ['the session is invalid', ({ peer }) => peer.gateway.invalidate(false), 2],
    ['Discord closes it by a code after which it cannot be resumed', ({ peer }) => peer.gateway.end(4_007), 2],
  ])(
    '%s: the outcome comes in its message, nothing is done twice, and what is said then is heard',
    async (_, lose, identifies) => {
      const { made, calls } = counting();
      work = await openServer('gateway', { calls });
      const { peer, ops } = work;
      const plan = await planned(work, 'stop web-1');
      await work.presses(plan, 'Confirm');
      const resumes = peer.gateway.resumes.length;
      lose(work);
      // Discord keeps a session for minutes, which pass faster here than a connection is made.
      if (identifies === 1) await work.still(() => peer.gateway.resumes.length > resumes);
      await becomes(work, plan, /web-1.*is stopped/);
      await work.until(() => peer.gateway.resumes.length > resumes || peer.gateway.identifies.length === identifies);
      await connected(work);
      await work.says('show web-2');
      await work.whispered('web-2');
      expect(made).toEqual(['stop 1']);
      expect(peer.messages(ops)).toHaveLength(1);
      expect(peer.gateway.identifies).toHaveLength(identifies);
    },
  );

  it('what was pressed while it was lost is told when it is resumed, and is done once', async () => {
    const { made, calls } = counting();
    work = await openServer('gateway', { calls });
    const { peer } = work;
    const plan = await planned(work, 'stop web-1');
    peer.gateway.refusing = true;
    peer.gateway.drop();
    await work.until(() => peer.gateway.sessions.every((one) => !one.connected()));
    const pressing = work.presses(plan, 'Confirm');
    peer.gateway.refusing = false;
    await pressing;
    await work.still(() => peer.gateway.resumes.length > 0);
    await becomes(work, plan, /web-1.*is stopped|Nothing has happened yet/);
    await connected(work);
    expect(made.length).toBeLessThanOrEqual(1);
    if (!now(work, plan).includes('is stopped')) {
      await work.presses(plan, 'Confirm');
      await becomes(work, plan, /web-1.*is stopped/);
    }
    expect(made).toEqual(['stop 1']);
  });
});

describe('a connection that does not come back', () => {
  it('is begun anew as a session after three minutes, and the log says so', async () => {
    work = await openServer('gateway');
    const { peer } = work;
    await work.pass(5 * minuteMs);
    peer.gateway.refusing = true;
    peer.gateway.drop();
    await work.until(() => peer.gateway.sessions.every((one) => !one.connected()));
    await work.pass(4 * minuteMs);
    expect(work.logged.filter((line) => line.includes('the session is begun anew'))).toHaveLength(1);
    peer.gateway.refusing = false;
    await work.until(() => peer.gateway.identifies.length === 2);
    await connected(work);
    await work.says('show web-1');
    await work.whispered('web-1');
    await onlyOne(work);
  });

  it('that never says hello is given up after three minutes likewise', async () => {
    work = await openServer('gateway');
    const { peer } = work;
    await work.pass(5 * minuteMs);
    peer.gateway.manner = 'silent';
    peer.gateway.end(4_007);
    await work.pass(4 * minuteMs);
    peer.gateway.manner = 'usual';
    await begunAnew(work);
  });

  it('that stands and is never resumed is given up after three minutes likewise', async () => {
    work = await openServer('gateway');
    const { peer } = work;
    await work.pass(5 * minuteMs);
    peer.gateway.manner = 'mute';
    peer.gateway.drop();
    await work.still(() => peer.gateway.resumes.length > 0);
    await work.pass(4 * minuteMs);
    peer.gateway.manner = 'usual';
    await begunAnew(work);
  });

  it('through many of those minutes leaves one session when it does', async () => {
    work = await openServer('gateway');
    const { peer } = work;
    await work.pass(5 * minuteMs);
    for (const refusing of [true, 'unavailable', true, 'unavailable'] as const) {
      peer.gateway.refusing = refusing;
      peer.gateway.drop();
      await work.pass(4 * minuteMs);
    }
    peer.gateway.refusing = false;
    await begunAnew(work);
  });
});

describe('sessions that Discord takes and ends at once', () => {
  it.each<[string, (work: Server) => void]>([
    ['as invalid', ({ peer }) => peer.gateway.invalidate(false)],
    ['by a close code', ({ peer }) => peer.gateway.end(4_007)],
  ])('%s are not begun without rest: no more than 720 a day', async (_, end) => {
    work = await openServer('gateway');
    const { peer } = work;
    const opened = work;
    const began = opened.machine.clock.now();
    for (let steps = 0; steps < 20 * 120; steps += 1) {
      if (peer.gateway.sessions.some((one) => one.connected())) end(opened);
      await opened.pass(500);
    }
    expect(opened.machine.clock.now() - began).toBeGreaterThanOrEqual(20 * minuteMs);
    expect(peer.gateway.identifies.length).toBeGreaterThan(3);
    expect(peer.gateway.identifies.length).toBeLessThanOrEqual(4 + 10);
    await connected(opened);
    await opened.says('show web-1');
    await opened.whispered('web-1');
  });
});

/** Discord, "Gateway Close Event Codes": those after which it takes no session of the app. */
const final = [4_004, 4_010, 4_011, 4_012, 4_013, 4_014] as const;

describe('a close code after which Discord takes no session', () => {
  it.each(final)('%i at the start refuses the start, and says why', async (code) => {
    await expect(
      openServer('gateway', { before: ({ gateway }) => void (gateway.refusedBy = code) }),
    ).rejects.toMatchObject({ name: 'BotRefused', message: expect.stringContaining('Discord takes no session: ') });
  });

  it.each(final)(
    '%i later is said in the log once, and what was begun goes on; it is tried again every five minutes',
    async (code) => {
      const { made, calls } = counting();
      work = await openServer('gateway', { calls });
      const { peer, machine } = work;
      const plan = await planned(work, 'stop web-1');
      await work.presses(plan, 'Confirm');
      peer.gateway.end(code);
      await becomes(work, plan, /web-1.*is stopped/);
      peer.gateway.refusedBy = code;
      await work.pass(4 * minuteMs);
      expect(peer.gateway.identifies).toHaveLength(1);
      for (let count = 2; count < 5; count += 1) {
        await work.until(() => peer.gateway.identifies.length === count);
        await work.pass(4 * minuteMs);
        expect(peer.gateway.identifies).toHaveLength(count);
      }
      expect(work.logged.filter((line) => line.includes('Discord takes no session'))).toHaveLength(1);
      peer.gateway.refusedBy = undefined;
      await connected(work);
      await work.says('show web-2');
      await work.whispered('web-2');
      expect(made).toEqual(['stop 1']);
      expect((await machine.pipe(['show web-1'])).out).toContain('stopped');
    },
  );

  it('a token that is not taken is told at the start', async () => {
    await expect(openServer('gateway', { before: (peer) => peer.revoke() })).rejects.toMatchObject({
      name: 'BotRefused',
      message: expect.stringContaining('DISCORD_TOKEN'),
    });
  });
});
