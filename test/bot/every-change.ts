/** A change that can be asked for, in an order in which each can be done on the demo account. */
export interface ChangeRow {
  readonly line: string;
  /** What the press must bring. */
  readonly typed?: string;
  readonly reason?: true;
  /** It waits for another person when it is confirmed. */
  readonly approved?: true;
  readonly ends: RegExp;
  /** What the title of its plan says. */
  readonly plan: string;
}

/** One of each, in order. */
export const everyChange: readonly ChangeRow[] = [
  { line: 'start batch-7', plan: 'Start batch-7', ends: /batch-7 .*is started/ },
  { line: 'stop web-1 web-2', plan: 'Stop 2 instances', ends: /All 2 instances are stopped/ },
  { line: 'hibernate notebook-2', plan: 'Hibernate notebook-2', ends: /notebook-2 .*is hibernated/ },
  { line: 'reboot api-1', plan: 'Reboot api-1', ends: /api-1 .*is asked to reboot/ },
  {
    line: 'terminate indexer',
    plan: 'Terminate indexer',
    typed: 'indexer',
    approved: true,
    ends: /indexer .*is terminated/,
  },
  {
    line: 'disassociate 198.51.100.10',
    plan: 'Disassociate 198.51.100.10',
    typed: '198.51.100.10',
    approved: true,
    ends: /198\.51\.100\.10 .*is disassociated/,
  },
  {
    line: 'release 198.51.100.38',
    plan: 'Release 198.51.100.38',
    typed: '198.51.100.38',
    approved: true,
    ends: /198\.51\.100\.38 .*is released/,
  },
  { line: 'recover 198.51.100.38', plan: 'Recover 198.51.100.38', typed: '198.51.100.38', ends: /is recovered/ },
  { line: 'stop erp', plan: 'Stop erp', reason: true, approved: true, ends: /erp .*is stopped/ },
  {
    line: 'terminate cache-store',
    plan: 'Terminate cache-store',
    typed: 'cache-store',
    reason: true,
    approved: true,
    ends: /cache-store .*is terminated/,
  },
];
