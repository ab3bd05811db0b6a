import type { Kind } from '../core/changes/kinds.ts';
import type { Filter } from '../core/estate/filter.ts';
import type { Target } from '../core/ports/control.ts';
import type { Listing } from '../core/ports/cloud.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { code, command, say } from '../core/text.ts';
import { cliOfChange } from './cli/changes.ts';
import type { Context } from './command.ts';
import { meantInstead } from './no-fit.ts';
import { askedReply } from './reply/plan-reply.ts';
import type { Reply } from './reply/reply.ts';
import { watchedAnew } from './progress.ts';
import { placeOf, scoped } from './scope.ts';

/** What every asking for a change may carry. */
export interface Asking {
  readonly 'even-in-group'?: boolean | undefined;
  readonly reason?: string | undefined;
  readonly 'break-glass'?: boolean | undefined;
  readonly cli?: boolean | undefined;
}

/** Finds the instances, plans, keeps the plan under a key, and shows it. Changes nothing. */
export async function askForInstances(
  kind: Kind,
  wanted: Filter,
  asking: Asking,
  context: Context<'changes'>,
): Promise<Reply | Problem> {
  const within = scoped(wanted, context);
  const targets = await context.core.estate.targets(within, watchedAnew(context));
  if (!isProblem(targets)) return askFor(kind, targets, asking, context);
  const meant = targets.problem === 'instance-not-found' ? await meantInstead(within, context) : [];
  return meant.length > 0 ? { ...targets, todo: meant } : targets;
}

/** The same for an Elastic IP: ours by address, allocation id or Name; to be recovered, by its address. */
export async function askForAddress(
  kind: Kind,
  word: string,
  asking: Asking,
  context: Context<'changes'>,
): Promise<Reply | Problem> {
  const { core, now } = context;
  if (kind === 'recover') {
    const record = await core.released.find(word);
    if (record === undefined) return notReleasedHere(word);
    const { ip: id, account, region, networkBorderGroup } = record;
    const source = { name: core.cloud.demo ? 'demo account' : 'AWS' } as const;
    const listing = { items: [{ id, account, region, networkBorderGroup }], gaps: [], asOf: now, source };
    return askFor(kind, listing, asking, context);
  }
  const found = await core.addresses.one(word, placeOf(word, context), watchedAnew(context));
  if (isProblem(found)) return found;
  const items = found.items.flatMap(({ address, account, region }) =>
    address?.allocationId === undefined ? [] : [{ id: address.allocationId, account, region }],
  );
  return askFor(kind, { ...found, items }, asking, context);
}

async function askFor(
  kind: Kind,
  targets: Listing<Target>,
  asking: Asking,
  { core, person: by, place: where, request, signal }: Context<'changes'>,
): Promise<Reply | Problem> {
  const wish = {
    kind,
    by,
    where,
    request,
    evenInGroup: asking['even-in-group'] === true,
    breakGlass: asking['break-glass'] === true,
    ...(asking.reason !== undefined && { reason: asking.reason }),
  };
  const plan = await core.changes.plan(wish, targets.items, { signal });
  if (isProblem(plan)) return plan;
  const asked = await core.changes.ask(plan);
  return askedReply(asked, targets.gaps, asking.cli === true ? cliOfChange(plan.moves) : undefined);
}

/** What was never released here cannot be recovered. */
export const notReleasedHere = (word: string): Problem => ({
  problem: 'address-not-found',
  what: say`No address ${code(word)} was released here.`,
  todo: say`Only what was released with ${command('release')} is remembered. ${command('addresses')} shows what is ours.`,
});
