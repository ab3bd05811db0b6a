import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signed, type HttpDoor, type Sent } from '../../peers/slack/http-door.ts';
import type { Data } from '../../peers/json.ts';
import { closeClean } from './seen.ts';
import { openWorkspace, signingSecret, type Workspace } from './workspace.ts';

let work: Workspace;
let door: HttpDoor;
const made: string[] = [];

beforeAll(async () => {
  work = await openWorkspace('http', {
    calls: (own) => ({
      ...own,
      change(kind, home, targets, dryRun, signal, by) {
        if (!dryRun) made.push(kind);
        return own.change(kind, home, targets, dryRun, signal, by);
      },
    }),
  });
  const { door: own } = work;
  if (own === undefined) throw new Error('not over HTTP');
  door = own;
});
afterAll(() => closeClean(work));

const saying = (text: string): Data => ({
  token: 'verification',
  team_id: work.peer.world.team.id,
  team_domain: 'acme',
  channel_id: work.ops.id,
  channel_name: 'ops',
  user_id: work.maria.id,
  user_name: 'maria',
  command: '/ec2',
  text,
  api_app_id: 'A0QUARTER',
  response_url: `${work.peer.apiUrl}none`,
  trigger_id: randomUUID(),
});
const minuteMs = 60_000;
/** What was said of a plan: a request that is heard asks Slack for who asked, or posts. */
const plans = () => work.peer.messages(work.ops).length;
const command = (text: string, as: Parameters<HttpDoor['write']>[2] = {}): Sent =>
  door.write('slash_commands', saying(text), as);
const withBody = (body: string, headers: Readonly<Record<string, string>>): Sent => ({
  body,
  headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
});
const json = (body: string): Sent =>
  withBody(body, { 'content-type': 'application/json', ...signed(signingSecret, body, Date.now()) });

describe('a request that Slack did not sign just now', () => {
  it.each<[what: string, request: () => Sent]>([
    ['signed with another secret', () => command('stop web-1', { secret: 'another-secret' })],
    ['signed with no secret', () => command('stop web-1', { secret: '' })],
    ['signed six minutes ago', () => command('stop web-1', { atMs: Date.now() - 6 * minuteMs })],
    ['signed an hour from now', () => command('stop web-1', { atMs: Date.now() + 60 * minuteMs })],
    [
      'whose body was altered',
      () => {
        const { body, headers } = command('show web-1');
        return withBody(body.replace('show', 'stop'), headers);
      },
    ],
    [
      'without a signature',
      () => {
        const { body, headers } = command('stop web-1');
        const { 'x-slack-signature': _, ...rest } = headers;
        return { body, headers: rest };
      },
    ],
    [
      'without a time',
      () => {
        const { body, headers } = command('stop web-1');
        const { 'x-slack-request-timestamp': _, ...rest } = headers;
        return { body, headers: rest };
      },
    ],
    [
      'with a time that is none, and signed with it',
      () => {
        const { body, headers } = command('stop web-1');
        const signature = createHmac('sha256', signingSecret).update(`v0:NaN:${body}`).digest('hex');
        return {
          body,
          headers: { ...headers, 'x-slack-request-timestamp': 'NaN', 'x-slack-signature': `v0=${signature}` },
        };
      },
    ],
    [
      'with another version of the signature',
      () => {
        const { body, headers } = command('stop web-1');
        const signature = headers['x-slack-signature']?.replace('v0=', 'v1=') ?? '';
        return { body, headers: { ...headers, 'x-slack-signature': signature } };
      },
    ],
  ])('is refused: %s', async (_, request) => {
    expect((await door.post(request())).status).toBe(401);
    await work.pass(2_000);
    expect([plans(), made]).toEqual([0, []]);
  });
});

describe('a request that is no request of Slack’s', () => {
  it.each<[what: string, request: () => Sent, status: number]>([
    ['garbage for JSON', () => json('{"type":"event_callback",'), 400],
    ['JSON that is no object', () => json('[[[[]]]]'), 400],
    ['null', () => json('null'), 400],
    ['nothing', () => json(''), 400],
    ['an event without an event', () => json('{"type":"event_callback","event":null}'), 500],
    ['an event of a type that is none', () => json('{"type":"event_callback","event":{"type":7}}'), 200],
    ['a prototype', () => json('{"__proto__":{"event":{}},"constructor":1,"command":{"x":1}}'), 200],
    ['a form whose payload is no JSON', () => form('payload=%7B%22type%22'), 400],
    ['a form whose payload is a list', () => form('payload=%5B%5D'), 400],
    [
      'five megabytes',
      () => json(JSON.stringify({ type: 'event_callback', event: { text: 'x'.repeat(5_000_000) } })),
      413,
    ],
  ])('is answered and does nothing: %s', async (_, request, status) => {
    expect((await door.post(request())).status).toBe(status);
    await work.pass(2_000);
    expect([plans(), made]).toEqual([0, []]);
  });
  const form = (body: string) =>
    withBody(body, {
      'content-type': 'application/x-www-form-urlencoded',
      ...signed(signingSecret, body, Date.now()),
    });

  it('is not found on another path, and a GET is none', async () => {
    const other = new URL(door.url);
    other.pathname = '/slack/other';
    const { body, headers } = command('stop web-1');
    const { 'content-length': _, ...rest } = headers;
    expect((await fetch(other, { method: 'POST', body, headers: rest })).status).toBe(404);
    expect((await fetch(door.url)).status).toBe(404);
    expect((await fetch(new URL('/', other))).status).toBe(404);
    expect(plans()).toBe(0);
  });
});

describe('a request of Slack’s', () => {
  it('that asks whether somebody is there is answered', async () => {
    expect((await door.verifyUrl('a-challenge')).body).toMatchObject({ challenge: 'a-challenge' });
    expect((await door.sslCheck()).status).toBe(200);
  });

  it('is read where a proxy told its character set', async () => {
    const { body, headers } = command('price m5.large');
    const type = 'application/x-www-form-urlencoded; charset=utf-8';
    expect((await door.post({ body, headers: { ...headers, 'content-type': type } })).status).toBe(200);
    await work.until(() => work.peer.calls('none').length > 0);
  });

  it('that comes again as it was, within five minutes, does nothing more', async () => {
    const one = command('stop web-1');
    expect((await door.post(one)).status).toBe(200);
    await work.shown('Nothing has happened yet');
    for (let times = 0; times < 3; times += 1) expect((await door.post(one)).status).toBe(200);
    await work.pass(10_000);
    expect([plans(), made]).toEqual([1, []]);
  });
});
