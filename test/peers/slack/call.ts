import type { Data } from '../json.ts';

/** One request of the app. */
export interface Call {
  /** From 1, in the order in which they came. */
  readonly number: number;
  /** Such as `chat.postMessage`; `response_url` and `upload` are told as methods too. */
  readonly method: string;
  readonly args: Data;
  /** The token as it came, without `Bearer`. */
  readonly token: string;
  /** The peer's clock when it came, in milliseconds. */
  readonly at: number;
  /** What was answered: nothing yet, or never where the connection was cut. */
  answer?: Data;
  /** HTTP status of the answer. */
  status?: number;
}
