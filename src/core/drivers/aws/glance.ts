import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import type { Glance, Glimpse } from '../../ports/glance.ts';
import { say } from '../../text.ts';
import { firstRegion, type AccountConfig } from './account.ts';
import type { Clients } from './clients.ts';
import { isDryRunSuccess, readProblem } from './errors.ts';
import { pooled } from './pool.ts';

/** One dry run of DescribeInstances an account, in its first region: credentials, session, and the right that every answer needs. Where dry runs are unknown, a page of five is read. */
export const createGlance =
  (accounts: readonly AccountConfig[], clients: Clients): Glance =>
  (signal) =>
    pooled(accounts, async (config): Promise<Glimpse> => {
      const { name } = config;
      try {
        await clients
          .reading(config, firstRegion(config))
          .send(new DescribeInstancesCommand({ DryRun: true, MaxResults: 5 }), { abortSignal: signal });
        return { account: name };
      } catch (error) {
        if (isDryRunSuccess(error)) return { account: name };
        return { account: name, problem: readProblem(error, say`account ${name}`) };
      }
    });
