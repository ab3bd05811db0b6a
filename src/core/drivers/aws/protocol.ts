import { Readable } from 'node:stream';
import { EC2Client } from '@aws-sdk/client-ec2';
import { NormalizedSchema } from '@smithy/core/schema';
import type { $ClientProtocol, HttpRequest, HttpResponse, MetadataBearer } from '@smithy/types';
import { turn } from '../../slices.ts';
import { createAnswerReader } from './answer.ts';
import { NotAnswered } from './errors.ts';
import { fieldsRead } from './fields-read.ts';
import { createShapes, type Shape } from './shapes.ts';
import { createTexts } from './xml-text.ts';

/** How a client of the SDK writes questions and reads answers. */
type Protocol = $ClientProtocol<HttpRequest, HttpResponse>;

/** What EC2 answers where the SDK declares nothing: `<return>true</return>`. Who answers in its way may leave that out. */
const acknowledgement: Shape = {
  is: 'record',
  members: () => new Map([['return', { name: 'Return', shape: { is: 'text', read: acknowledged } }]]),
};
const acknowledged = (text: string): true => {
  if (text.toLowerCase() !== 'true') throw new NotAnswered();
  return true;
};

/**
 * EC2's protocol: questions and refusals are the SDK's business; answers are read by {@link createAnswerReader}
 * while they come, a piece in each turn of the event loop, so that neither a large one nor a burst of small ones holds
 * anybody up. A success that is no answer of EC2's to this question is NotAnswered. One serves all clients: it keeps
 * nothing of a call.
 */
export function ec2Protocol(): Protocol {
  const protocol: Protocol = new EC2Client({ region: 'us-east-1' }).config.protocol;
  const bySdk: Protocol['deserializeResponse'] = protocol.deserializeResponse.bind(protocol);
  const shapeOf = createShapes(fieldsRead);
  const texts = createTexts();
  return Object.assign(protocol, {
    async deserializeResponse<Output extends MetadataBearer>(
      ...[operation, context, response]: Parameters<typeof bySdk>
    ): Promise<Output> {
      const stream: unknown = response.body;
      if (response.statusCode >= 300 || !(stream instanceof Readable)) return bySdk(operation, context, response);
      const shape = NormalizedSchema.of(operation.output).isUnitSchema() ? acknowledgement : shapeOf(operation.output);
      const reader = createAnswerReader(shape, `${operation.name}Response`, texts);
      await inTurns(stream, (part) => reader.write(part));
      const answer: object = { ...reader.end(), $metadata: metadataOf(response) };
      // What the SDK declares of an answer is what its schema says, by which it was read.
      return answer as Output;
    },
  });
}

/** As the SDK has it: AWS's services give the request id by these names. */
const metadataOf = ({ statusCode, headers }: HttpResponse) => ({
  httpStatusCode: statusCode,
  requestId: headers['x-amzn-requestid'] ?? headers['x-amzn-request-id'] ?? headers['x-amz-request-id'],
});

/** Hands over the parts of a stream, each in a turn of its own. Rejects where the stream breaks off, and with what `take` throws. */
const inTurns = (stream: Readable, take: (part: Uint8Array) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      reject(error instanceof Error ? error : new Error(String(error)));
      stream.destroy();
    };
    /** Ends when all that came is taken. */
    let taken: Promise<void> = Promise.resolve();
    const next = async (part: Uint8Array): Promise<void> => {
      await turn();
      take(part);
      stream.resume();
    };
    stream.on('data', (part: Uint8Array) => {
      stream.pause();
      taken = next(part);
      taken.catch(fail);
    });
    stream.once('error', fail);
    stream.once('end', () => {
      taken.then(resolve, fail);
    });
    // Closed before its end without a word of why: a cut connection to the SDK, which tries again.
    stream.once('close', () => {
      if (!stream.readableEnded) fail(Object.assign(new Error('the answer broke off'), { code: 'ECONNRESET' }));
    });
  });
