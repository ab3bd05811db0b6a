import { data, type Data } from '../json.ts';
import type { Call } from './call.ts';
import type { Room } from './room.ts';

/** What a route answers: a status, and JSON where there is a body. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** One route of the API. */
export interface Route {
  readonly method: string;
  /** Such as `/channels/{channel}/messages`. */
  readonly path: string;
  /** Called without the bot's token: a token stands in the path. */
  readonly open?: boolean;
  /** What it does and answers. Throws a Refusal. */
  run(call: Call, room: Room): Answer;
}

/** 200 with a body. */
export const ok = (body: unknown): Answer => ({ status: 200, body });

/** 204. */
export const nothing: Answer = { status: 204 };

/** The JSON body of a call, or an empty one. */
export const bodyOf = ({ body }: Call): Data => data(body);

/** A part of the path. */
export const param = ({ params }: Call, name: string): string => params[name] ?? '';

/** What stands in the braces of a route, where a path is of it. */
export function matched(route: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = route.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decodeURIComponent(given[index] ?? '');
    if (part.startsWith('{') && value !== '') params[part.slice(1, -1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}
