import { command, say } from '../../text.ts';
import type { RuleOver } from './rule.ts';

/** Further Elastic IPs of running instances. They may well be meant. */
export const secondAddress: RuleOver<'addresses'> = {
  id: 'address-second',
  title: 'Second and further Elastic IPs of one running instance',
  explains: say`Each Elastic IP of an instance costs $0.005 an hour. A second one may be meant, for another site, another certificate or a partner's firewall, so that it is told and not counted as waste. Where nobody needs it, release it. ${command('explain ipv4-charges')} tells how to need fewer.`,
  over: 'addresses',
  sums: false,
  judge({ verdict, address, region }, known) {
    if (verdict.is !== 'extra' || verdict.charged !== 'yes') return undefined;
    return {
      says: () => verdict.says(),
      facts: `row ${verdict.row} ${address?.instanceId ?? ''}`.trimEnd(),
      perMonth: known.addressMonth(region),
    };
  },
};
