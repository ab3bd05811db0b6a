import type { Home } from '../../ports/instance.ts';
import type { Decision } from '../../ports/policy.ts';
import type { Sight } from '../../ports/sight.ts';
import type { Problem } from '../../problem.ts';
import { list, say, type Speakable, type Spans } from '../../text.ts';
import type { Outline } from './outline.ts';

/** The action of whoever looks. */
export const look = 'look';

/** Everybody may look at everything, whoever asks and wherever: a rule permits it without any condition, and none that forbids is about it. */
export function allIsSeen(outline: readonly Outline[]): boolean {
  const about = outline.filter(({ actions }) => actions.includes(look));
  return (
    about.some(({ effect, always }) => effect === 'permit' && always) &&
    about.every(({ effect }) => effect === 'permit')
  );
}

/** Names told of accounts, and of regions of one; the others are counted. */
const namesTold = 5;

/** Asks once for each account and region. @param told Why these, which one decision hides, are not shown; `where` are they in words. */
export function sightOf(decide: (home: Home) => Decision, told: (one: Home, where: Spans) => Problem): Sight {
  const known = new Map<string, Decision>();
  const of = (home: Home): Decision => {
    const { account, region } = home;
    // One account may be known by two names, and one whose id is not known has an empty one. Names may hold spaces, so they stand last.
    const key = `${region} ${account.id} ${account.name}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const now = decide(home);
    known.set(key, now);
    return now;
  };
  return {
    sees: (home) => of(home).allowed,
    hidden(homes) {
      const groups = new Map<string, Home[]>();
      for (const home of homes) {
        const { allowed, rules } = of(home);
        if (allowed) continue;
        const key = JSON.stringify(rules.map(({ id }) => id));
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [home]);
        else group.push(home);
      }
      return [...groups.values()].flatMap((group) => group.slice(0, 1).map((one) => told(one, inWords(group))));
    },
  };
}

/** `prod (us-east-1 and eu-west-1) and dev (us-east-1)`. */
function inWords(homes: readonly Home[]): Spans {
  const accounts = new Map<string, Set<string>>();
  for (const { account, region } of homes)
    accounts.set(account.name, (accounts.get(account.name) ?? new Set<string>()).add(region));
  return firstOf([...accounts].map(([name, regions]) => say`${name} (${firstOf([...regions])})`));
}

const firstOf = (all: readonly Speakable[]): Spans =>
  list(all.length > namesTold ? [...all.slice(0, namesTold), `${all.length - namesTold} more`] : all);
