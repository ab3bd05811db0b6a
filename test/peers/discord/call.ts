import type { Upload } from './body.ts';

/** One request of the app. */
export interface Call {
  /** From 1, in the order in which they came. */
  readonly number: number;
  /** Such as `POST`. */
  readonly method: string;
  /** Such as `/channels/{channel}/messages`; the path itself where the stand-in has no such route. */
  readonly route: string;
  /** Below the version, without the query: `/channels/1234/messages`. */
  readonly path: string;
  /** What stands in the braces of the route. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON body, or that of `payload_json`; empty where there was none. */
  readonly body: unknown;
  readonly files: readonly Upload[];
  /** The token as it came, without `Bot`. */
  readonly token: string;
  /** The peer's clock when it came, in milliseconds. */
  readonly at: number;
  /** What was answered: nothing yet, or never where the connection was cut. */
  answer?: unknown;
  /** HTTP status of the answer. */
  status?: number;
}
