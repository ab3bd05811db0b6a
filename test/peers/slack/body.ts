import type { IncomingMessage } from 'node:http';
import { data, isData, parsed, text, type Data } from '../json.ts';

/** Arguments that are objects or lists, which a form carries as JSON text. */
const nested = ['blocks', 'attachments', 'view', 'metadata', 'files'];

const unfolded = (args: Data): Data =>
  Object.fromEntries(
    Object.entries(args).map(([key, value]) => {
      const isText = nested.includes(key) && typeof value === 'string';
      return [key, isText ? (parsed(value) ?? value) : value];
    }),
  );

/** The arguments of a call: of the query, and of a form or a JSON body. Undefined where the body is none of the two. */
export function argsOf(request: IncomingMessage, url: URL, bytes: Buffer): Data | undefined {
  const query = Object.fromEntries(url.searchParams);
  const type = text(request.headers['content-type']).split(';')[0]?.trim();
  if (bytes.length === 0) return query;
  if (type === 'application/x-www-form-urlencoded')
    return unfolded({ ...query, ...Object.fromEntries(new URLSearchParams(bytes.toString())) });
  if (type !== 'application/json') return undefined;
  const body = parsed(bytes.toString());
  return isData(body) ? unfolded({ ...query, ...data(body) }) : undefined;
}

/** The file of an upload: the bytes as they are, or the one part of a multipart form that has a file's name. */
export function fileOf(request: IncomingMessage, bytes: Buffer): Buffer {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/.exec(text(request.headers['content-type']))?.[1];
  if (boundary === undefined) return bytes;
  const blank = Buffer.from('\r\n\r\n');
  const from = bytes.indexOf(blank, bytes.indexOf('filename=')) + blank.length;
  return bytes.subarray(from, bytes.indexOf(`\r\n--${boundary}`, from));
}
