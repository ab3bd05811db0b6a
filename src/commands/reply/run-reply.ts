import type { Shown } from '../../core/people/places.ts';
import { say } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import type { Run, RunPart } from '../../core/watch/run.ts';
import { budgetReply, costReportReply } from './cost-report-reply.ts';
import { digestReply } from './digest-reply.ts';
import { reply, type Reply } from './reply.ts';

/** How a run of an alert is told in a place. */
export interface RunWish {
  readonly part: RunPart;
  /** The accounts that are shown in the place. */
  readonly shown: Shown;
  readonly now: Instant;
  /** In which days are told, an IANA name. */
  readonly timeZone?: string;
}

/** A run of an alert in words, made of what is kept of it alone. A sum of accounts that a place does not show is not told there. */
export function runReply(run: Run, { part, shown, now, timeZone }: RunWish): Reply {
  switch (run.is) {
    case 'waste':
      return digestReply(run, { part, shown, ...(timeZone !== undefined && { timeZone }) });
    case 'cost':
      return isShown(run, shown) ? costReportReply(run, now) : notShown(run);
    case 'budget':
      return isShown(run, shown) ? budgetReply(run, now) : notShown(run);
  }
}

const isShown = ({ looked }: Run, shown: Shown): boolean =>
  shown === 'all' || looked.accounts.every((name) => shown.includes(name));

const notShown = ({ alert }: Run): Reply =>
  reply('plain', say`${alert} has something to tell, about accounts that are not shown in this place.`);
