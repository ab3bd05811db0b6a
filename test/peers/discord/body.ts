import type { IncomingHttpHeaders } from 'node:http';
import { parsed, text } from '../json.ts';

/** A file as a request carries it. */
export interface Upload {
  /** The number in `files[n]`. */
  readonly index: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** What a request or an answer carries: JSON, and files. `body` is undefined where there is none, or none that can be read. */
export interface Carried {
  readonly body: unknown;
  readonly files: readonly Upload[];
  /** Whether something came that is no JSON. */
  readonly broken: boolean;
}

interface Part {
  readonly headers: string;
  readonly bytes: Buffer;
}

const blank = Buffer.from('\r\n\r\n');

/** The parts of a multipart form (RFC 7578). */
function partsOf(bytes: Buffer, boundary: string): readonly Part[] {
  const mark = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  for (let from = bytes.indexOf(mark); from !== -1;) {
    const to = bytes.indexOf(mark, from + mark.length);
    if (to === -1) break;
    const part = bytes.subarray(from + mark.length + 2, to - 2);
    const end = part.indexOf(blank);
    if (end !== -1) parts.push({ headers: part.subarray(0, end).toString(), bytes: part.subarray(end + blank.length) });
    from = to;
  }
  return parts;
}

const attribute = (headers: string, name: string): string =>
  new RegExp(`; ${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(headers)?.[1] ?? '';

/** Reads JSON, or a form with `payload_json` and `files[n]` (Discord, "API Reference", "Uploading Files"). */
export function carriedBy(headers: IncomingHttpHeaders, bytes: Buffer): Carried {
  if (bytes.length === 0) return { body: undefined, files: [], broken: false };
  const type = text(headers['content-type']);
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/.exec(type)?.[1];
  if (boundary === undefined) {
    const body = /^application\/json\b/.test(type) ? parsed(bytes.toString()) : undefined;
    return { body, files: [], broken: body === undefined };
  }
  const parts = partsOf(bytes, boundary);
  const json = parts.find(({ headers: own }) => attribute(own, 'name') === 'payload_json');
  const body = json === undefined ? {} : parsed(json.bytes.toString());
  const files = parts.flatMap(({ headers: own, bytes: content }): Upload[] => {
    const index = /^files\[(\d+)\]$/.exec(attribute(own, 'name'))?.[1];
    if (index === undefined) return [];
    const given = /content-type: *([^\r\n]+)/i.exec(own)?.[1] ?? 'application/octet-stream';
    return [{ index, name: attribute(own, 'filename'), type: given, bytes: Buffer.from(content) }];
  });
  return { body, files, broken: body === undefined };
}
