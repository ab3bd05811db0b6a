import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { text, type Data } from '../json.ts';
import type { HttpDoor } from './http-door.ts';
import { createDiscordPeer, type DiscordPeer } from './peer.ts';
import { silent } from './samples.ts';
import { restOf, startTinyApp, startTinyEndpoint, type Reply } from './tiny-app.ts';
import type { DiscordChannel, DiscordUser } from './world.ts';

/** What stands before an Ed25519 key in its SPKI form (RFC 8410). */
const spki = Buffer.from('302a300506032b6570032100', 'hex');

let peer: DiscordPeer;
let maria: DiscordUser;
let ops: DiscordChannel;
let door: HttpDoor;
let endpoint: { readonly url: string; stop(): Promise<void> };
let heard: Data[];
let answer: (interaction: Data) => Reply | Promise<Reply>;

/** Looks at the signature as an app must. */
function isSigned(headers: Readonly<Record<string, unknown>>, raw: string): boolean {
  const key = createPublicKey({
    key: Buffer.concat([spki, Buffer.from(peer.publicKey, 'hex')]),
    format: 'der',
    type: 'spki',
  });
  const signature = Buffer.from(text(headers['x-signature-ed25519']), 'hex');
  return verify(undefined, Buffer.from(text(headers['x-signature-timestamp']) + raw), key, signature);
}

beforeEach(async () => {
  peer = await createDiscordPeer();
  maria = peer.world.user({ username: 'maria' });
  ops = peer.world.channel({ guild: peer.world.guild({ name: 'Acme', members: [maria] }), name: 'ops' });
  heard = [];
  answer = () => ({ status: 200, body: { type: 4, data: { content: 'hello', ...silent } } });
  endpoint = await startTinyEndpoint((interaction, headers, raw) => {
    if (!isSigned(headers, raw)) return { status: 401, body: {} };
    if (interaction['type'] === 1) return { status: 200, body: { type: 1 } };
    heard.push(interaction);
    return answer(interaction);
  });
  door = peer.http({ url: endpoint.url });
  await restOf(peer).put(Routes.applicationCommands(peer.applicationId), {
    body: [{ name: 'ec2', description: 'EC2' }],
  });
});
afterEach(async () => {
  await peer.stop();
  await endpoint.stop();
});

const type = () => peer.command({ user: maria, channel: ops, command: '/ec2' });
const contents = () => peer.messages(ops).map(({ content }) => content);
const offences = () => peer.violations().map(({ what }) => what);

describe('an endpoint', () => {
  it('is saved where it answers a PING and refuses a wrong signature', async () => {
    await door.verifyUrl();
    expect(await door.ping()).toMatchObject({ status: 200, body: { type: 1 } });
    expect(heard).toEqual([]);
  });

  it('is not saved where it takes a wrong signature, or does not answer a PING', async () => {
    const careless = await startTinyEndpoint(() => ({ status: 200, body: { type: 1 } }));
    await expect(peer.http({ url: careless.url }).verifyUrl()).rejects.toThrow('a wrong signature is answered by 200');
    await careless.stop();
    const silentOne = await startTinyEndpoint(() => ({ status: 204 }));
    await expect(peer.http({ url: silentOne.url }).verifyUrl()).rejects.toThrow('the PING is answered by 204');
    await silentOne.stop();
  });

  it('answers in its answer', async () => {
    expect(await type()).toMatchObject({ answered: 4, ack: { status: 200 } });
    expect(contents()).toEqual(['hello']);
    expect(heard).toMatchObject([{ type: 2, data: { name: 'ec2' }, member: { user: { id: maria.id } } }]);
    expect(offences()).toEqual([]);
  });

  it('may answer by REST, and says so by 202', async () => {
    answer = async ({ id, token }) => {
      const body = { type: 4, data: { content: 'by REST', ...silent } };
      await restOf(peer).post(Routes.interactionCallback(text(id), text(token)), { body, auth: false });
      return { status: 202 };
    };
    expect(await type()).toMatchObject({ answered: 4, ack: { status: 202 } });
    expect(contents()).toEqual(['by REST']);
    expect(offences()).toEqual([]);
  });

  it('may defer, and edit its answer by REST', async () => {
    answer = () => ({ status: 200, body: { type: 5 } });
    const { interaction } = await type();
    const route = Routes.webhookMessage(peer.applicationId, interaction.token);
    await restOf(peer).patch(route, { body: { content: 'later', ...silent }, auth: false });
    expect(contents()).toEqual(['later']);
  });

  it('may send a file in its answer', async () => {
    const json = JSON.stringify({ type: 4, data: { content: 'a file', ...silent } });
    const part = (name: string, more: string, body: string) =>
      `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${body}\r\n`;
    const body = `${part('payload_json', '', json)}${part('files[0]', '; filename="a.csv"', 'a,b')}--b--\r\n`;
    answer = () => ({ status: 200, type: 'multipart/form-data; boundary=b', body });
    await type();
    expect(peer.messages(ops)[0]?.files.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([['a.csv', 'a,b']]);
  });

  it.each([
    ['by another status', { status: 500 }, 'answered by status 500'],
    ['without JSON', { status: 200, body: 'ok', type: 'text/plain' }, 'answered without JSON'],
    ['by what cannot be', { status: 200, body: { type: 7, data: {} } }, 'Value must be one of {4, 5, 9}.'],
    [
      'with what is too long',
      { status: 200, body: { type: 4, data: { content: 'x'.repeat(2_001), ...silent } } },
      'Must be 2000 or fewer in length.',
    ],
  ] as const)('that answers %s is told of', async (_, reply, what) => {
    answer = () => reply;
    expect(await type()).toMatchObject({ answered: undefined });
    expect(offences()).toEqual([what]);
  });

  it('that is not there hears nothing', async () => {
    const { url } = await startTinyEndpoint(() => ({ status: 200 })).then(async (one) => {
      await one.stop();
      return one;
    });
    peer.http({ url });
    expect(await type()).toMatchObject({ answered: undefined, ack: { status: undefined } });
  });
});

describe('what an app must not take', () => {
  const command = { type: 2, id: '1', token: 'x' };

  it('is what somebody else signed', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    expect(await door.post(door.write(command, { key: privateKey }))).toMatchObject({ status: 401 });
  });

  it('is a body that was altered', async () => {
    const one = door.write(command);
    const altered = { ...one, body: one.body.replace('"1"', '"2"') };
    expect(await door.post(altered)).toMatchObject({ status: 401 });
  });

  it('can be a replay, a request from long ago, or no JSON, of which each is signed', async () => {
    await type();
    const [first] = door.sent;
    if (first === undefined) throw new Error('nothing was sent');
    await door.post(first);
    expect(heard.map(({ id }) => id)).toEqual([heard[0]?.['id'], heard[0]?.['id']]);
    const stale = door.write(command, { atMs: 0 });
    expect(stale.headers['x-signature-timestamp']).toBe('0');
    await door.post(stale);
    await door.post(door.write('{'));
    expect(heard).toHaveLength(4);
  });
});

it('over HTTP nothing comes over the gateway', async () => {
  const told: string[] = [];
  const client = await startTinyApp(peer, (one) => void one.on('interactionCreate', ({ id }) => told.push(id)));
  await type();
  await peer.settled();
  expect([heard.length, told]).toEqual([1, []]);
  await client.destroy();
});
