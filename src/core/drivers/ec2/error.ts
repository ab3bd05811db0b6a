/** What a decoded authorization message lets everybody see; `closed`: there is one, and it could not be decoded. */
export type Denial = { readonly action: string; readonly resource?: string } | 'closed';

/**
 * EC2 refused: its own code and message (EC2 API reference, "Error codes for the Amazon EC2 API").
 * Thrown by whatever plays EC2's part, turned into a Problem by `explain.ts`.
 */
export class Ec2Error extends Error {
  override readonly name = 'Ec2Error';
  readonly code: string;
  readonly requestId: string | undefined;
  readonly denial: Denial | undefined;
  constructor(code: string, message: string, requestId?: string, denial?: Denial) {
    super(message);
    this.code = code;
    this.requestId = requestId;
    this.denial = denial;
  }
}

/** The call was sent, and no answer came that tells what became of it. Its message names in a word what came instead. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
  /** Of an answer of AWS's own that leaves it open. */
  readonly requestId: string | undefined;
  constructor(why: string, requestId?: string) {
    super(why);
    this.requestId = requestId;
  }
}
