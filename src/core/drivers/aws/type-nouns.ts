import type { Image as WireImage, InstanceTypeInfo, Region } from '@aws-sdk/client-ec2';
import type { Account } from '../../ports/instance.ts';
import type { Accelerator, Image, RegionStatus, TypeFacts } from '../../ports/instance-type.ts';

/** What DescribeInstanceTypes tells of one type. Undefined: a record without a name, processors or memory, which says nothing. */
export function typeNoun(wire: InstanceTypeInfo): TypeFacts | undefined {
  const { InstanceType, VCpuInfo, MemoryInfo, NetworkInfo, EbsInfo, InstanceStorageInfo } = wire;
  const vCpus = VCpuInfo?.DefaultVCpus;
  const memoryMiB = MemoryInfo?.SizeInMiB;
  if (InstanceType === undefined || vCpus === undefined || memoryMiB === undefined) return undefined;
  const cards = NetworkInfo?.NetworkCards ?? [];
  const ebs = EbsInfo?.EbsOptimizedInfo;
  return {
    name: InstanceType,
    vCpus,
    cores: VCpuInfo?.DefaultCores,
    threadsPerCore: VCpuInfo?.DefaultThreadsPerCore,
    memoryMiB,
    architectures: wire.ProcessorInfo?.SupportedArchitectures ?? [],
    processor: wire.ProcessorInfo?.Manufacturer ?? 'unknown',
    clockGHz: wire.ProcessorInfo?.SustainedClockSpeedInGhz,
    currentGeneration: wire.CurrentGeneration ?? true,
    burstable: wire.BurstablePerformanceSupported ?? false,
    bareMetal: wire.BareMetal ?? false,
    hibernation: wire.HibernationSupported ?? false,
    freeTier: wire.FreeTierEligible ?? false,
    dedicatedHosts: wire.DedicatedHostsSupported ?? false,
    usageClasses: wire.SupportedUsageClasses ?? [],
    bootModes: wire.SupportedBootModes ?? [],
    rootDevices: wire.SupportedRootDeviceTypes ?? [],
    virtualizations: wire.SupportedVirtualizationTypes ?? [],
    hypervisor: filled(wire.Hypervisor),
    network: {
      performance: NetworkInfo?.NetworkPerformance ?? '',
      baselineGbps: sum(cards.map(({ BaselineBandwidthInGbps }) => BaselineBandwidthInGbps)),
      peakGbps: sum(cards.map(({ PeakBandwidthInGbps }) => PeakBandwidthInGbps)),
      cards: NetworkInfo?.MaximumNetworkCards ?? Math.max(1, cards.length),
      interfaces: NetworkInfo?.MaximumNetworkInterfaces,
      ena: filled(NetworkInfo?.EnaSupport),
      efaInterfaces: NetworkInfo?.EfaSupported === true ? (NetworkInfo.EfaInfo?.MaximumEfaInterfaces ?? 1) : 0,
    },
    ebs: {
      optimized: filled(EbsInfo?.EbsOptimizedSupport),
      nvme: filled(EbsInfo?.NvmeSupport),
      baselineMbps: ebs?.BaselineBandwidthInMbps,
      maximumMbps: ebs?.MaximumBandwidthInMbps,
      baselineMBps: ebs?.BaselineThroughputInMBps,
      maximumMBps: ebs?.MaximumThroughputInMBps,
      baselineIops: ebs?.BaselineIops,
      maximumIops: ebs?.MaximumIops,
      volumes: EbsInfo?.MaximumEbsAttachments,
    },
    instanceStoreGB: InstanceStorageInfo?.TotalSizeInGB,
    disks: (InstanceStorageInfo?.Disks ?? []).map(({ Count, SizeInGB, Type }) => ({
      count: Count ?? 1,
      sizeGB: SizeInGB ?? 0,
      kind: Type ?? 'unknown',
    })),
    instanceStoreNvme: filled(InstanceStorageInfo?.NvmeSupport),
    accelerators: acceleratorsOf(wire),
  };
}

