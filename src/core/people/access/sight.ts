import type { Home } from '../../ports/instance.ts';
import type { Rules } from '../../ports/policy.ts';

/** The action of whoever looks. */
export const look = 'look';

/** Everybody may look at everything, whoever asks and wherever: a rule permits it without any condition, and none that forbids is about it. */
export function allIsSeen({ all }: Rules): boolean {
  const about = all.filter(({ actions }) => actions.includes(look));
  return (
    about.some(({ effect, always }) => effect === 'permit' && always) &&
    about.every(({ effect }) => effect === 'permit')
  );
}

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
