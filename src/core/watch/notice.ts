import { z } from 'zod';
import { said } from '../changes/said.ts';
import { RunPart } from './run.ts';

/** Something that is said unasked, as data: words are made when it is posted. */
export const Notice = z.discriminatedUnion('says', [
  /** Something of a change, by its key. */
  z.object({ says: z.enum(said), change: z.string(), at: z.number() }),
  /** An entry of the audit, for the place that gets a copy of each. */
  z.object({ says: z.literal('audit'), position: z.number() }),
  /** What an alert finds would be told here: somebody tries that out. */
  z.object({ says: z.literal('alert-test'), alert: z.string(), at: z.number() }),
  /** What a run of an alert found, or a part of it, by the key of the run. */
  z.object({ says: z.literal('run'), run: z.string(), part: RunPart }),
]);
export type Notice = z.infer<typeof Notice>;

/** The name of the alert that a notice is about; undefined: it is about none. */
export function alertOf(notice: Notice): string | undefined {
  if (notice.says === 'alert-test') return notice.alert;
  // See `keep` of runs.
  return notice.says === 'run' ? notice.run.split('/')[0] : undefined;
}

/** The key of a copy of an audit entry: keys are posted in their order, and that is the order of the entries. */
export const copyKey = (position: number): string => `audit/${String(position).padStart(15, '0')}`;
