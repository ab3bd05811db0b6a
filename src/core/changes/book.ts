import type { AuditRecord } from '../people/audit.ts';
import type { Journal } from '../ports/store.ts';
import { plain, type Spans } from '../text.ts';
import type { Named } from './target.ts';

/** What all entries of one change share. */
export interface Subject {
  readonly request: string;
  readonly person: { readonly id: string; readonly name: string };
  readonly place: string;
  /** Kind of change; of a press under a key that nobody knows, the press. */
  readonly does: string;
  readonly change?: string;
  /** The second person, where one was asked. */
  readonly approver?: { readonly id: string; readonly name: string };
}

/** What an entry has besides its words. */
export interface Aside {
  readonly awsRequestId?: string | undefined;
  /** Ids of the access rules that decided. */
  readonly rules?: readonly string[];
}

/** Writes one entry of a change into the audit. Rejects where the store cannot be written: no record, no action. */
export async function write(
  journal: Journal<AuditRecord>,
  subject: Subject,
  event: AuditRecord['event'],
  targets: readonly Named[],
  says: Spans,
  { awsRequestId, rules }: Aside = {},
): Promise<void> {
  await journal.append({
    event,
    request: subject.request,
    person: { id: subject.person.id, name: subject.person.name },
    ...(subject.approver && { approver: { id: subject.approver.id, name: subject.approver.name } }),
    place: subject.place,
    does: subject.does,
    ...(subject.change !== undefined && { change: subject.change }),
    targets: targets.map(({ id, name, account, region }) => ({
      id,
      ...(name !== undefined && { name }),
      account: account.name,
      region,
    })),
    says: plain(says),
    ...(rules !== undefined && rules.length > 0 && { rules: [...rules] }),
    ...(awsRequestId !== undefined && { awsRequestId }),
  });
}
