import type { Data } from '../json.ts';

/** Slack refuses a call: by an error that its documents name, or by a status. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  /** Further fields of the answer. */
  readonly more: Data;
  /** Whole seconds of a 429, where it is one. */
  readonly limitedFor: number | undefined;

  constructor(code: string, more: Data = {}, limitedFor?: number) {
    super(code);
    this.code = code;
    this.more = more;
    this.limitedFor = limitedFor;
  }
}
