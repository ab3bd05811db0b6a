import { accessKeys } from './access-keys.ts';
import { ami } from './ami.ts';
import { autoScaling } from './auto-scaling.ts';
import { burstable } from './burstable.ts';
import { capacityBlocks } from './capacity-blocks.ts';
import { capacityReservations } from './capacity-reservations.ts';
import { cliAndSdks } from './cli-and-sdks.ts';
import { cognito } from './cognito.ts';
import { costOfStopped } from './cost-of-stopped.ts';
import { dedicatedHost } from './dedicated-host.ts';
import { dedicatedInstance } from './dedicated-instance.ts';
import { ebs } from './ebs.ts';
import { elasticIp } from './elastic-ip.ts';
import { envelopeEncryption } from './envelope-encryption.ts';
import { freeTier } from './free-tier.ts';
import { hibernation } from './hibernation.ts';
import { hvmVsPv } from './hvm-vs-pv.ts';
import { iamPolicy } from './iam-policy.ts';
import { iamRole } from './iam-role.ts';
import { iamUser } from './iam-user.ts';
import { inspector } from './inspector.ts';
import { instanceMetadata } from './instance-metadata.ts';
import { instanceStore } from './instance-store.ts';
import { instanceTypes } from './instance-types.ts';
import { ipv4Charges } from './ipv4-charges.ts';
import { keyPair } from './key-pair.ts';
import { kms } from './kms.ts';
import { launch } from './launch.ts';
import { nitro } from './nitro.ts';
import { onDemand } from './on-demand.ts';
import { privateIp } from './private-ip.ts';
import { publicIp } from './public-ip.ts';
import { quotas } from './quotas.ts';
import { reboot } from './reboot.ts';
import { regionsAndZones } from './regions-and-zones.ts';
import { reservedInstances } from './reserved-instances.ts';
import { savingsPlans } from './savings-plans.ts';
import { securityGroup } from './security-group.ts';
import { sessionManager } from './session-manager.ts';
import { spot } from './spot.ts';
import { ssh } from './ssh.ts';
import { stopVsTerminate } from './stop-vs-terminate.ts';
import { sts } from './sts.ts';
import { tags } from './tags.ts';
import { tenancy } from './tenancy.ts';
import { userPoolVsIdentityPool } from './user-pool-vs-identity-pool.ts';
import type { Topic } from './topic.ts';

/** Every topic, in the order of lists. A new one is a file and a line here. */
export const topics: readonly Topic[] = [
  onDemand,
  spot,
  savingsPlans,
  reservedInstances,
  capacityReservations,
  capacityBlocks,
  freeTier,
  costOfStopped,
  tenancy,
  dedicatedInstance,
  dedicatedHost,
  instanceTypes,
  burstable,
  nitro,
  hvmVsPv,
  elasticIp,
  publicIp,
  privateIp,
  ipv4Charges,
  ami,
  ebs,
  instanceStore,
  launch,
  stopVsTerminate,
  reboot,
  hibernation,
  autoScaling,
  tags,
  quotas,
  regionsAndZones,
  ssh,
  sessionManager,
  securityGroup,
  keyPair,
  instanceMetadata,
  iamRole,
  iamUser,
  iamPolicy,
  accessKeys,
  sts,
  cognito,
  userPoolVsIdentityPool,
  cliAndSdks,
  kms,
  envelopeEncryption,
  inspector,
];
