import { AttachmentBuilder, DiscordAPIError, MediaGalleryBuilder, MessageFlags, type Client } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../fake-clock.ts';
import { data, type Data } from '../json.ts';
import { nonceLivesMs } from './limits.ts';
import { createDiscordPeer, type DiscordPeer } from './peer.ts';
import { restOf, startTinyApp } from './tiny-app.ts';
import type { DiscordChannel, DiscordGuild, DiscordUser } from './world.ts';

let peer: DiscordPeer;
let guild: DiscordGuild;
let maria: DiscordUser;
let ops: DiscordChannel;
const clock = fakeClock();
const silent = { allowed_mentions: { parse: [] } };

beforeEach(async () => {
  peer = await createDiscordPeer({ clock });
  maria = peer.world.user({ username: 'maria' });
  guild = peer.world.guild({ name: 'Acme', members: [maria] });
  ops = peer.world.channel({ guild, name: 'ops' });
});
afterEach(() => peer.stop());

/** What a request was answered with: the body, or the status and the code. */
const ask = async (
  method: 'get' | 'post' | 'patch' | 'put' | 'delete',
  path: `/${string}`,
  body?: unknown,
): Promise<Data> => {
  try {
    return data(await restOf(peer)[method](path, body === undefined ? {} : { body }));
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw error;
    return { status: error.status, code: error.code };
  }
};
const say = (content: string, more: object = {}, channel = ops) =>
  ask('post', `/channels/${channel.id}/messages`, { content, ...silent, ...more });

describe('the app and its guilds', () => {
  it('are told', async () => {
    const { app } = peer.world;
    expect(await ask('get', '/users/@me')).toMatchObject({ id: app.userId, bot: true });
    for (const path of ['/applications/@me', '/oauth2/applications/@me'] as const)
      expect(await ask('get', path)).toMatchObject({
        id: app.id,
        verify_key: peer.publicKey,
        name: 'quartermaster',
        flags: 0,
      });
    expect(await ask('get', `/guilds/${guild.id}`)).toMatchObject({
      name: 'Acme',
      roles: [{ id: guild.id, name: '@everyone' }],
    });
    expect(await ask('get', `/channels/${ops.id}`)).toMatchObject({ type: 0, name: 'ops', guild_id: guild.id });
  });

  it('have roles and members', async () => {
    const sre = peer.world.role({ guild, name: 'sre' });
    peer.world.join(guild, maria, { nick: 'M', roles: [sre] });
    const roles = await restOf(peer).get(`/guilds/${guild.id}/roles`);
    expect(roles).toMatchObject([{ name: '@everyone' }, { id: sre.id, name: 'sre' }]);
    expect(await ask('get', `/guilds/${guild.id}/members/${maria.id}`)).toMatchObject({
      nick: 'M',
      roles: [sre.id],
      user: { username: 'maria' },
    });
  });

  it.each([
    ['a guild that is none', () => '/guilds/1' as const, 404, 10_004],
    [
      'a guild it is not in',
      () => `/guilds/${peer.world.guild({ name: 'Globex', withoutBot: true }).id}` as const,
      403,
      50_001,
    ],
    [
      'somebody who is not in the guild',
      () => `/guilds/${guild.id}/members/${peer.world.user({ username: 'ines' }).id}` as const,
      404,
      10_007,
    ],
    ['nobody', () => `/guilds/${guild.id}/members/17` as const, 404, 10_013],
    ['a channel that is none', () => '/channels/1' as const, 404, 10_003],
    [
      'a channel it does not see',
      () => `/channels/${peer.world.channel({ guild, name: 'x', withoutBot: true }).id}` as const,
      403,
      50_001,
    ],
    ['a message that is none', () => `/channels/${ops.id}/messages/1` as const, 404, 10_008],
    ['what there is not', () => '/nothing' as const, 404, 0],
  ])('refuse to tell of %s', async (_, path, status, code) => {
    expect(await ask('get', path())).toEqual({ status, code });
  });

  it('are for who has the token', async () => {
    await expect(restOf(peer, 'wrong').get('/users/@me')).rejects.toMatchObject({ status: 401 });
    peer.revoke();
    await expect(restOf(peer).get('/users/@me')).rejects.toMatchObject({ status: 401 });
    peer.restore();
    await restOf(peer).get('/users/@me');
  });
});

