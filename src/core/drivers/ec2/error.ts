/**
 * EC2 refused: its own code and message (EC2 API reference, "Error codes for the Amazon EC2 API").
 * Thrown by whatever plays EC2's part, turned into a Problem by `explain.ts`.
 */
export class Ec2Error extends Error {
  override readonly name = 'Ec2Error';
  readonly code: string;
  readonly requestId: string | undefined;
  constructor(code: string, message: string, requestId?: string) {
    super(message);
    this.code = code;
    this.requestId = requestId;
  }
}

/** The call was sent, and no answer came that tells what became of it. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
}
