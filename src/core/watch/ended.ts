import { rowOf } from '../changes/kinds.ts';
import { ownerOf } from '../estate/managers.ts';
import { fromRecord, isZero } from '../money.ts';
import type { FoundRecord } from './finding.ts';
import type { ThingRead } from './looked.ts';
import { idleAddressRules } from './rules/idle-address.ts';
import { stoppedInstance } from './rules/stopped-instance.ts';
import type { Resolved } from './run.ts';
import type { SavedRecord } from './saved.ts';

/** What became of a finding. */
export type End = Omit<Resolved, 'finding'>;

/** Nothing is known but that no rule finds it: what it costs may be as before. */
export const foundNoLonger: End = { how: 'is found no longer', ended: '0' };

/** What became of something that is not there any longer. @param by The change made here that ended it; undefined: there was none. */
export function endOfGone({ rule }: Pick<FoundRecord, 'rule'>, by: SavedRecord | undefined): End {
  const how = by === undefined ? 'is no longer there' : `was ${rowOf(by.kind).done} by ${by.by.name}`;
  if (rule !== stoppedInstance.id) return { how, saves: true };
  // What a stopped instance costs are its volumes, and those may have stayed: which went with it a change made here knows alone.
  const ended = by?.volumesPerMonth ?? '0';
  return { how, ended, ...(!isZero(fromRecord(ended)) && { saves: true }) };
}

/** What is so now of something that is there still, by what was read of it. */
export function endOfThere(
  { rule, is, key, facts }: Pick<FoundRecord, 'rule' | 'is' | 'key' | 'facts'>,
  now: ThingRead | undefined,
): End {
  // Of an account as a whole nothing is read but its counts, and they are found unless they are nothing.
  if (is === 'account') return { how: 'has none any longer' };
  if (now === undefined) return foundNoLonger;
  switch (now.is) {
    case 'address': {
      const { is: stands } = now.thing.verdict;
      const idled = idleAddressRules.some(({ id }) => id === rule);
      return idled && (stands === 'in-use' || stands === 'extra') ? { how: 'is in use again' } : foundNoLonger;
    }
    case 'reservation': {
      const { state, available, total } = now.thing;
      if (state === 'cancelled' || state === 'expired') return { how: `is ${state}`, saves: true };
      return state === 'active' && available < total ? { how: 'is in use again' } : foundNoLonger;
    }
    case 'volume':
      return now.thing.attachedTo.length > 0 ? { how: 'is attached again' } : foundNoLonger;
    case 'instance': {
      const { state, type, tags } = now.thing;
      if (key.endsWith('/stopped'))
        return state === 'running' || state === 'pending' ? { how: 'runs again' } : foundNoLonger;
      if (key.endsWith('/owner')) return ownerOf(tags) === undefined ? foundNoLonger : { how: 'has an owner now' };
      return facts.startsWith(`${type} `) ? foundNoLonger : { how: 'has another type now' };
    }
  }
}
