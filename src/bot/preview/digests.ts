import { digestReply, type DigestWish } from '../../commands/reply/digest-reply.ts';
import type { Reply } from '../../commands/reply/reply.ts';
import { dayMs } from '../../core/time.ts';
import { keyOf, type FoundRecord } from '../../core/watch/finding.ts';
import type { AccountTotals, RunOf, Sum } from '../../core/watch/run.ts';

/** When the run was. */
const at = Date.parse('2026-11-24T10:00:00Z');
const dev = { name: 'demo-dev', id: '444455556666' };
const prod = { name: 'demo-prod', id: '111122223333' };

/** A finding as alerts keep it. */
const found = (
  rule: string,
  is: FoundRecord['is'],
  id: string,
  label: string,
  days: number,
  perMonth: string,
  more: Partial<FoundRecord> & { readonly matter?: string } = {},
): FoundRecord => {
  const { matter, ...rest } = more;
  const { account = dev, region = 'us-east-1' } = rest;
  return {
    key: keyOf({ account, region }, id, matter),
    rule,
    is,
    id,
    label,
    account,
    region,
    says: 'associated with nothing',
    facts: 'row 5',
    since: at - days * dayMs,
    sinceBy: 'seen',
    perMonth,
    ...rest,
  };
};

const volume = found('volume-unattached', 'volume', 'vol-442e4facff574be52', 'vol-442e4facff574be52', 33, '337.5', {
  owner: 'tariq',
  says: 'attached to nothing (io1, 100 GiB, made 33 days ago)',
});
const stopped = found('stopped-instance-volumes', 'instance', 'i-5c2a9b7d10e34f688', 'sap-test', 140, '132', {
  matter: 'stopped',
  account: prod,
  region: 'eu-west-1',
  owner: 'ole',
  sinceBy: 'aws',
  says: 'stopped for 140 days; its 2 volumes of 1200 GiB go on costing',
});
const held = found('address-on-stopped-instance', 'address', 'eipalloc-c1bd2a0f9d3e4a571', '198.51.100.24', 6, '3.65', {
  owner: 'lena',
  sinceBy: 'aws',
  says: 'gpu-train-2 is stopped, for 6 days',
  left: { by: 'maria', at: at - 6 * dayMs, kind: 'stop', of: 'gpu-train-2' },
});
const free = found('address-unassociated', 'address', 'eipalloc-a1c509df21cec49af', '198.51.100.38', 3, '3.65', {
  owner: 'sam',
});
const noPrice = found('reservation-unused', 'reservation', 'cr-0a1b2c3d4e5f60718', 'cr-0a1b2c3d4e5f60718', 1, '0', {
  account: prod,
  says: 'nothing uses its room for 2 p5.48xlarge in us-east-1b',
});
const second = found('address-second', 'address', 'eipalloc-77b0e6a15c9d4f203', '198.51.100.73', 3, '3.65', {
  account: prod,
  owner: 'ines',
  says: 'a further address of ledger',
  weak: true,
});
const gone = found('address-unassociated', 'address', 'eipalloc-5d6e7f8091a2b3c4d', '198.51.100.45', 9, '3.65');
const used = found('address-on-loose-interface', 'address', 'eipalloc-6e7f8091a2b3c4d5e', '198.51.100.52', 9, '3.65');

const none: Sum = { count: 0, perMonth: '0', unknown: 0, weak: 0 };
const totals = (account: string, more: Partial<AccountTotals>): AccountTotals => ({
  account,
  wasted: none,
  soFar: { sum: '0', atLeast: false },
  more: none,
  going: none,
  kept: none,
  snoozed: none,
  below: none,
  ...more,
});

/** Some weeks in which waste grew, and was cleaned up once. */
const history = Array.from({ length: 56 }, (_, day) => ({
  at: at - (55 - day) * dayMs,
  value: String(
    day < 20 ? 352.1 + Math.floor(day / 4) * 3.65 : day < 33 ? 504.3 : 469.5 + Math.floor((day - 33) / 6) * 3.65,
  ),
}));

const looked: RunOf<'waste'>['looked'] = {
  accounts: ['demo-prod', 'demo-dev'],
  regions: 3,
  places: 6,
  things: { addresses: 16, instances: 42, volumes: 47, reservations: 1 },
  gaps: [],
  partly: [],
};
const { perMonth: _, ...unpriced } = noPrice;

/** A run as there may be one on the demo account. The figures are made up. */
export const sampleRun: RunOf<'waste'> = {
  is: 'waste',
  alert: 'weekly-waste',
  slot: at,
  at,
  looked,
  told: [
    { finding: volume, why: 'again' },
    { finding: stopped, why: 'new' },
    { finding: held, why: 'new' },
    { finding: free, why: 'changed' },
    { finding: unpriced, why: 'woken' },
    { finding: second, why: 'new' },
  ],
  escalated: [{ finding: volume, days: 14 }],
  resolved: [
    { finding: gone, how: 'was released by maria', saves: true },
    { finding: used, how: 'is in use again' },
  ],
  totals: [
    totals('demo-dev', {
      wasted: { count: 5, perMonth: '352.1', unknown: 0, weak: 0 },
      soFar: { sum: '367.4', atLeast: true },
      before: { count: 4, perMonth: '348.45', unknown: 0, weak: 0 },
      going: { count: 2, perMonth: '7.3', unknown: 0, weak: 0 },
      kept: { count: 1, perMonth: '30', unknown: 0, weak: 0 },
      below: { count: 3, perMonth: '1.92', unknown: 0, weak: 0 },
    }),
    totals('demo-prod', {
      wasted: { count: 2, perMonth: '132', unknown: 1, weak: 1 },
      soFar: { sum: '607.56', atLeast: true },
      before: { count: 1, perMonth: '132', unknown: 0, weak: 0 },
      snoozed: { count: 1, perMonth: '3.65', unknown: 0, weak: 0 },
    }),
  ],
  before: at - 7 * dayMs,
  history,
};

/** A run that found nothing. */
const clearRun: RunOf<'waste'> = {
  ...sampleRun,
  looked: { ...looked, things: { addresses: 412 } },
  told: [],
  totals: [],
  resolved: sampleRun.resolved.slice(0, 1),
};

/** A run that could not read all. */
const partlyRead: RunOf<'waste'> = {
  ...sampleRun,
  looked: {
    ...looked,
    gaps: ['AWS did not answer in eu-west-1 of demo-prod: it took longer than 30 seconds.'],
    partly: [{ account: 'demo-prod', regions: ['eu-west-1'] }],
  },
};

const told = (run: RunOf<'waste'>, wish: Partial<DigestWish>): Reply =>
  digestReply(run, { part: { of: 'all' }, shown: 'all', ...wish });

/** Every way in which a run is told: its name, what it is, and the reply. */
export const digests: readonly (readonly [id: string, title: string, reply: Reply])[] = [
  ['digest', 'A digest of waste', told(sampleRun, {})],
  ['digest-in-part', 'A digest where not all accounts are shown', told(partlyRead, { shown: ['demo-dev'] })],
  ['digest-unread', 'A digest of what could not be read whole', told(partlyRead, {})],
  ['digest-clear', 'A digest of nothing', told(clearRun, {})],
  ['digest-of-owner', 'What an owner is told', told(sampleRun, { part: { of: 'owner', owner: 'tariq' } })],
  ['digest-escalated', 'What nobody did anything about', told(sampleRun, { part: { of: 'escalated' } })],
  ['digest-of-one', 'One finding alone', told(sampleRun, { part: { of: 'one', index: 2 } })],
];
