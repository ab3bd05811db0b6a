import { LRUCache } from 'lru-cache';
import type { AuditRecord } from './core/people/audit.ts';
import type { Person, Place } from './core/people/person.ts';
import type { Journal } from './core/ports/store.ts';
import { sentenceOf, type Problem } from './core/problem.ts';
import { plain } from './core/text.ts';

/** Requests whose refusals are remembered until they are answered. */
const requestsKept = 1_000;

/** A request that was refused. */
interface Refused {
  readonly id: string;
  readonly person: Pick<Person, 'id' | 'name'>;
  readonly place: Pick<Place, 'id'>;
}

/** Every refusal of what would change something stands in the audit, once a request, whoever finds it. */
export interface Refusals {
  /** The journal as the gate and the settings write into it. */
  readonly journal: Journal<AuditRecord>;
  /** Writes that a request was refused, where nobody has yet. Rejects with StoreUnwritable. */
  note(request: Refused, does: string, problem: Problem): Promise<void>;
}

/** Watches what is written, by request. */
export function createRefusals(journal: Journal<AuditRecord>): Refusals {
  const written = new LRUCache<string, true>({ max: requestsKept });
  const append: typeof journal.append = async (record) => {
    const entry = await journal.append(record);
    if (record.event === 'refused') written.set(record.request, true);
    return entry;
  };
  return {
    journal: { ...journal, append },
    async note({ id, person, place }, does, problem) {
      if (written.delete(id)) return;
      const { rules } = problem;
      await journal.append({
        event: 'refused',
        request: id,
        person: { id: person.id, name: person.name },
        place: place.id,
        does,
        targets: [],
        says: plain(sentenceOf(problem)),
        ...(rules && { rules: [...rules] }),
      });
    },
  };
}
