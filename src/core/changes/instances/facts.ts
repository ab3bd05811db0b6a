import type { Prices } from '../../facts/prices/prices.ts';
import { usdOf } from '../../money.ts';
import type { Reading } from '../../ports/cloud.ts';
import type { Instance } from '../../ports/instance.ts';
import type { ResourceFacts } from '../../ports/policy.ts';
import type { Rate } from '../../ports/price-list.ts';
import { isProblem, type Problem } from '../../problem.ts';
import type { Kind } from '../kinds.ts';
import type { Subjected } from '../rights.ts';

/** What access rules look at of an instance. @param rate What it costs while it runs. */
export const instanceFacts = (
  { id, name, account, region, state, type, tags }: Instance,
  rate: Rate | Problem,
): ResourceFacts => ({
  is: 'instance',
  id,
  ...(name !== undefined && { name }),
  account,
  region,
  state,
  type,
  tags,
  ...(!isProblem(rate) && { usdPerHour: usdOf(rate.perHour) }),
});

/** An instance as rules are asked about it. */
export const instanceSubject = async (
  kind: Kind,
  instance: Instance,
  prices: Pick<Prices, 'ofInstance'>,
  reading: Reading,
): Promise<Subjected> => ({
  facts: instanceFacts(instance, await prices.ofInstance(instance, reading)),
  steps: [kind],
});
