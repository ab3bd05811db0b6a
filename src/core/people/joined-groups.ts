import type { Groups } from '../ports/groups.ts';

/** The groups of several platforms as one: each passes over ids of the others. */
export const joinedGroups = (all: readonly Groups[]): Groups => ({
  async refresh(ids, maxAgeMs, persons) {
    await Promise.all(all.map((groups) => groups.refresh(ids, maxAgeMs, persons)));
  },
  holds: (id, persons) => all.some((groups) => groups.holds(id, persons)),
});
