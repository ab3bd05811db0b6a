import { describe, expect, it } from 'vitest';
import { verdict, type Standing } from '../../../src/core/estate/verdict.ts';
import type { Address, NetworkInterface } from '../../../src/core/ports/instance.ts';

/**
 * Every Elastic IP in the answers that cloud-custodian recorded of AWS from 2017 to 2025 (tests/data/placebo, see
 * NOTICE): case, address, instance, interface, pool ("" where the old record has none), and what we say of it while its
 * instance runs, is stopped, and is not found; written by hand. Of the interfaces two were recorded, and one of those is
 * a NAT gateway's; the others were not, so nothing is said of what uses them.
 */
const recorded: readonly (readonly [
  name: string,
  ip: string,
  instanceId: string,
  networkInterfaceId: string,
  pool: string,
  running: Standing,
  stopped: Standing,
  gone: Standing,
])[] = [
  [
    'test_address_disassociate/1',
    '107.20.239.31',
    'i-05fccf7da99ad47f7',
    'eni-0605e38e04785b878',
    'amazon',
    'in-use',
    'idle',
    'unknown',
  ],
  [
    'test_address_disassociate/2',
    '107.20.239.31',
    'i-05fccf7da99ad47f7',
    'eni-0605e38e04785b878',
    'amazon',
    'in-use',
    'idle',
    'unknown',
  ],
  [
    'test_address_disassociate/2',
    '3.216.70.200',
    '',
    'eni-0449d9bc9a2d3536c',
    'amazon',
    'unknown',
    'unknown',
    'unknown',
  ],
  [
    'test_address_disassociate/2',
    '52.86.57.191',
    '',
    'eni-0a97f5badf0f2b1db',
    'amazon',
    'unknown',
    'unknown',
    'unknown',
  ],
  ['test_address_disassociate/3', '107.20.239.31', '', '', 'amazon', 'idle', 'idle', 'idle'],
  [
    'test_address_disassociate_exception/1',
    '54.226.178.1',
    '',
    'eni-0605e38e04785b878',
    'amazon',
    'unknown',
    'unknown',
    'unknown',
  ],
  [
    'test_address_disassociate_exception/2',
    '3.216.70.200',
    '',
    'eni-0449d9bc9a2d3536c',
    'amazon',
    'unknown',
    'unknown',
    'unknown',
  ],
  [
    'test_address_disassociate_exception/2',
    '52.86.57.191',
    '',
    'eni-0a97f5badf0f2b1db',
    'amazon',
    'unknown',
    'unknown',
    'unknown',
  ],
  ['test_address_disassociate_exception/2', '54.226.178.1', '', '', 'amazon', 'idle', 'idle', 'idle'],
  ['test_address_disassociate_exception/3', '54.226.178.1', '', '', 'amazon', 'idle', 'idle', 'idle'],
  ['test_eip_shield/1', '3.226.194.67', '', '', 'amazon', 'idle', 'idle', 'idle'],
  ['test_eip_shield/1', '54.204.18.58', '', '', 'amazon', 'idle', 'idle', 'idle'],
  ['test_eip_shield_sync_1/1', '54.157.65.9', '', '', 'amazon', 'idle', 'idle', 'idle'],
  ['test_eip_shield_sync_1/1', '54.234.162.204', '', '', 'amazon', 'idle', 'idle', 'idle'],
  ['test_eip_shield_sync_1/2', '54.157.65.9', '', '', 'amazon', 'idle', 'idle', 'idle'],
  ['test_eip_shield_sync_1/2', '54.234.162.204', '', '', 'amazon', 'idle', 'idle', 'idle'],
  ['test_eip_shield_sync_2/1', '3.230.55.239', '', '', 'amazon', 'idle', 'idle', 'idle'],
  ['test_eip_shield_sync_2/2', '3.230.55.239', '', '', 'amazon', 'idle', 'idle', 'idle'],
  [
    'test_eip_used_by/1',
    '100.20.250.96',
    '',
    'eni-0d4abd825d8d1a18a',
    'amazon',
    'used-by-service',
    'used-by-service',
    'used-by-service',
  ],
  ['test_eip_used_by/1', '35.85.26.59', '', '', 'amazon', 'idle', 'idle', 'idle'],
  [
    'test_eip_used_by/1',
    '52.27.14.199',
    'i-02bdb80e43cda8576',
    'eni-0c460249c6f383b28',
    'amazon',
    'in-use',
    'idle',
    'unknown',
  ],
  [
    'test_elasticip_get_resources/1',
    '35.169.63.252',
    '',
    'eni-09b519cf4ed8bff24',
    'amazon',
    'unknown',
    'unknown',
    'unknown',
  ],
  ['test_norelease_attached_nif/1', '35.173.59.255', '', 'eni-adc35510', '', 'unknown', 'unknown', 'unknown'],
  ['test_norelease_attached_nif/2', '34.195.179.143', '', '', '', 'idle', 'idle', 'idle'],
  ['test_norelease_attached_nif/2', '35.173.59.255', '', 'eni-adc35510', '', 'unknown', 'unknown', 'unknown'],
  ['test_norelease_attached_nif/3', '35.173.59.255', '', 'eni-adc35510', '', 'unknown', 'unknown', 'unknown'],
  [
    'test_release_attached_ec2/1',
    '34.237.108.203',
    'i-0efa0d85bb0deee24',
    'eni-739c1fec',
    '',
    'in-use',
    'idle',
    'unknown',
  ],
  ['test_release_attached_ec2/2', '18.205.88.88', '', 'eni-f74ac24a', '', 'unknown', 'unknown', 'unknown'],
  [
    'test_release_attached_ec2/2',
    '34.237.108.203',
    'i-0efa0d85bb0deee24',
    'eni-739c1fec',
    '',
    'in-use',
    'idle',
    'unknown',
  ],
  ['test_release_attached_nif/1', '18.205.88.88', '', 'eni-f74ac24a', '', 'unknown', 'unknown', 'unknown'],
  ['test_release_attached_nif/2', '18.205.88.88', '', 'eni-f74ac24a', '', 'unknown', 'unknown', 'unknown'],
  ['test_release_detached_vpc/1', '18.233.241.102', '', '', '', 'idle', 'idle', 'idle'],
  ['test_release_detached_vpc/1', '52.207.185.218', '', '', '', 'idle', 'idle', 'idle'],
];

