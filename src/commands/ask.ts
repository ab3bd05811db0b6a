import type { Kind } from '../core/changes/kinds.ts';
import type { Filter } from '../core/estate/filter.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import type { Context } from './command.ts';
import { askedReply } from './reply/plan-reply.ts';
import type { Reply } from './reply/reply.ts';

/** What every asking for a change may carry. */
export interface Asking {
  readonly targets: Filter;
  readonly 'even-in-group': boolean | undefined;
  readonly reason: string | undefined;
}

/** Finds the targets, plans, keeps the plan under a key, and shows it. Changes nothing. */
export async function askFor(kind: Kind, asking: Asking, context: Context<'changes'>): Promise<Reply | Problem> {
  const { core, person: by, place: where, request, signal } = context;
  const targets = await core.estate.targets(asking.targets, { signal });
  if (isProblem(targets)) return targets;
  const wish = {
    kind,
    by,
    where,
    request,
    evenInGroup: asking['even-in-group'] === true,
    ...(asking.reason !== undefined && { reason: asking.reason }),
  };
  const plan = await core.changes.plan(wish, targets.items, { signal });
  if (isProblem(plan)) return plan;
  return askedReply(await core.changes.ask(plan), targets.gaps);
}
