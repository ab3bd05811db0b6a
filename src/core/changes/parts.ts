import type { Store } from '../ports/store.ts';
import type { ActParts } from './act.ts';
import type { Trying } from './changes.ts';
import type { PlanParts } from './plan.ts';
import type { Said } from './said.ts';
import type { Ledgers } from './settle.ts';

/** What the gate needs of the rest. */
export interface GateParts extends ActParts, PlanParts {
  readonly store: Store;
  readonly ledgers: Ledgers;
  /** How long a confirmation waits for its press. */
  readonly ttlMs: number;
  /** How long an approval is waited for, and where it is asked for besides the place of the change. */
  readonly approvals: { readonly ttlMs: number; readonly place?: string | undefined };
  /** How often and how long a start without room may be tried again, where a person wants that. */
  readonly keepTrying: Trying;
  /** Names this process among those that share the store. */
  readonly holder: string;
  /** A fresh key; see `keys.ts`. */
  newKey(): string;
  /** Something of a change is to be said in a place unasked, once. */
  tell(says: Said, change: string, place: string): Promise<void>;
  /** A change ends, and how is about to be said in a place as the answer to a request; where that fails, or its process is gone by then, it is told there later. */
  owe(change: string, place: string, request: string): Promise<void>;
}
