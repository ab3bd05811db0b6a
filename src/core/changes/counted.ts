import type { LabelsOf, Meter } from '../ports/meter.ts';
import { isProblem } from '../problem.ts';
import type { Changes, Outcome } from './changes.ts';

/** The same gate, with what became of each thing that a change was about counted. */
export function countedChanges(changes: Changes, meter: Meter): Changes {
  const count = (
    { kind, targets, cancelled, awaiting, stopping, waits }: Outcome,
    found: LabelsOf<'quartermaster_change_targets_total'>['found'],
  ): void => {
    // A press that led to no call.
    if (cancelled || awaiting !== undefined || stopping === true || waits !== undefined) return;
    for (const { phase } of targets) meter.add('quartermaster_change_targets_total', { kind, outcome: phase, found });
  };
  return {
    ...changes,
    async step(...press) {
      const outcome = await changes.step(...press);
      if (!isProblem(outcome)) count(outcome, 'no');
      return outcome;
    },
    async reconcile(signal) {
      const outcomes = await changes.reconcile(signal);
      for (const outcome of outcomes) count(outcome, 'yes');
      return outcomes;
    },
  };
}
