import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { bytesOf } from '../bytes.ts';
import { argsOf, fileOf } from './body.ts';
import type { Call } from './call.ts';
import { chatMethods } from './chat.ts';
import type { Fault, Faults } from './faults.ts';
import { fileMethods, upload, uploadPath } from './file-methods.ts';
import { text, type Data } from '../json.ts';
import { granted, type Methods } from './method.ts';
import { peopleMethods } from './people-methods.ts';
import { Refusal } from './refusal.ts';
import { respond, responsePath } from './response-urls.ts';
import type { Room } from './room.ts';
import { viewMethods } from './view-methods.ts';

/** What is sent back: a status, a body, and headers besides its type. */
interface Answer {
  readonly status: number;
  readonly body: Data | string;
  readonly headers?: Readonly<Record<string, string>>;
}

const common: Methods = { ...chatMethods, ...peopleMethods, ...viewMethods, ...fileMethods };

/** Refuses a token that is not the one this method is called with (docs, "Authentication"). */
function checkToken({ tokens }: Room, token: string, kind: 'bot' | 'app'): void {
  if (token === '') throw new Refusal('not_authed');
  if (tokens.revoked.has(token)) throw new Refusal('token_revoked');
  const is = token === tokens.bot ? 'bot' : token === tokens.app || tokens.otherApp.has(token) ? 'app' : undefined;
  if (is === undefined) throw new Refusal('invalid_auth');
  if (is !== kind) throw new Refusal('not_allowed_token_type');
}

/** The HTTP half of the stand-in: the Web API, uploads, and posts to response_urls, with what a test lets go wrong. */
export function createWebApi(
  room: Room,
  faults: Faults,
  more: () => Methods,
): { readonly server: Server; cut(): void } {
  const methodsNow = (): Methods => ({ ...common, ...more() });
  const sockets = new Set<Socket>();
  let numbered = 0;

  function run(call: Call): Answer {
    const methods = methodsNow();
    const method = Object.hasOwn(methods, call.method) ? methods[call.method] : undefined;
    const headers = {
      'x-oauth-scopes': [...room.scopes].join(','),
      'x-accepted-oauth-scopes': method?.scopes.join(',') ?? '',
    };
    try {
      if (method === undefined) throw new Refusal('unknown_method');
      checkToken(room, call.token, method.token ?? 'bot');
      if (method.token === undefined) granted(room, method.scopes);
      return { status: 200, body: { ok: true, ...method.run(call.args, room, call.token) }, headers };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const body = { ok: false, error: error.code, ...error.more };
      if (error.limitedFor === undefined) return { status: 200, body, headers };
      return { status: 429, body, headers: { ...headers, 'retry-after': String(error.limitedFor) } };
    }
  }

  function answerPost(id: string, args: Data): Answer {
    try {
      return respond(room, id, args);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: 400, body: { ok: false, error: error.code, ...error.more } };
    }
  }

  /** Which method a request is for, and what does it. */
  function route(url: URL, args: Data, file: () => Buffer): { readonly method: string; work(call: Call): Answer } {
    if (url.pathname.startsWith(responsePath)) {
      const id = url.pathname.slice(responsePath.length);
      return { method: 'response_url', work: () => answerPost(id, args) };
    }
    if (url.pathname.startsWith(uploadPath)) {
      const id = url.pathname.slice(uploadPath.length);
      return { method: 'upload', work: () => upload(room, id, file()) };
    }
    return { method: url.pathname.replace(/^\/api\//, ''), work: run };
  }

  async function faulty(fault: Fault, work: () => Answer): Promise<Answer | 'cut' | 'hang'> {
    if (fault === 'cut-before') return 'cut';
    if (fault === 'hang-before') return 'hang';
    if (fault === 'cut-after' || fault === 'hang-after') {
      work();
      return fault === 'cut-after' ? 'cut' : 'hang';
    }
    if ('limitedFor' in fault)
      return {
        status: 429,
        body: { ok: false, error: 'ratelimited' },
        headers: { 'retry-after': String(fault.limitedFor) },
      };
    if ('error' in fault) return { status: 200, body: { ok: false, error: fault.error, ...fault.more } };
    if ('status' in fault) {
      if (fault.done === true) work();
      return { status: fault.status, body: 'upstream connect error' };
    }
    if (fault.done === 'after') {
      await fault.until;
      return work();
    }
    const answer = work();
    await fault.until;
    return answer;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const end = room.log.begin();
    try {
      const bytes = await bytesOf(request);
      const url = new URL(request.url ?? '/', room.origin());
      const args = argsOf(request, url, bytes);
      const { method, work } = route(url, args ?? {}, () => fileOf(request, bytes));
      const call: Call = {
        number: (numbered += 1),
        method,
        args: args ?? {},
        token: (request.headers.authorization ?? '').replace(/^Bearer /, '') || text(args?.['token']),
        at: room.now(),
      };
      room.log.calls.push(call);
      room.log.happened();
      const wrongType = args === undefined && method !== 'upload';
      const done = wrongType
        ? (): Answer => ({ status: 200, body: { ok: false, error: 'invalid_post_type' } })
        : () => work(call);
      const fault = faults.of(call);
      const answer = fault === undefined ? done() : await faulty(fault, done);
      if (answer === 'hang') return;
      if (answer === 'cut') return void request.socket.destroy();
      call.status = answer.status;
      if (typeof answer.body !== 'string') call.answer = answer.body;
      const isText = typeof answer.body === 'string';
      response
        .writeHead(answer.status, {
          'content-type': isText ? 'text/plain' : 'application/json; charset=utf-8',
          ...answer.headers,
        })
        .end(isText ? answer.body : JSON.stringify(answer.body));
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
