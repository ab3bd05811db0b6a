import type { Groups } from '../src/core/ports/groups.ts';
import type { Instant } from '../src/core/time.ts';

/** Groups of a platform that a test decides about: it keeps what the port promises, without a platform. */
export interface FakeGroups extends Groups {
  /** Who is in which group at the platform itself. */
  readonly truth: Map<string, readonly string[]>;
  /** The platform does not answer. */
  away: boolean;
  /** Ages that were asked for. */
  readonly asked: number[];
}

/** Who is in a group is remembered from its first read on. */
export function fakeGroups(now: () => Instant, truth: Readonly<Record<string, readonly string[]>> = {}): FakeGroups {
  const read = new Map<string, { readonly ids: ReadonlySet<string>; readonly readAt: Instant }>();
  const groups: FakeGroups = {
    truth: new Map(Object.entries(truth)),
    away: false,
    asked: [],
    async refresh(_, maxAgeMs) {
      groups.asked.push(maxAgeMs);
      for (const [id, ids] of groups.truth) {
        const known = read.get(id);
        if (known !== undefined && now() - known.readAt <= maxAgeMs) continue;
        if (groups.away) read.delete(id);
        else read.set(id, { ids: new Set(ids), readAt: now() });
      }
    },
    holds: (id, persons) => persons.some((person) => read.get(id)?.ids.has(person) === true),
  };
  return groups;
}
