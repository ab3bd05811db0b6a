import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secondMs } from '../../src/core/time.ts';
import { jsonPage, openHealthServer, type HealthServer } from '../../src/health/server.ts';

let server: HealthServer;
/** Lets what waits under /slow be answered. */
let answer: () => void;
let asked: () => void;
let sockets: Socket[];
beforeEach(async () => {
  sockets = [];
  const answered = new Promise<void>((resolve) => (answer = resolve));
  asked = () => {};
  server = await openHealthServer(
    { port: 0, host: '127.0.0.1' },
    new Map([
      ['/healthz', async () => jsonPage(200, { alive: true })],
      [
        '/slow',
        async () => {
          asked();
          await answered;
          return jsonPage(200, { slow: true });
        },
      ],
    ]),
    { info() {}, warn() {}, error() {} },
  );
});
afterEach(async () => {
  answer();
  for (const socket of sockets) socket.destroy();
  await server.close();
});

/** A connection that has sent this, and nothing after it. */
async function opened(sends = ''): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {});
  await once(socket, 'connect');
  if (sends !== '') socket.write(sends);
  return socket;
}
const many = async (count: number, sends?: string): Promise<readonly Socket[]> => {
  const all: Socket[] = [];
  for (let one = 0; one < count; one += 1) all.push(await opened(sends));
  return all;
};
const probe = async (): Promise<number> => (await fetch(`http://127.0.0.1:${server.port}/healthz`)).status;
/** All that comes until the other side ends it. */
async function whole(socket: Socket): Promise<string> {
  let text = '';
  for await (const part of socket) text += String(part);
  return text;
}

describe('the server for health', () => {
  it.each([
    ['that say nothing', undefined],
    ['that do not end what they say', 'GET /healthz HTTP/1.1\r\nhost: '],
  ])('answers a probe at once beside more connections than it holds %s', async (_, sends) => {
    const [longest] = await many(120, sends);
    expect(await probe()).toBe(200);
    expect(longest?.closed || (await once(longest ?? expect.unreachable(), 'close'))).toBeTruthy();
  });

  it('drops none that it is answering, and takes no more where it is answering all', async () => {
    const waiting: Socket[] = [];
    for (let one = 0; one < 50; one += 1) {
      const isAsked = new Promise<void>((resolve) => (asked = resolve));
      waiting.push(await opened('GET /slow HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'));
      await isAsked;
    }
    await expect(probe()).rejects.toThrow('fetch failed');
    answer();
    for (const socket of waiting) expect(await whole(socket)).toMatch(/^HTTP\/1\.1 200 [^]*\{"slow":true\}\n$/);
    expect(await probe()).toBe(200);
  });

  it(
    'waits for a request no longer than it says, give or take a second',
    async () => {
      // The server ends it.
      expect(await whole(await opened())).toMatch(/^(HTTP\/1\.1 408 |$)/);
    },
    20 * secondMs,
  );
});
