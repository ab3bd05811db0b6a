import type { Operated } from './operated.ts';
import type { Typing } from './page.ts';

/** What happens to an operator, and what is typed then: by the headings whose commands each runs, all of them, with ` + ` between. */
export type Stories = Readonly<Record<string, (page: Typing, all: Operated) => Promise<void>>>;
