import { z } from 'zod';
import { noHash } from '../ports/entry-hash.ts';
import {
  StoreUnwritable,
  type Base,
  type Entry,
  type Head,
  type Journal,
  type Position,
  type RawEntry,
  type Store,
} from '../ports/store.ts';
import type { Standing, Witness } from '../ports/witness.ts';
import { withoutForms } from '../secrets.ts';

/** Who a record names. */
const Who = z.object({ id: z.string(), name: z.string() });

/** One thing that was asked, decided or done. Texts are plain; nothing secret is ever written. */
export const AuditRecord = z.object({
  event: z.enum([
    'asked',
    'refused',
    'confirmed',
    'cancelled',
    /** Confirmed, and waits for a second person. */
    'awaiting',
    'approved',
    'denied',
    'frozen',
    'unfrozen',
    /** Done through a freeze, by somebody who may. */
    'break-glass',
    'intent',
    'answer',
    'ended',
    'reconciled',
    'settings',
  ]),
  /** Correlates all records of one request or press. */
  request: z.string(),
  person: Who,
  /** The second person, where one was asked. */
  approver: Who.optional(),
  place: z.string(),
  /** Kind of change, or the command of a settings change. */
  does: z.string(),
  /** Key of the confirmation. It opens nothing to whoever reads it here: it works for who asked alone, once. */
  change: z.string().optional(),
  targets: z.array(z.object({ id: z.string(), name: z.string().optional(), account: z.string(), region: z.string() })),
  /** In words: the decision, the refusal, AWS's answer per target. */
  says: z.string(),
  /** Ids of the access rules that decided. */
  rules: z.array(z.string()).optional(),
  awsRequestId: z.string().optional(),
  /** Of `audit trim`: entries before this position are forgotten from then on; of `audit anchor`: they were already. */
  before: z.number().optional(),
});
export type AuditRecord = z.infer<typeof AuditRecord>;

/** What goes on beside an append. */
export interface AuditParts {
  /** Knows outside of the store what was appended. */
  readonly witness?: Witness | undefined;
  /** Told of every entry that stands; whatever it does must not reject. */
  appended?(entry: Entry<AuditRecord>): Promise<void>;
}

/** An entry, by what tells it from every other. */
type Known = Pick<Head, 'position' | 'hash'>;

/** What its journal is called. */
export const auditName = 'audit';

/**
 * The one place that writes what was asked, decided, done: append-only, each entry bound to the one before by its hash, and
 * its hash noted by the witness. An append rejects with StoreUnwritable where either cannot be written, and where what this
 * process has seen there is not there any longer, for then nobody knows what else the store has forgotten: no record, no action.
 */
export function auditJournal(store: Store, { witness, appended }: AuditParts = {}): Journal<AuditRecord> {
  const journal = store.journal(auditName, AuditRecord);
  /** The last entry that this process knows of. */
  let newest: Known | undefined;
  const known = <E extends Known>(entry: E): E => {
    if (newest === undefined || entry.position > newest.position) newest = entry;
    return entry;
  };
  const append = async (record: AuditRecord): Promise<Entry<AuditRecord>> => {
    const before = newest;
    const head = await journal.head();
    await refuseOlder(standing(store.id, journal, head), head, before);
    if (head.position > 0) known(head);
    if (witness === undefined) return known(await journal.append(record));
    let made: Entry<AuditRecord> | undefined;
    const knew = await witness.note(
      async () => {
        made = known(await journal.append(record));
        const { position, hash, at } = made;
        const trims = trimsOf(record);
        return { store: store.id, position, hash, at, ...(trims !== undefined && { trims }) };
      },
      standing(store.id, journal, head),
    );
    if (made === undefined) throw new Error('a witness noted an entry that was not made');
    // Whoever takes the anchor away is told of in the chain itself, where it stays.
    if (knew === 'nothing' && head.position > 0) await write(anchorBegun(head.position, await journal.base()));
    return made;
  };
  const write = async (record: AuditRecord): Promise<Entry<AuditRecord>> => {
    const made = await append({ ...record, says: withoutForms(record.says) });
    await appended?.(made);
    return made;
  };
  return { ...journal, append: write };
}

/** Who is named where nobody asked. */
export const ourselves = { id: 'quartermaster', name: 'Quartermaster' };

/** What `does` says of a trim, and of an anchor that begins. */
export const trimWords = 'audit trim';
const anchorWords = 'audit anchor';

/** Up to where (excluding) a record tells that the beginning is forgotten; undefined where it tells no such thing. */
export const trimsOf = ({ event, does, before }: AuditRecord): Position | undefined =>
  event === 'settings' && (does === trimWords || does === anchorWords) ? before : undefined;

/** What stands in the audit. @param head As it was just now: most often nothing else is asked for. */
const standing = (store: string, journal: Journal<AuditRecord>, head: Head): Standing => ({
  store,
  async hashAt(position) {
    if (position === head.position) return head.hash;
    const [entry] = await journal.raw(position, 1);
    if (entry?.position === position) return entry.hash;
    const base = await journal.base();
    if (base.position === position) return base.hash;
    return base.position > position ? undefined : noHash;
  },
});

const anchorBegun = (head: Position, base: Base): AuditRecord => ({
  event: 'settings',
  request: `anchor-${head}`,
  person: ourselves,
  place: ourselves.id,
  does: anchorWords,
  targets: [],
  says: `the anchor knew nothing, although there were entries up to ${head}: this machine had no part in them, or it was taken away, or they are of a version that had none`,
  ...(base.position > 0 && { before: base.position + 1 }),
});

/** A store that went back to older data, as after a failover or from a copy, has forgotten what was confirmed, used up and frozen since. */
async function refuseOlder(there: Standing, head: Head, own: Known | undefined): Promise<void> {
  if (own === undefined || head.hash === own.hash) return;
  const hash = head.position < own.position ? noHash : await there.hashAt(own.position);
  // Undefined: it is forgotten on purpose, and told so in the chain.
  if (hash === undefined || hash === own.hash) return;
  throw new StoreUnwritable(
    `The store has gone back to older data: #${own.position} of its audit, which this process has seen there, is not there any longer. Nothing is changed until that is looked into.`,
    { todo: 'Find out what is missing (audit verify), then restart every process' },
  );
}

/** The record of an entry as it is kept; undefined where it holds none. */
export function recordIn({ json }: RawEntry): AuditRecord | undefined {
  try {
    return AuditRecord.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}
