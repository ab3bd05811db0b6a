import type { Clock } from '../../core/ports/clock.ts';
import { minuteMs, type Instant } from '../../core/time.ts';

/** What goes on is told again so much later. */
const againMs = minuteMs;

/** What is wrong again and again, and is to be told when it is new. */
export interface News {
  /** Whether to tell it: it is other than what was told last, or that is a minute ago. */
  isNew(what: string): boolean;
  /** It is well again: whatever comes next is new. */
  forget(): void;
}

/** See {@link News}. */
export function createNews(clock: Clock): News {
  let told: { readonly what: string; readonly at: Instant } | undefined;
  return {
    isNew(what) {
      const now = clock.now();
      if (told?.what === what && now - told.at < againMs) return false;
      told = { what, at: now };
      return true;
    },
    forget() {
      told = undefined;
    },
  };
}
