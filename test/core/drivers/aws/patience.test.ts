import { PassThrough } from 'node:stream';
import { HttpRequest, HttpResponse } from '@smithy/core/transport';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { patience, patient } from '../../../../src/core/drivers/aws/patience.ts';
import { secondMs } from '../../../../src/core/time.ts';

/** An answer that has begun, as its reader sees it. */
async function begun() {
  const body = new PassThrough();
  const response = new HttpResponse({ statusCode: 200, headers: {}, body });
  const handler = { metadata: { handlerProtocol: 'http/1.1' }, handle: async () => ({ response }) };
  await patient(handler, patience).handle(new HttpRequest({}));
  const read: Buffer[] = [];
  let error: Error | undefined;
  // The reader comes later, as the SDK's does.
  await Promise.resolve();
  body.on('data', (part: Buffer) => read.push(part)).once('error', (why: Error) => (error = why));
  return { body, read, ended: () => error?.message };
}

describe('an answer that has begun', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('is given up after 30 seconds without a byte, and not before', async () => {
    const { body, ended } = await begun();
    vi.advanceTimersByTime(20 * secondMs);
    body.write('<');
    await turn();
    vi.advanceTimersByTime(30 * secondMs - 1);
    await turn();
    expect(ended()).toBeUndefined();
    vi.advanceTimersByTime(1);
    await turn();
    expect(ended()).toBe('its answer stopped for 30 seconds');
  });

  it('is given up after a minute, however steadily it trickles', async () => {
    const { body, read, ended } = await begun();
    for (let second = 1; second < 60; second += 1) {
      vi.advanceTimersByTime(secondMs);
      body.write('<');
      await turn();
    }
    expect(ended()).toBeUndefined();
    expect(read).toHaveLength(59);
    vi.advanceTimersByTime(secondMs);
    await turn();
    expect(ended()).toBe('its answer was not whole in 1 minute');
  });

  it('is given up beyond 64 MiB, and is not waited for again', async () => {
    const { body, ended } = await begun();
    const mebibyte = Buffer.alloc(1_024 * 1_024);
    for (let count = 0; count < 64; count += 1) {
      body.write(mebibyte);
      await turn();
    }
    expect(ended()).toBeUndefined();
    body.write('<');
    await turn();
    expect(ended()).toBe('its answer is of more than 64 MiB');
  });

  it('that is whole is let go with its timers', async () => {
    const { body, read, ended } = await begun();
    body.end('<Answer/>');
    await turn();
    await turn();
    expect(Buffer.concat(read).toString()).toBe('<Answer/>');
    expect(vi.getTimerCount()).toBe(0);
    expect(ended()).toBeUndefined();
  });
});
