import { LogLevel, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../fake-clock.ts';
import { data } from '../json.ts';
import { createSlackPeer, usualScopes, type SlackPeer } from './peer.ts';
import type { SlackChannel, SlackUser } from './world.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const modal = (title = 'Title') => ({
  type: 'modal' as const,
  title: plain(title),
  blocks: [{ type: 'section' as const, text: plain('x') }],
});

let peer: SlackPeer;
let ann: SlackUser;
let ops: SlackChannel;
let clock: ReturnType<typeof fakeClock>;

beforeEach(async () => {
  clock = fakeClock();
  peer = await createSlackPeer({ clock });
  ann = peer.world.user({ name: 'ann' });
  ops = peer.world.channel({ name: 'ops', members: [ann] });
});
afterEach(() => peer.stop());

const clientOf = (token = peer.tokens.bot) =>
  new WebClient(token, {
    slackApiUrl: peer.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
      setLevel: () => undefined,
      setName: () => undefined,
      getLevel: () => LogLevel.ERROR,
    },
  });

/** The error that Slack names, or undefined where the call went well. */
const errorOf = async (method: string, args: Record<string, unknown>, token?: string): Promise<unknown> => {
  try {
    await clientOf(token).apiCall(method, args);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'data' in error ? data(error.data)['error'] : error;
  }
};

const trigger = async () => {
  const { payload } = await peer.command({ user: ann, channel: ops, text: '' });
  return String(payload['trigger_id']);
};

describe('messages', () => {
  it('are posted, edited, linked and deleted', async () => {
    const client = clientOf();
    const { ts } = await client.chat.postMessage({ channel: ops.id, text: 'one' });
    if (ts === undefined) throw new Error('no ts');
    await client.chat.update({ channel: ops.id, ts, text: 'two' });
    expect(peer.messages(ops)).toMatchObject([{ ts, text: 'two', earlier: [{ text: 'one' }] }]);
    const { permalink } = await client.chat.getPermalink({ channel: ops.id, message_ts: ts });
    expect(permalink).toBe(`https://acme.slack.com/archives/${ops.id}/p${ts.replace('.', '')}`);
    await client.chat.delete({ channel: ops.id, ts });
    expect(peer.messages(ops)).toEqual([]);
    expect(peer.calls().map(({ method }) => method)).toEqual([
      'chat.postMessage',
      'chat.update',
      'chat.getPermalink',
      'chat.delete',
    ]);
  });

  it('are seen by one alone where they are ephemeral, and cannot be edited then', async () => {
    const bob = peer.world.user({ name: 'bob' });
    ops.members.add(bob.id);
    const { message_ts: ts } = await clientOf().chat.postEphemeral({ channel: ops.id, user: ann.id, text: 'psst' });
    expect(peer.seenBy(ann, ops)).toMatchObject([{ text: 'psst' }]);
    expect(peer.seenBy(bob, ops)).toEqual([]);
    expect(await errorOf('chat.update', { channel: ops.id, ts, text: 'x' })).toBe('message_not_found');
  });

  it.each([
    ['a channel that is not there', 'chat.postMessage', { channel: 'C0NONE', text: 'x' }, 'channel_not_found'],
    ['a channel it is not in', 'chat.postMessage', { channel: 'C0OTHER', text: 'x' }, 'not_in_channel'],
    ['a private channel it is not in', 'chat.postMessage', { channel: 'C0SECRET', text: 'x' }, 'channel_not_found'],
    ['an archived channel', 'chat.postMessage', { channel: 'C0OLD', text: 'x' }, 'is_archived'],
    ['nothing to say', 'chat.postMessage', { channel: 'C0OPS' }, 'no_text'],
    ['who is not there', 'chat.postEphemeral', { channel: 'C0OPS', user: 'U0BOB', text: 'x' }, 'user_not_in_channel'],
    ['what is not there', 'chat.update', { channel: 'C0OPS', ts: '1.000001', text: 'x' }, 'message_not_found'],
    [
      "a person's id for a channel",
      'chat.update',
      { channel: 'U0ANN', ts: '1.000001', text: 'x' },
      'channel_not_found',
    ],
    [
      'a block that is none',
      'chat.postMessage',
      { channel: 'C0OPS', text: 'x', blocks: [{ type: 'x' }] },
      'invalid_blocks',
    ],
    [
      'blocks that are no list',
      'chat.postMessage',
      { channel: 'C0OPS', text: 'x', blocks: '{' },
      'invalid_blocks_format',
    ],
    ['an unknown method', 'chat.shout', {}, 'unknown_method'],
    ['nobody', 'users.info', { user: 'U0NOBODY' }, 'user_not_found'],
    ['no group', 'usergroups.users.list', { usergroup: 'S0NONE' }, 'no_such_subteam'],
    ['no file', 'files.info', { file: 'F0NONE' }, 'file_not_found'],
    ['no view', 'views.update', { view_id: 'V0NONE', view: modal() }, 'not_found'],
  ])('are refused for %s', async (_, method, args, error) => {
    peer.scopes.add('files:read');
    peer.world.user({ name: 'bob' });
    peer.world.channel({ name: 'other', withoutBot: true });
    peer.world.channel({ name: 'secret', kind: 'private', withoutBot: true });
    peer.world.channel({ name: 'old', archived: true });
    expect(await errorOf(method, args)).toBe(error);
  });

  it("of people are not the app's to edit, nor anybody's in an archive", async () => {
    const theirs = peer.says({ user: ann, channel: ops, text: 'mine' });
    expect(await errorOf('chat.update', { channel: ops.id, ts: theirs.ts, text: 'x' })).toBe('cant_update_message');
    expect(await errorOf('chat.delete', { channel: ops.id, ts: theirs.ts })).toBe('cant_delete_message');
    ops.archived = true;
    expect(await errorOf('chat.update', { channel: ops.id, ts: theirs.ts, text: 'x' })).toBe('is_inactive');
  });

  it('say where a block is wrong, and that is written down', async () => {
    const blocks = [{ type: 'header', text: plain('') }];
    const call = clientOf().apiCall('chat.postMessage', { channel: ops.id, text: 'x', blocks });
    await expect(call).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
        },
      },
    });
    expect(peer.violations()).toMatchObject([{ where: 'chat.postMessage', at: '/blocks/0/text/text', refused: true }]);
  });

  it('longer than 4,000 characters cannot be put in the place of another', async () => {
    const { ts } = await clientOf().chat.postMessage({ channel: ops.id, text: 'x' });
    const text = 'x'.repeat(4_001);
    expect(await errorOf('chat.update', { channel: ops.id, ts, text })).toBe('msg_too_long');
  });
});

