import type { Address, AddressDetails, Instance, NetworkInterface } from '../ports/instance.ts';
import { code, say, strong, type Spans } from '../text.ts';
import { spanInWords, type Instant } from '../time.ts';
import { chargeOf } from './charge.ts';

/** Everything a verdict on an Elastic IP is made from. */
export interface AddressFacts {
  readonly address: Address;
  /** The instance that the address names, where it was found. */
  readonly instance?: Pick<Instance, 'id' | 'name' | 'state' | 'stateSince'> | undefined;
  /** Another address of the same instance comes first. */
  readonly extra: boolean;
  /** The interface that the address sits on, where it was shown to us; read only for addresses that name no instance. */
  readonly interface?: NetworkInterface | undefined;
  /** Its instance was not found where not everything could be read. */
  readonly instanceUnread?: boolean;
  /** Whether it is offered to another account; undefined: not asked; `unread`: asked, and not told. */
  readonly transfer?: AddressDetails['transfer'] | 'unread' | undefined;
}

/** What an address is to us. `extra` may be waste and may be meant: it is listed, never summed, never offered for release. */
export type Standing =
  | 'not-public'
  | 'service-managed'
  | 'own-range'
  | 'in-transfer'
  | 'idle'
  | 'in-use'
  | 'used-by-service'
  | 'extra'
  | 'unknown';

/** What is known of one address, and why. */
export interface Verdict {
  readonly is: Standing;
  /** Which row of the decision table said it, from 1; 0 of an address that an instance has while it runs, which no row concerns. */
  readonly row: number;
  /** Whether AWS charges for it as a public IPv4 (Amazon VPC pricing). */
  readonly charged: 'yes' | 'no' | 'unknown';
  /** Why, in words that go on from `198.51.100.10:`. Made when they are asked for: most of a long list is never shown. */
  says(): Spans;
  /** Since when it idles, where EC2 tells that; it tells no date of an allocation. */
  readonly since?: Instant | undefined;
}

/** A row of the decision table. Some rows of AWS's rules have several of ours, which share their number. */
interface Row {
  readonly row: number;
  readonly is: Standing;
  readonly charged: Verdict['charged'];
  fits(facts: AddressFacts): boolean;
  says(facts: AddressFacts, now: Instant): Spans;
}

const runs: readonly string[] = ['running', 'pending'];
const rests: readonly string[] = ['stopped', 'stopping'];
/** Interfaces that people make (EC2 API, `NetworkInterfaceType`); every other belongs to a service. */
const ordinary: readonly string[] = ['interface', 'efa', 'branch', 'trunk'];

const called = ({ id, name }: Pick<Instance, 'id' | 'name'>): Spans =>
  name === undefined ? [code(id)] : [strong(name)];

/** Whether a service of AWS made or holds an interface. */
const isOfService = ({ requesterManaged, attachment, type }: NetworkInterface): boolean =>
  requesterManaged ||
  attachment?.instanceOwnerId?.startsWith('amazon-') === true ||
  !ordinary.includes(type.toLowerCase());

/** What the description and requester of a service's interface say of it. */
function serviceOf({ type, description, requesterId }: NetworkInterface): Spans {
  const kind = type.toLowerCase().replaceAll(/[-_]/g, '');
  const known =
    kind === 'natgateway' ? 'a NAT gateway' : kind === 'networkloadbalancer' ? 'a Network Load Balancer' : undefined;
  if (known !== undefined) return say`${known}${description === '' ? '' : ` (${description})`}`;
  if (description.startsWith('ELB ')) return say`a load balancer (${description})`;
  return say`a service of AWS (${description === '' ? (requesterId ?? type) : description})`;
}

const isPublic = ({ customerOwnedIp, carrierIp }: Address): boolean =>
  customerOwnedIp === undefined && carrierIp === undefined;
const managerOf = ({ address, interface: on }: AddressFacts): string | undefined =>
  address.serviceManaged ?? on?.operator;
const isFree = ({ associationId, instanceId, networkInterfaceId, privateIp }: Address): boolean =>
  associationId === undefined &&
  instanceId === undefined &&
  networkInterfaceId === undefined &&
  privateIp === undefined;
const isElsewhere = ({ address: { networkInterfaceOwnerId: owner, account }, interface: on }: AddressFacts): boolean =>
  owner !== undefined && owner !== account.id && on === undefined;
/** EC2's rows name the instance only where there is one. */
const holderOf = ({ instance, address }: AddressFacts): Spans =>
  instance === undefined ? [code(address.instanceId ?? 'unknown')] : called(instance);

