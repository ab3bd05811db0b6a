import fc from 'fast-check';
import type { AddressFacts, Standing } from '../../../src/core/estate/verdict.ts';
import { instanceStates, type Address, type NetworkInterface } from '../../../src/core/ports/instance.ts';
import { dayMs } from '../../../src/core/time.ts';

/** When the verdicts are given. */
export const now = Date.parse('2026-11-24T10:00:00Z');
const account = { name: 'demo-prod', id: '111122223333' };
const home = { account, region: 'us-east-1' };
/** An Elastic IP that nothing uses, on an instance, and on an interface. */
export const free: Address = {
  ...home,
  publicIp: '198.51.100.1',
  allocationId: 'eipalloc-1',
  pool: 'amazon',
  tags: {},
};
export const onInstance: Address = {
  ...free,
  associationId: 'eipassoc-1',
  instanceId: 'i-1',
  networkInterfaceId: 'eni-1',
  networkInterfaceOwnerId: account.id,
  privateIp: '10.0.0.1',
};
const { instanceId: _, ...withoutInstance } = onInstance;
export const onInterface: Address = withoutInstance;
/** An interface of our own in use, and one that is attached to nothing. */
export const plainInterface: NetworkInterface = {
  ...home,
  id: 'eni-1',
  status: 'in-use',
  type: 'interface',
  requesterManaged: false,
  description: '',
  ownerId: account.id,
  attachment: { instanceOwnerId: account.id },
};
const { attachment: __, ...detached } = { ...plainInterface, status: 'available' };
export const unattached: NetworkInterface = detached;
const running = { id: 'i-1', name: 'web-1', state: 'running' } as const;

/** What is known of an address, and what is said of it by which row of the table. */
export type Case = readonly [
  row: number,
  what: string,
  facts: Partial<AddressFacts> & { readonly address: Address },
  is: Standing,
  charged: 'yes' | 'no' | 'unknown',
  says: string,
];

/** Every row of the table, some of them in several ways. */
export const cases: readonly Case[] = [
  [
    1,
    'a customer-owned address of an Outpost',
    { address: { ...free, customerOwnedIp: '10.1.1.1' } },
    'not-public',
    'no',
    'customer-owned',
  ],
  [
    1,
    'a carrier address, though it is free',
    { address: { ...free, carrierIp: '155.146.1.1' } },
    'not-public',
    'no',
    'carrier',
  ],
  [
    2,
    'one that a load balancer brought',
    { address: { ...onInterface, serviceManaged: 'alb' }, interface: plainInterface },
    'service-managed',
    'yes',
    'alb',
  ],
  [
    2,
    'one of a service nobody knows yet',
    { address: { ...onInterface, serviceManaged: 'something-new' } },
    'service-managed',
    'yes',
    'something-new',
  ],
  [
    2,
    'one whose interface a service runs',
    { address: onInterface, interface: { ...plainInterface, operator: 'eks.amazonaws.com' } },
    'service-managed',
    'yes',
    'eks.amazonaws.com',
  ],
  [2, 'a managed one that is free', { address: { ...free, serviceManaged: 'rnat' } }, 'service-managed', 'yes', 'rnat'],
  [
    3,
    'one of a range brought to AWS, free',
    { address: { ...free, pool: 'ipv4pool-ec2-012345' } },
    'own-range',
    'no',
    'ipv4pool-ec2-012345',
  ],
  [
    3,
    'one of a range brought to AWS, in use',
    { address: { ...onInstance, pool: 'ipv4pool-ec2-012345' }, instance: running },
    'own-range',
    'no',
    'brought to AWS',
  ],
  [
    3,
    'one of an IPAM pool',
    { address: { ...free, pool: 'ipam-pool-012345' } },
    'own-range',
    'unknown',
    'ipam-pool-012345',
  ],
  [
    4,
    'one that is offered to another account',
    { address: free, transfer: { toAccount: '777788889999' } },
    'in-transfer',
    'yes',
    '777788889999',
  ],
  [5, 'one that nothing uses', { address: free, transfer: 'none' }, 'idle', 'yes', 'associated with nothing'],
  [
    5,
    'an old record without a pool',
    { address: { ...home, publicIp: '198.51.100.1', tags: {} } },
    'idle',
    'yes',
    'associated with nothing',
  ],
  [6, 'one of a running instance', { address: onInstance, instance: running }, 'in-use', 'yes', 'web-1 uses it'],
  [
    6,
    'one of an instance that starts',
    { address: onInstance, instance: { id: 'i-1', state: 'pending' } },
    'in-use',
    'yes',
    'i-1 uses it',
  ],
  [
    6,
    'a second one of a running instance',
    { address: onInstance, instance: running, extra: true },
    'extra',
    'yes',
    'a further address of web-1',
  ],
  [
    7,
    'one of a stopped instance',
    { address: onInstance, instance: { ...running, state: 'stopped', stateSince: now - 9 * dayMs } },
    'idle',
    'yes',
    'web-1 is stopped, for 9 days',
  ],
  [
    7,
    'one of a stopping instance',
    { address: onInstance, instance: { ...running, state: 'stopping' } },
    'idle',
    'yes',
    'web-1 is stopping',
  ],
  [
    7,
    'a second one of a stopped instance idles as well',
    { address: onInstance, instance: { ...running, state: 'stopped' }, extra: true },
    'idle',
    'yes',
    'is stopped',
  ],
  [
    8,
    'one on an interface that nothing uses',
    { address: onInterface, interface: unattached },
    'idle',
    'yes',
    'attached to nothing',
  ],
  [
    9,
    'one of a NAT gateway, as the wire spells it',
    { address: onInterface, interface: { ...plainInterface, type: 'nat_gateway' } },
    'used-by-service',
    'yes',
    'a NAT gateway',
  ],
  [
    9,
    'one of a NAT gateway, as the SDK spells it',
    { address: onInterface, interface: { ...plainInterface, type: 'natGateway' } },
    'used-by-service',
    'yes',
    'a NAT gateway',
  ],
  [
    9,
    'one of a Network Load Balancer',
    {
      address: onInterface,
      interface: { ...plainInterface, type: 'network_load_balancer', description: 'ELB net/x/1' },
    },
    'used-by-service',
    'yes',
    'a Network Load Balancer (ELB net/x/1)',
  ],
  [
    9,
    'one of an Application Load Balancer',
    {
      address: onInterface,
      interface: { ...plainInterface, requesterManaged: true, requesterId: 'amazon-elb', description: 'ELB app/x/1' },
    },
    'used-by-service',
    'yes',
    'a load balancer (ELB app/x/1)',
  ],
  [
    9,
    'one of a database',
    {
      address: onInterface,
      interface: {
        ...plainInterface,
        attachment: { instanceOwnerId: 'amazon-rds' },
        description: 'RDSNetworkInterface',
      },
    },
    'used-by-service',
    'yes',
    'RDSNetworkInterface',
  ],
  [
    9,
    'one of a service that says nothing of itself',
    { address: onInterface, interface: { ...plainInterface, requesterManaged: true, requesterId: 'amazon-redshift' } },
    'used-by-service',
    'yes',
    'amazon-redshift',
  ],
  [
    10,
    'one in a subnet that another account shares',
    { address: { ...onInterface, networkInterfaceOwnerId: '777788889999' } },
    'unknown',
    'unknown',
    'a shared VPC',
  ],
  [10, 'one whose interface could not be read', { address: onInterface }, 'unknown', 'unknown', 'could not be read'],
  [10, 'one whose instance was not found', { address: onInstance }, 'unknown', 'unknown', 'i-1 was not found'],
  [
    10,
    'one whose instance goes',
    { address: onInstance, instance: { ...running, state: 'shutting-down' } },
    'unknown',
    'unknown',
    'web-1 is shutting-down',
  ],
  [
    10,
    'one whose instance is gone',
    { address: onInstance, instance: { ...running, state: 'terminated' } },
    'unknown',
    'unknown',
    'web-1 is terminated',
  ],
  [
    11,
    'one on an interface of our own',
    { address: onInterface, interface: plainInterface },
    'in-use',
    'yes',
    'the interface eni-1',
  ],
  [
    11,
    'one on an EFA',
    { address: onInterface, interface: { ...plainInterface, type: 'efa' } },
    'in-use',
    'yes',
    'the interface eni-1',
  ],
];

