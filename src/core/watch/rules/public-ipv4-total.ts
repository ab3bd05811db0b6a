import { command, say } from '../../text.ts';
import type { RuleOver } from './rule.ts';

/** What all public IPv4 addresses of an account cost together, most of which are used. */
export const publicIpv4Total: RuleOver<'counts'> = {
  id: 'public-ipv4-total',
  title: 'Public IPv4 addresses that an account pays for, in use or idle',
  explains: say`Since 1 February 2024 AWS charges $0.005 an hour for every public IPv4 of its pools, $3.65 in 730 hours, whoever holds it. Counted are the Elastic IPs of an account and the addresses that AWS lends to its instances; those that load balancers and other services bring along are told by no list, and cost as much. It is told, not counted as waste. ${command('explain ipv4-charges')} tells how to need fewer.`,
  over: 'counts',
  sums: false,
  judge({ charged, perMonth, atLeast }) {
    if (charged === 0) return undefined;
    return {
      says: () =>
        say`${atLeast ? 'at least ' : ''}${charged} public IPv4 address${charged === 1 ? '' : 'es'} that AWS charges for`,
      // Machines come and go: a count that moves is no news by itself.
      facts: 'counted',
      perMonth,
    };
  },
};