describe('tokens and scopes', () => {
  it.each([
    ['chat.postMessage', { channel: 'C0OPS', text: 'x' }, 'chat:write'],
    ['users.info', { user: 'U0ANN' }, 'users:read'],
    ['conversations.info', { channel: 'C0OPS' }, 'channels:read'],
    ['conversations.info', { channel: 'C0SECRET' }, 'groups:read'],
    ['conversations.open', { users: 'U0ANN' }, 'im:write'],
    ['usergroups.list', {}, 'usergroups:read'],
    ['files.getUploadURLExternal', { filename: 'a.png', length: 1 }, 'files:write'],
  ])('%s needs its scope', async (method, args, scope) => {
    peer.world.channel({ name: 'secret', kind: 'private' });
    expect(await errorOf(method, args)).toBeUndefined();
    peer.scopes.delete(scope);
    expect(await errorOf(method, args)).toBe('missing_scope');
  });

  it('are checked', async () => {
    expect(await errorOf('auth.test', {}, 'xoxb-other')).toBe('invalid_auth');
    expect(await errorOf('auth.test', {}, peer.tokens.app)).toBe('not_allowed_token_type');
    expect(await errorOf('apps.connections.open', {})).toBe('not_allowed_token_type');
    expect(usualScopes).toContain('chat:write');
    peer.revoke();
    expect(await errorOf('auth.test', {})).toBe('token_revoked');
  });
});

