import type { SavedRecord } from '../../../src/core/watch/saved.ts';

/** When the entries of tests begin. */
export const t0 = Date.parse('2026-11-01T00:00:00Z');

/** A plain stop of a machine for a tenth of a dollar an hour, with what a test wants otherwise. */
export const saved = (some: Partial<SavedRecord> = {}): SavedRecord => ({
  change: '7QK2M8TD',
  kind: 'stop',
  id: 'i-1',
  label: 'web-1',
  account: { name: 'demo-dev', id: '444455556666' },
  region: 'us-east-1',
  by: { id: 'os:maria', name: 'maria' },
  at: t0,
  ratedAt: t0 - 60_000,
  perHour: '0.1',
  ...some,
});
