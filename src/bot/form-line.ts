import { quoted } from '../commands/reply/reply.ts';
import { reasonIn } from '../core/people/reason.ts';
import { holdsSecret } from '../core/secrets.ts';

/** Fields of a form, by the names that their values come under; errors are told at them. */
export const fieldNames = { typed: 'typed', reason: 'reason', until: 'until' } as const;

/** Letters of a reason at most, as the grammar takes it. */
export const reasonLetters = 500;

/** A press that waits for what its form asks. */
export interface FormAsked {
  /** The line that the press stands for. */
  readonly does: string;
  /** The word that must be typed after it. */
  readonly typed?: string | undefined;
  readonly reason?: boolean | undefined;
  readonly until?: boolean | undefined;
}

/** What somebody filled in, by field. */
export type FormValues = Readonly<Record<string, string>>;

/** A confirmation that asks for a reason is nothing without one; what says no, or keeps, may do without. */
export const isOptional = (does: string): boolean => !/^(confirm|keep)\b/.test(does);

/** What is wrong in the fields, by field: told there, and the form stays. Whether the press itself may be done is found out afterwards. */
export function wrongIn({ does, typed, reason }: FormAsked, values: FormValues): Record<string, string> {
  const wrong: Record<string, string> = {};
  if (typed !== undefined && values[fieldNames.typed]?.trim() !== typed)
    wrong[fieldNames.typed] = `This is not what was asked for: ${typed}`;
  const said = values[fieldNames.reason];
  if (reason === true && reasonIn(said) === undefined && (said !== undefined || !isOptional(does)))
    wrong[fieldNames.reason] = 'Say why, in words.';
  else if (said !== undefined && holdsSecret(said))
    wrong[fieldNames.reason] = 'No passwords, keys and tokens: a reason is kept and told.';
  return wrong;
}

/** The line that a form makes. */
export function lineOf({ does, typed }: FormAsked, values: FormValues): string {
  const reason = values[fieldNames.reason]?.replaceAll(/\s+/g, ' ').trim() ?? '';
  const until = values[fieldNames.until]?.trim() ?? '';
  return [
    does,
    // What was typed, not what was asked for: whether it is the same is for whoever does it to say.
    ...(typed === undefined ? [] : [quoted(values[fieldNames.typed]?.trim() ?? '')]),
    ...(reason === '' ? [] : [`reason:${quoted(reason)}`]),
    ...(until === '' ? [] : [`until:${quoted(until)}`]),
  ].join(' ');
}