describe('a message', () => {
  it('is posted, read, edited and deleted', async () => {
    const { id } = await say('hello');
    const [message] = peer.messages(ops);
    expect(message).toMatchObject({ id, content: 'hello', byApp: true, pings: [] });
    const path = `/channels/${ops.id}/messages/${String(id)}` as const;
    expect(await ask('get', path)).toMatchObject({ content: 'hello', author: { id: peer.world.app.userId } });
    expect(await ask('patch', path, { content: 'bye', ...silent })).toMatchObject({ content: 'bye' });
    expect(peer.messages(ops)).toMatchObject([{ content: 'bye', earlier: [{ content: 'hello' }] }]);
    await ask('delete', path);
    expect(peer.messages(ops)).toEqual([]);
    expect(await ask('patch', path, { content: 'x', ...silent })).toEqual({ status: 404, code: 10_008 });
    expect(peer.violations()).toEqual([]);
  });

  it('has an id greater than all before, whatever the clock does', async () => {
    const ids = [await say('a'), await say('b'), await say('c')].map(({ id }) => BigInt(String(id)));
    expect(ids.toSorted((one, other) => (one < other ? -1 : 1))).toEqual(ids);
    expect(new Set(ids).size).toBe(3);
  });

  it('replies to another; to none only where that is no matter', async () => {
    const { id } = await say('first');
    expect(await say('second', { message_reference: { message_id: id } })).toMatchObject({
      type: 19,
      referenced_message: { id },
    });
    expect(await say('x', { message_reference: { message_id: '1' } })).toEqual({ status: 404, code: 10_008 });
    expect(await say('third', { message_reference: { message_id: '1', fail_if_not_exists: false } })).toMatchObject({
      type: 0,
    });
  });

  it('with a nonce that is checked is made once in a few minutes', async () => {
    const first = await say('once', { nonce: 'n', enforce_nonce: true });
    expect(await say('twice', { nonce: 'n', enforce_nonce: true })).toMatchObject({ id: first['id'], content: 'once' });
    const elsewhere = peer.world.channel({ guild, name: 'elsewhere' });
    expect(await say('elsewhere', { nonce: 'n', enforce_nonce: true }, elsewhere)).toMatchObject({ id: first['id'] });
    await say('unchecked', { nonce: 'n' });
    expect(peer.messages(ops)).toHaveLength(2);
    await clock.pass(nonceLivesMs + 1);
    await say('later', { nonce: 'n', enforce_nonce: true });
    expect(peer.messages(ops)).toHaveLength(3);
  });

  it('is not posted where the bot may not, nor with files where it may not attach them', async () => {
    peer.world.deny(ops, 'viewChannel');
    expect(await say('x')).toEqual({ status: 403, code: 50_001 });
    peer.world.deny(ops, 'sendMessages');
    expect(await say('x')).toEqual({ status: 403, code: 50_013 });
    const thread = peer.world.thread({ channel: ops, name: 'incident' });
    expect(await say('in a thread', {}, thread)).toMatchObject({ channel_id: thread.id });
    peer.world.deny(ops, 'sendMessagesInThreads');
    expect(await say('x', {}, thread)).toEqual({ status: 403, code: 50_013 });
    peer.world.deny(ops, 'attachFiles');
    const files = [{ name: 'a.txt', data: Buffer.from('a') }];
    await expect(
      restOf(peer).post(`/channels/${ops.id}/messages`, { body: { content: 'x', ...silent }, files }),
    ).rejects.toMatchObject({ code: 50_013 });
    peer.world.deny(ops);
    const { id } = await say('before', {}, thread);
    thread.locked = true;
    const path = `/channels/${thread.id}/messages/${String(id)}` as const;
    expect(await ask('patch', path, { content: 'x', ...silent })).toEqual({ status: 400, code: 50_083 });
    expect(await say('x', {}, thread)).toEqual({ status: 400, code: 50_083 });
  });

  it('of another is neither edited nor, without leave, deleted; its words are not told', async () => {
    const theirs = peer.says({ user: maria, channel: ops, text: 'hello' });
    const path = `/channels/${ops.id}/messages/${theirs.id}` as const;
    expect(await ask('patch', path, { content: 'x', ...silent })).toEqual({ status: 403, code: 50_005 });
    expect(await ask('delete', path)).toEqual({ status: 403, code: 50_013 });
    expect(await ask('get', path)).toMatchObject({ content: '' });
    const mention = peer.says({ user: maria, channel: ops, text: `<@${peer.world.app.userId}> hello` });
    expect(await ask('get', `/channels/${ops.id}/messages/${mention.id}`)).toMatchObject({ content: mention.content });
  });

  it('goes to a person directly, unless they will have none', async () => {
    const { id } = await ask('post', '/users/@me/channels', { recipient_id: maria.id });
    const direct = peer.world.direct(maria);
    expect(id).toBe(direct.id);
    await say('psst', {}, direct);
    expect(peer.directMessages(maria).map(({ content }) => content)).toEqual(['psst']);
    maria.takesDirect = false;
    expect(await say('psst', {}, direct)).toEqual({ status: 403, code: 50_007 });
    expect(await ask('post', '/users/@me/channels', { recipient_id: '17' })).toEqual({ status: 404, code: 10_013 });
  });

  it('is one of a page, newest first', async () => {
    for (const content of ['a', 'b', 'c']) await say(content);
    const page = await restOf(peer).get(`/channels/${ops.id}/messages`, { query: new URLSearchParams({ limit: '2' }) });
    expect(page).toMatchObject([{ content: 'c' }, { content: 'b' }]);
  });

  it('is not empty', async () => {
    expect(await say('')).toEqual({ status: 400, code: 50_006 });
    const { id } = await say('x');
    const path = `/channels/${ops.id}/messages/${String(id)}` as const;
    expect(await ask('patch', path, { content: '', ...silent })).toEqual({ status: 400, code: 50_006 });
  });
});