const account = { name: 'recorded', id: '644160558196' };
const home = { account, region: 'us-east-1' };
const now = Date.parse('2026-11-24T10:00:00Z');

/** The NAT gateway of test_eip_used_by, as it was recorded. */
const nat: NetworkInterface = {
  ...home,
  id: 'eni-0d4abd825d8d1a18a',
  status: 'in-use',
  type: 'nat_gateway',
  requesterId: '123456789012',
  requesterManaged: true,
  description: 'Interface for NAT Gateway nat-03362ee41477cbc96',
  ownerId: '123456789012',
  attachment: { instanceOwnerId: 'amazon-aws' },
};

describe('addresses that AWS really told of', () => {
  it.each(recorded)('%s %s', (_, publicIp, instanceId, networkInterfaceId, pool, running, stopped, gone) => {
    const address: Address = {
      ...home,
      publicIp,
      allocationId: 'eipalloc-1',
      tags: {},
      ...(pool !== '' && { pool }),
      ...(networkInterfaceId !== '' && {
        associationId: 'eipassoc-1',
        networkInterfaceId,
        networkInterfaceOwnerId: account.id,
        privateIp: '10.0.0.1',
      }),
      ...(instanceId !== '' && { instanceId }),
    };
    const facts = { address, extra: false, ...(networkInterfaceId === nat.id && { interface: nat }) };
    const said = (state?: 'running' | 'stopped'): Standing =>
      verdict({ ...facts, ...(state && instanceId !== '' && { instance: { id: instanceId, state } }) }, now).is;
    expect([said('running'), said('stopped'), said()]).toEqual([running, stopped, gone]);
  });

  it('are all of the 33', () => {
    expect(recorded).toHaveLength(33);
  });
});
