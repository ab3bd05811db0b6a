import type { Instant } from '../time.ts';

/** EC2's own state names ("Instance lifecycle"). */
export const instanceStates = ['pending', 'running', 'shutting-down', 'terminated', 'stopping', 'stopped'] as const;
export type InstanceState = (typeof instanceStates)[number];

/** `InstanceLifecycle` of the API; absent there means On-Demand. Values not known today are kept as they come. */
export type Lifecycle =
  | 'on-demand'
  | 'spot'
  | 'scheduled'
  | 'capacity-block'
  | 'interruptible-capacity-reservation'
  | (string & {});

/** Which account: our name for it and AWS's twelve digits. */
export interface Account {
  readonly name: string;
  readonly id: string;
}

/** Where something is, enough to call AWS about it. */
export interface Home {
  readonly account: Account;
  readonly region: string;
}

/**
 * One EC2 instance as DescribeInstances tells it, unchanged where not said. Names and tag values are other people's text.
 * Drivers write every field of this and the following nouns, also those that AWS did not tell: objects of one shape are
 * read several times faster, and there may be tens of thousands.
 */
export interface Instance extends Home {
  /** `i-` and 8 or 17 hex digits. */
  readonly id: string;
  /** The tag `Name`, where it is set and not empty. */
  readonly name?: string | undefined;
  /** Availability Zone name; letters differ between accounts. */
  readonly zone: string;
  readonly type: string;
  readonly state: InstanceState;
  /** `StateTransitionReason`, AWS's text, `User initiated (2026-01-31 10:00:00 GMT)`; empty where AWS gives none. */
  readonly transitionReason: string;
  /** The moment in {@link transitionReason}, where there is one: when the last stop or termination was asked. */
  readonly stateSince?: Instant | undefined;
  readonly stateReason?: { readonly code: string; readonly message: string } | undefined;
  /** The last start, not the creation (EC2 API, `Instance.LaunchTime`). */
  readonly launchedAt: Instant;
  /** The making: when the primary network interface was attached. */
  readonly createdAt?: Instant | undefined;
  /** The billing code (`PlatformDetails`, `UsageOperation`): decides the price, also where the image is gone. */
  readonly platformDetails: string;
  readonly usageOperation: string;
  readonly architecture: string;
  readonly tenancy: 'default' | 'dedicated' | 'host';
  readonly lifecycle: Lifecycle;
  readonly spotRequestId?: string | undefined;
  readonly imageId: string;
  readonly rootDevice: 'ebs' | 'instance-store';
  readonly rootDeviceName?: string | undefined;
  /** The attached EBS volumes, as the block device mapping has them. */
  readonly disks: readonly Disk[];
  readonly privateIp?: string | undefined;
  readonly publicIp?: PublicIp | undefined;
  readonly vpcId?: string | undefined;
  readonly subnetId?: string | undefined;
  readonly keyName?: string | undefined;
  /** Name of the instance profile, the last part of its ARN. */
  readonly profile?: string | undefined;
  readonly hibernation: boolean;
  readonly capacityReservationId?: string | undefined;
  /** A service of AWS runs it (`Operator.Managed`): the principal. */
  readonly operator?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** An EBS volume as the instance has it. */
export interface Disk {
  readonly volumeId: string;
  readonly device: string;
  readonly deleteOnTermination: boolean;
}

/** The primary interface's public IPv4. An auto-assigned one is given back at a stop; an Elastic IP stays. */
export interface PublicIp {
  readonly ip: string;
  readonly kind: 'auto-assigned' | 'elastic';
}

/** What DescribeInstances does not tell: read for plans and `show` only, one attribute of one instance a call. Undefined: could not be read. */
export interface InstanceDetails {
  readonly id: string;
  /** `DisableApiStop`. */
  readonly stopProtected?: boolean;
  /** `DisableApiTermination`. */
  readonly terminationProtected?: boolean;
  /** Type of the Spot request (DescribeSpotInstanceRequests); absent for On-Demand. */
  readonly spotRequest?: { readonly type: 'one-time' | 'persistent'; readonly state: string };
}

/** A network interface as DescribeNetworkInterfaces tells it. */
export interface NetworkInterface extends Home {
  /** `eni-…`. */
  readonly id: string;
  /** `available` means attached to nothing. */
  readonly status: string;
  /** As it comes on the wire (`interface`, `nat_gateway`, `network_load_balancer` …): compare loosely. */
  readonly type: string;
  /** Who made it: `amazon-elb`, `amazon-rds`, an account. */
  readonly requesterId?: string | undefined;
  readonly requesterManaged: boolean;
  /** A service of AWS runs it (`Operator.Managed`): the principal. */
  readonly operator?: string | undefined;
  readonly description: string;
  readonly ownerId?: string | undefined;
  /** Absent: attached to nothing. */
  readonly attachment?:
    | { readonly instanceId?: string | undefined; readonly instanceOwnerId?: string | undefined }
    | undefined;
}

/** What DescribeAddresses does not tell of an Elastic IP: read for those that may be released. Undefined: could not be read. */
export interface AddressDetails {
  readonly allocationId: string;
  /** Offered to another account and not yet taken (DescribeAddressTransfers); `none`: there is no such offer. */
  readonly transfer?: { readonly toAccount: string; readonly until?: Instant } | 'none';
  /** Its reverse DNS name (DescribeAddressesAttribute), empty where it has none of its own. A release is refused while it has one. */
  readonly reverseDns?: string;
}

/** An A record of Route 53 that points to an address. */
export interface DnsRecord {
  readonly ip: string;
  readonly name: string;
  readonly zone: string;
}

/** One EBS volume as DescribeVolumes tells it. IOPS and throughput are those provisioned. */
export interface Volume extends Home {
  readonly id: string;
  readonly kind: string;
  readonly sizeGiB: number;
  readonly iops?: number | undefined;
  /** MiB/s; gp3 only. */
  readonly throughputMiBps?: number | undefined;
  readonly encrypted: boolean;
  readonly state: string;
  readonly attachedTo: readonly { readonly instanceId: string; readonly device: string }[];
  readonly createdAt?: Instant | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** An Elastic IP as DescribeAddresses tells it. Every field but the address may be missing (old records). */
export interface Address extends Home {
  readonly publicIp: string;
  readonly allocationId?: string | undefined;
  readonly associationId?: string | undefined;
  readonly instanceId?: string | undefined;
  readonly networkInterfaceId?: string | undefined;
  readonly networkInterfaceOwnerId?: string | undefined;
  readonly privateIp?: string | undefined;
  /** `amazon`, or a pool of the customer's own. */
  readonly pool?: string | undefined;
  readonly networkBorderGroup?: string | undefined;
  readonly customerOwnedIp?: string | undefined;
  readonly carrierIp?: string | undefined;
  readonly serviceManaged?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** An On-Demand Capacity Reservation as DescribeCapacityReservations tells it. */
export interface CapacityReservation extends Home {
  /** `cr-…`. */
  readonly id: string;
  /** Availability Zone name. */
  readonly zone: string;
  readonly type: string;
  /** As AWS writes it, `Linux/UNIX`. */
  readonly platform: string;
  readonly tenancy: 'default' | 'dedicated';
  /** How many instances there is room for, and how many of them nothing uses. Room is billed in both cases. */
  readonly total: number;
  readonly available: number;
  /** `active`, `expired`, `cancelled`, `pending`, `failed`, `scheduled` …: only `active` is billed. */
  readonly state: string;
  readonly createdAt?: Instant | undefined;
  readonly endsAt?: Instant | undefined;
  /** `default`, or `capacity-block`, which is paid ahead. */
  readonly kind: string;
  /** On an Outpost, whose room is paid with its rack. */
  readonly onOutpost: boolean;
  /** The account that unused room is billed to, where it is not the reservation's own (`UnusedReservationBillingOwnerId`). */
  readonly unusedPaidBy?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** The interfaces that addresses without an instance sit on, but for those of other accounts, which nobody shows us. */
export const ownInterfacesOf = (addresses: readonly Address[]): readonly (Home & { readonly id: string })[] =>
  addresses.flatMap((address) => {
    const { networkInterfaceId: id, account, region } = address;
    return id !== undefined && isOnOwnInterface(address) ? [{ id, account, region }] : [];
  });

/** Whether an address without an instance sits on an interface that is not known to be another account's. */
export const isOnOwnInterface = ({
  instanceId,
  networkInterfaceId: id,
  networkInterfaceOwnerId: owner,
  account,
}: Address): boolean => instanceId === undefined && id !== undefined && (owner === undefined || owner === account.id);