/** Anything that may be known of an address. */
export const anyFacts: fc.Arbitrary<AddressFacts> = fc
  .record(
    {
      address: fc.constantFrom(free, onInstance, onInterface, {
        ...onInterface,
        networkInterfaceOwnerId: '777788889999',
      }),
      pool: fc.constantFrom('amazon', 'ipv4pool-ec2-1', 'ipam-pool-1'),
      serviceManaged: fc.constantFrom('alb', 'rds'),
      customerOwnedIp: fc.constant('10.1.1.1'),
      carrierIp: fc.constant('155.146.1.1'),
      tags: fc.constantFrom({ state: 'idle' }, { owner: 'maria' }),
      state: fc.constantFrom(...instanceStates),
      on: fc.constantFrom(
        plainInterface,
        unattached,
        { ...plainInterface, type: 'nat_gateway' },
        { ...plainInterface, requesterManaged: true },
        { ...unattached, operator: 'eks.amazonaws.com' },
      ),
      transfer: fc.constantFrom('none' as const, 'unread' as const, { toAccount: '777788889999' }),
      instanceUnread: fc.boolean(),
      extra: fc.boolean(),
    },
    { requiredKeys: ['address', 'extra'] },
  )
  .map(
    ({
      address,
      pool,
      serviceManaged,
      customerOwnedIp,
      carrierIp,
      tags,
      state,
      on,
      transfer,
      instanceUnread,
      extra,
    }) => ({
      address: {
        ...address,
        ...(pool && { pool }),
        ...(serviceManaged && { serviceManaged }),
        ...(customerOwnedIp && { customerOwnedIp }),
        ...(carrierIp && { carrierIp }),
        ...(tags && { tags }),
      },
      extra,
      ...(instanceUnread !== undefined && { instanceUnread }),
      ...(state && address === onInstance && { instance: { id: 'i-1', state } }),
      ...(on && address !== free && address !== onInstance && { interface: on }),
      ...(transfer && { transfer }),
    }),
  );
