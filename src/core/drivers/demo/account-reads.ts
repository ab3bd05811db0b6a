import type { Clock } from '../../ports/clock.ts';
import type { Source } from '../../ports/cloud.ts';
import type { Home } from '../../ports/instance.ts';
import type { Image } from '../../ports/instance-type.ts';
import type { AccountReads } from '../../ports/type-reads.ts';
import { code, say } from '../../text.ts';
import type { DemoEc2 } from './ec2.ts';
import { operations, seedImage, type SeedImage } from './seed/images.ts';

const source: Source = { name: 'demo account' };

/** Images and regions of the demo account. */
export function createDemoAccountReads({ ec2, clock }: { readonly ec2: DemoEc2; readonly clock: Clock }): AccountReads {
  return {
    source,
    async images(wanted, { signal }) {
      signal.throwIfAborted();
      const items = wanted.flatMap(({ id, account, region }) => {
        const shown = seedImage(id, region, account.id);
        return shown === undefined ? [] : [imageNoun(shown, { id, account, region })];
      });
      return { items, gaps: [], asOf: clock.now(), source };
    },
    async regions(account) {
      if (!ec2.accounts.some(({ name }) => name === account))
        return {
          problem: 'bad-value',
          what: say`There is no account ${code(account)}.`,
          todo: say`The demo has ${ec2.accounts.map(({ name }) => name).join(' and ')}.`,
        };
      return ec2.regions.map((name) => ({ name, optIn: 'opt-in-not-required' }));
    },
  };
}

const imageNoun = (one: SeedImage, { id, account, region }: Home & { readonly id: string }): Image => ({
  id,
  account,
  region,
  name: one.name,
  description: undefined,
  ownerId: one.ownerId,
  ownerAlias: one.ownerAlias,
  isPublic: one.private !== true,
  state: 'available',
  architecture: one.architecture,
  virtualization: 'hvm',
  rootDevice: one.rootDevice ?? 'ebs',
  platformDetails: one.platform,
  usageOperation: operations[one.platform],
  bootMode: one.bootMode,
  imds: one.imds,
  ena: true,
  tpm: undefined,
  createdAt: one.createdAt,
  deprecatedAt: one.deprecatedAt,
  lastLaunchedAt: undefined,
  volumes: [{ device: '/dev/xvda', sizeGiB: one.rootGiB, kind: 'gp3', snapshotId: undefined, encrypted: false }],
});
