import { say, type Spans } from '../../text.ts';
import type { Rule, RuleOver, Things } from './rule.ts';

/** A rule that finds nothing. */
const rule = <K extends keyof Things>(
  id: string,
  over: K,
  sums: boolean,
  title: string,
  explains: Spans,
): RuleOver<K> => ({
  id,
  title,
  explains,
  over,
  sums,
  judge: () => undefined,
});

/** Every waste rule, in the order in which they are told. */
export const rules: readonly Rule[] = [
  rule(
    'address-unassociated',
    'addresses',
    true,
    'Elastic IPs that are associated with nothing',
    say`It costs as much as one in use.`,
  ),
  rule(
    'address-on-stopped-instance',
    'addresses',
    true,
    'Elastic IPs of instances that do not run',
    say`It costs while the instance rests.`,
  ),
  rule(
    'address-on-loose-interface',
    'addresses',
    true,
    'Elastic IPs on network interfaces that nothing uses',
    say`Nothing is reached by it.`,
  ),
  rule('address-second', 'addresses', false, 'Second and further Elastic IPs of one instance', say`It may be wanted.`),
  rule(
    'address-idle-by-tag',
    'addresses',
    true,
    'Elastic IPs that a tag marks as idle',
    say`Somebody said so by a tag.`,
  ),
  rule(
    'stopped-instance-volumes',
    'instances',
    true,
    'Stopped instances whose volumes still cost',
    say`Volumes cost while it rests.`,
  ),
  rule(
    'volume-unattached',
    'volumes',
    true,
    'Volumes that are attached to nothing',
    say`It costs as much as one in use.`,
  ),
  rule(
    'instance-successor',
    'instances',
    false,
    'Instances whose type has a cheaper successor',
    say`The same for less.`,
  ),
  rule(
    'reservation-unused',
    'reservations',
    true,
    'Capacity Reservations that nothing uses',
    say`It costs as much as instances would.`,
  ),
  rule('instance-without-owner', 'instances', false, 'Instances without an owner tag', say`Nobody can be asked.`),
  rule(
    'public-ipv4-total',
    'counts',
    false,
    'What all public IPv4 addresses in use cost',
    say`Each costs, also in use.`,
  ),
];

/** Names of several rules. */
export const ruleGroups: Readonly<Record<string, readonly string[]>> = {
  'idle-addresses': [
    'address-unassociated',
    'address-on-stopped-instance',
    'address-on-loose-interface',
    'address-second',
    'address-idle-by-tag',
  ],
  volumes: ['stopped-instance-volumes', 'volume-unattached'],
  instances: ['instance-successor', 'instance-without-owner'],
  reservations: ['reservation-unused'],
  all: rules.map(({ id }) => id),
};
