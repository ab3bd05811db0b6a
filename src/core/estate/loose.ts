import type { Address, Volume } from '../ports/instance.ts';
import { filtered } from '../slices.ts';
import { compileFilter, type Clause, type Filter } from './filter.ts';

/** The group of volumes and addresses that no instance holds. */
export const looseGroup = '(held by no instance)';

/** Conditions that what no instance holds meets or does not, as an instance does. */
const ofAnything: ReadonlySet<Clause['by']> = new Set(['account', 'region', 'tag']);

/** Whether a filter chooses what no instance holds as well: by where it is and by its own tags. Whoever chooses instances by what they are or are called has chosen nothing else. */
export const choosesLoose = (filter: Filter): boolean => filter.every(({ by }) => ofAnything.has(by));

/** Volumes and addresses without those that no instance holds and the filter does not choose; what an instance holds goes with its instance. */
export async function withLooseIn(
  filter: Filter,
  { volumes, addresses }: { readonly volumes: readonly Volume[]; readonly addresses: readonly Address[] },
  signal: AbortSignal,
): Promise<{ readonly volumes: readonly Volume[]; readonly addresses: readonly Address[] }> {
  // Where it is was chosen when it was read.
  if (!filter.some(({ by }) => by === 'tag')) return { volumes, addresses };
  const test = compileFilter(filter);
  const fits = (id: string, { account, region, tags }: Volume | Address) => test({ id, account, region, tags });
  return {
    volumes: await filtered(volumes, (one) => one.attachedTo.length > 0 || fits(one.id, one), signal),
    addresses: await filtered(addresses, (one) => one.instanceId !== undefined || fits(one.publicIp, one), signal),
  };
}
