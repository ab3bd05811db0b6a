import type { Instance } from '../../../src/core/ports/instance.ts';

/** A plain running instance, with what a test wants otherwise. */
export const instance = (some: Partial<Instance> = {}): Instance => ({
  id: 'i-1',
  name: 'web-1',
  account: { name: 'demo-dev', id: '444455556666' },
  region: 'us-east-1',
  zone: 'us-east-1a',
  type: 'm5.large',
  state: 'running',
  transitionReason: '',
  launchedAt: 1_000_000,
  platformDetails: 'Linux/UNIX',
  usageOperation: 'RunInstances',
  architecture: 'x86_64',
  tenancy: 'default',
  lifecycle: 'on-demand',
  imageId: 'ami-1',
  rootDevice: 'ebs',
  disks: [],
  hibernation: false,
  tags: {},
  ...some,
});
