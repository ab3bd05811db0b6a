import { afterEach, expect, it } from 'vitest';
import { freePort } from './port.ts';
import { startRedis, type RedisServer } from './server.ts';

const servers: RedisServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((one) => one.close())));
const start = async (...how: Parameters<typeof startRedis>) => {
  const server = await startRedis(...how);
  servers.push(server);
  return server;
};
it('a redis-server is started on another port where somebody listens on the first by then', async () => {
  const { port: taken } = await start();
  const free = await freePort();
  const ports = [taken, free];
  const server = await start({ ports: async () => ({ port: ports.shift() ?? free, bus: 0 }) });
  expect(server.port).toBe(free);
  const client = server.client();
  expect(await client.ping()).toBe('PONG');
  client.disconnect();
});

it('a redis-server that finds each port taken is given up with its own words', async () => {
  const { port } = await start();
  await expect(startRedis({ ports: async () => ({ port, bus: 0 }) })).rejects.toThrow(
    /redis-server ended: [^]*bind: Address already in use/,
  );
});

it('a redis-server that never says that it serves is ended in time, with what it has said', async () => {
  await expect(startRedis({ until: /what it never says/, startMs: 2_000 })).rejects.toThrow(
    /redis-server was not ready within 2000 ms; it said: [^]*Redis is starting/,
  );
});