/** What the devices of all kinds are told with. */
interface WireDevice {
  readonly Name?: string | undefined;
  readonly Manufacturer?: string | undefined;
  readonly Count?: number | undefined;
  readonly MemoryInfo?: { readonly SizeInMiB?: number | undefined } | undefined;
  readonly GpuPartitionSize?: number | undefined;
}

function acceleratorsOf(wire: InstanceTypeInfo): readonly Accelerator[] {
  const neuron = wire.NeuronInfo?.NeuronDevices ?? [];
  const devices = (kind: Accelerator['kind'], told: readonly WireDevice[], maker = 'unknown'): readonly Accelerator[] =>
    told.map(({ Name, Manufacturer, Count, MemoryInfo, GpuPartitionSize: share }) => ({
      kind,
      count: Count ?? 1,
      maker: Manufacturer ?? maker,
      name: Name ?? 'unknown',
      memoryMiB: MemoryInfo?.SizeInMiB,
      share: share !== undefined && share < 1 ? share : undefined,
    }));
  return [
    ...devices('gpu', wire.GpuInfo?.Gpus ?? []),
    ...devices('fpga', wire.FpgaInfo?.Fpgas ?? []),
    ...devices(
      'inference',
      (wire.InferenceAcceleratorInfo?.Accelerators ?? []).filter(
        ({ Name }) => !neuron.some((device) => device.Name === Name),
      ),
    ),
    // AWS names no maker of these: they are its own.
    ...devices('neuron', neuron, 'AWS'),
    ...devices('media', wire.MediaAcceleratorInfo?.Accelerators ?? []),
  ];
}

/** What DescribeImages tells of one image. Undefined: a record without an id. */
export function imageNoun(wire: WireImage, account: Account, region: string): Image | undefined {
  if (wire.ImageId === undefined) return undefined;
  return {
    id: wire.ImageId,
    account,
    region,
    name: filled(wire.Name),
    description: filled(wire.Description),
    ownerId: filled(wire.OwnerId),
    ownerAlias: filled(wire.ImageOwnerAlias),
    isPublic: wire.Public,
    state: wire.State ?? 'unknown',
    architecture: filled(wire.Architecture),
    virtualization: filled(wire.VirtualizationType),
    rootDevice: filled(wire.RootDeviceType),
    platformDetails: filled(wire.PlatformDetails),
    usageOperation: filled(wire.UsageOperation),
    bootMode: filled(wire.BootMode),
    imds: filled(wire.ImdsSupport),
    ena: wire.EnaSupport,
    tpm: filled(wire.TpmSupport),
    createdAt: filled(wire.CreationDate),
    deprecatedAt: filled(wire.DeprecationTime),
    lastLaunchedAt: filled(wire.LastLaunchedTime),
    volumes: (wire.BlockDeviceMappings ?? []).flatMap(({ DeviceName, Ebs }) =>
      Ebs === undefined
        ? []
        : [
            {
              device: DeviceName ?? '',
              sizeGiB: Ebs.VolumeSize,
              kind: filled(Ebs.VolumeType),
              snapshotId: filled(Ebs.SnapshotId),
              encrypted: Ebs.Encrypted,
            },
          ],
    ),
  };
}

/** What DescribeRegions tells of one region. Undefined: a record without a name. */
export const regionNoun = ({ RegionName, OptInStatus }: Region): RegionStatus | undefined =>
  RegionName === undefined ? undefined : { name: RegionName, optIn: filled(OptInStatus) };

const filled = <T extends string>(value: T | undefined): T | undefined => (value === '' ? undefined : value);

/** Undefined where none of them is told. */
const sum = (values: readonly (number | undefined)[]): number | undefined => {
  const told = values.filter((value) => value !== undefined);
  // Cards of 0.3 and 0.6 are 0.9, not 0.8999999999999999.
  return told.length === 0 ? undefined : Number(told.reduce((all, value) => all + value, 0).toFixed(decimals));
};
/** Of bandwidths, as AWS writes them. */
const decimals = 3;