describe('a body', () => {
  const post = (body: string, headers: Record<string, string>) =>
    fetch(`${peer.apiUrl}/v10/channels/${ops.id}/messages`, {
      method: 'POST',
      body,
      headers: { authorization: `Bot ${peer.token}`, ...headers },
    });

  it('that is no JSON is refused', async () => {
    const answer = await post('{', { 'content-type': 'application/json' });
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 50_109 }]);
  });

  it('to a route by another method is refused', async () => {
    expect(await ask('put', `/channels/${ops.id}`, {})).toEqual({ status: 405, code: 0 });
  });
});

describe('files', () => {
  let client: Client<true>;
  beforeEach(async () => {
    client = await startTinyApp(peer);
  });
  afterEach(() => client.destroy());

  const send = async (files: readonly AttachmentBuilder[]) => {
    const channel = await client.channels.fetch(ops.id);
    if (!channel?.isSendable()) throw new Error('not sendable');
    return channel.send({ content: 'here', files: [...files] });
  };

  it('are kept byte for byte, and served', async () => {
    const bytes = Buffer.from(Array.from({ length: 3_000 }, (_, index) => (index * 7) % 256));
    const sent = await send([
      new AttachmentBuilder(bytes, { name: 'chart.png', description: 'A line that rises' }),
      new AttachmentBuilder(Buffer.from('a,b\r\n\r\n1,2\r\n'), { name: 'rows.csv' }),
    ]);
    const [message] = peer.messages(ops);
    expect(message?.files.map(({ name, description }) => [name, description])).toEqual([
      ['chart.png', 'A line that rises'],
      ['rows.csv', undefined],
    ]);
    expect(message?.files[0]?.bytes.equals(bytes)).toBe(true);
    expect(message?.files[1]?.bytes.toString()).toBe('a,b\r\n\r\n1,2\r\n');
    const served = await fetch(sent.attachments.first()?.url ?? '');
    expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true);
    expect(peer.calls('POST', '/channels/{channel}/messages')[0]?.files).toHaveLength(2);
    expect(peer.violations()).toEqual([]);
  });

  it('are not more than 25 MiB together', async () => {
    const files = ['a', 'b', 'c'].map((name) => new AttachmentBuilder(Buffer.alloc(9_000_000), { name }));
    await expect(send(files)).rejects.toMatchObject({ status: 413, code: 40_005 });
  });

  it('are shown by components, which then tell their addresses', async () => {
    const channel = await client.channels.fetch(ops.id);
    if (!channel?.isSendable()) throw new Error('not sendable');
    const picture = new MediaGalleryBuilder().addItems({ media: { url: 'attachment://chart.png' } });
    const files = [new AttachmentBuilder(Buffer.from('png'), { name: 'chart.png' })];
    const sent = await channel.send({ flags: MessageFlags.IsComponentsV2, components: [picture], files });
    expect(JSON.stringify(sent.components)).toContain(`/attachments/${ops.id}/`);
    await sent.edit({ components: sent.components.map((one) => one.toJSON()) });
    expect(peer.violations()).toEqual([]);
  });

  it('stay with an edit that does not name them, and go where it names others', async () => {
    const sent = await send([new AttachmentBuilder(Buffer.from('1'), { name: 'a.txt' })]);
    await sent.edit({ content: 'still here' });
    expect(peer.messages(ops)[0]?.files.map(({ name }) => name)).toEqual(['a.txt']);
    const kept = [...sent.attachments.values()];
    await sent.edit({
      content: 'two',
      attachments: kept,
      files: [new AttachmentBuilder(Buffer.from('2'), { name: 'b.txt' })],
    });
    expect(peer.messages(ops)[0]?.files.map(({ name }) => name)).toEqual(['a.txt', 'b.txt']);
    await sent.edit({ content: 'none', attachments: [] });
    expect(peer.messages(ops)[0]?.files).toEqual([]);
  });
});

it('what happened is forgotten, but not what was wrong', async () => {
  await say('x', { flags: 64 });
  peer.forget();
  expect([peer.calls(), peer.messages(ops)]).toEqual([[], []]);
  expect(peer.violations()).toHaveLength(1);
});
