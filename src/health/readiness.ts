import type { Instant } from '../core/time.ts';

/** Something that serving needs, as it is now. */
export interface Part {
  /** `process`, `slack`, `store`, `account prod`. */
  readonly part: string;
  readonly there: boolean;
  readonly since: Instant;
  /** Why not, or how, for operators: without secrets, and without AWS's or the store's own texts, which may hold some. */
  readonly says: string;
}

/** Parts of one kind: of several, one will do. */
export type Kind = readonly Part[];

/** Whether requests can be answered, and what is missing. */
export interface Readiness {
  readonly ready: boolean;
  /** In the order in which they were given. */
  readonly parts: readonly (Part & {
    /** Without it nothing is ready now. */
    readonly needed: boolean;
  })[];
}

/**
 * Ready where of every kind there is one: the process that neither begins nor ends, a platform in which people are heard, the store,
 * an account. One of two platforms, or of many accounts, that is missing is told and ends nothing: who is heard in the other is
 * answered, and to take the process away would take that as well.
 */
export function readinessOf(kinds: readonly Kind[]): Readiness {
  const parts = kinds.flatMap((kind) => {
    const others = kind.filter(({ there }) => there).length;
    return kind.map((part) => ({ ...part, needed: others === 0 || (part.there && others === 1) }));
  });
  return { ready: kinds.every((kind) => kind.some(({ there }) => there)), parts };
}

/** Since when something is as it is: the first time that it was seen so. */
export function createSince(clock: { now(): Instant }): (name: string, is: string) => Instant {
  const known = new Map<string, { readonly is: string; readonly since: Instant }>();
  return (name, is) => {
    const before = known.get(name);
    if (before?.is === is) return before.since;
    const since = clock.now();
    known.set(name, { is, since });
    return since;
  };
}
