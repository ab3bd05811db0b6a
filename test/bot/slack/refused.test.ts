import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../peers/slack/world.ts';
import { closeClean } from './seen.ts';
import { openWorkspace, wordsIn, type Workspace } from './workspace.ts';

let work: Workspace;

beforeEach(async () => {
  work = await openWorkspace('http');
});
afterEach(() => closeClean(work));

const now = (message: SlackMessage): string => wordsIn(work.peer.current(message) ?? message);
const plan = async (line: string) => {
  await work.says(line);
  return work.shown('Nothing has happened yet');
};
const logged = (words: string) => work.logged.filter((line) => line.includes(words));

describe('a form', () => {
  it.each([
    ['expired_trigger_id', { error: 'expired_trigger_id' }, 1],
    ['ratelimited', { limitedFor: 30 }, 1],
    ['http_503', { status: 503 }, 2],
  ] as const)(
    'that Slack does not open (%s) is told to who pressed alone, and nothing is changed',
    async (code, fault, times) => {
      const { peer, ops } = work;
      const asked = await plan('terminate web-1');
      const before = now(asked);
      peer.faults.fail({ method: 'views.open', times }, fault);
      await work.presses(asked, 'Confirm');
      await work.whispered(/did not open the form in time. Nothing was done.*confirm 7QK2M8TD/s);
      await work.whispered(code);
      expect(now(asked)).toBe(before);
      expect(peer.messages(ops)).toHaveLength(1);
      await work.presses(asked, 'Confirm');
      await work.until(() => peer.modal(work.maria));
    },
  );

  it('that Slack opens a second later, as it asked, is opened', async () => {
    const { peer, maria, ops } = work;
    const asked = await plan('terminate web-1');
    peer.faults.fail({ method: 'views.open' }, { limitedFor: 1 });
    await work.presses(asked, 'Confirm');
    await work.until(() => peer.modal(maria));
    const [first, second] = peer.calls('views.open');
    expect(second?.number).toBeGreaterThan(first?.number ?? Number.POSITIVE_INFINITY);
    expect(peer.seenBy(maria, ops).filter(({ onlyFor }) => onlyFor !== undefined)).toEqual([]);
  });

  it('is opened once where its press is delivered twice, and nothing is said of that', async () => {
    const { peer, maria, ops } = work;
    const asked = await plan('terminate web-1');
    const press = await peer.press({ user: maria, message: asked, action: 'Confirm' });
    await work.until(() => peer.modal(maria));
    await press.again();
    await work.until(() => peer.calls('views.open').length === 2);
    await work.pass(5_000);
    expect(peer.seenBy(maria, ops).filter(({ onlyFor }) => onlyFor !== undefined)).toEqual([]);
  });

  it('waits for no lookup that hangs or is limited', async () => {
    const { peer, maria } = work;
    await work.says('show web-1');
    await work.whispered('web-1');
    // The plan lives longer than what is known of who asked for it.
    await work.pass(2 * 60_000);
    const asked = await plan('terminate web-1');
    await work.pass(4 * 60_000);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = () => resolve();
    });
    peer.faults.decide = ({ method }) =>
      method === 'users.info' ? { until: held } : method === 'conversations.info' ? { limitedFor: 60 } : undefined;
    await work.says('show web-2');
    await peer.until(() => peer.calls('users.info').length > 1);
    await work.presses(asked, 'Confirm');
    await work.still(() => peer.modal(maria));
    release();
    await work.whispered('web-2');
  });
});

describe('a bot token that is revoked while the program runs', () => {
  it('is said in the log once, what is kept is told with the next token, and the program goes on', async () => {
    const { peer, machine } = work;
    const asked = await plan('stop web-1');
    await work.presses(asked, 'Confirm');
    await work.until(() => now(asked) !== wordsIn(asked));
    peer.revoke('bot');
    await work.pass(60_000);
    await work.says('list');
    await peer.openHome({ user: work.maria });
    await work.pass(60_000);
    expect(logged('install the app anew')).toHaveLength(1);
    // Other work goes on: in a terminal on the same house.
    expect((await machine.pipe(['show web-1'])).out).toContain('stopped');
    peer.restore('bot');
    await work.until(() => now(asked).includes('is stopped'));
    await work.says('show web-2');
    await work.whispered('web-2');
  });
});

