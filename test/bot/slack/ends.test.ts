import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createStanding } from '../../../src/bot/chat/standing.ts';
import type { Dispatch } from '../../../src/bot/dispatch.ts';
import { createEndpoint } from '../../../src/bot/slack/http.ts';
import { fakeClock } from '../../fake-clock.ts';
import { closeClean } from './seen.ts';
import { openWorkspace, wordsIn, type Workspace } from './workspace.ts';

let work: Workspace | undefined;

afterEach(async () => {
  if (work !== undefined) await closeClean(work);
  work = undefined;
});

describe('the end of the HTTP endpoint', () => {
  it.each([
    ['says nothing', ''],
    ['sends half a request', 'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{'],
  ])('waits for nobody who %s', async (_, said) => {
    const log = { info() {}, warn() {}, error() {} };
    const endpoint = createEndpoint({
      signingSecret: 'a-secret',
      port: 0,
      path: '/slack/events',
      log,
      standing: createStanding(fakeClock()),
    });
    await endpoint.start();
    const socket = connect(endpoint.port() ?? 0, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(said);
    const closed = once(socket, 'close');
    socket.on('error', () => {});
    await endpoint.stop();
    await closed;
    expect(socket.destroyed).toBe(true);
  });
});

describe('what one person alone is told', () => {
  it('a second time, for Slack never answered the first, says so', async () => {
    work = await openWorkspace('http');
    const { peer, maria, ops } = work;
    peer.faults.fail({ method: 'response_url' }, 'cut-after');
    await work.says('price m5.large');
    const [first, second] = await work.until(() => {
      const seen = peer.seenBy(maria, ops);
      return seen.length > 1 && seen;
    });
    expect(first && wordsIn(first)).not.toContain('may be a repeat');
    expect(second && wordsIn(second)).toContain('may be a repeat');
  });

  it('in App Home stays where nothing newer is to be had', async () => {
    let refuses = false;
    const dispatch =
      (own: Dispatch): Dispatch =>
      (request, show) =>
        own(refuses && request.line === 'home' ? { ...request, line: 'home please' } : request, show);
    work = await openWorkspace('http', { dispatch });
    const { peer, maria } = work;
    await peer.openHome({ user: maria });
    const before = await work.until(() => peer.home(maria));
    refuses = true;
    await peer.openHome({ user: maria });
    await work.pass(5_000);
    expect(peer.home(maria)?.view).toEqual(before.view);
  });
});
