import type { Clock } from '../../ports/clock.ts';
import type { Image } from '../../ports/instance-type.ts';
import type { AccountReads } from '../../ports/type-reads.ts';
import { code, say } from '../../text.ts';
import type { DemoEc2, DemoInstance } from './ec2.ts';

/** Made-up images of the kinds that the demo machines run; the owners are those of AWS's own images. */
const makers: Readonly<Record<string, { readonly name: string; readonly ownerId: string; readonly alias?: string }>> = {
  'Linux/UNIX': { name: 'al2023-ami-demo', ownerId: '137112412989', alias: 'amazon' },
  Windows: { name: 'Windows_Server-2022-English-Full-Base-demo', ownerId: '801119661308', alias: 'amazon' },
  'Windows with SQL Server Standard': {
    name: 'Windows_Server-2022-English-Full-SQL_2022_Standard-demo',
    ownerId: '801119661308',
    alias: 'amazon',
  },
  'Red Hat Enterprise Linux': { name: 'RHEL-9-demo', ownerId: '309956199498' },
  'SUSE Linux': { name: 'suse-sles-15-demo', ownerId: '013907871322' },
};

/** Images and regions of the demo account: an image is what the machines that were made of it are. */
export function createDemoAccountReads({ ec2, clock }: { readonly ec2: DemoEc2; readonly clock: Clock }): AccountReads {
  return {
    async images(wanted, { signal }) {
      signal.throwIfAborted();
      const { instances } = await ec2.world();
      const items = wanted.flatMap(({ id, account, region }) => {
        const made = [...instances.values()].find(
          (one) => one.imageId === id && one.accountId === account.id && one.region === region,
        );
        return made === undefined ? [] : [imageOf(made, account, region)];
      });
      return { items, gaps: [], asOf: clock.now(), source: { name: 'demo account' } };
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

function imageOf(made: DemoInstance, account: Image['account'], region: string): Image {
  const maker = makers[made.platformDetails];
  return {
    id: made.imageId,
    account,
    region,
    name: maker && `${maker.name}-${made.architecture}`,
    description: undefined,
    ownerId: maker?.ownerId,
    ownerAlias: maker?.alias,
    isPublic: true,
    state: 'available',
    architecture: made.architecture,
    virtualization: 'hvm',
    rootDevice: made.rootDevice,
    platformDetails: made.platformDetails,
    usageOperation: made.usageOperation,
    bootMode: undefined,
    imds: made.platformDetails === 'Linux/UNIX' ? 'v2.0' : undefined,
    ena: true,
    tpm: undefined,
    createdAt: undefined,
    deprecatedAt: undefined,
    lastLaunchedAt: undefined,
    volumes: [],
  };
}
