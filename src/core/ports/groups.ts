/**
 * Groups of a platform whose members may have a role: user groups and channels of Slack, roles of a Discord server. Who is a
 * member is remembered, and read anew where it is too old. What is not known, or too old to be believed, has no members.
 */
export interface Groups {
  /**
   * Reads anew what of these is older than `maxAgeMs`, for at most some seconds; ids of other platforms are passed over.
   * Never rejects: what could not be read then is not believed, if it is older than that, until it can.
   * @param persons Whose membership will be asked: where a platform tells it by person, no others are read.
   */
  refresh(ids: readonly string[], maxAgeMs: number, persons: readonly string[]): Promise<void>;
  /** Whether any of these persons is a member; not where that is not known. @param id `slack:S0123`. @param persons `slack:U0123`. */
  holds(id: string, persons: readonly string[]): boolean;
}
