import { savingsReply } from '../../commands/reply/savings-reply.ts';
import type { Reply } from '../../commands/reply/reply.ts';
import { share, total } from '../../core/money.ts';
import { dayMs, hourMs } from '../../core/time.ts';
import { savedMonthOf, savedOf, type SavedRecord } from '../../core/watch/saved.ts';

/** When it is asked. Changes and figures are made up, for a demo account that is new has saved nothing yet. */
const now = Date.parse('2026-11-24T10:00:00Z');

const home = { account: { name: 'demo-dev', id: '444455556666' }, region: 'us-east-1' };
const maria = { id: 'os:maria', name: 'maria' };
const ana = { id: 'demo:ana', name: 'ana' };

const made = (
  change: string,
  daysAgo: number,
  rest: Omit<SavedRecord, 'change' | 'at' | 'ratedAt' | 'account' | 'region'>,
): SavedRecord => ({ ...home, ...rest, change, at: now - daysAgo * dayMs, ratedAt: now - daysAgo * dayMs });

/** Oldest first. */
const [released, stopped, terminated, unpriced, still] = [
  made('B4XN9WHR', 120, {
    kind: 'release',
    id: 'eipalloc-0a1b2c3d4e5f60718',
    label: '198.51.100.38',
    by: maria,
    approver: ana,
    perHour: '0.005',
  }),
  made('K3JC5VPE', 48, {
    kind: 'stop',
    id: 'i-0a1b2c3d4e5f60718',
    label: 'gpu-train-1',
    by: maria,
    perHour: '1.011',
    ended: { at: now - 39.5 * dayMs, by: ana },
  }),
  made('T8ZD2QMA', 40, {
    kind: 'terminate',
    id: 'i-0a1b2c3d4e5f60719',
    label: 'notebook-2',
    by: ana,
    approver: maria,
    perHour: '0.197',
    volumesPerMonth: '4.8',
  }),
  made('W6HR4NBX', 12, {
    kind: 'stop',
    id: 'i-0a1b2c3d4e5f6071a',
    label: 'crawler-spot-2',
    by: maria,
    atLeast: true,
    ended: { at: now - 5 * dayMs - 3 * hourMs },
  }),
  made('C9PV7EKJ', 9, { kind: 'hibernate', id: 'i-0a1b2c3d4e5f6071b', label: 'web-2', by: maria, perHour: '0.101' }),
] as const;

const entries = [released, stopped, terminated, unpriced, still];
const since = now - 60 * dayMs;
const going = [released, still];

/** What was saved within some weeks. */
export const savedOfLate: Reply = savingsReply({
  all: {
    count: entries.length,
    saved: total(entries.flatMap((entry) => savedOf(entry, now, since) ?? [])),
    goesOn: going.length,
    perMonth: total(going.flatMap((entry) => savedMonthOf(entry) ?? [])),
    atLeast: true,
    monthAtLeast: false,
  },
  window: { since, now },
  asked: since,
  narrowed: false,
  part: { by: undefined, items: entries.toReversed(), page: 1, last: 1, words: '' },
  unpriced: [unpriced],
  cannotRead: [still],
  grown: Array.from({ length: 61 }, (_, day) => since + day * dayMs).map((at) => ({
    at,
    saved: share(total(entries.flatMap((entry) => savedOf(entry, at, since) ?? [])), 1, 2),
  })),
});
