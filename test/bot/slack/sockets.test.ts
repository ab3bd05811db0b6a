import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeClean } from './seen.ts';
import { openWorkspace, wordsIn, type Workspace } from './workspace.ts';

/** What is opened so often while nothing is to be had. */
const opened = (work: Workspace): readonly number[] => work.peer.calls('apps.connections.open').map(({ at }) => at);

describe('connections of Socket Mode', () => {
  let work: Workspace;
  beforeEach(async () => {
    work = await openWorkspace('socket');
  });
  afterEach(() => closeClean(work));
  const two = () => work.until(() => work.peer.sockets.connections().length === 2);

  it('are two, and where one is cut in the midst of a change the other hears what is said, and the outcome comes', async () => {
    const { peer } = work;
    await two();
    await work.says('stop web-1');
    const plan = await work.shown('Nothing has happened yet');
    const [heard, other] = peer.sockets.connections();
    peer.sockets.choose = () => heard;
    await work.presses(plan, 'Confirm');
    heard?.kill();
    peer.sockets.choose = () => other;
    await work.says('show web-2');
    await work.whispered('web-2');
    await work.until(() => wordsIn(peer.current(plan) ?? plan).includes('is stopped'));
    peer.sockets.choose = (among) => among[0];
    await two();
  });

  it.each(['warning', 'refresh_requested', 'link_disabled'] as const)(
    'are opened anew one by one where Slack says %s, and nothing that is said meanwhile is lost',
    async (reason) => {
      const { peer, maria, ops } = work;
      await two();
      for (const connection of peer.sockets.connections()) {
        const { id } = connection;
        connection.disconnect(reason);
        const said = await peer.command({ user: maria, channel: ops, text: 'price m5.large' });
        expect(said.ack.status).toBe(200);
        await work.until(() => peer.sockets.connections().every((one) => one.id !== id));
        await two();
      }
      const answers = () => peer.calls('response_url').length;
      await work.until(() => answers() === 2);
    },
  );

  it('that Slack cut both at once are back, and the event that found none is answered once', async () => {
    const { peer, maria, ops } = work;
    await two();
    peer.sockets.refusing = true;
    peer.sockets.killAll();
    await work.until(() => peer.sockets.connections().length === 0);
    await peer.mention({ user: maria, channel: ops, text: 'stop web-1' });
    expect(peer.sockets.undelivered).toBe(1);
    peer.sockets.refusing = false;
    await work.shown('Nothing has happened yet');
    await work.pass(30_000);
    expect(peer.messages(ops).filter(({ byApp }) => byApp)).toHaveLength(1);
  });

  it('are tried again with growing pauses, and the log is loud when nobody was heard for 90 seconds, and not at every try', async () => {
    const { peer } = work;
    await two();
    const before = work.machine.clock.now();
    peer.down('unavailable');
    const tries = opened(work).length;
    const lines = work.logged.length;
    await work.pass(89_000);
    const deaf = () => work.logged.filter((line) => line.includes('nobody is heard there'));
    expect(deaf()).toEqual([]);
    await work.pass(25_000);
    expect(deaf()).toHaveLength(1);
    // 1, 2, 4, 8, 15, 15, … seconds: two connections, in less than two minutes.
    const made = opened(work).length - tries;
    expect(made).toBeGreaterThanOrEqual(2 * 8);
    expect(made).toBeLessThanOrEqual(2 * 13);
    expect(work.machine.clock.now() - before).toBeGreaterThanOrEqual(114_000);
    // Why, at once and a minute later, in words of ours alone.
    const why = work.logged.slice(lines).filter((line) => !line.includes('nobody is heard there'));
    expect(why).toHaveLength(2);
    for (const line of why) {
      expect(line).toContain('Slack could not be connected');
      expect(line).toContain(`"host":"${new URL(peer.apiUrl).host}","error":"http_503"`);
    }
    peer.up();
    await two();
    await work.says('show web-1');
    await work.whispered('web-1');
  });

  it('that say hello and end at once are not opened without rest', async () => {
    const { peer } = work;
    await two();
    const tries = opened(work).length;
    peer.sockets.manner = 'brief';
    for (const one of peer.sockets.connections()) one.kill();
    await work.pass(60_000);
    peer.sockets.manner = 'usual';
    expect(opened(work).length - tries).toBeLessThanOrEqual(2 * 10);
    await two();
  });
});

describe('a connection that never says hello', () => {
  it('is given up and opened anew', async () => {
    const work = await openWorkspace('socket');
    const { peer } = work;
    await work.until(() => peer.sockets.connections().length === 2);
    peer.sockets.manner = 'silent';
    const [first] = peer.sockets.connections();
    first?.kill();
    const tries = opened(work).length;
    await work.until(() => opened(work).length > tries + 1);
    await work.until(() => work.logged.some((line) => line.includes('Slack did not say hello')));
    peer.sockets.manner = 'usual';
    await work.until(() => peer.sockets.connections().length === 2);
    await closeClean(work);
  });
});

describe('a token that Slack does not take', () => {
  it.each([
    ['app', 'SLACK_APP_TOKEN'],
    ['bot', 'SLACK_BOT_TOKEN'],
  ] as const)('of the %s: the start is refused, and says which', async (which, variable) => {
    await expect(openWorkspace('socket', { before: (peer) => peer.revoke(which) })).rejects.toMatchObject({
      name: 'BotRefused',
      message: expect.stringMatching(new RegExp(`${variable} \\(token_revoked\\)`)),
    });
  });

  it('while it runs is said in the log once, whatever is tried, and a connection that stands goes on hearing', async () => {
    const work = await openWorkspace('socket');
    const { peer } = work;
    await work.until(() => peer.sockets.connections().length === 2);
    peer.revoke('app');
    const [, second] = peer.sockets.connections();
    second?.kill();
    await work.pass(20 * 60_000);
    expect(work.logged.filter((line) => line.includes('SLACK_APP_TOKEN'))).toHaveLength(1);
    await work.says('show web-1');
    await work.whispered('web-1');
    await closeClean(work);
  });
});
