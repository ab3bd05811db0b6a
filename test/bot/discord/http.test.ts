import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStanding } from '../../../src/bot/chat/standing.ts';
import { createEndpoint } from '../../../src/bot/discord/http.ts';
import { fakeClock } from '../../fake-clock.ts';
import type { Data } from '../../peers/json.ts';
import type { HttpDoor, SentRequest } from '../../peers/discord/http-door.ts';
import { closeClean, counting, planned } from './seen.ts';
import { openServer, type Server } from './server.ts';

let work: Server;
let door: HttpDoor;
/** A press of a plan's Confirm as Discord has sent it, which was answered too late. */
let press: Data;
const { made, calls } = counting();
const minuteMs = 60_000;

beforeAll(async () => {
  work = await openServer('http', { calls });
  const { door: own } = work;
  if (own === undefined) throw new Error('not over HTTP');
  door = own;
  const plan = await planned(work, 'stop web-1');
  const cancelled = await planned(work, 'stop web-2');
  const { payload } = await work.peer.press({ user: work.maria, message: cancelled, action: 'Cancel' });
  const text = JSON.stringify(payload).replaceAll(cancelled.id, plan.id);
  press = JSON.parse(text.replace(/"custom_id":"r(\d+)\|cancel [A-Z0-9]+"/, `"custom_id":"r0|confirm ${keyOf(plan)}"`));
});
afterAll(() => closeClean(work));

function keyOf(message: { readonly components: readonly Data[] }): string {
  return /confirm ([A-Z0-9]{8})/.exec(JSON.stringify(message.components))?.[1] ?? '';
}
const fresh = (id = work.peer.world.id()): Data => ({ ...press, id });
const withBody = ({ headers }: SentRequest, body: string): SentRequest => ({
  body,
  headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
});
const without = ({ body, headers }: SentRequest, name: string): SentRequest => ({
  body,
  headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)),
});
const withHeader = ({ body, headers }: SentRequest, name: string, value: string): SentRequest => ({
  body,
  headers: { ...headers, [name]: value },
});

describe('a request that Discord did not sign just now', () => {
  it.each<[what: string, request: () => SentRequest]>([
    ['signed with another key', () => door.write(fresh(), { key: generateKeyPairSync('ed25519').privateKey })],
    ['signed six minutes ago', () => door.write(fresh(), { atMs: work.machine.clock.now() - 6 * minuteMs })],
    ['signed an hour from now', () => door.write(fresh(), { atMs: work.machine.clock.now() + 60 * minuteMs })],
    [
      'whose body was altered',
      () => {
        const sent = door.write(fresh());
        return withBody(sent, sent.body.replace('"version":1', '"version":2'));
      },
    ],
    ['without a signature', () => without(door.write(fresh()), 'x-signature-ed25519')],
    ['without a time', () => without(door.write(fresh()), 'x-signature-timestamp')],
    ['with a signature that is none', () => withHeader(door.write(fresh()), 'x-signature-ed25519', 'zz'.repeat(64))],
    ['with an empty signature', () => withHeader(door.write(fresh()), 'x-signature-ed25519', '')],
    ['with a signature of zeros', () => withHeader(door.write(fresh()), 'x-signature-ed25519', '00'.repeat(64))],
    [
      'with another time',
      () =>
        withHeader(
          door.write(fresh()),
          'x-signature-timestamp',
          String(Math.floor(work.machine.clock.now() / 1_000) + 1),
        ),
    ],
    ['with a time that is none', () => withHeader(door.write(fresh()), 'x-signature-timestamp', 'NaN')],
  ])('is refused, and does nothing: %s', async (_, request) => {
    expect((await door.post(request())).status).toBe(401);
    await work.pass(2_000);
    expect(made).toEqual([]);
  });
});

