import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { askHealth } from '../../src/health/ask.ts';

/** What a server answers to whom, and where it listens. */
const closes: (() => Promise<void>)[] = [];
async function answers(status: number, host = '127.0.0.1') {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.writeHead(status).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  closes.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { port: (server.address() as AddressInfo).port, asked };
}
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

describe('a process that is asked how it is', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['0.0.0.0', '0.0.0.0'],
    ['::1', '::1'],
    ['::', '::'],
  ])('and listens on %s is reached', async (host, on) => {
    const { port, asked } = await answers(200, on);
    expect(await askHealth({ port, host })).toBeUndefined();
    expect(asked).toEqual(['/healthz']);
  });

  it.each([204, 500, 503])('and answers %i is well or not by that', async (status) => {
    const { port } = await answers(status);
    const wrong = await askHealth({ port, host: '127.0.0.1' });
    expect(wrong).toBe(status === 204 ? undefined : `http://127.0.0.1:${port}/healthz answered ${status}`);
  });

  it('and is not there is told with where it was looked for', async () => {
    const { port } = await answers(200);
    for (const close of closes.splice(0)) await close();
    expect(await askHealth({ port, host: '0.0.0.0' })).toMatch(
      new RegExp(`^http://127\\.0\\.0\\.1:${port}/healthz did not answer: .*ECONNREFUSED`),
    );
  });
});
