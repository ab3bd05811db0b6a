import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * From here ports are taken. Below those that Linux gives to connections by itself (32768 and up): a client that tries a server again
 * and again while it is away would else be given its very port, and be connected to itself.
 */
const ports = { from: 15_000, below: 32_000 } as const;

/** A port that nobody listens on now; somebody else may before we do. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(ports.from, ports.below);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
