import { beforeExample as beforeInPreview } from '../src/bot/preview/before.ts';
import type { Machine } from './terminal.ts';

/** A line, and whether the second person says it. */
export interface SaidLine {
  readonly line: string;
  readonly second: boolean;
}

/** What must have been said before an example makes sense, as in the preview, whose keys are those of documents. */
export const beforeExample = (name: string, example: string): readonly SaidLine[] =>
  beforeInPreview(name, example).map(({ line, second = false }) => ({ line, second }));

/** Says the lines, each of whoever says it; gives those that did not succeed. */
export async function saidBefore(
  machine: Pick<Machine, 'pipe'>,
  lines: readonly SaidLine[],
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { line, second: by } of lines) {
    const { code, out } = await machine.pipe([line], { second: by });
    // What waits for another person is not done yet.
    if (code !== 0 && !/another\s+person\s+must\s+approve/.test(out)) failed.push(out);
  }
  return failed;
}