describe('people and places', () => {
  it('are told apart', async () => {
    const client = clientOf();
    const guest = peer.world.user({ name: 'guest', standing: 'single-channel-guest' });
    const stranger = peer.world.user({ name: 'stranger', standing: 'stranger' });
    const shared = peer.world.channel({ name: 'shared', members: [stranger], external: true });
    expect((await client.users.info({ user: guest.id })).user).toMatchObject({
      is_restricted: true,
      is_ultra_restricted: true,
    });
    expect((await client.users.info({ user: stranger.id })).user).toMatchObject({
      team_id: 'T0GLOBEX',
      is_stranger: false,
    });
    expect((await client.conversations.info({ channel: shared.id })).channel).toMatchObject({ is_ext_shared: true });
  });

  it('come in pages', async () => {
    const all = Array.from({ length: 7 }, (_, index) => peer.world.user({ name: `p${index}` }));
    const big = peer.world.channel({ name: 'big', members: all });
    const sizes: number[] = [];
    for await (const page of clientOf().paginate('conversations.members', { channel: big.id, limit: 3 })) {
      const { members } = data(page);
      sizes.push(Array.isArray(members) ? members.length : 0);
    }
    expect(sizes).toEqual([3, 3, 2]);
  });

  it('a group has its members until it is disabled', async () => {
    const group = peer.world.group({ handle: 'admins', users: [ann] });
    expect((await clientOf().usergroups.users.list({ usergroup: group.id })).users).toEqual([ann.id]);
    group.disabled = true;
    expect(await errorOf('usergroups.users.list', { usergroup: group.id })).toBe('no_such_subteam');
  });
});

describe('views', () => {
  it('take a trigger once, and within three seconds', async () => {
    const id = await trigger();
    const call = { trigger_id: id, view: modal() };
    expect(await errorOf('views.open', { ...call, view: { type: 'modal' } })).toBe('invalid_arguments');
    expect(await errorOf('views.open', call)).toBeUndefined();
    expect(await errorOf('views.open', call)).toBe('exchanged_trigger_id');
    const late = await trigger();
    await clock.pass(3_001);
    expect(await errorOf('views.open', { trigger_id: late, view: modal() })).toBe('expired_trigger_id');
  });

  it('are stacked up to three', async () => {
    await clientOf().views.open({ trigger_id: await trigger(), view: modal() });
    for (const error of [undefined, undefined, 'push_limit_reached'])
      expect(await errorOf('views.push', { trigger_id: await trigger(), view: modal() })).toBe(error);
  });

  it('are updated by who saw them last', async () => {
    const { view } = await clientOf().views.open({ trigger_id: await trigger(), view: modal() });
    const update = { view_id: view?.id, hash: view?.hash, view: modal('Next') };
    expect(await errorOf('views.update', update)).toBeUndefined();
    expect(await errorOf('views.update', update)).toBe('hash_conflict');
    expect(peer.modal(ann)?.view).toMatchObject({ title: { text: 'Next' } });
  });
});

describe('files', () => {
  it('are uploaded in three steps, and shown once they are processed', async () => {
    const client = clientOf();
    const bytes = Buffer.from('a picture');
    peer.slowPictures(1);
    const { upload_url: url, file_id: id } = await client.files.getUploadURLExternal({
      filename: 'chart.png',
      length: bytes.length,
    });
    if (url === undefined || id === undefined) throw new Error('no address');
    expect(await errorOf('files.completeUploadExternal', { files: [{ id }] })).toBe('file_not_found');
    expect((await fetch(url, { method: 'POST', body: bytes })).status).toBe(200);
    await client.files.completeUploadExternal({ files: [{ id, title: 'Chart' }] });
    const blocks = [{ type: 'image', alt_text: 'a chart', slack_file: { id } }];
    const post = { channel: ops.id, text: 'x', blocks };
    expect(await errorOf('chat.postMessage', post)).toBe('invalid_blocks');
    expect(await errorOf('chat.postMessage', post)).toBeUndefined();
  });

  it('are posted by uploadV2', async () => {
    await clientOf().files.uploadV2({ channel_id: ops.id, filename: 'all.csv', content: 'a,b\n1,2\n' });
    const [message] = peer.messages(ops);
    const file = peer.world.files.get(message?.files[0] ?? '');
    expect(file).toMatchObject({ name: 'all.csv', complete: true });
    expect(file?.bytes?.toString()).toBe('a,b\n1,2\n');
  });
});