describe('a channel', () => {
  it('that is archived between the plan and its outcome: who asked is told in their direct conversation', async () => {
    const { peer, ops, maria } = work;
    const asked = await plan('stop web-1');
    await work.presses(asked, 'Confirm');
    ops.archived = true;
    await work.until(() =>
      peer.directMessages(maria).some((one) => /is stopped.*archived|archived.*is stopped/s.test(wordsIn(one))),
    );
  });

  it('where the bot is not: who asked alone sees the plan, how it ends, and how to invite the bot', async () => {
    const { peer, ops, maria } = work;
    ops.members.delete(peer.world.app.userId);
    await work.says('stop web-1');
    const asked = await work.whispered(
      /no member of this channel.*Nothing has happened yet|Nothing has happened yet.*no member/s,
    );
    expect(wordsIn(asked)).toContain('/invite @quartermaster');
    await work.presses(asked, 'Confirm');
    const outcome = await work.whispered('is stopped');
    // The plan that can be pressed no longer is not left standing.
    expect(outcome.ts).toBe(asked.ts);
    expect(peer.messages(ops)).toEqual([]);
    expect(peer.seenBy(maria, ops)).toHaveLength(1);
  });
});

describe('a 429', () => {
  it.each([
    ['chat.postMessage', 'stop web-1'],
    ['chat.postEphemeral', 'mention'],
  ] as const)('of %s is waited out as long as Slack says, and the message comes once', async (method, line) => {
    const { peer, ops, maria } = work;
    peer.faults.fail({ method }, { limitedFor: 20 });
    const before = work.machine.clock.now();
    if (line === 'mention') await peer.mention({ user: maria, channel: ops, text: 'show web-1' });
    else await work.says(line);
    await work.until(() => peer.calls(method).length === 2);
    expect(work.machine.clock.now() - before).toBeGreaterThanOrEqual(20_000);
    await work.until(() => peer.seenBy(maria, ops).some((one) => one.byApp && wordsIn(one).includes('web-1')));
    await work.pass(60_000);
    expect(peer.calls(method)).toHaveLength(2);
  });

  it('of chat.update likewise: progress waits, and the outcome stands in the message in the end', async () => {
    const { peer } = work;
    const asked = await plan('stop web-1');
    peer.faults.fail({ method: 'chat.update' }, { limitedFor: 30 });
    const before = work.machine.clock.now();
    await work.presses(asked, 'Confirm');
    await work.until(() => peer.calls('chat.update').length > 1);
    expect(work.machine.clock.now() - before).toBeGreaterThanOrEqual(30_000);
    await work.until(() => now(asked).includes('is stopped'));
  });

  it('that is longer than anybody waits is told in private at once, and Slack is left alone for so long', async () => {
    const { peer } = work;
    peer.faults.fail({ method: 'chat.postMessage' }, { limitedFor: 600 });
    await work.says('stop web-1');
    await work.whispered('ratelimited');
    await work.says('stop web-2');
    await work.until(() => peer.calls('response_url').length === 2);
    expect(peer.calls('chat.postMessage')).toHaveLength(1);
  });
});

describe('an answer', () => {
  it('in whose blocks Slack finds a fault is given in words alone', async () => {
    const { peer } = work;
    peer.faults.fail({ method: 'chat.postMessage' }, { error: 'invalid_blocks' });
    await work.says('stop web-1');
    const asked = await work.shown('Nothing has happened yet');
    expect(asked.blocks).toEqual([]);
    expect(asked.text).toContain('web-1');
  });

  it.each([
    ['is used up', { error: 'used_url' }, 404],
    ['is too old', { error: 'expired_url' }, 404],
    ['is not answered', 'cut-before', 0],
  ] as const)('whose address %s comes another way', async (_, fault, status) => {
    const { peer, ops, maria } = work;
    peer.faults.fail({ method: 'response_url' }, fault === 'cut-before' ? fault : { status });
    await work.says('show web-1');
    await work.whispered('web-1');
    expect(peer.calls('chat.postEphemeral')).toHaveLength(1);
    // Where the bot is not, in the direct conversation.
    ops.members.delete(peer.world.app.userId);
    peer.faults.fail({ method: 'response_url' }, fault === 'cut-before' ? fault : { status });
    await work.says('show web-2');
    await work.until(() => peer.directMessages(maria).some((one) => wordsIn(one).includes('web-2')));
  });
});
