import type { Home } from '../../ports/instance.ts';
import type { Rules } from '../../ports/policy.ts';

/** The action of whoever looks. */
export const look = 'look';

/** Everybody may look at everything, whoever asks and wherever: there is a rule that says so without any condition, and none that forbids looking. */
export const allIsSeen = ({ all }: Rules): boolean =>
  all.some(({ effect, always, actions }) => effect === 'permit' && always && actions.includes(look)) &&
  !all.some(({ effect, actions }) => effect === 'forbid' && actions.includes(look));

/** Asks once for each account and region. */
export function remembered(may: (home: Home) => boolean): (home: Home) => boolean {
  const known = new Map<string, boolean>();
  return (home) => {
    const key = `${home.account.id}/${home.region}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const now = may(home);
    known.set(key, now);
    return now;
  };
}
