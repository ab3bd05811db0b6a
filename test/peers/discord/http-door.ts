import { sign, type KeyObject } from 'node:crypto';
import { request } from 'node:http';
import type { Data } from '../json.ts';
import { carriedBy } from './body.ts';
import { listenForMs, type Ack, type Transport } from './delivery.ts';
import { interactionTypes } from './interactions.ts';
import type { Room } from './room.ts';

/** Where the app listens. */
export interface HttpDoorParts {
  /** The app's Interactions Endpoint URL, such as `http://127.0.0.1:3000/discord`. */
  readonly url: string;
  /** The clock that signatures are made by; the machine's, unless said otherwise. */
  readonly signedAt?: () => number;
}

/** One request as it went over the wire. */
export interface SentRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Discord's way to an app over HTTP. */
export interface HttpDoor extends Transport {
  readonly url: string;
  /** The requests that were sent, in order: to post one again as it was is a replay. */
  readonly sent: SentRequest[];
  /** Sends a request as it is. */
  post(sent: SentRequest): Promise<Ack>;
  /** A request with this body, signed; with another key, or at another time, where that is said. */
  write(body: Data | string, as?: { readonly key?: KeyObject; readonly atMs?: number }): SentRequest;
  /** Asks whether the app is there. */
  ping(): Promise<Ack>;
  /** Saves the URL as the developer portal does: a PING that must be answered, and one with a wrong signature that must be refused by 401. Throws where the app fails (Discord, "Overview of Interactions", "Setting Up an Endpoint"). */
  verifyUrl(): Promise<void>;
}

/** Headers by which Discord signs a body (same page, "Validating Security Request Headers"). */
export function signed(key: KeyObject, body: string, atMs: number): Readonly<Record<string, string>> {
  const at = String(Math.floor(atMs / 1_000));
  return {
    'x-signature-ed25519': sign(undefined, Buffer.from(`${at}${body}`), key).toString('hex'),
    'x-signature-timestamp': at,
  };
}

/** Opens the way to an app; `privateKey` signs what goes over it. */
export function openHttpDoor(room: Room, { url, signedAt = Date.now }: HttpDoorParts, privateKey: KeyObject): HttpDoor {
  const sent: SentRequest[] = [];

  const post = (one: SentRequest): Promise<Ack> =>
    new Promise((resolve) => {
      sent.push(one);
      const lost = () => resolve({ status: undefined });
      const call = request(
        url,
        { method: 'POST', headers: one.headers, agent: false, timeout: listenForMs },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const { body, files } = carriedBy(response.headers, Buffer.concat(chunks));
            const { statusCode: status } = response;
            const raw = Buffer.concat(chunks).toString();
            resolve({ status, files, ...(raw !== '' && { body: body ?? raw }) });
          });
          response.on('error', lost);
        },
      );
      call.on('timeout', () => call.destroy());
      call.on('error', lost);
      call.end(one.body);
    });

  const write: HttpDoor['write'] = (value, { key = privateKey, atMs = signedAt() } = {}) => {
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    return {
      body,
      headers: {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'Discord-Interactions/1.0 (+https://discord.com)',
        ...signed(key, body, atMs),
      },
    };
  };

  const pingBody = (): Data => ({
    id: room.world.id(),
    application_id: room.world.app.id,
    type: interactionTypes.ping,
    token: 'ping',
    version: 1,
    entitlements: [],
    authorizing_integration_owners: {},
  });

  const door: HttpDoor = {
    url,
    sent,
    answersInPlace: true,
    post,
    write,
    send: (_, payload) => post(write(payload)),
    ping: () => post(write(pingBody())),
    async verifyUrl() {
      const { status, body } = await door.ping();
      if (status !== 200 || JSON.stringify(body) !== '{"type":1}') throw new Error(`the PING is answered by ${status}`);
      const forged = write(pingBody());
      const signature = forged.headers['x-signature-ed25519'] ?? '';
      const wrong = signature.startsWith('0') ? `1${signature.slice(1)}` : `0${signature.slice(1)}`;
      const refused = await post({ ...forged, headers: { ...forged.headers, 'x-signature-ed25519': wrong } });
      if (refused.status !== 401) throw new Error(`a wrong signature is answered by ${refused.status}`);
    },
  };
  return door;
}
