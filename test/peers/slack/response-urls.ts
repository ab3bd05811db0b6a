import type { Data } from '../json.ts';
import { responseUrl } from './limits.ts';
import { admit, blame, edit, post, remove } from './posting.ts';
import type { Room } from './room.ts';
import { text } from '../json.ts';

/** An address to which the app may answer an interaction. */
export interface ResponseUrl {
  readonly id: string;
  readonly user: string;
  readonly channel: string;
  /** Of an interaction with a message: which. */
  readonly ts?: string;
  readonly at: number;
  uses: number;
}

/** The addresses given out. */
export interface ResponseUrls {
  make(of: { readonly user: string; readonly channel: string; readonly ts?: string }): ResponseUrl;
  get(id: string): ResponseUrl | undefined;
  forget(): void;
}

/** None was given out yet. */
export function createResponseUrls(now: () => number, id: (prefix: string) => string): ResponseUrls {
  const all = new Map<string, ResponseUrl>();
  return {
    make(of) {
      const one = { ...of, id: id('R'), at: now(), uses: 0 };
      all.set(one.id, one);
      return one;
    },
    get: (wanted) => all.get(wanted),
    forget: () => all.clear(),
  };
}

/** The path under which they are served. */
export const responsePath = '/commands/';

/** Full address of one. */
export const addressOf = ({ origin }: Room, { id }: ResponseUrl): string => `${origin()}${responsePath}${id}`;

const yes = (value: unknown): boolean => value === true || value === 'true';

/** Answers a post to one: the status, and the body (docs, "Handling user interaction", "Message responses"). */
export function respond(room: Room, id: string, args: Data): { readonly status: number; readonly body: Data } {
  const url = room.urls.get(id);
  const where = 'response_url';
  const oops = (what: string, at: string) => blame(room, where, [{ what, at, refused: false }]);
  if (url === undefined) return { status: 404, body: { ok: false, error: 'no_such_url' } };
  if (room.now() - url.at > responseUrl.livesMs) return { status: 404, body: { ok: false, error: 'expired_url' } };
  if (url.uses >= responseUrl.uses) return { status: 404, body: { ok: false, error: 'used_url' } };
  url.uses += 1;
  if (room.world.channels.get(url.channel)?.archived === true)
    return { status: 410, body: { ok: false, error: 'channel_is_archived' } };
  const original = url.ts === undefined ? undefined : room.world.message(url.channel, url.ts);
  if (yes(args['delete_original'])) {
    if (original !== undefined) remove(room, original);
    if (args['text'] === undefined && args['blocks'] === undefined) return { status: 200, body: { ok: true } };
  }
  // Slack lets an image block name a file of the bot's in chat.* alone, for here it is the person who posts.
  if (JSON.stringify(args['blocks'] ?? []).includes('"slack_file"')) {
    blame(room, where, [{ what: 'invalid slack file', at: '/blocks', refused: true }]);
    return { status: 400, body: { ok: false, error: 'invalid_blocks' } };
  }
  const content = admit(room, where, args);
  const type = args['response_type'];
  if (type !== undefined && type !== 'ephemeral' && type !== 'in_channel')
    oops('unknown response_type', '/response_type');
  const replaces = args['replace_original'];
  if (url.ts === undefined && yes(replaces)) oops('a slash command has no original', '/replace_original');
  if (url.ts !== undefined && replaces === undefined && !yes(args['delete_original']))
    oops('whether the original is replaced is not said, and documents differ', '/replace_original');
  if (yes(replaces) && original !== undefined) {
    if (type === 'in_channel' && original.onlyFor !== undefined)
      oops('an ephemeral message never becomes public', '/response_type');
    edit(room, original, { ...content, blocks: content.blocks ?? [] });
    return { status: 200, body: { ok: true } };
  }
  const threadTs = text(args['thread_ts']);
  post(room, content, {
    channel: url.channel,
    ...(threadTs !== '' && { threadTs }),
    ...(type !== 'in_channel' && { onlyFor: url.user }),
  });
  return { status: 200, body: { ok: true } };
}
