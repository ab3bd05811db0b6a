import type { LabelsOf, Meter } from './ports/meter.ts';
import { StoreAway, StoreForeign, StoreUnwritable, type Store } from './ports/store.ts';
import { stopwatch } from './stopwatch.ts';

type Counted = LabelsOf<'quartermaster_store_operations_total'>;
type Operation = Counted['operation'];

/** The same store, whose operations are counted and timed. */
export function meteredStore(store: Store, meter: Meter): Store {
  const on =
    (name: string) =>
    <T>(operation: Operation, work: () => Promise<T>): Promise<T> =>
      metered(meter, name, operation, work);
  return {
    id: store.id,
    close: () => store.close(),
    examine: () => store.examine(),
    family(name, schema, bounds) {
      const own = store.family(name, schema, bounds);
      const as = on(name);
      return {
        get: (key) => as('get', () => own.get(key)),
        put: (key, value) => as('put', () => own.put(key, value)),
        claim: (key, value) => as('claim', () => own.claim(key, value)),
        take: (key) => as('take', () => own.take(key)),
        swap: (kept, to) => as('swap', () => own.swap(kept, to)),
        delete: (key) => as('delete', () => own.delete(key)),
        list: (page) => as('list', () => own.list(page)),
      };
    },
    journal(name, schema) {
      const own = store.journal(name, schema);
      const as = on(name);
      return {
        append: (record) => as('append', () => own.append(record)),
        read: (from, limit) => as('read', () => own.read(from, limit)),
        raw: (from, limit) => as('read', () => own.raw(from, limit)),
        head: () => as('head', () => own.head()),
        base: () => as('head', () => own.base()),
        trim: (before) => as('trim', () => own.trim(before)),
      };
    },
  };
}

async function metered<T>(meter: Meter, family: string, operation: Operation, work: () => Promise<T>): Promise<T> {
  const seconds = stopwatch();
  const over = (outcome: Counted['outcome']): void => {
    meter.observe('quartermaster_store_operation_seconds', { operation }, seconds());
    meter.add('quartermaster_store_operations_total', { family, operation, outcome });
  };
  try {
    const result = await work();
    over('ok');
    return result;
  } catch (error) {
    over(outcomeOf(error));
    throw error;
  }
}

function outcomeOf(error: unknown): Counted['outcome'] {
  if (error instanceof StoreAway) return 'away';
  if (error instanceof StoreUnwritable) return 'unwritable';
  return error instanceof StoreForeign ? 'foreign' : 'failed';
}
