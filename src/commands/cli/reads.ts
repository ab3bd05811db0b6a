import { scopeOf, type Clause, type Filter } from '../../core/estate/filter.ts';
import { listQuestion, priceListRegion } from '../../core/facts/prices/question.ts';
import type { Cloud } from '../../core/ports/cloud.ts';
import type { Instance } from '../../core/ports/instance.ts';
import type { Product } from '../../core/ports/price-list.ts';
import { code, list, say } from '../../core/text.ts';
import { printClause } from '../options/filter.ts';
import { note, type Block } from '../reply/reply.ts';
import { at, awsLine, codeBlock } from './line.ts';

/** Lines told; the rest differ in account or region alone. */
const linesTold = 8;

/** One filter of EC2's: its values are alternatives, several filters must all hold. */
interface WireFilter {
  readonly Name: string;
  readonly Values: readonly string[];
}

/** A filter as EC2 can ask it, and what of ours it cannot: an owner (of several tags), an address of either kind, words of different sorts. */
interface Asked {
  readonly filters: readonly WireFilter[];
  readonly leftOut: readonly Clause[];
}

/** EC2 reads `*`, `?` and `\` in values; ours mean only a `*` at the end. */
const literal = (value: string): string => value.replaceAll(/[\\*?]/g, String.raw`\$&`);
const pattern = (value: string): string => (value.endsWith('*') ? `${literal(value.slice(0, -1))}*` : literal(value));

/** EC2's name for what a clause asks, and the value (EC2 API, "DescribeInstances"); undefined: EC2 has none. */
function wireOf(clause: Clause): readonly [name: string, value: string] | undefined {
  switch (clause.by) {
    case 'type':
      return ['instance-type', pattern(clause.value.toLowerCase())];
    case 'zone':
      return ['availability-zone', pattern(clause.value.toLowerCase())];
    case 'state':
      return ['instance-state-name', clause.value];
    case 'name':
      return ['tag:Name', pattern(clause.value)];
    case 'id':
      return ['instance-id', pattern(clause.value.toLowerCase())];
    case 'word':
      return /^i-[0-9a-f]+$/i.test(clause.value) ? ['instance-id', `${clause.value.toLowerCase()}*`] : undefined;
    case 'tag':
      return clause.value === undefined
        ? ['tag-key', literal(clause.key)]
        : [`tag:${clause.key}`, pattern(clause.value)];
    case 'account':
    case 'region':
    case 'owner':
    case 'ip':
      return undefined;
  }
}

/** Words, ids and addresses are alternatives of each other, which EC2 asks only where they are of one sort. */
const namesInstances = ({ by }: Clause): boolean => by === 'word' || by === 'id' || by === 'ip';

function askedOf(filter: Filter): Asked {
  const naming = filter.filter(namesInstances);
  const sorts = new Set(naming.map((clause) => wireOf(clause)?.[0]));
  const values = new Map<string, string[]>();
  const leftOut: Clause[] = [];
  for (const clause of filter) {
    if (clause.by === 'account' || clause.by === 'region') continue;
    const wire = namesInstances(clause) && sorts.size > 1 ? undefined : wireOf(clause);
    if (wire === undefined) leftOut.push(clause);
    else values.set(wire[0], [...(values.get(wire[0]) ?? []), wire[1]]);
  }
  return { filters: [...values].map(([Name, Values]) => ({ Name, Values })), leftOut };
}

/** The CLI's shorthand, or JSON where a value holds what the shorthand would take apart. */
const filterWords = (filters: readonly WireFilter[]): readonly string[] => {
  if (filters.length === 0) return [];
  const plain = filters.every(({ Name, Values }) => [Name, ...Values].every((word) => /^[\w.:/@*+-]+$/.test(word)));
  return plain
    ? ['--filters', ...filters.map(({ Name, Values }) => `Name=${Name},Values=${Values.join(',')}`)]
    : ['--filters', JSON.stringify(filters)];
};

/** Reads of every account and region that the filter leaves. Only instances are narrowed by AWS; what is narrowed here is said. */
export async function cliOfRead(
  cloud: Cloud,
  actions: readonly string[],
  filter: Filter,
  narrowedHere = '',
): Promise<readonly Block[]> {
  const { accounts, regions } = scopeOf(filter);
  const { filters, leftOut } = askedOf(filter);
  const ofInstances = actions.includes('describe-instances');
  const own = ofInstances ? leftOut : filter.filter(({ by }) => by !== 'account' && by !== 'region');
  const lines = (await cloud.homes()).flatMap(({ account, regions: all }) =>
    accounts === undefined || accounts.includes(account.name) || accounts.includes(account.id)
      ? all
          .filter((region) => regions?.includes(region) ?? true)
          .flatMap((region) =>
            actions.map((action) =>
              awsLine(
                'ec2',
                action,
                ...(action === 'describe-instances' ? filterWords(filters) : []),
                ...at({ account, region }),
              ),
            ),
          )
      : [],
  );
  const more = lines.length - linesTold;
  const here = [...own.map((clause) => code(printClause(clause))), ...(narrowedHere === '' ? [] : [narrowedHere])];
  return [
    codeBlock(lines.slice(0, linesTold)),
    note(
      say`${more > 0 ? `And ${more} more. ` : ''}What is asked of AWS, by the AWS CLI, with a profile for each account${lines.length > 1 ? '; a line for each account and region' : ''}.${here.length === 0 ? '' : say` Narrowed here, not there: ${list(here)}.`}${ofInstances && filters.some(({ Name }) => Name.startsWith('tag')) ? ' Of tags AWS takes capital and small letters for different.' : ''}`,
    ),
  ];
}

/** A read of one instance. */
export const cliOfInstance = ({ id, region, account }: Instance): readonly Block[] => [
  codeBlock([awsLine('ec2', 'describe-instances', '--instance-ids', id, ...at({ region, account }))]),
  note(say`The same by the AWS CLI.`),
];

/** The question to the price list that has one product as its answer. */
export const cliOfPrice = (product: Product): readonly Block[] => {
  const { service, filters } = listQuestion({ of: 'machine', ...product });
  return [
    codeBlock(
      filters.map((filter) =>
        awsLine(
          'pricing',
          'get-products',
          '--service-code',
          service,
          '--filters',
          ...Object.entries(filter).map(([field, value]) => `Type=TERM_MATCH,Field=${field},Value=${value}`),
          '--region',
          priceListRegion(product.region, ''),
        ),
      ),
    ),
    note(say`The same by the AWS CLI.`),
  ];
};
