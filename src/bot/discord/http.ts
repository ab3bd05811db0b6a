import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { InteractionResponseType, InteractionType } from 'discord.js';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { minuteMs, secondMs } from '../../core/time.ts';
import { BotRefused } from '../bot.ts';
import type { Stands } from '../chat/standing.ts';
import type { FirstAnswer } from './read.ts';
import { bodyOf, listening, refusal, type Listening, type Refused } from '../chat/endpoint.ts';

/** What an endpoint is made with. */
export interface HttpParts {
  /** Hex, 32 bytes: what Discord's requests are signed with. */
  readonly publicKey: string;
  /** 0: whichever is free. */
  readonly port: number;
  readonly path: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  /** An interaction as Discord sends it, and how it is answered at once. */
  hear(interaction: unknown, first: FirstAnswer): void;
  readonly standing: Stands;
}

/** Discord takes a first answer for three seconds (Discord, "Receiving and Responding"). */
const answerMs = 3 * secondMs;
/** What was signed at another time may be one that somebody has seen go by. */
const skewAtMostMs = 5 * minuteMs;
/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in its usual form. */
const keyPrefix = '302a300506032b6570032100';
const keyForm = /^[0-9a-f]{64}$/i;
const signatureForm = /^[0-9a-f]{128}$/i;
const timestampForm = /^\d{1,12}$/;

/** The key of its hex; undefined: it is none. */
export const keyOf = (hex: string): KeyObject | undefined =>
  keyForm.test(hex)
    ? createPublicKey({ key: Buffer.from(keyPrefix + hex, 'hex'), format: 'der', type: 'spki' })
    : undefined;

/** An HTTP endpoint that takes what Discord has signed within the last five minutes (Discord, "Interactions Overview": Validating Security Request Headers). */
export function createEndpoint({ publicKey, port, path, clock, log, hear, standing }: HttpParts): Listening {
  const key = keyOf(publicKey);
  if (key === undefined) throw new BotRefused('discord.publicKey is no public key of 64 hexadecimal digits');
  const server: Server = createServer((request, response) => {
    take(request, path, key, clock)
      .then((taken) => {
        if ('refusedBy' in taken) response.writeHead(taken.refusedBy).end();
        else answered(taken.body, response);
      })
      .catch(() => response.destroy());
  });

  function answered(interaction: unknown, response: ServerResponse): void {
    if (typeof interaction !== 'object' || interaction === null) return void response.writeHead(400).end();
    if ('type' in interaction && interaction.type === InteractionType.Ping)
      return sendJson(response, { type: InteractionResponseType.Pong });
    // It would hold the connection for ever.
    const late = setTimeout(() => {
      if (!response.headersSent) response.writeHead(202).end();
    }, answerMs);
    late.unref();
    const say: FirstAnswer['say'] = async (callback) => {
      clearTimeout(late);
      // Discord has given up, or was answered before.
      if (response.headersSent || response.destroyed) return { is: 'refused', code: 'too_late', details: [] };
      sendJson(response, callback);
      return undefined;
    };
    // A request that comes again has an answer of its own.
    hear(interaction, { say, once: false });
  }

  server.on('clientError', (error, socket) => {
    log.info({ platform: 'discord', error: error.message }, 'a request was none');
    socket.destroy();
  });
  return listening(server, port, { title: 'Discord', id: 'discord' }, standing);
}

function sendJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** What a request brings, which may be no interaction, or the status of its refusal. */
type Taken = { readonly body: unknown } | Refused;

/** See {@link Taken}. */
async function take(request: IncomingMessage, path: string, key: KeyObject, clock: Pick<Clock, 'now'>): Promise<Taken> {
  const { method, url = '', headers } = request;
  if (method !== 'POST' || url.split('?')[0] !== path) return refusal(request, 404);
  const signature = headers['x-signature-ed25519'];
  const at = headers['x-signature-timestamp'];
  if (typeof signature !== 'string' || !signatureForm.test(signature)) return refusal(request, 401);
  if (typeof at !== 'string' || !timestampForm.test(at)) return refusal(request, 401);
  if (Math.abs(Number(at) * secondMs - clock.now()) > skewAtMostMs) return refusal(request, 401);
  const body = await bodyOf(request);
  if ('refusedBy' in body) return body;
  const signed = Buffer.concat([Buffer.from(at), body]);
  if (!verify(undefined, signed, key, Buffer.from(signature, 'hex'))) return { refusedBy: 401 };
  try {
    return { body: JSON.parse(body.toString()) };
  } catch {
    return { refusedBy: 400 };
  }
}
