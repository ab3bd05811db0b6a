import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import type { Ack, PayloadKind, Retry, Transport } from './delivery.ts';
import { listenForMs } from './delivery.ts';
import { parsed, type Data } from '../json.ts';

/** Headers by which Slack signs a body (docs, "Verifying requests from Slack"). */
export function signed(secret: string, body: string, atMs: number): Readonly<Record<string, string>> {
  const at = String(Math.floor(atMs / 1_000));
  const signature = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': at, 'x-slack-signature': `v0=${signature}` };
}

/** One request as it went over the wire. */
export interface Sent {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where the app listens, and how its requests are signed. */
export interface HttpDoorParts {
  /** The app's request URL, such as `http://127.0.0.1:3000/slack/events`. */
  readonly url: string;
  readonly signingSecret: string;
  /** The clock that signatures are made by; the machine's, unless said otherwise. */
  readonly signedAt?: () => number;
}

/** Slack's way to an app over HTTP. */
export interface HttpDoor extends Transport {
  /** Where the app listens. */
  readonly url: string;
  /** The requests that were sent, in order: to send one again as it was is a replay. */
  readonly sent: Sent[];
  /** Sends a request as it is. */
  post(sent: Sent): Promise<Ack>;
  /** A request that is signed with this secret, at this time, or both; nothing is said of whether the app should take it. */
  write(kind: PayloadKind, payload: Data, as?: { readonly secret?: string; readonly atMs?: number }): Sent;
  /** The handshake of the Events API; the answer must hold the challenge. */
  verifyUrl(challenge: string): Promise<Ack>;
  /** The probe that Slack sends to slash command URLs. */
  sslCheck(): Promise<Ack>;
}

const form = 'application/x-www-form-urlencoded';

/** A slash command's fields as a form carries them. */
const formOf = (payload: Data): string =>
  new URLSearchParams(Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)])).toString();

const bodyOf = (kind: PayloadKind, payload: Data): readonly [string, string] => {
  if (kind === 'events_api') return ['application/json', JSON.stringify(payload)];
  if (kind === 'slash_commands') return [form, formOf(payload)];
  return [form, new URLSearchParams({ payload: JSON.stringify(payload) }).toString()];
};

/** Opens the way to an app. */
export function openHttpDoor({ url, signingSecret, signedAt = Date.now }: HttpDoorParts): HttpDoor {
  const sent: Sent[] = [];

  const post = (one: Sent): Promise<Ack> =>
    new Promise((resolve) => {
      sent.push(one);
      const began = performance.now();
      const end = (status: number | undefined, body?: unknown) =>
        resolve({ status, body, ms: performance.now() - began });
      const call = request(
        url,
        { method: 'POST', headers: one.headers, agent: false, timeout: listenForMs },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            end(response.statusCode, text === '' ? undefined : (parsed(text) ?? text));
          });
          response.on('error', () => end(undefined));
        },
      );
      call.on('timeout', () => call.destroy());
      call.on('error', () => end(undefined));
      call.end(one.body);
    });

  const write = (
    kind: PayloadKind,
    payload: Data,
    { secret = signingSecret, atMs = signedAt() }: { readonly secret?: string; readonly atMs?: number } = {},
  ): Sent => {
    const [type, body] = bodyOf(kind, payload);
    return {
      body,
      headers: {
        'content-type': type,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'content-length': String(Buffer.byteLength(body)),
        ...signed(secret, body, atMs),
      },
    };
  };

  return {
    url,
    sent,
    post,
    write,
    send(kind, payload, retry?: Retry) {
      const one = write(kind, payload);
      const again = retry && {
        'x-slack-retry-num': String(retry.number),
        'x-slack-retry-reason': retry.reason ?? 'http_timeout',
      };
      return post({ ...one, headers: { ...one.headers, ...again } });
    },
    verifyUrl: (challenge) => post(write('events_api', { token: 'verification', challenge, type: 'url_verification' })),
    sslCheck: () => post(write('slash_commands', { token: 'verification', ssl_check: '1' })),
  };
}
