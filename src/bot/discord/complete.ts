import type { APIApplicationCommandOptionChoice } from 'discord.js';
import type { Command } from '../../commands/command.ts';
import { suggestionsAtMost, type Option, type Suggestion } from '../../commands/options/option.ts';
import { harmless } from '../../core/text.ts';
import { complete, completeValue, type CompleteParts } from '../complete.ts';
import { commandLimits } from './command-limits.ts';
import { doLine } from './register.ts';
import { readGiven } from './said.ts';

/** A value that Discord offers to who types. */
export type OfferedChoice = APIApplicationCommandOptionChoice<string>;

/**
 * What the option that is being typed may go on to, best first (Discord, "Application Commands": Autocomplete). Never rejects; of
 * what cannot be told nothing is offered, and what is longer than Discord takes is left out.
 *
 * A choice that is taken stands in the field by its name, and who types on goes on from that. So a value that is a text of several
 * words is shown as it is, and only a value of one word says what it is besides.
 * @param data Of the interaction.
 * @param signal When it is aborted what is known by then is offered.
 */
export async function choicesFor(
  data: unknown,
  parts: CompleteParts,
  signal: AbortSignal,
): Promise<readonly OfferedChoice[]> {
  try {
    const { name, values } = readGiven(data);
    const asked = values.find(({ focused }) => focused === true);
    if (asked === undefined) return [];
    const typed = String(asked.value);
    if (name === doLine.command) return await texts(typed, '', parts, signal);
    const command = parts.commands.find((one) => one.name === name);
    const option = Object.entries(command?.options ?? {}).find(([key]) => key === asked.name)?.[1];
    if (command === undefined || option === undefined) return [];
    if (option.rest) return await texts(typed, `${name} `, alone(parts, command, asked.name, option), signal);
    const [before, last] = option.several ? lastWord(typed) : ['', typed];
    const found = await completeValue(option, last, parts, signal);
    return offered(found.map((one) => ({ ...one, word: `${before}${one.word}` })));
  } catch {
    return [];
  }
}

/** A text whose last word is completed. @param head What the line begins with besides. */
async function texts(
  typed: string,
  head: string,
  parts: CompleteParts,
  signal: AbortSignal,
): Promise<readonly OfferedChoice[]> {
  const { candidates, typed: last } = await complete(`${head}${typed}`, parts, signal);
  const before = typed.slice(0, typed.length - last.length);
  return offered(candidates.map(({ word }) => ({ word: `${before}${word}` })));
}

/** The command with this option alone, for Discord asks for each of the others by itself. */
const alone = (parts: CompleteParts, command: Command, key: string, option: Option<unknown>): CompleteParts => ({
  ...parts,
  commands: parts.commands.map((one) => (one === command ? { ...command, options: { [key]: option } } : one)),
  words: [],
});

/** The word that is being typed, and what stands before it. */
function lastWord(typed: string): readonly [before: string, last: string] {
  const last = /\S*$/.exec(typed)?.[0] ?? '';
  return [typed.slice(0, typed.length - last.length), last];
}

const offered = (all: readonly Suggestion[]): readonly OfferedChoice[] =>
  all
    .filter(({ word }) => word !== '' && word.length <= commandLimits.choice)
    .slice(0, suggestionsAtMost)
    .map(({ word, about }) => ({ name: shortened(about === undefined ? word : `${word} – ${about}`), value: word }));

/** As long as a name may be, without half a character at its end. */
function shortened(name: string): string {
  const shown = harmless(name);
  if (shown.length <= commandLimits.choice) return shown;
  return `${shown.slice(0, commandLimits.choice - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
