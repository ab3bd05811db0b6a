import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { column, reply, table, type Reply } from '../../../src/commands/reply/reply.ts';
import { say } from '../../../src/core/text.ts';
import { minuteMs } from '../../../src/core/time.ts';
import type { SlackMessage } from '../../peers/slack/world.ts';
import { becomes, buttonsOf, closeClean } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

/** The demo account has room for gpu-train-2 from the twentieth minute on; the tests before take few. */
const beforeRoomMs = 14 * minuteMs;

describe.each(modes)('over %s', (mode) => {
  let work: Workspace;
  beforeAll(async () => {
    work = await openWorkspace(mode);
  });
  afterAll(() => closeClean(work));

  async function confirmed(line: string, title: string): Promise<SlackMessage> {
    await work.says(line);
    const plan = await work.shown(title);
    await work.presses(plan, 'Confirm');
    return plan;
  }

  it('progress edits the one message, no oftener than Slack takes it', async () => {
    const { peer, ops } = work;
    const plan = await confirmed('stop web-1 web-2', 'Stop 2 instances?');
    const end = await becomes(work, plan, /All 2 instances are stopped/);
    const said = end.earlier.map(({ text }) => text.split('\n')[0]);
    expect(said[0]).toContain('Nothing has happened yet');
    expect(said).toContainEqual(expect.stringMatching(/Stopping 2 instances: \d of 2 done/));
    expect(said.length).toBeLessThan(30);
    expect(peer.messages(ops)).toHaveLength(1);
    const edits = peer.calls('chat.update').filter(({ args }) => args['ts'] === plan.ts);
    expect(edits.length).toBe(end.earlier.length);
  });

  it('what follows from an outcome goes on in its thread: the plan, its confirmation and its end', async () => {
    const { peer, ops } = work;
    const first = await work.shown('All 2 instances are stopped');
    await work.presses(first, 'Start again');
    const plan = await work.until(() => peer.thread(first).find((one) => wordsIn(one).includes('Start 2 instances?')));
    await work.presses(plan, 'Confirm');
    const end = await becomes(work, plan, /All 2 instances are started/);
    expect(end.threadTs).toBe(first.ts);
    await work.presses(end, 'Stop again');
    const next = await work.until(() =>
      peer.thread(first).findLast((one) => one.ts !== plan.ts && wordsIn(one).includes('Stop 2 instances?')),
    );
    await work.presses(next, 'Cancel');
    await becomes(work, next, /Cancelled/);
    expect(peer.messages(ops).filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1);
    expect(peer.current(first)).toEqual(first);
  });

  it('a start without room is tried again and again in its one message, until who asked stops it', async () => {
    const plan = await confirmed('start gpu-train-2', 'Start gpu-train-2');
    const refused = await becomes(work, plan, /InsufficientInstanceCapacity/);
    expect(refused.text).toMatch(/^Failed: /);
    expect(buttonsOf(refused)).toEqual(expect.arrayContaining(['Keep trying', 'Leave it']));
    await work.presses(refused, 'Keep trying');
    const trying = await becomes(work, plan, /attempt \d+, the next in/);
    expect(buttonsOf(trying)).toEqual(['Stop trying']);
    await work.presses(trying, 'Stop trying');
    const end = await becomes(work, plan, /AWS had no room in \d+ attempts?, then it was stopped/);
    expect(buttonsOf(end)).not.toContain('Stop trying');
    await work.whispered('No further attempt is made');
    expect(work.peer.messages(work.ops).filter(({ text }) => /attempt \d+/.test(text))).toEqual([]);
  });

  it('a start without room that is tried on starts when there is room', async () => {
    await work.machine.clock.pass(beforeRoomMs);
    const plan = await confirmed('start gpu-train-2', 'Start gpu-train-2');
    const refused = await becomes(work, plan, /InsufficientInstanceCapacity/);
    await work.presses(refused, 'Keep trying');
    const end = await becomes(work, plan, /gpu-train-2 .*is started/);
    expect(end.text).toMatch(/^Done: /);
    expect(buttonsOf(end)).toContain('Stop again');
  });
});

/** Rows of two messages. */
const rows = 150;
const much = (title: string): Reply =>
  reply(
    'plain',
    say`${title}`,
    table(
      [column('Row')],
      Array.from({ length: rows }, (_, at) => [`row-${at}`]),
    ),
  );

describe.each(modes)('over %s, where an answer takes several messages', (mode) => {
  it('what is told on the way to it is told in one, and the rest stands below it once', async () => {
    const work = await openWorkspace(mode, {
      dispatch: (own) => async (request, show) => {
        if (request.line !== 'list stopped') return own(request, show);
        const told = { command: 'list', effect: 'reads' } as const;
        for (const title of ['First', 'Second', 'Third']) {
          show({ ...told, final: false, reply: much(title) });
          await work.machine.clock.sleep(10_000, request.signal);
        }
        return { ...told, final: true, reply: much('Last') };
      },
    });
    await work.says('list stopped share:yes');
    const end = await work.until(() =>
      work.peer.messages(work.ops).find((one) => one.threadTs === undefined && one.text.startsWith('Last')),
    );
    expect(end.earlier.map(({ text }) => text.split('\n')[0])).toEqual(['First', 'Second', 'Third']);
    const below = await work.until(() => {
      const thread = work.peer.thread(end);
      return thread.length > 0 ? thread : undefined;
    });
    expect(below).toHaveLength(1);
    expect(work.peer.messages(work.ops)).toHaveLength(2);
    await closeClean(work);
  });
});