describe('a request that is no interaction', () => {
  it.each<[what: string, body: string, status: number]>([
    ['garbage for JSON', '{"type":2,', 400],
    ['null', 'null', 400],
    ['a number', '3', 400],
    ['nothing', '', 400],
    ['five megabytes', JSON.stringify({ type: 2, token: 'x'.repeat(5_000_000) }), 413],
    ['an interaction without anything', '{"type":2}', 202],
    ['a list', '[[[]]]', 202],
    ['an interaction of a type that is none', '{"type":77,"id":"1","token":"x","user":{"id":"2"}}', 202],
    ['a prototype', '{"__proto__":{"type":1},"constructor":1,"id":"1","token":"x","type":3}', 202],
  ])('is answered and does nothing: %s', async (_, body, status) => {
    expect((await door.post(door.write(body))).status).toBe(status);
    await work.pass(2_000);
    expect(made).toEqual([]);
  });

  it('is not found on another path, and a GET is none', async () => {
    const other = new URL(door.url);
    other.pathname = '/discord/other';
    const { body, headers } = door.write(fresh());
    const { 'content-length': _, ...rest } = headers;
    expect((await fetch(other, { method: 'POST', body, headers: rest })).status).toBe(404);
    expect((await fetch(door.url)).status).toBe(404);
    expect((await fetch(new URL('/', other))).status).toBe(404);
    expect(made).toEqual([]);
  });
});

describe('a request of Discord’s', () => {
  it.each([
    ['a little less than five minutes ago is taken', 5 * minuteMs - 2_000, 200],
    ['a little more than five minutes ago is refused', 5 * minuteMs + 2_000, 401],
  ])('that was signed %s', async (_, ageMs, status) => {
    const ping = { id: work.peer.world.id(), type: 1, token: 'ping', version: 1 };
    const sent = door.write(ping, { atMs: work.machine.clock.now() - ageMs });
    expect((await door.post(sent)).status).toBe(status);
  });

  it('that asks whether somebody is there is answered, as the developer portal wants it', async () => {
    await door.verifyUrl();
  });

  it('that comes again as it was, within five minutes, does nothing more', async () => {
    const one = door.write(fresh());
    expect((await door.post(one)).body).toEqual({ type: 6 });
    await work.until(() => made.length === 1);
    for (let times = 0; times < 3; times += 1) expect((await door.post(one)).body).toBeUndefined();
    await work.pass(10_000);
    expect(made).toEqual(['stop 1']);
  });
});

describe('an answer that comes too late', () => {
  it('is told to be none, and Discord’s request was answered by 202', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const clock = fakeClock();
    const heard: (() => Promise<unknown>)[] = [];
    const endpoint = createEndpoint({
      standing: createStanding(fakeClock()),
      publicKey: publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex'),
      port: 0,
      path: '/discord',
      clock,
      log: { info() {}, warn() {}, error() {} },
      hear: (_, answer) => void heard.push(() => answer.say({ type: 6 })),
    });
    await endpoint.start();
    const { body, headers } = door.write({ type: 3 }, { key: privateKey, atMs: clock.now() });
    const { 'content-length': _, ...rest } = headers;
    const response = await fetch(`http://127.0.0.1:${endpoint.port()}/discord`, {
      method: 'POST',
      body,
      headers: rest,
    });
    expect(response.status).toBe(202);
    expect(await heard[0]?.()).toMatchObject({ is: 'refused' });
    await endpoint.stop();
  });

  it.each([
    ['says nothing', ''],
    ['sends half a request', 'POST /discord HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{'],
  ])('the end waits for nobody who %s', async (_, said) => {
    const endpoint = createEndpoint({
      standing: createStanding(fakeClock()),
      publicKey: '00'.repeat(32),
      port: 0,
      path: '/discord',
      clock: fakeClock(),
      log: { info() {}, warn() {}, error() {} },
      hear() {},
    });
    await endpoint.start();
    const socket = connect(endpoint.port() ?? 0, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(said);
    const closed = once(socket, 'close');
    socket.on('error', () => {}).resume();
    await endpoint.stop();
    await closed;
    expect(socket.destroyed).toBe(true);
  });
});
