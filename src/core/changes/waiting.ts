import { z } from 'zod';
import { isPrivateTo, isSame, oneId, type Person, type Place } from '../people/person.ts';
import type { Kept } from '../ports/store.ts';
import { subjectedOf } from './approval.ts';
import type { Waiting } from './changes.ts';
import type { GateParts } from './gate.ts';
import { wantedOf } from './perform.ts';
import { personOf, type ChangeRecord, type Records } from './record.ts';
import { judgeAll } from './rights.ts';

/** Plans that are looked at; where more are open at once, these are told of. */
const lookedAt = 50;

/** Which plans wait, by person. Only an index: whether one still waits is for its record to say. */
export interface WaitingPlans {
  note(key: string, by: Person): Promise<void>;
  /** What waits for this person, or for others on their behalf, in this place; newest first. */
  of(by: Person, where: Place): Promise<readonly Waiting[]>;
  /** What one plan waits for; undefined: for nothing that is theirs. */
  standing(kept: Kept<ChangeRecord>, by: Person, where: Place): Promise<Waiting | undefined>;
}

/** Kept in the store as long as a confirmation lives, or an approval is waited for. */
export function createWaitingPlans(
  { store, clock, ttlMs, rights, approvals }: Pick<GateParts, 'store' | 'clock' | 'ttlMs' | 'rights' | 'approvals'>,
  records: Records,
): WaitingPlans {
  const family = store.family('changes-waiting', z.string(), { ttlMs });

  const waitsFor = async (record: ChangeRecord, by: Person, where: Place): Promise<Waiting['for'] | undefined> => {
    if (clock.now() >= record.expiresAt) return undefined;
    const own = isSame(personOf(record.by), by);
    const here = where.id === record.where || isPrivateTo(where, by);
    if (record.state === 'asked') return own && here ? 'confirmation' : undefined;
    if (record.state !== 'awaiting') return undefined;
    if (own) return here ? 'approval' : undefined;
    if (!here && where.id !== approvals.place) return undefined;
    const wanted = { ...wantedOf(record, by), by: rights.directory.now(personOf(record.by)) };
    const { refused, lacking } = await judgeAll(rights.access, wanted, subjectedOf(record));
    return refused.size === 0 && !lacking.reason && lacking.approver === undefined ? 'yours' : undefined;
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

  return {
    standing,
    note: (key, by) => family.put(`${oneId(by)}/${key}`, key),
    async of(by, where) {
      const beginning = `${oneId(by)}/`;
      const own = await family.list({ limit: lookedAt, after: beginning });
      const keys = own.flatMap(({ key: entry, value }) => (entry.startsWith(beginning) ? [value] : []));
      const awaiting = await records.awaiting.list({ limit: lookedAt });
      const found: { readonly waits: Waiting; readonly askedAt: number }[] = [];
      for (const key of new Set([...keys, ...awaiting.map(({ value }) => value)])) {
        const kept = await records.changes.get(key);
        const waits = kept && (await standing(kept, by, where));
        if (kept !== undefined && waits !== undefined) found.push({ waits, askedAt: kept.value.askedAt });
      }
      return found.toSorted((one, other) => other.askedAt - one.askedAt).map(({ waits }) => waits);
    },
  };
}
