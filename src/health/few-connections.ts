import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Holds a server to so many connections. Where one more comes, the one goes that has been silent for the longest, so that whoever
 * opens many and asks nothing keeps nobody out; one that is being answered stays.
 */
export function fewConnections(server: Server, atMost: number): void {
  const all = new Set<Socket>();
  /** Whose request is still to come, the longest awaited first. */
  const silent = new Set<Socket>();
  const gone = (socket: Socket): void => {
    all.delete(socket);
    silent.delete(socket);
  };
  server.on('connection', (socket: Socket) => {
    all.add(socket);
    silent.add(socket);
    socket.once('close', () => gone(socket));
    if (all.size <= atMost) return;
    // Where all others are being answered, it is the new one.
    const [longest = socket] = silent;
    gone(longest);
    longest.destroy();
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    silent.delete(socket);
    response.once('close', () => {
      if (all.has(socket)) silent.add(socket);
    });
  });
}
