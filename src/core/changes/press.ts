import type { Kept } from '../ports/store.ts';
import type { Problem } from '../problem.ts';
import { isOpenTo, isPrivateTo, isSame } from '../people/person.ts';
import { code, command, list, say, type Spans } from '../text.ts';
import { spanInWords, type Instant } from '../time.ts';
import type { Press } from './changes.ts';
import { nameOf } from './instances/judge.ts';
import { rowOf } from './kinds.ts';
import { namedOf, personOf, recordTtlMs, type ChangeRecord, type Records } from './record.ts';

/** A cancel that comes while a change is tried again and again stops that. */
export const isStop = (record: ChangeRecord, { verb }: Pick<Press, 'verb'>): boolean =>
  verb === 'cancel' && record.state === 'acting' && record.trying !== undefined;

/** Whether this press fits this record, in the order that says least to a stranger. */
export function mayPress(record: ChangeRecord, press: Press, now: Instant): Problem | undefined {
  const approved = record.approver !== undefined && isSame(personOf(record.approver), press.by);
  if (!isSame(personOf(record.by), press.by) && !(approved && isStop(record, press))) {
    return {
      problem: 'wrong-person',
      what: say`${record.by.name} asked for this; only ${record.by.name} can confirm or cancel it.`,
      todo: say`Ask for the change yourself if you want it.`,
    };
  }
  const here = isPrivateTo(press.where, press.by) || press.where.id === record.where;
  if (!here || !isOpenTo(press.where, press.by)) {
    return {
      problem: 'wrong-place',
      what: say`This was asked in another place.`,
      todo: say`Confirm it where it was asked, or in private.`,
    };
  }
  if (isStop(record, press)) return undefined;
  if (record.state === 'awaiting' ? press.verb !== 'cancel' : record.state !== 'asked') return usedKey(record);
  const late = expired(record, now);
  if (late !== undefined) return late;
  if (press.verb === 'confirm' && record.typed !== undefined && record.typed !== press.typed) {
    return {
      problem: 'wrong-word',
      what:
        press.typed === undefined
          ? say`This one asks to type ${code(record.typed)} after the key.`
          : say`${code(press.typed)} is not ${code(record.typed)}; nothing was done.`,
      todo: say`Confirm it again, with ${code(record.typed)}.`,
    };
  }
  return undefined;
}

/** Nobody pressed in time. */
export const expired = ({ state, expiresAt }: ChangeRecord, now: Instant): Problem | undefined =>
  now < expiresAt
    ? undefined
    : {
        problem: 'expired-key',
        what: say`This ${state === 'awaiting' ? 'wait for an approval' : 'confirmation'} ended ${spanInWords(now - expiresAt)} ago; nothing was done.`,
        todo: say`Ask for the change anew.`,
      };

/** There is no such key. */
export const unknownKey = (key: string): Problem => ({
  problem: 'unknown-key',
  what: say`No confirmation has the key ${code(key)}.`,
  todo: say`Copy the key as it was shown, or ask for the change anew.`,
});

/** Somebody else was quicker: what became of the key meanwhile. */
export async function usedKeyNow({ changes }: Pick<Records, 'changes'>, kept: Kept<ChangeRecord>): Promise<Problem> {
  const now = await changes.get(kept.key);
  return usedKey(now?.value ?? kept.value);
}

/** The key has done what it could. */
export const usedKey = (record: ChangeRecord): Problem => ({
  problem: record.late ? 'expired-key' : 'used-key',
  what: usedInWords(record),
  todo:
    record.state === 'awaiting'
      ? say`${command('plans')} lists what waits.`
      : say`Ask for the change anew if it is still wanted.`,
});

function usedInWords({ state, denied, late }: ChangeRecord): Spans {
  if (late) return say`Nobody approved this in time; nothing was done.`;
  if (denied !== undefined) return say`${denied.by.name} said no to this; nothing was done.`;
  if (state === 'cancelled') return say`This was cancelled; nothing was done.`;
  return state === 'awaiting'
    ? say`This was confirmed before, and waits for another person's approval.`
    : say`This was confirmed before: a key works once.`;
}

/** A person who has changed nothing has nothing to undo. */
export const nothingToUndo: Problem = {
  problem: 'nothing-to-undo',
  what: say`You have changed nothing here in the last ${spanInWords(recordTtlMs)}.`,
  todo: say`${command('audit')} shows what others did.`,
};

/** A last change from which nothing leads back. */
export const noWayBack = ({ kind, targets }: ChangeRecord): Problem => ({
  problem: 'nothing-to-undo',
  what: say`Your last change was to ${rowOf(kind).verb} ${list(targets.slice(0, namesTold).map((target) => nameOf(namedOf(target))))}${targets.length > namesTold ? ' and others' : ''}: nothing leads back from that.`,
  todo: say`${command('audit')} shows what was done.`,
});

/** Names told in one sentence. */
const namesTold = 3;
