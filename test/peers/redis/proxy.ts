import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from './port.ts';

/** Which command ends a connection, as it is on the wire. */
export interface Halt {
  fits(command: string): boolean;
  /** It never comes to the server; or it does, and no answer comes back. */
  readonly is: 'not sent' | 'not answered';
}

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
  /**
   * The next script is held back, and its connection is cut towards the client. Gives what lets it through to the server, and resolves
   * when that has answered.
   */
  holdBack(): Promise<() => Promise<void>>;
  /**
   * From the next command that fits nothing goes through on its connection any longer. Resolves when it has come; what the
   * server was given of it before, it does.
   */
  halt(at: Halt): Promise<void>;
  /** Told of whatever a client sends; nobody, until it is set. */
  heard: (commands: string) => void;
  /** From now on nobody gets through, as when a cable is pulled; what is connected is cut. */
  part(): void;
  join(): void;
  /** On what is connected nothing goes through any longer and neither end is told of the other's, as when a network swallows it; who connects anew gets through. */
  silence(): void;
  close(): Promise<void>;
}

/** Commands that run scripts, as they are on the wire. */
const ofScript = /\r\n(?:evalsha|eval)\r\n/i;

/** @param to The port of a server on this machine. */
export async function startProxy(to: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let losing: { after: number; readonly between: () => Promise<unknown>; done(): void } | undefined;
  let holding: ((letThrough: () => Promise<void>) => void) | undefined;
  const proxy = { heard: (_: string): void => {} };
  const halts = new Map<Halt, () => void>();
  let isParted = false;
  const silences = new Set<() => void>();
  const server = createServer((client) => {
    if (isParted) return void client.destroy();
    const own = connect(to, '127.0.0.1');
    let isAsked = false;
    let isHalted = false;
    let isSilent = false;
    const silence = () => (isSilent = true);
    silences.add(silence);
    const cut = () => {
      if (isSilent) return;
      client.destroy();
      // In order, so that the server reads to the end.
      if (isHalted) own.end();
      else own.destroy();
    };
    for (const socket of [client, own]) {
      sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        sockets.delete(socket);
        silences.delete(silence);
        cut();
      });
    }
    client.on('data', (part) => {
      if (isHalted || isSilent) return;
      const text = String(part);
      // A command may come in several parts.
      if (text.startsWith('*')) isAsked = ofScript.test(text);
      proxy.heard(text);
      if (holding !== undefined && ofScript.test(text)) {
        isSilent = true;
        client.destroy();
        holding(async () => {
          const answered = once(own, 'data');
          own.write(part);
          await answered;
        });
        holding = undefined;
        return;
      }
      const [halt, reached] = [...halts].find(([{ fits }]) => fits(text)) ?? [];
      if (halt?.is !== 'not sent') own.write(part);
      if (halt === undefined) return;
      isHalted = true;
      halts.delete(halt);
      reached?.();
    });
    own.on('data', (part) => {
      if (isHalted || isSilent) return;
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
  return Object.assign(proxy, {
    port,
    url: `redis://127.0.0.1:${port}`,
    loseAnswer: (between: () => Promise<unknown> = async () => {}, after = 0) =>
      new Promise<void>((done) => (losing = { after, between, done })),
    holdBack: () => new Promise<() => Promise<void>>((held) => (holding = held)),
    halt: (at: Halt) => new Promise<void>((reached) => void halts.set(at, reached)),
    part() {
      isParted = true;
      for (const socket of sockets) socket.destroy();
    },
    join() {
      isParted = false;
    },
    silence() {
      for (const silence of silences) silence();
    },
    async close() {
      isParted = true;
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
