import { connect, createServer, type Socket } from 'node:net';
import { freePort } from './port.ts';

/** Stands between a client and a server, and takes answers away. */
export interface Proxy {
  readonly port: number;
  readonly url: string;
  /**
   * The next answer to a script is held back: the server has done what it says. Then `between` is waited for, the answer is
   * thrown away, and the connection is cut. Resolves when that has happened.
   * @param after So many answers that come before it get through.
   */
  loseAnswer(between?: () => Promise<unknown>, after?: number): Promise<void>;
  /** From now on nobody gets through, as when a cable is pulled; what is connected is cut. */
  part(): void;
  join(): void;
  close(): Promise<void>;
}

/** Commands that run scripts, as they are on the wire. */
const ofScript = /\r\n(?:evalsha|eval)\r\n/i;

/** @param to The port of a server on this machine. */
export async function startProxy(to: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let losing: { after: number; readonly between: () => Promise<unknown>; done(): void } | undefined;
  let isParted = false;
  const server = createServer((client) => {
    if (isParted) return void client.destroy();
    const own = connect(to, '127.0.0.1');
    let isAsked = false;
    const cut = () => {
      client.destroy();
      own.destroy();
    };
    for (const socket of [client, own]) {
      sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    client.on('data', (part) => {
      isAsked ||= ofScript.test(String(part));
      own.write(part);
    });
    own.on('data', (part) => {
      const lose = isAsked ? losing : undefined;
      if (lose === undefined || lose.after > 0) {
        if (lose !== undefined) lose.after -= 1;
        return void client.write(part);
      }
      losing = undefined;
      void lose.between().then(() => {
        cut();
        lose.done();
      });
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    loseAnswer: (between = async () => {}, after = 0) => new Promise((done) => (losing = { after, between, done })),
    part() {
      isParted = true;
      for (const socket of sockets) socket.destroy();
    },
    join() {
      isParted = false;
    },
    async close() {
      isParted = true;
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
