/** Whether a text says anything: blanks and signs that nobody sees are no reason. */
export const isReason = (text: string | undefined): text is string => text !== undefined && /[\p{L}\p{N}]/u.test(text);
