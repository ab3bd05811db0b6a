import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord.js';
import { z } from 'zod';
import type { Declaration } from '../../commands/command.ts';
import type { Option } from '../../commands/options/option.ts';
import { line } from '../../commands/reply/reply.ts';
import { isProblem } from '../../core/problem.ts';
import { tokens } from '../tokens.ts';
import { doLine } from './register.ts';
import { switches } from './switches.ts';
import { textsIn } from './texts-in.ts';

/** A value that somebody gave; `focused`: the one that is being typed. */
const Value = z.object({
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]),
  focused: z.boolean().optional(),
});
export type Value = z.infer<typeof Value>;

const Subcommand = z.object({
  type: z.literal(ApplicationCommandOptionType.Subcommand),
  name: z.string(),
  options: z.array(Value).default([]),
});
const Group = z.object({
  type: z.literal(ApplicationCommandOptionType.SubcommandGroup),
  name: z.string(),
  options: z.tuple([Subcommand]),
});
const ChatInput = z.object({
  type: z.literal(ApplicationCommandType.ChatInput),
  options: z.tuple([z.discriminatedUnion('type', [Subcommand, Group])]),
});
const OfMessage = z.object({
  type: z.literal(ApplicationCommandType.Message),
  target_id: z.string(),
  resolved: z.object({ messages: z.record(z.string(), z.unknown()) }),
});

/** A command as it was given: its name of one or two words, and its values. */
export interface Given {
  readonly name: string;
  readonly values: readonly Value[];
}

/** What an interaction with a command says: a line, or a message whose names are to be looked up. */
export type Said =
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'look-up'; readonly message: string };

/** The data of an interaction with a command of ours (Discord, "Receiving and Responding": Application Command Data Structure). Throws ZodError. */
export function readSaid(data: unknown, commands: readonly Declaration[]): Said {
  const read = z.discriminatedUnion('type', [ChatInput, OfMessage]).parse(data);
  if (read.type === ApplicationCommandType.ChatInput) return { kind: 'line', line: lineOf(givenIn(read), commands) };
  return { kind: 'look-up', message: textsIn(read.resolved.messages[read.target_id]).join('\n') };
}

/** The command of an interaction, whole or while it is being typed. Throws ZodError. */
export const readGiven = (data: unknown): Given => givenIn(ChatInput.parse(data));

function givenIn({ options: [one] }: z.infer<typeof ChatInput>): Given {
  if (one.type === ApplicationCommandOptionType.Subcommand) return { name: one.name, values: one.options };
  const [inner] = one.options;
  return { name: `${one.name} ${inner.name}`, values: inner.options };
}

/**
 * The line that a person would type for the same: values under their keys first, then the text that the command takes as it comes,
 * which must not swallow them, then the words of {@link switches}. A command or a key that is not known, as after a change of
 * version, is for the grammar to refuse.
 */
export function lineOf({ name, values }: Given, commands: readonly Declaration[]): string {
  if (name === doLine.command) return withoutCommand(values.map(({ value }) => String(value)).join(' '));
  const options = commands.find((one) => one.name === name)?.options ?? {};
  const optionOf = (key: string): Option<unknown> | undefined =>
    Object.hasOwn(options, key) ? options[key] : undefined;
  const switchOf = (key: string) =>
    optionOf(key) === undefined ? switches.find((one) => one.name === key) : undefined;
  const keyed: string[] = [];
  const rest: string[] = [];
  const after: string[] = [];
  for (const { name: key, value } of values) {
    const option = optionOf(key);
    const one = switchOf(key);
    if (one !== undefined) after.push((value === true ? one.yes : one.no) ?? '');
    else if (option?.rest === true) rest.push(String(value));
    else keyed.push(...wordsOf(value, option).map((word) => line`${key}:${word}`));
  }
  return [name, ...keyed, ...rest, ...after].filter((part) => part.trim() !== '').join(' ');
}

/** A line as an answer shows it, with the command before it, is said by the line: no line begins so. */
const withoutCommand = (said: string): string => said.replace(/^\s*\/\S+(?:\s+do\b)?\s*/, '');

/** A value as words of the grammar, each of which stands under the key. */
function wordsOf(value: Value['value'], option: Option<unknown> | undefined): readonly string[] {
  if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
  if (typeof value === 'number') return [digits(value)];
  const several = option?.several === true ? tokens(value) : [];
  return isProblem(several) || several.length === 0 ? [value] : several.map(({ text }) => text);
}

/** Digits after the point that amounts have at most. */
const digitsAfterPoint = 10;

/** A number as people write it: JavaScript writes small and large ones as 1e-7. */
const digits = (value: number): string => value.toFixed(digitsAfterPoint).replace(/\.?0+$/, '');
