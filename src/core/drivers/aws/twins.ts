import type { Problem } from '../../problem.ts';
import { code, say } from '../../text.ts';
import type { AccountConfig } from './account.ts';

/** A name of the configuration, whose account it is, and where it is looked at. */
export interface Named {
  readonly name: string;
  /** The account's id. */
  readonly id: string;
  readonly regions: readonly string[] | 'all';
}

/** A name under which an account is looked at that another name looks at already, in the same region. */
export interface Twin {
  readonly name: string;
  readonly problem: Problem;
}

/** The names that mean what a name before them means; everything of the account would be counted twice. Names that share no region are none. */
export function twinsOf(all: readonly Named[]): readonly Twin[] {
  const before = new Map<string, Named[]>();
  return all.flatMap((one) => {
    const others = before.get(one.id) ?? [];
    before.set(one.id, [...others, one]);
    const first = others.find(({ regions }) => overlap(regions, one.regions));
    return first === undefined ? [] : [{ name: one.name, problem: problemOf(one, first.name) }];
  });
}

const overlap = (some: Named['regions'], others: Named['regions']): boolean =>
  some === 'all' || others === 'all' || some.some((region) => others.includes(region));

const problemOf = ({ name, id }: Named, first: string): Problem => ({
  problem: 'bad-value',
  what: say`${name} is the same account ${code(id)} as ${first}; remove one of the two names.`,
  todo: say`What both names look at is asked once, as ${first}.`,
});

/** The account that a role is of, as its ARN tells without asking AWS (`arn:aws:iam::123456789012:role/name`). */
export const accountOfRole = ({ roleArn }: AccountConfig): string | undefined =>
  roleArn === undefined ? undefined : /^arn:[^:]+:iam::(\d{12}):role\//.exec(roleArn)?.[1];
