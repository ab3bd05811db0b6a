import type { Instant } from '../time.ts';

/**
 * Groups of a platform whose members may have a role: user groups and channels of Slack, roles of a Discord server. Who is a
 * member is remembered, and read anew where it is too old. What is not known, or too old to be believed, has no members.
 */
export interface Groups {
  /**
   * Reads anew which of these are older than `maxAgeMs`, for at most some seconds; ids of other platforms are passed over.
   * Never rejects: a group that could not be read then is not believed, if it is older than that, until it can.
   */
  refresh(ids: readonly string[], maxAgeMs: number): Promise<void>;
  /** Ids of the members, `slack:U0123`; undefined: it is not known who they are. @param id `slack:S0123`. */
  members(id: string): { readonly ids: ReadonlySet<string>; readonly readAt: Instant } | undefined;
}
