import { z } from 'zod';
import type { Person, Place } from '../people/person.ts';
import type { Store } from '../ports/store.ts';
import type { Instant } from '../time.ts';
import type { Waiting } from './changes.ts';
import type { ChangeRecord, Records } from './record.ts';

/** Plans of one person that are looked at; who has more open at once is told of these. */
const lookedAt = 50;

/** Which plans wait, by person. Only an index: whether one still waits is for its record to say. */
export interface WaitingPlans {
  note(key: string, by: Pick<Person, 'id'>): Promise<void>;
  /** Those that this person may press here, newest first. */
  of(by: Person, where: Place, now: Instant): Promise<readonly Waiting[]>;
}

/** Kept in the store as long as a confirmation lives. */
export function createWaitingPlans(store: Store, records: Records, ttlMs: number): WaitingPlans {
  const family = store.family('changes-waiting', z.string(), { ttlMs });
  const open = ({ state, by, where, expiresAt }: ChangeRecord, person: Person, place: Place, now: Instant): boolean =>
    state === 'asked' &&
    now < expiresAt &&
    by.id === person.id &&
    (where === place.id || place.privateTo === person.id);
  return {
    note: (key, by) => family.put(`${by.id}/${key}`, key),
    async of(person, place, now) {
      const beginning = `${person.id}/`;
      const noted = await family.list({ limit: lookedAt, after: beginning });
      const found: (Waiting & { readonly askedAt: Instant })[] = [];
      for (const { key: entry, value: key } of noted) {
        const kept = entry.startsWith(beginning) ? await records.changes.get(key) : undefined;
        if (kept === undefined || !open(kept.value, person, place, now)) continue;
        const { kind, targets, askedAt, expiresAt } = kept.value;
        found.push({ key, kind, names: targets.map(({ id, name }) => name ?? id), askedAt, expiresAt });
      }
      return found.toSorted((one, other) => other.askedAt - one.askedAt);
    },
  };
}
