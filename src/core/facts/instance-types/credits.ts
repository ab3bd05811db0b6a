import { linesOf } from '../data/lines.ts';
import { readData } from '../data/locate.ts';

/** CPU credits of a burstable type. One credit is a vCPU at 100 % for a minute. */
export interface Credits {
  readonly perHour: number;
  /** What it can keep: a day's earnings. */
  readonly mostKept: number;
  /** Percent of each vCPU that it may use for ever. */
  readonly baselinePercent: number;
}

/** Credits of all burstable types that AWS has published, as of one day. */
export interface CreditTable {
  /** Day of the data, `2023-05`. */
  readonly asOf: string;
  /** Undefined: not burstable, or not in the table. */
  find(type: string): Credits | undefined;
}

/** The embedded table (EC2 guide, "Key concepts for burstable performance instances"). */
export const openCredits = async (): Promise<CreditTable> => readCredits(await readData('credits.txt'));

/** Text of {@link readCredits}. */
export const writeCredits = (asOf: string, rows: readonly (readonly [type: string, credits: Credits])[]): string =>
  [
    `asOf ${asOf}`,
    ...rows.map(([type, { perHour, mostKept, baselinePercent }]) =>
      [type, perHour, mostKept, baselinePercent].join(' '),
    ),
    '',
  ].join('\n');

/** A line a type: credits an hour, credits kept at most, baseline in percent of a vCPU. */
export function readCredits(text: string): CreditTable {
  const rows = new Map<string, Credits>();
  let asOf = '';
  for (const line of linesOf(text)) {
    const [head = '', first = '', mostKept, baselinePercent] = line.split(' ');
    if (head === 'asOf') asOf = first;
    else
      rows.set(head, {
        perHour: Number(first),
        mostKept: Number(mostKept),
        baselinePercent: Number(baselinePercent),
      });
  }
  return { asOf, find: (type) => rows.get(type) };
}
