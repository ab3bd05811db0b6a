import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClients } from '../../../src/bot/slack/clients.ts';
import { identify } from '../../../src/bot/slack/identify.ts';
import { takenPort } from '../../served.ts';

const startMs = Date.parse('2026-11-24T10:00:00Z');

let now: number;
let port: number;
let server: Server;
let answer: { readonly status: number; readonly body: string };
let logged: { readonly facts: Readonly<Record<string, unknown>>; readonly message: string }[];

beforeEach(async () => {
  now = startMs;
  logged = [];
  const taken = await takenPort();
  ({ port } = taken);
  await taken.free();
  server = createServer((_, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Asks who we are. @param later What becomes of Slack when so many seconds have passed. */
function asking(later: Readonly<Record<number, () => Promise<void> | void>> = {}) {
  const note = (facts: Readonly<Record<string, unknown>>, message: string) => logged.push({ facts, message });
  const log = { info: note, warn: note, error: note };
  const apiUrl = `http://127.0.0.1:${port}/api/`;
  return identify(
    {
      settings: { port: 0, path: '/slack/events', apiUrl, command: '/ec2' },
      clients: createClients('xoxb-1', apiUrl, log),
      log,
      // Whoever waits finds that the time has passed.
      clock: {
        now: () => now,
        async sleep(ms) {
          now += ms;
          await later[(now - startMs) / 1_000]?.();
        },
      },
    },
    new AbortController().signal,
  );
}

const listen = () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
const answers = (status: number, body: unknown) => {
  answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
};

describe('who we are', () => {
  it('is asked until Slack answers; why not is said at once, when it changes, and every minute, with the host, in one line each', async () => {
    answers(503, '');
    const us = await asking({
      90: listen,
      120: () => answers(200, 'hello from a proxy'),
      135: () => answers(200, { ok: true, user_id: 'U1', team_id: 'T1' }),
    });
    expect(us).toMatchObject({ user_id: 'U1', team_id: 'T1' });
    expect(logged.map(({ facts: { error, forMs } }) => [error, forMs])).toEqual([
      ['ECONNREFUSED', 0],
      ['ECONNREFUSED', 60_000],
      ['http_503', 90_000],
      ['bad_answer', 120_000],
    ]);
    for (const { facts, message } of logged) {
      expect(facts).toMatchObject({ platform: 'slack', host: `127.0.0.1:${port}` });
      expect(message).toBe('Slack could not be asked who we are; it is asked again until it answers');
    }
  });

  it.each([
    [200, { ok: false, error: 'invalid_auth' }, 'Slack does not take SLACK_BOT_TOKEN (invalid_auth); install'],
    [404, 'not here', "is not Slack's Web API (http_404); slack.apiUrl names it"],
  ])('is not asked again where the answer is no (%i)', async (status, body, says) => {
    answers(status, body);
    await listen();
    await expect(asking()).rejects.toThrow(says);
    expect(logged).toEqual([]);
  });
});
