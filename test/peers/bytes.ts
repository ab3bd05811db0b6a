import type { IncomingMessage } from 'node:http';

const limitBytes = 40_000_000;

/** All bytes of a request. */
export const bytesOf = (request: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limitBytes) request.destroy(new Error(`a request is longer than ${limitBytes} bytes`));
      else chunks.push(chunk);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
  });
