import type { Problem } from '../problem.ts';
import { code, list, say } from '../text.ts';
import { spanInWords, type Instant } from '../time.ts';
import type { Press } from './changes.ts';
import { nameOf } from './instances/judge.ts';
import { rowOf } from './kinds.ts';
import { namedOf, recordTtlMs, type ChangeRecord } from './record.ts';

/** A cancel that comes while a change is tried again and again stops that. */
export const isStop = (record: ChangeRecord, { verb }: Pick<Press, 'verb'>): boolean =>
  verb === 'cancel' && record.state === 'acting' && record.trying !== undefined;

/** Whether this press fits this record, in the order that says least to a stranger. */
export function mayPress(record: ChangeRecord, press: Press, now: Instant): Problem | undefined {
  if (record.by.id !== press.by.id) {
    return {
      problem: 'wrong-person',
      what: say`${record.by.name} asked for this; only ${record.by.name} can confirm or cancel it.`,
      todo: say`Ask for the change yourself if you want it.`,
    };
  }
  if (record.where !== press.where.id && press.where.privateTo !== press.by.id) {
    return {
      problem: 'wrong-place',
      what: say`This was asked in another place.`,
      todo: say`Confirm it where it was asked, or in private.`,
    };
  }
  if (isStop(record, press)) return undefined;
  if (record.state !== 'asked') return usedKey(record);
  if (now >= record.expiresAt) {
    return {
      problem: 'expired-key',
      what: say`This confirmation ended ${spanInWords(now - record.expiresAt)} ago; nothing was done.`,
      todo: say`Ask for the change anew.`,
    };
  }
  if (press.verb === 'confirm' && record.typed !== undefined && record.typed !== press.typed) {
    return {
      problem: 'wrong-word',
      what:
        press.typed === undefined
          ? say`This one asks to type ${code(record.typed)} after the key.`
          : say`${code(press.typed)} is not ${code(record.typed)}; nothing was done.`,
      todo: say`Type the key again, then ${code(record.typed)}.`,
    };
  }
  return undefined;
}

/** There is no such key. */
export const unknownKey = (key: string): Problem => ({
  problem: 'unknown-key',
  what: say`No confirmation has the key ${code(key)}.`,
  todo: say`Copy the key as it was shown, or ask for the change anew.`,
});

/** The key has done what it could. */
export const usedKey = (record: ChangeRecord): Problem => ({
  problem: 'used-key',
  what:
    record.state === 'cancelled'
      ? say`This was cancelled; nothing was done.`
      : say`This was confirmed before: a key works once.`,
  todo: say`Ask for the change anew if it is still wanted.`,
});

/** A person who has changed nothing has nothing to undo. */
export const nothingToUndo: Problem = {
  problem: 'nothing-to-undo',
  what: say`You have changed nothing here in the last ${spanInWords(recordTtlMs)}.`,
  todo: say`${code('audit')} shows what others did.`,
};

/** A last change from which nothing leads back. */
export const noWayBack = ({ kind, targets }: ChangeRecord): Problem => ({
  problem: 'nothing-to-undo',
  what: say`Your last change was to ${rowOf(kind).verb} ${list(targets.slice(0, namesTold).map((target) => nameOf(namedOf(target))))}${targets.length > namesTold ? ' and others' : ''}: nothing leads back from that.`,
  todo: say`${code('audit')} shows what was done.`,
});

/** Names told in one sentence. */
const namesTold = 3;
