import type { Account, InstanceState } from '../../ports/instance.ts';
import type { Instant } from '../../time.ts';
import type { Ec2Calls } from '../ec2/calls.ts';

/** One instance of the demo account, in EC2's terms. All times and public addresses are as of the world's moment. */
export interface DemoInstance {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly zone: string;
  readonly type: string;
  readonly state: InstanceState;
  readonly transitionReason: string;
  readonly stateReason?: { readonly code: string; readonly message: string };
  readonly launchedAt: Instant;
  readonly createdAt: Instant;
  readonly platformDetails: string;
  readonly usageOperation: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly tenancy: 'default' | 'dedicated' | 'host';
  readonly spot?: { readonly requestId: string; readonly type: 'one-time' | 'persistent'; readonly state: string };
  readonly imageId: string;
  readonly rootDevice: 'ebs' | 'instance-store';
  readonly disks: readonly {
    readonly volumeId: string;
    readonly device: string;
    readonly deleteOnTermination: boolean;
  }[];
  readonly privateIp: string;
  readonly networkInterfaceId: string;
  /** Present while the instance has one; an Elastic IP's wins. */
  readonly publicIp?: { readonly ip: string; readonly elastic: boolean };
  /** Its subnet gives it a public IPv4 at each start. */
  readonly assignsPublicIp: boolean;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly keyName?: string;
  readonly profile?: string;
  readonly hibernation: boolean;
  readonly stopProtected: boolean;
  readonly terminationProtected: boolean;
  readonly capacityReservationId?: string;
  readonly operator?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** One EBS volume; without `attachedTo` it belongs to nothing. */
export interface DemoVolume {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly zone: string;
  readonly kind: string;
  readonly sizeGiB: number;
  readonly iops?: number;
  readonly throughputMiBps?: number;
  readonly encrypted: boolean;
  readonly createdAt: Instant;
  readonly attachedTo?: { readonly instanceId: string; readonly device: string; readonly deleteOnTermination: boolean };
  readonly tags: Readonly<Record<string, string>>;
}

/** An Elastic IP with the fields DescribeAddresses has. */
export interface DemoAddress {
  readonly accountId: string;
  readonly region: string;
  readonly publicIp: string;
  readonly allocationId: string;
  readonly associationId?: string;
  readonly instanceId?: string;
  readonly networkInterfaceId?: string;
  readonly networkInterfaceOwnerId?: string;
  readonly privateIp?: string;
  readonly pool: string;
  readonly networkBorderGroup: string;
  readonly serviceManaged?: string;
  /** Its reverse DNS name, where one was set. */
  readonly reverseDns?: string;
  /** Account that it is offered to. */
  readonly transferTo?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A network interface that an address needs to be understood; instances' own are not kept. */
export interface DemoInterface {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly status: 'available' | 'in-use';
  readonly type: string;
  readonly requesterId?: string;
  readonly requesterManaged: boolean;
  readonly description: string;
  readonly instanceOwnerId?: string;
}

/** A Capacity Reservation. How many of its places are free, those who use it tell. */
export interface DemoReservation {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly zone: string;
  readonly type: string;
  readonly platform: string;
  readonly total: number;
  readonly createdAt: Instant;
  readonly tags: Readonly<Record<string, string>>;
}

/** An A record in a hosted zone of one of the accounts. */
export interface DemoRecord {
  readonly accountId: string;
  readonly name: string;
  readonly zone: string;
  readonly ip: string;
}

/** Everything there is, at one moment. */
export interface World {
  readonly at: Instant;
  readonly instances: ReadonlyMap<string, DemoInstance>;
  readonly volumes: ReadonlyMap<string, DemoVolume>;
  /** By allocation id. */
  readonly addresses: ReadonlyMap<string, DemoAddress>;
  readonly interfaces: ReadonlyMap<string, DemoInterface>;
  readonly reservations: readonly DemoReservation[];
  readonly records: readonly DemoRecord[];
}

/** An EC2 whose state is kept in the store: what a restart, or another process, sees is the same. */
export interface DemoEc2 extends Ec2Calls {
  readonly accounts: readonly Account[];
  readonly regions: readonly string[];
  /** Everything as of now. The maps are the engine's own: read them before anything else is awaited. */
  world(): Promise<World>;
  /** Starts over. */
  reset(): Promise<void>;
}
