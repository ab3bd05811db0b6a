import { digestReply, type DigestWish } from '../../commands/reply/digest-reply.ts';
import type { Reply } from '../../commands/reply/reply.ts';
import { fromRecord, plus, toRecord, usd } from '../../core/money.ts';
import { dayMs } from '../../core/time.ts';
import { keyOf, type FoundRecord } from '../../core/watch/finding.ts';
import { sumsOf } from '../../core/watch/totals.ts';
import type { AccountTotals, RunOf } from '../../core/watch/run.ts';

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
const stopped = found('stopped-instance-volumes', 'instance', 'i-eb1d2c2e43835cb4d', 'sap-test', 140, '132', {
  matter: 'stopped',
  account: prod,
  region: 'eu-west-1',
  owner: 'ole',
  sinceBy: 'aws',
  says: 'stopped for 140 days; its 2 volumes of 1200 GiB go on costing',
});
const held = found('address-on-stopped-instance', 'address', 'eipalloc-83c22e366262aef60', '198.51.100.24', 6, '3.65', {
  owner: 'lena',
  sinceBy: 'aws',
  says: 'gpu-train-2 is stopped, for 6 days',
  left: { by: 'maria', at: at - 6 * dayMs, kind: 'stop', of: 'gpu-train-2' },
});
const free = found('address-unassociated', 'address', 'eipalloc-a7d203e427b1f7faf', '198.51.100.38', 3, '3.65', {
  owner: 'sam',
});
const noPrice = found('reservation-unused', 'reservation', 'cr-8486a0198adf1dad4', 'launch day', 1, '0', {
  account: prod,
  owner: 'ines',
  says: 'nothing uses its room for 2 p5.48xlarge in us-east-1b',
});
const second = found('address-second', 'address', 'eipalloc-fe14010b4fe833038', '198.51.100.59', 3, '3.65', {
  account: prod,
  owner: 'ines',
  says: 'a further address of ledger',
  weak: true,
});
const { perMonth: _, ...unpriced } = noPrice;
const gone = found('address-unassociated', 'address', 'eipalloc-9d066e0eebd2a40b3', '198.51.100.45', 9, '3.65');
const used = found('address-on-loose-interface', 'address', 'eipalloc-2f89631f57bf9a4bc', '198.51.100.52', 9, '3.65');

const address = (ip: string, more: Partial<FoundRecord> = {}): FoundRecord =>
  found('address-unassociated', 'address', `eipalloc-${ip.replaceAll('.', '')}`, ip, 20, '3.65', more);
const kept = found('volume-unattached', 'volume', 'vol-7eedcae53cb88b131', 'db-1 before upgrade', 60, '30');

/** What is told of, and what is not. */
const parts = {
  told: [volume, stopped, held, free, unpriced, second],
  more: [],
  going: [address('198.51.100.31'), address('198.51.100.108', { account: prod, region: 'eu-west-1' })],
  kept: [kept],
  snoozed: [address('198.51.100.101', { account: prod, region: 'eu-west-1' })],
  below: [found('volume-unattached', 'volume', 'vol-0a1b2c3d4e5f60718', 'scratch', 2, '0.64')],
} as const satisfies Record<string, readonly FoundRecord[]>;

const totalsIn = (account: string): AccountTotals => {
  const of = (records: readonly FoundRecord[]) =>
    sumsOf(
      records.filter((one) => one.account.name === account),
      at,
    );
  const { sum: wasted, soFar } = of([...parts.told, ...parts.going]);
  const less = { ...wasted, perMonth: toRecord(plus(fromRecord(wasted.perMonth), usd('-3.65'))) };
  return {
    account,
    wasted,
    soFar,
    before: account === dev.name ? less : wasted,
    // The address is snoozed since.
    restedBefore: of(parts.kept).sum,
    more: of(parts.more).sum,
    going: of(parts.going).sum,
    kept: of(parts.kept).sum,
    snoozed: of(parts.snoozed).sum,
    below: of(parts.below).sum,
  };
};

/** Eight weeks in which waste grew, and was cleaned up once: the last figure is that of the run. */
const history = Array.from({ length: 56 }, (_, day) => ({
  at: at - (55 - day) * dayMs,
  value: (day < 20
    ? 352.1 + Math.floor(day / 4) * 3.65
    : day < 33
      ? 520.8
      : 473.15 + Math.floor((day - 33) / 7) * 3.65
  ).toFixed(2),
}));

const looked: RunOf<'waste'>['looked'] = {
  accounts: ['demo-prod', 'demo-dev'],
  regions: 3,
  places: 6,
  things: { addresses: 16, instances: 42, volumes: 47, reservations: 1 },
  gaps: [],
  partly: [],
};

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
  totals: [totalsIn(dev.name), totalsIn(prod.name)],
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
  history: history.map((point, day) => (day === history.length - 1 ? { ...point, value: '0' } : point)),
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
