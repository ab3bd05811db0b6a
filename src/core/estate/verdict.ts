import type { Address, AddressDetails, Instance, NetworkInterface } from '../ports/instance.ts';
import { code, say, strong, type Spans } from '../text.ts';
import { spanInWords, type Instant } from '../time.ts';
import { chargeOf } from './charge.ts';

/** Everything a verdict on an Elastic IP is made from. */
export interface AddressFacts {
  readonly address: Address;
  /** The instance that the address names, where it was found. */
  readonly instance?: Pick<Instance, 'id' | 'name' | 'state' | 'stateSince'>;
  /** Another address of the same instance comes first. */
  readonly extra: boolean;
  /** The interface that the address sits on, where it was shown to us; read only for addresses that name no instance. */
  readonly interface?: NetworkInterface;
  /** Whether it is offered to another account; undefined: not read. */
  readonly transfer?: AddressDetails['transfer'];
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
  /** Which row of {@link rows} said it, from 1. */
  readonly row: number;
  /** Whether AWS charges for it as a public IPv4 (Amazon VPC pricing). */
  readonly charged: 'yes' | 'no' | 'unknown';
  /** Why, in words that go on from `198.51.100.10:`. */
  readonly says: Spans;
  /** Since when it idles, where EC2 tells that; it tells no date of an allocation. */
  readonly since?: Instant;
}

type Row = (facts: AddressFacts, now: Instant) => Omit<Verdict, 'row'> | undefined;

const runs: readonly string[] = ['running', 'pending'];
const rests: readonly string[] = ['stopped', 'stopping'];
/** Interfaces that people make (EC2 API, `NetworkInterfaceType`); every other belongs to a service. */
const ordinary: readonly string[] = ['interface', 'efa', 'branch', 'trunk'];

const called = ({ id, name }: Pick<Instance, 'id' | 'name'>): Spans =>
  name === undefined ? [code(id)] : [strong(name)];

/** What the description and requester of a service's interface say of it. */
function serviceOf({ type, description, requesterId }: NetworkInterface): Spans {
  const kind = type.toLowerCase().replaceAll(/[-_]/g, '');
  const known =
    kind === 'natgateway' ? 'a NAT gateway' : kind === 'networkloadbalancer' ? 'a Network Load Balancer' : undefined;
  if (known !== undefined) return say`${known}${description === '' ? '' : ` (${description})`}`;
  if (description.startsWith('ELB ')) return say`a load balancer (${description})`;
  return say`a service of AWS (${description === '' ? (requesterId ?? type) : description})`;
}

/** The decision table, first row that fits (AWS's rules of charging and of release; see docs/decisions.md). */
const rows: readonly Row[] = [
  ({ address: { customerOwnedIp, carrierIp } }) =>
    customerOwnedIp === undefined && carrierIp === undefined
      ? undefined
      : {
          is: 'not-public',
          charged: 'no',
          says: say`${customerOwnedIp === undefined ? 'a carrier address' : 'a customer-owned address of an Outpost'}, not one of AWS's public IPv4`,
        },
  ({ address: { serviceManaged }, interface: on }) => {
    const manager = serviceManaged ?? on?.operator;
    return manager === undefined
      ? undefined
      : { is: 'service-managed', charged: 'yes', says: say`managed by a service of AWS (${code(manager)})` };
  },
  ({ address }) => {
    const { pool } = address;
    if (pool === undefined || pool === 'amazon') return undefined;
    const charged = chargeOf(address);
    return {
      is: 'own-range',
      charged,
      says:
        charged === 'unknown'
          ? say`of the IPAM pool ${code(pool)}; whose range that is, the pool tells`
          : say`of an address range brought to AWS (${code(pool)})`,
    };
  },
  ({ transfer }) =>
    transfer === undefined || transfer === 'none'
      ? undefined
      : {
          is: 'in-transfer',
          charged: 'yes',
          says: say`offered to account ${code(transfer.toAccount)}; wait for that`,
        },
  ({ address: { associationId, instanceId, networkInterfaceId, privateIp } }) =>
    [associationId, instanceId, networkInterfaceId, privateIp].every((one) => one === undefined)
      ? { is: 'idle', charged: 'yes', says: say`associated with nothing` }
      : undefined,
  ({ instance, extra }) => {
    if (instance === undefined || !runs.includes(instance.state)) return undefined;
    return extra
      ? { is: 'extra', charged: 'yes', says: say`a further address of ${called(instance)}` }
      : { is: 'in-use', charged: 'yes', says: say`${called(instance)} uses it` };
  },
  ({ instance }, now) => {
    if (instance === undefined || !rests.includes(instance.state)) return undefined;
    const { stateSince: since, state } = instance;
    return {
      is: 'idle',
      charged: 'yes',
      says: say`${called(instance)} is ${state}${since === undefined ? '' : `, for ${spanInWords(now - since)}`}`,
      ...(since !== undefined && { since }),
    };
  },
  ({ address, interface: on }) =>
    address.instanceId === undefined && on !== undefined && on.status === 'available'
      ? { is: 'idle', charged: 'yes', says: say`on the interface ${code(on.id)}, which is attached to nothing` }
      : undefined,
  ({ interface: on }) =>
    on !== undefined &&
    (on.requesterManaged ||
      on.attachment?.instanceOwnerId?.startsWith('amazon-') === true ||
      !ordinary.includes(on.type.toLowerCase()))
      ? { is: 'used-by-service', charged: 'yes', says: say`used by ${serviceOf(on)}` }
      : undefined,
  ({ address, instance, interface: on }) => {
    const { instanceId, networkInterfaceId, networkInterfaceOwnerId: owner } = address;
    if (owner !== undefined && owner !== address.account.id && on === undefined)
      return {
        is: 'unknown',
        charged: 'unknown',
        says: say`on an interface of account ${code(owner)} (a shared VPC), which is not shown to us`,
      };
    if (instanceId !== undefined)
      return {
        is: 'unknown',
        charged: 'unknown',
        says:
          instance === undefined
            ? say`its instance ${code(instanceId)} was not found`
            : say`${called(instance)} is ${instance.state}`,
      };
    return on === undefined
      ? {
          is: 'unknown',
          charged: 'unknown',
          says: say`its interface ${code(networkInterfaceId ?? 'unknown')} could not be read`,
        }
      : undefined;
  },
  ({ interface: on }) => ({
    is: 'in-use',
    charged: 'yes',
    says: say`used by the interface ${code(on?.id ?? 'unknown')}`,
  }),
];

/** How many rows there are. */
export const verdictRows = rows.length;

/** What an Elastic IP is to us: the first row of the table that fits. A pure function; every rule about addresses reads its answer. */
export function verdict(facts: AddressFacts, now: Instant): Verdict {
  for (const [index, row] of rows.entries()) {
    const found = row(facts, now);
    if (found !== undefined) return { ...found, row: index + 1 };
  }
  throw new Error('the last row fits everything');
}
