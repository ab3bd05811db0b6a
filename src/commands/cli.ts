import type { Plan } from '../core/changes/changes.ts';
import { kinds, rowOf, type Kind } from '../core/changes/kinds.ts';
import { scopeOf, type Clause, type Filter } from '../core/estate/filter.ts';
import type { Cloud } from '../core/ports/cloud.ts';
import type { Target } from '../core/ports/control.ts';
import type { Home, Instance } from '../core/ports/instance.ts';
import type { Product } from '../core/ports/price-list.ts';
import { listQuestion, priceListRegion } from '../core/facts/prices/question.ts';
import { code, say } from '../core/text.ts';
import { yesNo } from './options/kinds.ts';
import { note, paragraph, type Block } from './reply/reply.ts';

/** `cli:yes` on whatever asks AWS. */
export const cli = yesNo('Also the equal line of the AWS CLI');

/** Lines told; the rest differ in account or region alone. */
const linesTold = 8;

/** One word for a POSIX shell: nothing in it is more than a letter. */
const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

const words = (...all: readonly (string | undefined)[]): string =>
  all
    .filter((word) => word !== undefined && word !== '')
    .map((word) => shellWord(word ?? ''))
    .join(' ');

/** Lines as blocks; profiles are called as the accounts are here. */
function cliBlocks(lines: readonly string[]): readonly Block[] {
  const more = lines.length - linesTold;
  return [
    ...lines.slice(0, linesTold).map((line) => paragraph(code(line))),
    note(
      say`${more > 0 ? `And ${more} more. ` : ''}The same by the AWS CLI, with a profile for each account${lines.length > 1 ? '; one line an account and region' : ''}.`,
    ),
  ];
}

/** EC2's action as the CLI writes it: `stop-instances`. */
const actionOf = (kind: Kind): string =>
  kinds[kind].permission
    .replace(/^ec2:/, '')
    .replace(/(?!^)([A-Z])/g, '-$1')
    .toLowerCase();

/** What names the target in the call of a kind. */
function named(kind: Kind, targets: readonly Target[]): readonly string[] {
  const [first] = targets;
  if (rowOf(kind).of === 'instance') return ['--instance-ids', ...targets.map(({ id }) => id)];
  if (kind === 'disassociate') return ['--association-id', first?.associationId ?? ''];
  if (kind === 'recover') return ['--address', first?.id ?? ''];
  const border = kind === 'release' ? first?.networkBorderGroup : undefined;
  return ['--allocation-id', first?.id ?? '', ...(border === undefined ? [] : ['--network-border-group', border])];
}

/** The calls that a confirmation would make. */
export function cliOfChange({ wish: { kind }, moves }: Plan): readonly Block[] {
  const lines: string[] = [];
  const oneByOne = rowOf(kind).of === 'address' || kind === 'terminate';
  for (const step of new Set(moves.flatMap(({ steps }) => steps))) {
    const homes = new Map<string, Target[]>();
    for (const { target, steps } of moves) {
      if (!steps.includes(step)) continue;
      const home = oneByOne ? target.id : `${target.account.name}/${target.region}`;
      homes.set(home, [...(homes.get(home) ?? []), target]);
    }
    for (const targets of homes.values()) {
      const [first] = targets;
      if (first === undefined) continue;
      const extra = rowOf(step).cli === '' ? [] : rowOf(step).cli.split(' ');
      lines.push(
        words(
          'aws',
          'ec2',
          actionOf(step),
          ...named(step, targets),
          ...extra,
          '--region',
          first.region,
          '--profile',
          first.account.name,
        ),
      );
    }
  }
  return cliBlocks(lines);
}

/** EC2's filter names for our clauses (EC2 API, "DescribeInstances"); what EC2 cannot ask in one filter, as an owner or an address of either kind, is left out. */
function filterOf(clause: Clause): readonly string[] {
  switch (clause.by) {
    case 'type':
      return [`Name=instance-type,Values=${clause.value}`];
    case 'zone':
      return [`Name=availability-zone,Values=${clause.value}`];
    case 'state':
      return [`Name=instance-state-name,Values=${clause.value}`];
    case 'name':
      return [`Name=tag:Name,Values=${clause.value}`];
    case 'word':
      return clause.value.startsWith('i-')
        ? [`Name=instance-id,Values=${clause.value}*`]
        : [`Name=tag:Name,Values=${clause.value}*`];
    case 'id':
      return [`Name=instance-id,Values=${clause.value}`];
    case 'tag':
      return [
        clause.value === undefined
          ? `Name=tag-key,Values=${clause.key}`
          : `Name=tag:${clause.key},Values=${clause.value}`,
      ];
    case 'account':
    case 'region':
    case 'owner':
    case 'ip':
      return [];
  }
}

/** Reads of every account and region that the filter leaves. */
export async function cliOfRead(cloud: Cloud, actions: readonly string[], filter: Filter): Promise<readonly Block[]> {
  const { accounts, regions } = scopeOf(filter);
  const lines = (await cloud.homes()).flatMap(({ account, regions: all }) =>
    accounts === undefined || accounts.includes(account.name) || accounts.includes(account.id)
      ? all
          .filter((region) => regions?.includes(region) ?? true)
          .flatMap((region) => actions.map((action) => read(action, filter, { account, region })))
      : [],
  );
  return cliBlocks(lines);
}

function read(action: string, filter: Filter, { account, region }: Home): string {
  const filters = action === 'describe-instances' ? filter.flatMap(filterOf) : [];
  return words(
    'aws',
    'ec2',
    action,
    ...(filters.length > 0 ? ['--filters', ...filters] : []),
    '--region',
    region,
    '--profile',
    account.name,
  );
}

/** A read of one instance. */
export const cliOfInstance = ({ id, region, account }: Instance): readonly Block[] =>
  cliBlocks([
    words('aws', 'ec2', 'describe-instances', '--instance-ids', id, '--region', region, '--profile', account.name),
  ]);

/** The question to the price list that has one product as its answer. */
export const cliOfPrice = (product: Product): readonly Block[] => {
  const { service, filters } = listQuestion({ of: 'machine', ...product });
  return cliBlocks(
    filters.map((filter) =>
      words(
        'aws',
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
  );
};
