import { z } from 'zod';
import { isOpenTo, isPrivateTo, isSame, oneId, type Person, type Place } from '../people/person.ts';
import type { Kept } from '../ports/store.ts';
import { isProblem } from '../problem.ts';
import { say } from '../text.ts';
import { dayMs } from '../time.ts';
import { approvable } from './approvable.ts';
import type { Waiting } from './changes.ts';
import type { GateParts } from './parts.ts';
import { namedOf, personOf, type ChangeRecord, type Records } from './record.ts';
import { write } from './book.ts';

/** Plans of a person, and plans that wait for approval, that are looked at; where more are open at once, these are told of. */
const lookedAt = { own: 50, awaiting: 500 } as const;

const weekMs = 7 * dayMs;

/** Which plans wait, by person. Only an index: whether one still waits is for its record to say. */
export interface WaitingPlans {
  note(key: string, by: Person): Promise<void>;
  /** It waits for another person from now on. Rejects with StoreUnwritable. */
  awaits(key: string): Promise<void>;
  /** It does not any longer. */
  over(key: string): Promise<void>;
  /** What waits for this person, or for others on their behalf, in this place; newest first. */
  of(by: Person, where: Place): Promise<readonly Waiting[]>;
  /** Plans that nobody approved in time end, and who asked is told. */
  sweep(): Promise<void>;
  /** What one plan waits for; undefined: for nothing that is theirs. */
  standing(kept: Kept<ChangeRecord>, by: Person, where: Place): Promise<Waiting | undefined>;
}

/** Kept in the store as long as a confirmation lives, or an approval is waited for. */
export function createWaitingPlans(
  { store, clock, journal, ttlMs, rights, approvals, tell }: GateParts,
  records: Records,
): WaitingPlans {
  const family = store.family('changes-waiting', z.string(), { ttlMs });
  // Kept beyond the time, so that one that is over is still found.
  const awaiting = store.family('changes-awaiting', z.string(), { ttlMs: approvals.ttlMs + weekMs });

  const waitsFor = async (record: ChangeRecord, by: Person, where: Place): Promise<Waiting['for'] | undefined> => {
    if (clock.now() >= record.expiresAt || !isOpenTo(where, by)) return undefined;
    const own = isSame(personOf(record.by), by);
    const here = where.id === record.where || isPrivateTo(where, by);
    if (record.state === 'asked') return own && here ? 'confirmation' : undefined;
    if (record.state !== 'awaiting') return undefined;
    if (own) return here ? 'approval' : undefined;
    return isProblem(await approvable({ rights, approvals, clock }, record, by, where)) ? undefined : 'yours';
  };

  const standing: WaitingPlans['standing'] = async ({ key, value: record }, by, where) => {
    const waits = await waitsFor(record, by, where);
    if (waits === undefined) return undefined;
    return {
      key,
      kind: record.kind,
      for: waits,
      by: { id: record.by.id, name: record.by.name },
      ...(record.reason !== undefined && { reason: record.reason }),
      names: record.targets.map(({ id, name }) => name ?? id),
      homes: record.targets.map(({ account, region }) => ({ account, region })),
      expiresAt: record.expiresAt,
    };
  };

  const late = async (kept: Kept<ChangeRecord>): Promise<void> => {
    const { key, value } = kept;
    const subject = { request: `late-${key}`, person: value.by, place: value.where, does: value.kind, change: key };
    // The record first: it may be approved at this very moment, and then the audit must not say that nobody did.
    if (!(await records.changes.swap(kept, { ...value, state: 'cancelled', late: true }))) return;
    const says = say`nobody approved it in time; nothing was done`;
    await write(journal, subject, 'ended', value.targets.map(namedOf), says);
    await awaiting.delete(key);
    await tell('approval-late', key, value.where);
  };

  return {
    standing,
    note: (key, by) => family.put(`${oneId(by)}/${key}`, key),
    awaits: (key) => awaiting.put(key, key),
    over: (key) => awaiting.delete(key),
    async sweep() {
      for (const { value: key } of await awaiting.list({ limit: lookedAt.awaiting })) {
        const kept = await records.changes.get(key);
        if (kept === undefined || kept.value.state !== 'awaiting') await awaiting.delete(key);
        else if (clock.now() >= kept.value.expiresAt) await late(kept);
      }
    },
    async of(by, where) {
      const beginning = `${oneId(by)}/`;
      const own = await family.list({ limit: lookedAt.own, after: beginning });
      const keys = own.flatMap(({ key: entry, value }) => (entry.startsWith(beginning) ? [value] : []));
      const others = await awaiting.list({ limit: lookedAt.awaiting });
      const found: { readonly waits: Waiting; readonly askedAt: number }[] = [];
      for (const key of new Set([...keys, ...others.map(({ value }) => value)])) {
        const kept = await records.changes.get(key);
        const waits = kept && (await standing(kept, by, where));
        if (kept !== undefined && waits !== undefined) found.push({ waits, askedAt: kept.value.askedAt });
      }
      return found.toSorted((one, other) => other.askedAt - one.askedAt).map(({ waits }) => waits);
    },
  };
}