/** The decision table, first row that fits (AWS's rules of charging and of release; see docs/decisions.md). */
const rows: readonly Row[] = [
  {
    row: 1,
    is: 'not-public',
    charged: 'no',
    fits: ({ address }) => !isPublic(address),
    says: ({ address: { customerOwnedIp } }) =>
      say`${customerOwnedIp === undefined ? 'a carrier address' : 'a customer-owned address of an Outpost'}, not one of AWS's public IPv4`,
  },
  {
    row: 2,
    is: 'service-managed',
    charged: 'yes',
    fits: (facts) => managerOf(facts) !== undefined,
    says: (facts) => say`managed by a service of AWS (${code(managerOf(facts) ?? '')})`,
  },
  {
    row: 3,
    is: 'own-range',
    charged: 'no',
    fits: ({ address }) => chargeOf(address) === 'no',
    says: ({ address: { pool = '' } }) => say`of an address range brought to AWS (${code(pool)})`,
  },
  {
    row: 3,
    is: 'own-range',
    charged: 'unknown',
    fits: ({ address }) => chargeOf(address) === 'unknown',
    says: ({ address: { pool = '' } }) => say`of the IPAM pool ${code(pool)}; whose range that is, the pool tells`,
  },
  {
    row: 4,
    is: 'in-transfer',
    charged: 'yes',
    fits: ({ transfer }) => typeof transfer === 'object',
    says: ({ transfer }) =>
      say`offered to account ${code(typeof transfer === 'object' ? transfer.toAccount : 'unknown')}; wait for that`,
  },
  {
    row: 5,
    is: 'idle',
    charged: 'yes',
    fits: ({ address }) => isFree(address),
    says: () => say`associated with nothing`,
  },
  {
    row: 6,
    is: 'extra',
    charged: 'yes',
    fits: ({ instance, extra }) => extra && instance !== undefined && runs.includes(instance.state),
    says: (facts) => say`a further address of ${holderOf(facts)}`,
  },
  {
    row: 6,
    is: 'in-use',
    charged: 'yes',
    fits: ({ instance }) => instance !== undefined && runs.includes(instance.state),
    says: (facts) => say`${holderOf(facts)} uses it`,
  },
  {
    row: 7,
    is: 'idle',
    charged: 'yes',
    fits: ({ instance }) => instance !== undefined && rests.includes(instance.state),
    says: (facts, now) =>
      say`${holderOf(facts)} is ${facts.instance?.state ?? 'stopped'}${facts.instance?.stateSince === undefined ? '' : `, for ${spanInWords(now - facts.instance.stateSince)}`}`,
  },
  {
    row: 8,
    is: 'idle',
    charged: 'yes',
    fits: ({ address, interface: on }) => address.instanceId === undefined && on?.status === 'available',
    says: ({ interface: on }) => say`on the interface ${code(on?.id ?? 'unknown')}, which is attached to nothing`,
  },
  {
    row: 9,
    is: 'used-by-service',
    charged: 'yes',
    fits: ({ interface: on }) => on !== undefined && isOfService(on),
    says: ({ interface: on }) => say`used by ${on === undefined ? 'a service of AWS' : serviceOf(on)}`,
  },
  {
    row: 10,
    is: 'unknown',
    charged: 'unknown',
    fits: isElsewhere,
    says: ({ address: { networkInterfaceOwnerId: owner = 'unknown' } }) =>
      say`on an interface of account ${code(owner)} (a shared VPC), which is not shown to us`,
  },
  {
    row: 10,
    is: 'unknown',
    charged: 'unknown',
    fits: ({ address }) => address.instanceId !== undefined,
    says: (facts) =>
      facts.instance === undefined
        ? say`its instance ${holderOf(facts)} ${facts.instanceUnread === true ? 'could not be read' : 'was not found'}`
        : say`${holderOf(facts)} is ${facts.instance.state}`,
  },
  {
    row: 10,
    is: 'unknown',
    charged: 'unknown',
    fits: ({ interface: on }) => on === undefined,
    says: ({ address: { networkInterfaceId = 'unknown' } }) =>
      say`its interface ${code(networkInterfaceId)} could not be read`,
  },
  {
    row: 11,
    is: 'in-use',
    charged: 'yes',
    fits: () => true,
    says: ({ interface: on }) => say`used by the interface ${code(on?.id ?? 'unknown')}`,
  },
];

/** What an Elastic IP is to us: the first row of the table that fits. A pure function; every rule about addresses reads its answer. */
export function verdict(facts: AddressFacts, now: Instant): Verdict {
  for (const found of rows) {
    if (!found.fits(facts)) continue;
    const { row, is, charged } = found;
    return {
      row,
      is,
      charged,
      says: () =>
        is === 'idle' && facts.transfer === 'unread'
          ? say`${found.says(facts, now)}; whether it is offered to another account could not be read`
          : found.says(facts, now),
      since: is === 'idle' ? facts.instance?.stateSince : undefined,
    };
  }
  throw new Error('the last row fits everything');
}
