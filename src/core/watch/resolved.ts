import { fromRecord, plus, toRecord, zero, type Money } from '../money.ts';
import { inSlices } from '../slices.ts';
import { monthOf } from './finding.ts';
import type { Resolved, ResolvedSum } from './run.ts';

/** What of the costs of something has ended a month, or is waste no longer; undefined: that is not known. */
export const endedOf = ({ finding, ended }: Pick<Resolved, 'finding' | 'ended'>): Money | undefined =>
  ended === undefined ? monthOf(finding) : fromRecord(ended);

/** What it saves a month; undefined: nothing that is known. What may be meant is not summed. */
export const savingOf = (one: Resolved): Money | undefined =>
  one.saves === true && one.finding.weak !== true ? endedOf(one) : undefined;

/** Many that are over, by account: how many, and what they save together; walked in slices. Rejects with the signal's reason. */
export async function resolvedSums(resolved: readonly Resolved[], signal: AbortSignal): Promise<ResolvedSum[]> {
  const accounts = new Map<string, { count: number; saves: Money }>();
  await inSlices(
    resolved,
    (one) => {
      const { name } = one.finding.account;
      const { count, saves } = accounts.get(name) ?? { count: 0, saves: zero };
      accounts.set(name, { count: count + 1, saves: plus(saves, savingOf(one) ?? zero) });
    },
    signal,
  );
  return [...accounts].map(([account, { count, saves }]) => ({ account, count, saves: toRecord(saves) }));
}
