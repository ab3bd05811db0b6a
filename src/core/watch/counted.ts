import { platformOf, type LabelsOf, type Meter } from '../ports/meter.ts';
import { stopwatch } from '../stopwatch.ts';
import { NeverAnswered, NeverDeliverable, NotYet, type Post } from './post.ts';
import type { Sweeper } from './sweep.ts';

type SweepOutcome = LabelsOf<'quartermaster_sweeps_total'>['outcome'];
type PostOutcome = LabelsOf<'quartermaster_notices_total'>['outcome'];

/** The same look for waste, counted and timed. */
export const countedSweeper =
  (sweep: Sweeper, meter: Meter): Sweeper =>
  async (scope, rules, reading) => {
    const seconds = stopwatch();
    const over = (outcome: SweepOutcome): void => {
      meter.observe('quartermaster_sweep_seconds', {}, seconds());
      meter.add('quartermaster_sweeps_total', { outcome });
    };
    try {
      const swept = await sweep(scope, rules, reading);
      over(swept.gaps.length === 0 ? 'whole' : 'partly');
      meter.add('quartermaster_sweep_unread_regions_total', {}, swept.looked.unread);
      meter.add('quartermaster_sweep_findings_total', {}, swept.findings.length);
      return swept;
    } catch (error) {
      over(reading.signal.aborted ? 'stopped' : 'failed');
      throw error;
    }
  };

/** The same way to post what nobody asked for, with each attempt counted. What waits for a quiet hour's end was none. */
export const countedPost =
  (post: Post, meter: Meter): Post =>
  async (notice, place, attempt) => {
    const count = (outcome: PostOutcome): void =>
      meter.add('quartermaster_notices_total', { platform: platformOf(place), outcome });
    try {
      await post(notice, place, attempt);
      count('posted');
    } catch (error) {
      if (!(error instanceof NotYet)) count(outcomeOf(error));
      throw error;
    }
  };

function outcomeOf(error: unknown): PostOutcome {
  if (error instanceof NeverAnswered) return 'unanswered';
  return error instanceof NeverDeliverable ? 'undeliverable' : 'failed';
}
