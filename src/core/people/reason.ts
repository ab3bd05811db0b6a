/** A reason that says why: it has a letter or a digit. Blanks, marks that nobody sees and dots alone are none. */
export const reasonIn = (said: string | undefined): string | undefined =>
  said !== undefined && /[\p{L}\p{N}]/u.test(said) ? said : undefined;

/** What was said with the plan and what was said at its confirmation, in this order: neither is lost. */
export const bothReasons = (first: string | undefined, then: string | undefined): string | undefined =>
  first === undefined || then === undefined || first === then ? (first ?? then) : `${first}; ${then}`;

/** What was said, without a reason that is none. */
export function reasoned<T extends { readonly reason?: string }>({
  reason: said,
  ...rest
}: T): Omit<T, 'reason'> & { readonly reason?: string } {
  const reason = reasonIn(said);
  return { ...rest, ...(reason !== undefined && { reason }) };
}
