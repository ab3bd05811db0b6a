import { afterEach, describe, expect, it } from 'vitest';
import { createOutbox } from '../../../src/core/watch/outbox.ts';
import type { Fault } from '../../peers/discord/faults.ts';
import { nonceLivesMs } from '../../peers/discord/limits.ts';
import type { DiscordChannel } from '../../peers/discord/world.ts';
import { data, text } from '../../peers/json.ts';
import { closeClean, confirmedTermination } from './seen.ts';
import { openServer, type Mode, wordsIn, type Server } from './server.ts';

const minuteMs = 60_000;
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const repeat = 'This may be a repeat';
const posts = '/channels/{channel}/messages';

let work: Server;
afterEach(() => closeClean(work));

/** A server with a channel for approvals. */
async function withApprovals(mode: Mode = 'http') {
  let approvals: DiscordChannel | undefined;
  work = await openServer(mode, {
    before({ world }, { acme }) {
      approvals = world.channel({ guild: acme, name: 'approvals' });
      return { QUARTERMASTER_APPROVALS_PLACE: `discord:${approvals.id}` };
    },
  });
  const { peer } = work;
  if (approvals === undefined) throw new Error('no such channel');
  const place = approvals;
  const given = () => peer.calls('POST', posts).filter(({ params }) => params['channel'] === place.id);
  /** The first posts there go wrong so. */
  const fail = (...faults: readonly Fault[]) => {
    let count = 0;
    peer.faults.decide = ({ method, route, params }) =>
      method === 'POST' && route === posts && params['channel'] === place.id ? faults[count++] : undefined;
    return () => count;
  };
  return { peer, place, given, fail, asked: () => peer.messages(place).map((one) => wordsIn(one).includes(repeat)) };
}

describe.each([
  ['gateway', 'kill'],
  ['http', 'kill'],
  ['http', 'stop'],
] as const)('over %s, a notice whose process ends (%s)', (mode, how) => {
  it.each<[what: string, fault: Fault, repeats: readonly boolean[]]>([
    ['after Discord has taken it', { until: new Promise(() => {}), done: 'before' }, [false]],
    ['before Discord has it', 'hang-before', [true]],
  ])('%s stands there once: the next process gives it under the same nonce', async (_, fault, repeats) => {
    const { given, fail, asked } = await withApprovals(mode);
    const count = fail(fault);
    await confirmedTermination(work, 'web-1');
    await work.until(() => count() === 1);
    if (how === 'kill') await work.kill();
    else {
      await work.stop();
      await work.start();
    }
    await work.until(() => count() === 2);
    await work.pass(2 * nonceLivesMs);
    expect(asked()).toEqual(repeats);
    expect(count()).toBe(2);
    const nonces = given().map(({ body }) => text(data(body)['nonce']));
    expect(new Set(nonces).size).toBe(1);
    expect(nonces[0]).toMatch(/^[\w-]{25}$/);
    expect(given().every(({ body }) => data(body)['enforce_nonce'] === true)).toBe(true);
  });
});

describe('a notice that Discord has taken and never answered', () => {
  it('stands there once, where it is given again within the window of its nonce', async () => {
    const { fail, asked } = await withApprovals();
    const count = fail('cut-after', 'cut-after', 'cut-after', 'cut-after');
    await confirmedTermination(work, 'web-1');
    await work.until(() => count() === 5);
    await work.pass(10 * minuteMs);
    expect(asked()).toEqual([false]);
  });

  it('stands there twice, where Discord was away for longer than that, and says so', async () => {
    const { peer, fail, asked } = await withApprovals();
    const count = fail('cut-after', 'cut-after');
    await confirmedTermination(work, 'web-1');
    await work.until(() => count() === 2);
    peer.faults.outage = 'unavailable';
    await work.pass(nonceLivesMs + minuteMs);
    peer.faults.outage = undefined;
    await work.until(() => asked().length === 2);
    await work.pass(10 * minuteMs);
    expect(asked()).toEqual([false, true]);
  });
});

describe('two notices', () => {
  it('are each taken, in one channel and within a minute', async () => {
    const { asked } = await withApprovals();
    await confirmedTermination(work, 'web-1');
    await confirmedTermination(work, 'web-2');
    await work.until(() => asked().length === 2);
  });
});

describe('a notice for a channel that the bot sees no longer', () => {
  it('is kept as a dead letter, and stands there once when it is sent again', async () => {
    const { peer, place, asked } = await withApprovals();
    const outbox = createOutbox(work.machine.house.store, work.clock, silent);
    peer.world.deny(place, 'viewChannel');
    await confirmedTermination(work, 'web-1');
    await work.until(() => work.machine.logged.some((line) => line.includes('is given up')));
    const [dead, ...more] = await outbox.dead();
    expect(dead).toMatchObject({ place: `discord:${place.id}`, attempts: 1, error: '50001', unanswered: false });
    expect([more, asked()]).toEqual([[], []]);
    peer.world.deny(place);
    await work.pass(minuteMs);
    expect(asked()).toEqual([]);
    expect(await outbox.again(dead?.key ?? '')).toBe(true);
    await work.until(() => asked().length > 0);
    await work.pass(10 * minuteMs);
    expect([asked(), await outbox.dead()]).toEqual([[false], []]);
  });
});
