import { code, command, say } from '../../text.ts';
import type { RuleOver } from './rule.ts';

/** Elastic IPs that a team has marked as idle by a tag, though something uses them. What services of AWS manage or use is left alone. */
export const markedAddress: RuleOver<'addresses'> = {
  id: 'address-idle-by-tag',
  title: 'Elastic IPs in use that a tag marks as idle',
  explains: say`AWS knows whether an address is associated, not whether anybody needs it. The configuration names tags that say that nobody does; an Elastic IP of an instance, or of an interface of your own, that bears one is waste, for $0.005 an hour. Release it, or take the tag away. ${command('explain ipv4-charges')} tells how to need fewer.`,
  over: 'addresses',
  sums: true,
  judge({ verdict, address, region, tags }, known) {
    if (address === undefined || (verdict.is !== 'in-use' && verdict.is !== 'extra') || verdict.charged !== 'yes')
      return undefined;
    const tag = known.idleTagOf(tags);
    if (tag === undefined) return undefined;
    const marked = `${tag.key}=${tags[tag.key] ?? ''}`;
    return {
      says: () => say`${verdict.says()}, and its tag ${code(marked)} marks it as idle`,
      facts: `tag ${marked}`,
      perMonth: known.addressMonth(region),
    };
  },
};
