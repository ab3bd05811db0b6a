import type { Clock } from '../../ports/clock.ts';
import type { Cloud } from '../../ports/cloud.ts';
import type { Examiner } from '../../ports/examiner.ts';
import type { Log } from '../../ports/log.ts';
import type { PriceList } from '../../ports/price-list.ts';
import type { Problem } from '../../problem.ts';
import { say } from '../../text.ts';
import type { Ec2Calls } from '../ec2/calls.ts';
import { createCalls } from './calls.ts';
import type { AccountConfig } from './account.ts';
import { createClients } from './clients.ts';
import { createAwsCloud } from './cloud.ts';
import { readProblem } from './errors.ts';
import { createExaminer } from './examiner.ts';
import { createIdentify } from './identify.ts';
import { createRegions } from './regions.ts';
import { createPriceList } from './price-list.ts';
import { createShared } from './shared.ts';

/** One AWS: reads, changing calls, prices. */
export interface Aws {
  readonly cloud: Cloud;
  readonly calls: Ec2Calls;
  readonly priceList: PriceList;
  readonly examiner: Examiner;
  /** What is missing to begin: a Problem where no account has credentials. Warns in the log of long-lived access keys. */
  missing(): Promise<Problem | undefined>;
  close(): void;
}

/** Keys of users begin so, those of sessions with ASIA (IAM guide, "IAM identifiers"). */
const longLived = 'AKIA';

/** The real AWS, with the SDK's credential chain. @param accounts At least one. Nothing is asked of AWS before it is needed. */
export function createAws({
  accounts,
  clock,
  log,
}: {
  readonly accounts: readonly AccountConfig[];
  readonly clock: Clock;
  readonly log: Log;
}): Aws {
  const [first] = accounts;
  if (first === undefined) throw new Error('the AWS driver needs an account');
  const clients = createClients(clock, log);
  const regionsOf = createRegions(clients, clock);
  const identify = createIdentify(clients);
  const shared = createShared();
  const calls = createCalls(clients, ({ name }) => accounts.find((one) => one.name === name));
  return {
    cloud: createAwsCloud(accounts, clients, identify, regionsOf, shared, clock),
    calls: {
      async change(...asked) {
        // Before and after: a read that began meanwhile may tell either state.
        shared.renew();
        try {
          return await calls.change(...asked);
        } finally {
          shared.renew();
        }
      },
    },
    priceList: createPriceList(first, clients, clock),
    examiner: createExaminer(accounts, clients, identify, regionsOf),
    async missing() {
      const longLivedOf: string[] = [];
      const found = await Promise.all(
        accounts.map((account) =>
          clients.credentials(account).then(
            ({ accessKeyId }) => {
              if (accessKeyId.startsWith(longLived)) longLivedOf.push(account.name);
              return undefined;
            },
            (error: unknown) => readProblem(error, say`account ${account.name}`),
          ),
        ),
      );
      if (longLivedOf.length > 0)
        log.warn(
          { accounts: longLivedOf },
          'long-lived access keys are in use; AWS advises roles: give the machine one, or use single sign-on',
        );
      return found.includes(undefined) ? undefined : found[0];
    },
    close: () => clients.close(),
  };
}
