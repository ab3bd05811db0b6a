import { rowOf } from '../../src/core/changes/kinds.ts';
import { auditJournal, recordIn, type AuditRecord } from '../../src/core/people/audit.ts';
import { verifyAudit } from '../../src/core/people/audit-verify.ts';
import { isoTime } from '../../src/core/time.ts';
import { changes } from './changes.ts';
import { slowestWriteMs, type Called } from './house.ts';
import type { Part } from './part.ts';
import { people, type World } from './world.ts';

const readAtOnce = 1_000;
const never = new AbortController().signal;
/** A freeze that is written while the last note before a call is comes too late for it; a sign of life may go before that. */
const graceMs = 2 * slowestWriteMs;

/** An entry of the audit where it stands. */
interface Entry extends AuditRecord {
  readonly position: number;
}

/** The whole audit. */
export async function auditOf({ store }: World): Promise<readonly Entry[]> {
  const journal = auditJournal(store);
  const entries: Entry[] = [];
  for (;;) {
    const page = await journal.raw(entries.length + 1, readAtOnce);
    for (const one of page) {
      const record = recordIn(one);
      if (record !== undefined) entries.push({ ...record, position: one.position });
    }
    if (page.length < readAtOnce) return entries;
  }
}

/** What each call was announced by; the rest is broken. */
async function announced(calls: readonly Called[], entries: readonly Entry[]) {
  const intents = entries.filter(({ event }) => event === 'intent');
  const used = new Set<Entry>();
  const all: { readonly call: Called; readonly intent: Entry | undefined }[] = [];
  for (const call of calls) {
    const audited = await call.audited;
    const words = `about to call ${rowOf(call.kind).permission}`;
    const intent = intents.find(
      (one) =>
        !used.has(one) &&
        one.position <= audited &&
        one.says === words &&
        one.targets.length === call.ids.length &&
        one.targets.every(({ id }) => call.ids.includes(id)),
    );
    if (intent !== undefined) used.add(intent);
    all.push({ call, intent });
  }
  return all;
}

const told = ({ at, house, kind, ids }: Called): string =>
  `${isoTime(at)} ${house.name} called ${kind} ${ids.join(' ')}`;

/** What people ask for is done once, after its confirmation, never in a freeze, and the audit tells all of it. */
export const gate: Part = {
  happenings: changes,
  async broken(world) {
    const { store, witness, calls, said, writes } = world;
    const entries = await auditOf(world);
    const verified = await verifyAudit({ storeId: store.id, journal: auditJournal(store), witness }, never);
    const of = (change: string, ...events: readonly AuditRecord['event'][]) =>
      entries.filter((one) => one.change === change && events.includes(one.event));
    const broken = verified.faults.map((fault) => `the audit does not verify: ${JSON.stringify(fault)}`);
    const made = new Map<string, Called>();

    const all = await announced(calls, entries);
    for (const { call, intent } of all) {
      const { change } = intent ?? {};
      if (change === undefined) {
        broken.push(`${told(call)}, and the audit has no intent of it`);
        continue;
      }
      const decisions = of(change, 'confirmed', 'approved');
      const [decision] = decisions;
      if (decision === undefined || decisions.length > 1 || decision.position > (intent?.position ?? 0))
        broken.push(`${told(call)} for ${change}, which was decided ${decisions.length} times`);
      const asker = of(change, 'asked')[0]?.person.id;
      const pressed = (verb: string, by: string | undefined) =>
        said.some(({ line, person }) => line.startsWith(`${verb} ${change}`) && person.id === by);
      if (!pressed('confirm', asker)) broken.push(`${told(call)} for ${change}, which ${asker} never confirmed`);
      if (decision?.event === 'approved' && (asker === people.ines.id || !pressed('approve', people.ines.id)))
        broken.push(`${told(call)} for ${change}, which nobody may have approved`);
      for (const id of call.ids) {
        const name = `${change} ${call.kind} ${id}`;
        const before = made.get(name);
        // What AWS has refused for want of room may be tried again.
        if (before !== undefined && before.done !== false) broken.push(`${told(call)} for ${change} a second time`);
        made.set(name, call);
      }
      const frozen = await call.frozen;
      const since = writes.findLast(({ into, verb, at }) => into === 'freeze' && verb === 'put' && at <= call.at)?.at;
      if (frozen !== undefined && since !== undefined && call.at - since > graceMs)
        broken.push(`${told(call)} for ${change}, while changes were frozen since ${isoTime(since)}`);
    }

    for (const change of new Set(entries.flatMap((one) => one.change ?? []))) {
      const last = (...events: readonly AuditRecord['event'][]) => of(change, ...events).at(-1)?.position ?? 0;
      if (last('intent') > last('ended', 'reconciled')) broken.push(`the audit has an intent of ${change}, and no end`);
      for (const { says, targets } of of(change, 'reconciled'))
        for (const { id } of targets)
          if (/^(?:withheld|left-alone)/.test(says) && isCalledLast(change, id))
            broken.push(`${change} is told of as ${says}, and was called for ${id}`);
    }
    return broken;

    /** Whether the last intent of a change for something led to a call. */
    function isCalledLast(change: string, id: string): boolean {
      const intent = of(change, 'intent').findLast(({ targets }) => targets.some((one) => one.id === id));
      return (
        intent !== undefined &&
        all.some((one) => one.intent === intent && one.call.done === true && one.call.kind === intent.does)
      );
    }
  },
  figures: ({ calls, said }) => ({
    lines: said.length,
    calls: calls.length,
    callsDone: calls.filter(({ done }) => done).length,
  }),
};
