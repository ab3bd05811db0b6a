import { documentKeys, type Machine } from './terminal.ts';

/** A line, and whether the second person says it. */
export interface SaidLine {
  readonly line: string;
  readonly second: boolean;
}
const first = (line: string): SaidLine => ({ line, second: false });
const second = (line: string): SaidLine => ({ line, second: true });

/** What must have been said before an example makes sense: plans under the key that it shows, changes that it leads back from. */
export function beforeExample(name: string, example: string): readonly SaidLine[] {
  const [key] = documentKeys;
  switch (name) {
    case 'confirm':
    case 'cancel':
      return [first(example.endsWith(' 6') ? 'stop web-1 web-2 api-1 api-2 indexer build-runner' : 'stop web-1')];
    case 'approve':
    case 'deny':
      return [first('terminate web-2'), first(`confirm ${key} web-2`)];
    case 'undo':
      return [first('stop web-1'), first(`confirm ${key}`)];
    case 'recover':
      return [first('release 198.51.100.38'), first(`confirm ${key} 198.51.100.38`), second(`approve ${key}`)];
    case 'keep':
      return [first('stop bastion'), first(`confirm ${key}`)];
    case 'unkeep':
      return [first('stop bastion'), first(`confirm ${key}`), first('keep 198.51.100.10 reason:wanted')];
    case 'freeze off':
      return [first('freeze on reason:"the sale is on"')];
    default:
      return [];
  }
}

/** Whether an example is the second person's to say. */
export const isSeconds = (name: string): boolean => name === 'approve' || name === 'deny';

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
