import { demoAccountNames } from '../../../demo-accounts.ts';
import type { Account } from '../../../ports/instance.ts';

/** The two accounts; their ids are ones that AWS uses in its own examples. */
export const demoAccounts = {
  prod: { name: demoAccountNames.prod, id: '111122223333' },
  dev: { name: demoAccountNames.dev, id: '444455556666' },
} as const satisfies Record<string, Account>;

/** The regions of both accounts. */
export const demoRegions = ['us-east-1', 'eu-west-1', 'ap-northeast-1'] as const;
