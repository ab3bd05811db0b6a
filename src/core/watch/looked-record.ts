import type { Cloud, Scope } from '../ports/cloud.ts';
import type { Home } from '../ports/instance.ts';
import { sentenceOf, unread, type Problem } from '../problem.ts';
import { inSlices } from '../slices.ts';
import { plain } from '../text.ts';
import type { Looked } from './run.ts';

/** Sentences about what could not be read that are kept; of more the rest is counted. */
const gapsKept = 30;

/** What was looked at, and what is known of it. */
export interface LookedAt {
  readonly cloud: Pick<Cloud, 'homes'>;
  readonly scope: Scope;
  readonly things: Readonly<Record<string, number>>;
  readonly gaps: readonly Problem[];
  /** Whether everything that was to be read there was. */
  isWhole(home: Home): boolean;
}

/** What a run looked at, for its record: by name, for each place shows some accounts. Walked in slices. */
export async function lookedRecord(
  { cloud, scope, things, gaps, isWhole }: LookedAt,
  signal: AbortSignal,
): Promise<Looked> {
  const { accounts: named } = scope;
  const homes = (await cloud.homes()).filter(
    ({ account: { name, id } }) => named === undefined || named.includes(name) || named.includes(id),
  );
  const regions = new Set<string>();
  const partly = new Map<string, string[]>();
  let places = 0;
  for (const { account, regions: own } of homes) {
    // An account whose regions are not known was read nowhere.
    if (own.length === 0) partly.set(account.name, []);
    await inSlices(
      own,
      (region) => {
        places += 1;
        regions.add(region);
        if (isWhole({ account, region })) return;
        const known = partly.get(account.name);
        if (known === undefined) partly.set(account.name, [region]);
        else known.push(region);
      },
      signal,
    );
  }
  return {
    accounts: homes.map(({ account: { name } }) => name),
    regions: regions.size,
    places,
    things: { ...things },
    gaps: sentences(gaps),
    partly: [...partly].map(([account, own]) => ({ account, regions: own })),
  };
}

/** Each reason once. What may not be seen lacks nothing that belongs to what may. */
function sentences(gaps: readonly Problem[]): string[] {
  const all = [...new Set(unread(gaps).map((gap) => plain(sentenceOf(gap))))];
  const more = all.length - gapsKept;
  return more > 0 ? [...all.slice(0, gapsKept), `And ${more} more could not be read.`] : all;
}
