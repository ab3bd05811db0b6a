import { ApplicationCommandOptionType, type APIApplicationCommandBasicOption } from 'discord.js';
import type { Option } from '../../commands/options/option.ts';
import { registeredChoicesAtMost } from './command-limits.ts';

/** Whether an option is answered by yes or no, which Discord has a type for. */
const isYesNo = ({ choices = [] }: Pick<Option<unknown>, 'choices'>): boolean => choices.join(' ') === 'yes no';

/**
 * One option of a command as Discord is told of it: yes or no, a number within its bounds, one of a few values, else text, which is
 * completed as it is typed where there is anything to offer (Discord, "Application Command Option Structure").
 */
export function typedOption(key: string, option: Option<unknown>): APIApplicationCommandBasicOption {
  const { about, isRequired, figure, choices, lettersAtMost, suggests } = option;
  const said = { name: key, description: about, ...(isRequired && { required: true }) };
  if (isYesNo(option)) return { ...said, type: ApplicationCommandOptionType.Boolean };
  if (figure !== undefined) {
    const bounds = { min_value: figure.min, max_value: figure.max };
    return figure.whole
      ? { ...said, type: ApplicationCommandOptionType.Integer, ...bounds }
      : { ...said, type: ApplicationCommandOptionType.Number, ...bounds };
  }
  const text = { ...said, type: ApplicationCommandOptionType.String } as const;
  if (choices !== undefined && choices.length <= registeredChoicesAtMost)
    return { ...text, choices: choices.map((value) => ({ name: value, value })) };
  const bounded = { ...text, ...(lettersAtMost !== undefined && { max_length: lettersAtMost }) };
  return suggests ? { ...bounded, autocomplete: true } : bounded;
}
