import type { Address } from '../../ports/instance.ts';
import { code, command, say, type Spans } from '../../text.ts';
import type { RuleOver } from './rule.ts';

/** A row of the table of verdicts by which an Elastic IP idles. */
interface Row {
  readonly id: string;
  readonly row: number;
  readonly title: string;
  readonly explains: Spans;
  /** What holds it, and makes it another matter when it changes. */
  holder(address: Address): string | undefined;
}

const charge = say`Since 1 February 2024 AWS charges $0.005 an hour for every public IPv4 of its pools, in use or idle: $3.65 in 730 hours.`;

const rows: readonly Row[] = [
  {
    id: 'address-unassociated',
    row: 5,
    title: 'Elastic IPs that are associated with nothing',
    explains: say`${charge} One that is associated with nothing is reached by nobody. Release it (${code('release')} tells beforehand which DNS records and which reverse DNS name still point to it) unless a firewall or a partner has it written down: whoever gets it next answers there, and it may be gone for good.`,
    holder: () => undefined,
  },
  {
    id: 'address-on-stopped-instance',
    row: 7,
    title: 'Elastic IPs on instances that are stopped',
    explains: say`${charge} An Elastic IP stays with its instance while that is stopped, and goes on costing. Start the instance, or release the address: where nobody has its number written down, the address that AWS lends at the next start does as well. ${command('explain cost-of-stopped')} tells what else of a stopped instance is charged.`,
    holder: ({ instanceId }) => instanceId,
  },
  {
    id: 'address-on-loose-interface',
    row: 8,
    title: 'Elastic IPs on network interfaces that are attached to nothing',
    explains: say`${charge} A network interface that is attached to no instance and belongs to no service passes nothing on, and neither does its address. Attach the interface, or release the address; the interface itself costs nothing.`,
    holder: ({ networkInterfaceId }) => networkInterfaceId,
  },
];

/** Elastic IPs that idle, a rule for each row by which they do. The verdict decides: what services manage or use, ranges of one's own, addresses of Outposts and carriers, in transfer or unreadable, it never calls idle. */
export const idleAddressRules: readonly RuleOver<'addresses'>[] = rows.map(({ id, row, title, explains, holder }) => ({
  id,
  title,
  explains,
  over: 'addresses',
  sums: true,
  judge({ verdict, address, region }, known) {
    if (address === undefined || verdict.is !== 'idle' || verdict.row !== row || verdict.charged !== 'yes')
      return undefined;
    return {
      says: () => verdict.says(),
      facts: `row ${row} ${holder(address) ?? ''}`.trimEnd(),
      since: verdict.since,
      perMonth: known.addressMonth(region),
    };
  },
}));
