import type { Command } from '../commands/command.ts';
import { quoted, type FormField } from '../commands/reply/reply.ts';
import { reasonIn } from '../core/people/reason.ts';
import { isProblem } from '../core/problem.ts';
import { holdsSecret } from '../core/secrets.ts';
import { plain } from '../core/text.ts';
import { commandOf } from './grammar.ts';
import { tokens } from './tokens.ts';

/** Fields of a form, by the names that their values come under; errors are told at them. Options of the line come under their keys. */
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
  readonly fields?: readonly Pick<FormField, 'key' | 'value' | 'optional'>[] | undefined;
}

/** What somebody filled in, by field. */
export type FormValues = Readonly<Record<string, string>>;

/** A confirmation that asks for a reason is nothing without one; what says no, or keeps, may do without. */
export const isOptional = (does: string): boolean => !/^(confirm|keep)\b/.test(does);

/** Said in the place of a value that was taken out of its field. */
const emptied = 'none';

/** What is wrong in the fields, by field: told there, and the form stays. Whether the press itself may be done is found out afterwards. */
export function wrongIn(asked: FormAsked, values: FormValues, commands: readonly Command[]): Record<string, string> {
  const { does, typed, reason } = asked;
  const wrong: Record<string, string> = { ...wrongOptions(asked, values, commands) };
  if (typed !== undefined && values[fieldNames.typed]?.trim() !== typed)
    wrong[fieldNames.typed] = `This is not what was asked for: ${typed}`;
  const said = values[fieldNames.reason];
  if (reason === true && reasonIn(said) === undefined && (said !== undefined || !isOptional(does)))
    wrong[fieldNames.reason] = 'Say why, in words.';
  else if (said !== undefined && holdsSecret(said))
    wrong[fieldNames.reason] = 'No passwords, keys and tokens: a reason is kept and told.';
  return wrong;
}

/** What the command would say of each option that was filled in. */
function wrongOptions(asked: FormAsked, values: FormValues, commands: readonly Command[]): Record<string, string> {
  const words = tokens(asked.does);
  const named = isProblem(words) ? words : commandOf(words, commands);
  if (isProblem(named)) return {};
  const { options } = named.command;
  return Object.fromEntries(
    saidIn(asked, values).flatMap(({ key, value }) => {
      const read = Object.hasOwn(options, key) ? options[key]?.parse([value]) : undefined;
      return isProblem(read) ? [[key, `${plain(read.what)} ${plain(read.todo)}`]] : [];
    }),
  );
}

/** The options that a form says: what is as it was is not said. */
const saidIn = (
  { fields = [] }: FormAsked,
  values: FormValues,
): readonly { readonly key: string; readonly value: string }[] =>
  fields.flatMap(({ key, value: before = '', optional = false }) => {
    const now = inOneLine(values[key]);
    if (now === inOneLine(before)) return [];
    if (now === '') return optional ? [{ key, value: emptied }] : [];
    return [{ key, value: now }];
  });

const inOneLine = (text = ''): string => text.replaceAll(/\s+/g, ' ').trim();

/** The line that a form makes. */
export function lineOf(asked: FormAsked, values: FormValues): string {
  const { does, typed } = asked;
  const reason = inOneLine(values[fieldNames.reason]);
  const until = values[fieldNames.until]?.trim() ?? '';
  return [
    does,
    // What was typed, not what was asked for: whether it is the same is for whoever does it to say.
    ...(typed === undefined ? [] : [quoted(values[fieldNames.typed]?.trim() ?? '')]),
    ...saidIn(asked, values).map(({ key, value }) => `${key}:${quoted(value)}`),
    ...(reason === '' ? [] : [`reason:${quoted(reason)}`]),
    ...(until === '' ? [] : [`until:${quoted(until)}`]),
  ].join(' ');
}
