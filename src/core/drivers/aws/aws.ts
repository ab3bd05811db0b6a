import type { Clock } from '../../ports/clock.ts';
import type { Cloud } from '../../ports/cloud.ts';
import type { Examiner } from '../../ports/examiner.ts';
import type { Glance } from '../../ports/glance.ts';
import type { Log } from '../../ports/log.ts';
import { noMeter, type Meter } from '../../ports/meter.ts';
import type { Parts } from '../../ports/parts.ts';
import type { PriceList } from '../../ports/price-list.ts';
import type { Account } from '../../ports/instance.ts';
import type { Store } from '../../ports/store.ts';
import type { AccountReads, TypeReads } from '../../ports/type-reads.ts';
import type { Problem } from '../../problem.ts';
import { say } from '../../text.ts';
import type { Ec2Calls } from '../ec2/calls.ts';
import { createAsk } from './ask.ts';
import { createCalls } from './calls.ts';
import type { AccountConfig } from './account.ts';
import { createClients } from './clients.ts';
import { createAwsCloud } from './cloud.ts';
import { createDecode } from './decode.ts';
import { readProblem } from './errors.ts';
import { createGlance } from './glance.ts';
import { measuring, unmeasured } from './measured.ts';
import { createExaminer } from './examiner.ts';
import { createIdentify } from './identify.ts';
import { createRegions } from './regions.ts';
import { createParts } from './parts.ts';
import { createPriceList } from './price-list.ts';
import { createShared } from './shared.ts';
import { createTypeReads } from './types.ts';
import { accountOfRole, twinsOf } from './twins.ts';

/** One AWS: reads, changing calls, prices. */
export interface Aws {
  readonly cloud: Cloud;
  readonly parts: Parts;
  readonly calls: Ec2Calls;
  readonly priceList: PriceList;
  readonly typeReads: TypeReads;
  readonly accountReads: AccountReads;
  readonly examiner: Examiner;
  readonly glance: Glance;
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
  store,
  meter = noMeter,
}: {
  readonly accounts: readonly AccountConfig[];
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  /** What requests to AWS are counted with; left out: they are not. */
  readonly meter?: Meter;
}): Aws {
  if (accounts.length === 0) throw new Error('the AWS driver needs an account');
  const clients = createClients(
    clock,
    {},
    meter === noMeter && log.debug === undefined ? unmeasured : measuring(meter, log),
  );
  const regions = createRegions({ clients, store, clock, log });
  const regionsOf = regions.of;
  const identify = createIdentify(clients);
  const ask = createAsk(accounts, clients, identify, regionsOf, clock);
  const typeReads = createTypeReads(accounts, clients, regions, ask);
  const shared = createShared();
  const accountOf = ({ name }: Account) => accounts.find((one) => one.name === name);
  const calls = createCalls(clients, accountOf, createDecode(clients, clock));
  return {
    cloud: createAwsCloud(accounts, clients, identify, regionsOf, ask, shared),
    parts: createParts(accounts, identify, ask),
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
    priceList: createPriceList(accounts, clients),
    typeReads,
    accountReads: typeReads,
    examiner: createExaminer(accounts, clients, identify, regionsOf),
    glance: createGlance(accounts, clients),
    async missing() {
      const longLivedOf: string[] = [];
      const signers = new Map<string, string>();
      const found = await Promise.all(
        accounts.map((account) =>
          clients.credentials(account).then(
            ({ accessKeyId }) => {
              if (accessKeyId.startsWith(longLived)) longLivedOf.push(account.name);
              // Without asking AWS: what only it can tell stands beside each list, and the doctor says it.
              signers.set(account.name, accountOfRole(account) ?? account.roleArn ?? accessKeyId);
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
      const named = accounts.flatMap(({ name, regions: own }) => {
        const id = signers.get(name);
        return id === undefined ? [] : [{ name, id, regions: own }];
      });
      const twins = twinsOf(named).map(({ name }) => name);
      if (twins.length > 0)
        log.warn({ accounts: twins }, 'these names are of accounts that have another name; remove one of the two');
      return found.includes(undefined) ? undefined : found[0];
    },
    close: () => clients.close(),
  };
}
