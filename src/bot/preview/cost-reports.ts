import { budgetReply, costReportReply } from '../../commands/reply/cost-report-reply.ts';
import type { Reply } from '../../commands/reply/reply.ts';
import { hoursPerMonth, times, toRecord, usd } from '../../core/money.ts';
import { dayMs } from '../../core/time.ts';
import type { Burn, RunOf } from '../../core/watch/run.ts';

/** When they were made. The figures are made up. */
const at = Date.parse('2026-11-23T08:00:00Z');

const group = (label: string, perHour: string, running: number, before?: string): Burn => ({
  label,
  perHour,
  perMonth: toRecord(times(usd(perHour), hoursPerMonth)),
  running,
  ...(before !== undefined && { before }),
});

/** A day each, the last one now. */
const history = ['27.4', '27.4', '29.05', '28.8', '31.2', '36.1', '36.1', '35.9', '38.25', '41.2'].map(
  (value, day, { length }) => ({ at: at - (length - 1 - day) * dayMs, value }),
);

const shared = {
  slot: at,
  at,
  looked: {
    accounts: ['demo-prod', 'demo-dev'],
    regions: 3,
    places: 6,
    things: { instances: 214, volumes: 402, addresses: 31 },
    gaps: ['AWS did not answer in eu-west-1.'],
    partly: [{ account: 'demo-dev', regions: ['eu-west-1'] }],
  },
  unknown: 2,
};

const report: RunOf<'cost'> = {
  ...shared,
  is: 'cost',
  alert: 'dev',
  looked: { ...shared.looked, accounts: ['demo-dev'], places: 3 },
  accounts: ['demo-dev'],
  by: 'tag:team',
  groups: [
    group('data', '22.7', 9, '17.1'),
    group('search', '11.4', 31, '11.4'),
    group('web', '6.35', 18, '7.4'),
    group('(no team)', '0.75', 2),
  ],
  all: group('all', '41.2', 60, '36.8'),
  before: at - 7 * dayMs,
  history,
};

const budget: RunOf<'budget'> = {
  ...shared,
  is: 'budget',
  alert: 'dev',
  tag: { key: 'env', value: 'dev' },
  by: 'account',
  crossed: 'above',
  perHour: '41.2',
  limit: '30',
  groups: [group('demo-dev', '39.1', 57), group('demo-prod', '2.1', 3)],
  history,
};

/** A weekly report of costs, as an alert posts it. */
export const costReport: Reply = costReportReply(report, at);

/** A budget that is exceeded. */
export const budgetAbove: Reply = budgetReply(budget, at);

/** The same when it is not exceeded any longer, and everything was read. */
export const budgetBelow: Reply = budgetReply(
  {
    ...budget,
    at: at + dayMs,
    crossed: 'below',
    perHour: '28.1',
    groups: [group('demo-dev', '28.1', 41)],
    unknown: 0,
    looked: { ...shared.looked, gaps: [], partly: [] },
    history: [...history, { at: at + dayMs, value: '28.1' }],
  },
  at + dayMs,
);
