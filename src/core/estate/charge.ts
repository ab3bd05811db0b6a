import type { Address } from '../ports/instance.ts';

/** Whether AWS charges for an Elastic IP as for a public IPv4 of its own (Amazon VPC pricing; addresses of one's own range, of an Outpost or of a carrier are none). Of an IPAM pool the pool tells whose range it is. */
export function chargeOf({
  pool,
  customerOwnedIp,
  carrierIp,
}: Pick<Address, 'pool' | 'customerOwnedIp' | 'carrierIp'>): 'yes' | 'no' | 'unknown' {
  if (customerOwnedIp !== undefined || carrierIp !== undefined) return 'no';
  if (pool === undefined || pool === 'amazon') return 'yes';
  return pool.startsWith('ipam-pool-') ? 'unknown' : 'no';
}
