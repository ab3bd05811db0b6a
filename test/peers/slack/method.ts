import { text, type Data } from '../json.ts';
import { Refusal } from './refusal.ts';
import type { Room } from './room.ts';
import type { SlackChannel } from './world.ts';

/** One method of the Web API. */
export interface Method {
  /** Scopes of which one must have been granted; none is needed where there is none. */
  readonly scopes: readonly string[];
  /** The kind of token it is called with; the bot's, unless said otherwise. */
  readonly token?: 'app';
  /** What it does and answers, besides `ok`. Throws a Refusal. */
  run(args: Data, room: Room, token: string): Data;
}

/** Methods by name. */
export type Methods = Readonly<Record<string, Method>>;

/** An argument that must be given. */
export function needed(args: Data, name: string): string {
  const value = args[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new Refusal('invalid_arguments', {
    response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
  });
}

/** An argument that may be left out. */
export const given = (args: Data, name: string): string | undefined => text(args[name]) || undefined;

/** Refuses unless one of these scopes was granted. */
export function granted({ scopes }: Room, wanted: readonly string[]): void {
  if (wanted.length > 0 && !wanted.some((one) => scopes.has(one)))
    throw new Refusal('missing_scope', { needed: wanted.join(','), provided: [...scopes].join(',') });
}

/** A channel that the bot may know of: a private one only where it is a member. */
export function channelFor({ world }: Room, name: string): SlackChannel {
  const channel = world.find(name);
  if (channel === undefined || (channel.kind !== 'public' && !channel.members.has(world.app.userId)))
    throw new Refusal('channel_not_found');
  return channel;
}

/** One page of a list by `cursor` and `limit`, and the cursor of the next. */
export function page<T>(
  all: readonly T[],
  args: Data,
  usual: number,
): { readonly items: readonly T[]; readonly next: string } {
  const cursor = given(args, 'cursor');
  const from = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64').toString().replace('from:', ''));
  const size = args['limit'] === undefined ? usual : Number(args['limit']);
  if (!Number.isInteger(from) || from < 0) throw new Refusal('invalid_cursor');
  if (!Number.isInteger(size) || size < 1 || size > 1_000) throw new Refusal('invalid_limit');
  const to = from + size;
  return { items: all.slice(from, to), next: to < all.length ? Buffer.from(`from:${to}`).toString('base64') : '' };
}
