import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { bytesOf } from '../bytes.ts';
import { carriedBy } from './body.ts';
import { createBuckets, limited, type Headers } from './buckets.ts';
import type { Call } from './call.ts';
import { channelRoutes } from './channel-routes.ts';
import { commandRoutes } from './commands.ts';
import type { Fault, Faults } from './faults.ts';
import { uploads } from './limits.ts';
import { peopleRoutes } from './people-routes.ts';
import { Refusal, refused } from './refusal.ts';
import { matched, type Answer, type Route } from './route.ts';
import type { Room } from './room.ts';
import { interactionRoutes } from './webhooks.ts';

const routes: readonly Route[] = [...peopleRoutes, ...commandRoutes, ...channelRoutes, ...interactionRoutes];

/** An answer with its headers. */
interface Reply extends Answer {
  readonly headers?: Headers;
}

const version = /^\/api\/v10(?=\/)/;
const attachments = /^\/attachments\/\d+\/(\d+)\//;

/** The HTTP half of the stand-in: the API below `/api/v10`, and the files of messages, with what a test lets go wrong. */
export function createRest(room: Room, faults: Faults): { readonly server: Server; cut(): void } {
  const sockets = new Set<Socket>();
  const bucketFor = createBuckets(faults, room.now);
  let numbered = 0;

  function run(call: Call, route: Route | undefined, broken: boolean): Reply {
    try {
      if (route === undefined) {
        const others = routes.some(({ path }) => matched(path, call.path) !== undefined);
        throw refused(others ? 'methodNotAllowed' : 'notFound');
      }
      if (route.open !== true && (room.token.revoked || call.token !== room.token.bot)) throw refused('unauthorised');
      if (broken) throw refused('invalidJson');
      const bytes = call.files.reduce((sum, one) => sum + one.bytes.length, 0);
      if (bytes > uploads.requestBytes) throw refused('tooLarge');
      return route.run(call, room);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: { message: error.message, code: error.code, ...error.more } };
    }
  }

  async function faulty(fault: Fault, work: () => Reply): Promise<Reply | 'cut' | 'hang'> {
    if (fault === 'cut-before') return 'cut';
    if (fault === 'hang-before') return 'hang';
    if (fault === 'cut-after' || fault === 'hang-after') {
      work();
      return fault === 'cut-after' ? 'cut' : 'hang';
    }
    if ('limitedFor' in fault) return { status: 429, ...limited(fault.limitedFor, fault.scope ?? 'user') };
    if ('error' in fault)
      return { status: fault.refusedBy, body: { message: fault.message ?? 'refused', code: fault.error } };
    if ('status' in fault) {
      if (fault.done === true) work();
      return { status: fault.status, body: 'upstream connect error' };
    }
    if (fault.done === 'after') {
      await fault.until;
      return work();
    }
    const reply = work();
    await fault.until;
    return reply;
  }

  function serveFile(id: string, response: ServerResponse): void {
    const file = room.world.messages.flatMap((one) => (one.deleted ? [] : one.files)).find((one) => one.id === id);
    if (file === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': file.type }).end(file.bytes);
  }

  function callOf(request: IncomingMessage, url: URL, bytes: Buffer): [Call, Route | undefined, boolean] {
    const path = url.pathname.replace(version, '');
    const method = request.method ?? 'GET';
    const route = routes.find((one) => one.method === method && matched(one.path, path) !== undefined);
    const { body, files, broken } = carriedBy(request.headers, bytes);
    const call: Call = {
      number: (numbered += 1),
      method,
      route: route?.path ?? path,
      path,
      params: route === undefined ? {} : (matched(route.path, path) ?? {}),
      query: url.searchParams,
      body,
      files,
      token: (request.headers.authorization ?? '').replace(/^Bot /, ''),
      at: room.now(),
    };
    return [call, route, broken];
  }

  function send(response: ServerResponse, { status, body, headers = {} }: Reply): void {
    const isText = typeof body === 'string';
    const type = isText ? 'text/plain' : 'application/json';
    response.writeHead(status, { ...(body !== undefined && { 'content-type': type }), ...headers });
    response.end(body === undefined || isText ? body : JSON.stringify(body));
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const end = room.log.begin();
    try {
      const bytes = await bytesOf(request);
      const url = new URL(request.url ?? '/', room.origin());
      const file = attachments.exec(url.pathname)?.[1];
      if (file !== undefined) return serveFile(file, response);
      const [call, route, broken] = callOf(request, url, bytes);
      room.log.calls.push(call);
      room.log.happened();
      const work = () => run(call, route, broken);
      const ordered = faults.of(call);
      const bucket = ordered === undefined ? bucketFor(call) : { headers: {} };
      const fault = ordered ?? bucket.fault;
      const reply = fault === undefined ? work() : await faulty(fault, work);
      if (reply === 'hang') return;
      if (reply === 'cut') return void request.socket.destroy();
      call.status = reply.status;
      call.answer = reply.body;
      send(response, { ...reply, headers: { ...bucket.headers, ...reply.headers } });
    } finally {
      end();
    }
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      room.log.offences.push({ where: 'peer', what: String(error), at: '', refused: false });
      response.destroy();
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    server,
    cut() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
