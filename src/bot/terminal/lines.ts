import { lineLimit } from '../tokens.ts';

/** The lines of a pipe as they come. Of a line that is longer than any that is read, so much is kept that it is seen to be too long: input without an end of line must not fill memory. */
export async function* linesOf(input: AsyncIterable<unknown>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let line = '';
  let endedByReturn = false;
  for await (const part of input) {
    const given = part instanceof Uint8Array ? decoder.decode(part, { stream: true }) : String(part);
    if (given === '') continue;
    // The two characters of one end of line may come in two parts.
    const text = endedByReturn && given.startsWith('\n') ? given.slice(1) : given;
    endedByReturn = given.endsWith('\r');
    const [first = '', ...others] = text.split(/\r\n|\n|\r/);
    line = longer(line, first);
    for (const next of others) {
      yield line;
      line = longer('', next);
    }
  }
  line = longer(line, decoder.decode());
  if (line !== '') yield line;
}

const longer = (line: string, by: string): string => line + by.slice(0, Math.max(0, lineLimit + 1 - line.length));
