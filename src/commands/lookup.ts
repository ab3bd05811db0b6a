import type { PublicAddress } from '../core/estate/judge.ts';
import { distinct, isProblem, unread } from '../core/problem.ts';
import { code, list, say, type Spans } from '../core/text.ts';
import { standingWords } from './addresses.ts';
import { command } from './command.ts';
import { estateNamed, type Found } from './lookup/estate.ts';
import { namedIn } from './lookup/named.ts';
import { typeBlocks, typesNamed, type FoundTypes } from './lookup/types.ts';
import { words } from './options/kinds.ts';
import { rowsAtMost } from './paging.ts';
import { called } from './reply/plan-reply.ts';
import { action, actions, column, line, note, paragraph, reply, table, type Block } from './reply/reply.ts';
import { listingNotes, nameSpan } from './words.ts';

/** Instances, and addresses, that one answer shows; of more the number is told. */
const shown = 50;
/** Types of which facts are looked for. */
const typesAtMost = 20;
/** Unknown words told one by one. */
const unknownTold = 20;
/** Buttons for so many of each sort. */
const withButtons = 3;

/** Whatever is named in any message, and is ours or EC2's. */
export const lookup = command({
  name: 'lookup',
  summary: 'The instances, addresses and instance types that any words name, as those of a pasted message',
  examples: ['lookup web-1 198.51.100.10 m5.large', 'lookup the database is db-1, and web-2 was an m5.large'],
  options: {
    words: words('Ids, IPv4 addresses, instance types and names, among any other words').required(),
  },
  effect: 'reads',
  audience: 'person',
  alone: false,
  async run({ words: said }, context) {
    const named = namedIn(said);
    const [estate, types] = await Promise.all([
      estateNamed(named, context.everything ? rowsAtMost : shown, context),
      typesNamed(named.types.slice(0, typesAtMost), context),
    ]);
    if (isProblem(types)) return types;
    const { instances, addresses, known } = estate;
    const unknown = [...named.ids].filter((id) => !known.has(id));
    const all = { ...instances, gaps: distinct([...instances.gaps, ...addresses.gaps]) };
    return reply(
      'plain',
      titleOf(estate, types),
      instances.items.length + addresses.items.length + types.found.length > 0 ? undefined : paragraph(looksFor),
      ...instanceBlocks(instances),
      ...addressBlocks(addresses),
      ...typeBlocks(types, context.now),
      unknownBlock(unread(all.gaps).length > 0 ? 'Not among what could be read' : 'Not found', unknown),
      unknownBlock('Not known', types.unknown),
      named.types.length > typesAtMost
        ? note(say`The first ${typesAtMost} of ${named.types.length} instance types were looked up.`)
        : undefined,
      ...(estate.wasRead ? listingNotes(all) : []),
      actions(
        ...instances.items.slice(0, withButtons).map(({ id, name }) => action(`Show ${name ?? id}`, line`show ${id}`)),
        ...addresses.items.slice(0, withButtons).map(({ ip }) => action(`Address ${ip}`, line`addresses ${ip}`)),
        ...types.found
          .slice(0, withButtons)
          .map(({ facts: { name } }) => action(`Explain ${name}`, line`explain ${name}`)),
      ),
    );
  },
});

const looksFor = say`It looks for ids of instances (${code('i-…')}) and of addresses (${code('eipalloc-…')}), IPv4 addresses, instance types, and whole names of instances and Elastic IPs.`;

function titleOf({ instances, addresses }: Found, { found }: FoundTypes): Spans {
  const parts = [
    counted(instances.count, 'instance', 'instances'),
    counted(addresses.count, 'Elastic IP', 'Elastic IPs'),
    counted(found.length, 'instance type', 'instance types'),
  ].flatMap((part) => part ?? []);
  return parts.length === 0 ? say`Nothing known here is named` : list(parts);
}

const counted = (count: number, one: string, more: string): string | undefined =>
  count === 0 ? undefined : `${count} ${count === 1 ? one : more}`;

function instanceBlocks({ items, count }: Found['instances']): readonly Block[] {
  if (count === 0) return [];
  return [
    table(
      [
        column('Name'),
        column('Id', 'left', 1),
        column('State'),
        column('Type'),
        column('Account', 'left', 3),
        column('Region', 'left', 2),
      ],
      items.map((one) => [nameSpan(one), code(one.id), one.state, one.type, one.account.name, one.region]),
    ),
    ...moreThan(items, count, 'instances'),
  ];
}

function addressBlocks({ items, count }: Found['addresses']): readonly Block[] {
  if (count === 0) return [];
  return [
    table(
      [
        column('Address'),
        column('Verdict'),
        column('Attached to'),
        column('Account', 'left', 3),
        column('Region', 'left', 2),
      ],
      items.map((one) => [code(one.ip), standingWords[one.verdict.is], attachedTo(one), one.account.name, one.region]),
    ),
    ...moreThan(items, count, 'Elastic IPs'),
  ];
}

const attachedTo = ({ instance, address }: PublicAddress): Spans => {
  if (instance !== undefined) return called(instance);
  const id = address?.instanceId ?? address?.networkInterfaceId;
  return id === undefined ? say`nothing` : [code(id)];
};

const moreThan = (told: readonly unknown[], count: number, what: string): readonly Block[] =>
  told.length === count ? [] : [paragraph(say`And ${count - told.length} more ${what}.`)];

function unknownBlock(what: string, unknown: readonly string[]): Block | undefined {
  if (unknown.length === 0) return undefined;
  const told = unknown.slice(0, unknownTold).map(code);
  const more = unknown.length - told.length;
  return paragraph(say`${what}: ${list([...told, ...(more > 0 ? [`${more} more`] : [])])}.`);
}
