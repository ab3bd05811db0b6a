import type { Instant } from '../core/time.ts';
import { keyOf, leftOf, recordOf, type Finding, type FoundRecord } from '../core/watch/finding.ts';
import type { Rule } from '../core/watch/rules/rule.ts';
import type { CoreReads } from './core-reads.ts';

/** A finding as alerts keep it, and whether anybody knows since when it is so. */
export interface Known {
  readonly record: FoundRecord;
  /** Undefined: AWS does not tell, and no alert has seen it before. */
  readonly since: Instant | undefined;
}

/** What is known of a finding besides what a sweep tells. */
export async function knownOf(
  finding: Finding,
  rule: Rule,
  core: Pick<CoreReads, 'leftBehind' | 'seen'>,
  now: Instant,
): Promise<Known> {
  const [records, seen] = await Promise.all([
    core.leftBehind.list(),
    finding.since === undefined ? core.seen.of(finding) : undefined,
  ]);
  const left = records.find((one) => keyOf(one, one.id) === finding.key);
  const record = recordOf(finding, seen ?? now, {
    ...(!rule.sums && { weak: true }),
    ...(left && { left: leftOf(left) }),
  });
  return { record, since: finding.since ?? seen };
}
