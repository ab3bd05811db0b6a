import type { Home } from './instance.ts';

/**
 * Facts of one instance type, from DescribeInstanceTypes. Undefined or an empty list: AWS does not tell. Drivers write
 * every field, so that objects are of one shape.
 */
export interface TypeFacts {
  readonly name: string;
  readonly vCpus: number;
  readonly cores: number | undefined;
  readonly threadsPerCore: number | undefined;
  readonly memoryMiB: number;
  readonly architectures: readonly string[];
  /** Maker of the processor: Intel, AMD, AWS, Apple. */
  readonly processor: string;
  /** Sustained clock; ten types have none. */
  readonly clockGHz: number | undefined;
  readonly currentGeneration: boolean;
  readonly burstable: boolean;
  readonly bareMetal: boolean;
  readonly hibernation: boolean;
  readonly freeTier: boolean;
  readonly dedicatedHosts: boolean;
  /** `on-demand`, `spot`, `capacity-block`. */
  readonly usageClasses: readonly string[];
  /** `legacy-bios`, `uefi`. */
  readonly bootModes: readonly string[];
  /** `ebs`, `instance-store`. */
  readonly rootDevices: readonly string[];
  /** `hvm`, `paravirtual`. */
  readonly virtualizations: readonly string[];
  /** `nitro`, `xen`; bare metal has none. */
  readonly hypervisor: string | undefined;
  readonly network: NetworkFacts;
  readonly ebs: EbsFacts;
  /** Local instance-store disks together, in GB; undefined: none. */
  readonly instanceStoreGB: number | undefined;
  readonly disks: readonly { readonly count: number; readonly sizeGB: number; readonly kind: string }[];
  /** `required`, `supported`, `unsupported`: whether the local disks are NVMe. */
  readonly instanceStoreNvme: string | undefined;
  readonly accelerators: readonly Accelerator[];
}

/** Network of a type, its cards together. */
export interface NetworkFacts {
  /** AWS's own words, `Up to 10 Gigabit`. */
  readonly performance: string;
  /** What it has all the time, and what it can have for a while. */
  readonly baselineGbps: number | undefined;
  readonly peakGbps: number | undefined;
  readonly cards: number;
  readonly interfaces: number | undefined;
  /** `required`, `supported`, `unsupported`. */
  readonly ena: string | undefined;
  /** EFA interfaces at most; 0: it has no EFA. */
  readonly efaInterfaces: number;
}

/** The way to EBS volumes: what it has all the time, and what it can have for a while. */
export interface EbsFacts {
  /** `default` (always optimized), `supported` (by choice), `unsupported`. */
  readonly optimized: string | undefined;
  /** `required`, `supported`, `unsupported`: whether volumes are seen as NVMe. */
  readonly nvme: string | undefined;
  readonly baselineMbps: number | undefined;
  readonly maximumMbps: number | undefined;
  /** MB/s at 128 KiB a request. */
  readonly baselineMBps: number | undefined;
  readonly maximumMBps: number | undefined;
  /** At 16 KiB a request. */
  readonly baselineIops: number | undefined;
  readonly maximumIops: number | undefined;
  /** Volumes that can be attached at once. */
  readonly volumes: number | undefined;
}

/** What AWS tells accelerators under. Neuron devices that it tells under inference too stand here once, as `neuron`. */
export const acceleratorKinds = ['gpu', 'fpga', 'inference', 'neuron', 'media'] as const;

/** Devices of one kind that compute beside the processor. */
export interface Accelerator {
  readonly kind: (typeof acceleratorKinds)[number];
  /** 0: a part of one device, see {@link share}. */
  readonly count: number;
  readonly maker: string;
  readonly name: string;
  /** Of one device, or of the part. */
  readonly memoryMiB: number | undefined;
  /** Part of a device that the type has (0.125: an eighth); undefined: whole ones. */
  readonly share: number | undefined;
}

/** A type, and the Availability Zones of a region that have it. Letters of zones differ between accounts. */
export interface Offering {
  readonly type: string;
  readonly zones: readonly string[];
}

/** One image (AMI) as DescribeImages tells it. Names and descriptions are other people's text. */
export interface Image extends Home {
  /** `ami-…`; of one region. */
  readonly id: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly ownerId?: string | undefined;
  /** `amazon`, `aws-marketplace`, `self`. */
  readonly ownerAlias?: string | undefined;
  readonly isPublic?: boolean | undefined;
  /** `available`, `deregistered`, `disabled` … */
  readonly state: string;
  readonly architecture?: string | undefined;
  /** `hvm`, `paravirtual`. */
  readonly virtualization?: string | undefined;
  readonly rootDevice?: string | undefined;
  /** The billing code of the image. An instance has its own, which decides its price. */
  readonly platformDetails?: string | undefined;
  readonly usageOperation?: string | undefined;
  /** `legacy-bios`, `uefi`, `uefi-preferred`; undefined: whatever the type has as its usual. */
  readonly bootMode?: string | undefined;
  /** `v2.0`: instances made of it take IMDSv2 alone, where nothing else is said. */
  readonly imds?: string | undefined;
  readonly ena?: boolean | undefined;
  readonly tpm?: string | undefined;
  /** ISO 8601, as AWS writes it. */
  readonly createdAt?: string | undefined;
  readonly deprecatedAt?: string | undefined;
  readonly lastLaunchedAt?: string | undefined;
  /** Volumes and disks that it brings. */
  readonly volumes: readonly {
    readonly device: string;
    readonly sizeGiB?: number | undefined;
    readonly kind?: string | undefined;
    readonly snapshotId?: string | undefined;
    readonly encrypted?: boolean | undefined;
  }[];
}

/** A region as one account has it (DescribeRegions). */
export interface RegionStatus {
  readonly name: string;
  /** `opt-in-not-required`, `opted-in`, `not-opted-in`; undefined: not told. */
  readonly optIn: string | undefined;
}
