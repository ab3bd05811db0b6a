import { addressNoun } from '../../../src/core/drivers/aws/nouns.ts';
import { verdict, type Standing, type Verdict } from '../../../src/core/estate/verdict.ts';
import type { Address } from '../../../src/core/ports/instance.ts';
import { interfaceOf, recordedAddresses } from '../../recorded.ts';

/**
 * What we say of every Elastic IP in the answers that cloud-custodian recorded of AWS from 2017 to 2025, while its
 * instance runs, is stopped, and is not found; written by hand. Of the interfaces two were recorded, and one of those is
 * a NAT gateway's; the others were not, so nothing is said of what uses them.
 */
// oxfmt-ignore
export const recordedVerdicts: readonly (readonly [answer: string, ip: string, running: Standing, stopped: Standing, gone: Standing])[] = [
  ['test_address_disassociate/1', '107.20.239.31', 'in-use', 'idle', 'unknown'],
  ['test_address_disassociate/2', '107.20.239.31', 'in-use', 'idle', 'unknown'],
  ['test_address_disassociate/2', '3.216.70.200', 'unknown', 'unknown', 'unknown'],
  ['test_address_disassociate/2', '52.86.57.191', 'unknown', 'unknown', 'unknown'],
  ['test_address_disassociate/3', '107.20.239.31', 'idle', 'idle', 'idle'],
  ['test_address_disassociate_exception/1', '54.226.178.1', 'unknown', 'unknown', 'unknown'],
  ['test_address_disassociate_exception/2', '3.216.70.200', 'unknown', 'unknown', 'unknown'],
  ['test_address_disassociate_exception/2', '52.86.57.191', 'unknown', 'unknown', 'unknown'],
  ['test_address_disassociate_exception/2', '54.226.178.1', 'idle', 'idle', 'idle'],
  ['test_address_disassociate_exception/3', '54.226.178.1', 'idle', 'idle', 'idle'],
  ['test_eip_shield/1', '3.226.194.67', 'idle', 'idle', 'idle'],
  ['test_eip_shield/1', '54.204.18.58', 'idle', 'idle', 'idle'],
  ['test_eip_shield_sync_1/1', '54.157.65.9', 'idle', 'idle', 'idle'],
  ['test_eip_shield_sync_1/1', '54.234.162.204', 'idle', 'idle', 'idle'],
  ['test_eip_shield_sync_1/2', '54.157.65.9', 'idle', 'idle', 'idle'],
  ['test_eip_shield_sync_1/2', '54.234.162.204', 'idle', 'idle', 'idle'],
  ['test_eip_shield_sync_2/1', '3.230.55.239', 'idle', 'idle', 'idle'],
  ['test_eip_shield_sync_2/2', '3.230.55.239', 'idle', 'idle', 'idle'],
  ['test_eip_used_by/1', '100.20.250.96', 'used-by-service', 'used-by-service', 'used-by-service'],
  ['test_eip_used_by/1', '35.85.26.59', 'idle', 'idle', 'idle'],
  ['test_eip_used_by/1', '52.27.14.199', 'in-use', 'idle', 'unknown'],
  ['test_elasticip_get_resources/1', '35.169.63.252', 'unknown', 'unknown', 'unknown'],
  ['test_norelease_attached_nif/1', '35.173.59.255', 'unknown', 'unknown', 'unknown'],
  ['test_norelease_attached_nif/2', '34.195.179.143', 'idle', 'idle', 'idle'],
  ['test_norelease_attached_nif/2', '35.173.59.255', 'unknown', 'unknown', 'unknown'],
  ['test_norelease_attached_nif/3', '35.173.59.255', 'unknown', 'unknown', 'unknown'],
  ['test_release_attached_ec2/1', '34.237.108.203', 'in-use', 'idle', 'unknown'],
  ['test_release_attached_ec2/2', '18.205.88.88', 'unknown', 'unknown', 'unknown'],
  ['test_release_attached_ec2/2', '34.237.108.203', 'in-use', 'idle', 'unknown'],
  ['test_release_attached_nif/1', '18.205.88.88', 'unknown', 'unknown', 'unknown'],
  ['test_release_attached_nif/2', '18.205.88.88', 'unknown', 'unknown', 'unknown'],
  ['test_release_detached_vpc/1', '18.233.241.102', 'idle', 'idle', 'idle'],
  ['test_release_detached_vpc/1', '52.207.185.218', 'idle', 'idle', 'idle'],
];

const now = Date.parse('2026-11-24T10:00:00Z');
const usual = 'us-east-1';

/** Every recorded address with its answer, and the verdict on it while its instance runs, is stopped, and is not found. */
export async function judgedRecordings() {
  const { addresses, interfaces } = await recordedAddresses();
  return addresses.map(({ case: answer, address: wire }) => {
    const account = { name: 'recorded', id: wire.NetworkInterfaceOwnerId ?? '' };
    const region = wire.NetworkBorderGroup ?? usual;
    const address: Address | undefined = addressNoun(wire, account, region);
    if (address === undefined) throw new Error(`${answer}: not read`);
    const { instanceId } = address;
    const shown = interfaces.find(({ NetworkInterfaceId }) => NetworkInterfaceId === wire.NetworkInterfaceId);
    const own = shown && interfaceOf(shown, account, region);
    const standing = (state?: 'running' | 'stopped'): Verdict =>
      verdict(
        {
          address,
          extra: false,
          ...(own && instanceId === undefined && { interface: own }),
          ...(instanceId !== undefined && state !== undefined && { instance: { id: instanceId, state } }),
        },
        now,
      );
    return { answer, address, verdicts: [standing('running'), standing('stopped'), standing()] };
  });
}
