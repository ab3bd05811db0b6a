import { ownerOf } from '../estate/managers.ts';
import type { Home } from '../ports/instance.ts';
import { inSlices } from '../slices.ts';
import { allRegions, keyOf, type Finding, type ThingKind } from './finding.ts';
import type { Judged, Known, Things } from './rules/rule.ts';

/** What a thing is called, and whose and where it is. */
interface Naming<T> {
  readonly is: ThingKind;
  homeOf(thing: T): Home;
  idOf(thing: T): string;
  labelOf(thing: T): string;
  ownerOf(thing: T): string | undefined;
}

const named = ({ Name = '' }: Readonly<Record<string, string>>, id: string): string => (Name === '' ? id : Name);
const itself = <T extends Home>(thing: T): Home => thing;

/** How each kind of thing is named. */
export const namings: { readonly [K in keyof Things]: Naming<Things[K]> } = {
  addresses: {
    is: 'address',
    homeOf: itself,
    idOf: ({ address, ip }) => address?.allocationId ?? ip,
    labelOf: ({ ip }) => ip,
    ownerOf: ({ tags, instance }) => ownerOf(tags) ?? (instance && ownerOf(instance.tags)),
  },
  instances: {
    is: 'instance',
    homeOf: itself,
    idOf: ({ id }) => id,
    labelOf: ({ name, id }) => name ?? id,
    ownerOf: ({ tags }) => ownerOf(tags),
  },
  volumes: {
    is: 'volume',
    homeOf: itself,
    idOf: ({ id }) => id,
    labelOf: ({ tags, id }) => named(tags, id),
    ownerOf: ({ tags }) => ownerOf(tags),
  },
  reservations: {
    is: 'reservation',
    homeOf: itself,
    idOf: ({ id }) => id,
    labelOf: ({ tags, id }) => named(tags, id),
    ownerOf: ({ tags }) => ownerOf(tags),
  },
  counts: {
    is: 'account',
    homeOf: ({ account }) => ({ account, region: allRegions }),
    idOf: ({ account }) => account.id || account.name,
    labelOf: ({ account }) => account.name,
    ownerOf: () => undefined,
  },
};

/** A rule as far as it judges things of one kind. */
interface Judges<T> {
  readonly id: string;
  readonly matter?: string;
  judge(thing: T, known: Known): Judged | undefined;
}

/** What the rules find among these, walked in slices: of each matter of a thing what the first rule in their order says. */
export async function found<T>(
  things: readonly T[],
  rules: readonly Judges<T>[],
  { is, homeOf, idOf, labelOf, ownerOf: whose }: Naming<T>,
  known: Known,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const matters = [...new Set(rules.map(({ matter }) => matter))].map((matter) =>
    rules.filter((rule) => rule.matter === matter),
  );
  const findings: Finding[] = [];
  const look = (thing: T, alternatives: readonly Judges<T>[]): void => {
    for (const { id: rule, matter, judge } of alternatives) {
      const judged = judge(thing, known);
      if (judged === undefined) continue;
      const home = homeOf(thing);
      const id = idOf(thing);
      // Field by field: tens of thousands are made at once.
      findings.push({
        key: keyOf(home, id, matter),
        rule,
        is,
        id,
        label: labelOf(thing),
        account: home.account,
        region: home.region,
        owner: whose(thing),
        says: judged.says,
        facts: judged.facts,
        since: judged.since,
        perMonth: judged.perMonth,
      });
      return;
    }
  };
  await inSlices(
    things,
    (thing) => {
      for (const alternatives of matters) look(thing, alternatives);
    },
    signal,
  );
  return findings;
}
