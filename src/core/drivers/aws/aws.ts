import type { Clock } from '../../ports/clock.ts';
import type { Cloud } from '../../ports/cloud.ts';
import type { PriceList } from '../../ports/price-list.ts';
import type { Problem } from '../../problem.ts';
import { say } from '../../text.ts';
import type { Ec2Calls } from '../ec2/calls.ts';
import { createCalls } from './calls.ts';
import { createClients, type AccountConfig } from './clients.ts';
import { createAwsCloud } from './cloud.ts';
import { readProblem } from './errors.ts';
import { createPriceList } from './price-list.ts';

/** One AWS: reads, changing calls, prices. */
export interface Aws {
  readonly cloud: Cloud;
  readonly calls: Ec2Calls;
  readonly priceList: PriceList;
  /** What is missing to begin: a Problem where no account has credentials. */
  missing(): Promise<Problem | undefined>;
  close(): void;
}

/** The real AWS, with the SDK's credential chain. @param accounts At least one. Nothing is asked of AWS before it is needed. */
export function createAws({
  accounts,
  clock,
}: {
  readonly accounts: readonly AccountConfig[];
  readonly clock: Clock;
}): Aws {
  const [first] = accounts;
  if (first === undefined) throw new Error('the AWS driver needs an account');
  const clients = createClients();
  return {
    cloud: createAwsCloud(accounts, clients, clock),
    calls: createCalls(clients, ({ name }) => accounts.find((one) => one.name === name)),
    priceList: createPriceList(first, clients, clock),
    async missing() {
      const found = await Promise.all(
        accounts.map((account) =>
          clients.credentials(account).then(
            () => undefined,
            (error: unknown) => readProblem(error, say`account ${account.name}`),
          ),
        ),
      );
      return found.includes(undefined) ? undefined : found[0];
    },
    close: () => clients.close(),
  };
}
