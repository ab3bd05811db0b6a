/** What is said of a change unasked, in the place where it was asked or approvals are. */
export const said = [
  /** A change whose process was gone has been looked up, and this is how it ended. */
  'change-found',
  /** This is how it ended, which could not be shown where it was asked when it did. */
  'change-ended',
  /** A change waits for another person. */
  'approval-wanted',
  /** It was approved elsewhere, and this is how it ended. */
  'change-approved',
  /** Another person said no, elsewhere. */
  'change-denied',
  /** Nobody approved in time. */
  'approval-late',
  /** A change goes on through a freeze. */
  'glass-broken',
] as const;
export type Said = (typeof said)[number];
