import { createHash } from 'node:crypto';
import type { Alert } from './alert.ts';
import type { State } from './states.ts';

/** Signs of a hash that tell what two alerts look for apart: 96 bits. */
const hashSigns = 16;

/** Tells what an alert looks for, and where: figures of another mark are of other things. When it is due, whom it tells and in which form are none of it. */
export function markOf({ watches, accounts, atLeast }: Pick<Alert, 'watches' | 'accounts' | 'atLeast'>): string {
  const words = [wordsOf(watches), accounts?.toSorted(), atLeast.days, atLeast.usdPerMonth];
  return createHash('sha256').update(JSON.stringify(words)).digest('base64url').slice(0, hashSigns);
}

/** In an order that does not hang on how it was said. */
function wordsOf(watches: Alert['watches']): readonly unknown[] {
  switch (watches.is) {
    case 'waste':
      return [watches.is, watches.rules.toSorted()];
    case 'cost':
      return [watches.is, watches.by];
    case 'budget':
      return [watches.is, watches.usdPerHour, watches.tag?.key, watches.tag?.value];
  }
}

/** How an alert stands for a run that looks for this: what was found by another mark is nothing to compare with. */
export function comparable(state: State, mark: string): State {
  if (state.mark === mark) return state;
  const { wasted: _, burned: __, crossed: ___, ...rest } = state;
  return { ...rest, points: [] };
}
