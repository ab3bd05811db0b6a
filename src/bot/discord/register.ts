import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type APIApplicationCommandOption,
  type APIApplicationCommandSubcommandOption,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';
import type { Declaration } from '../../commands/command.ts';
import { lineLimit } from '../tokens.ts';
import { commandLimits } from './command-limits.ts';
import { switches } from './switches.ts';
import { typedOption } from './typed-option.ts';

/** What Discord is told of us. */
export type ApplicationCommand =
  | RESTPostAPIChatInputApplicationCommandsJSONBody
  | RESTPostAPIContextMenuApplicationCommandsJSONBody;

/** The subcommand that takes a whole line, and its option: whatever has no subcommand of its own is said by it. */
export const doLine = { command: 'do', option: 'line' } as const;

/** What stands before a line that is to be typed: not each has a subcommand of its own, and where one has it is no line. */
export const commandFor = (name: string): string => `/${name} ${doLine.command}`;

/** The command in the menu of a message, which shows what that names. */
export const lookUpName = 'Look up instances';

/** In servers that installed the app, and in the conversation with the bot (Discord, "Application Commands": Contexts). */
const where = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
};

/**
 * Everything that is registered: one command with a subcommand for each declaration that stands alone, in groups where names have
 * two words, and one more for any line; and the command in the menu of a message.
 * @param name Of the one command, without a slash: `ec2`.
 */
export const applicationCommands = (name: string, commands: readonly Declaration[]): readonly ApplicationCommand[] => [
  {
    type: ApplicationCommandType.ChatInput,
    name,
    description: 'EC2: instances, prices, addresses',
    options: [...subcommands(commands.filter(({ alone }) => alone)), anyLine],
    ...where,
  },
  { type: ApplicationCommandType.Message, name: lookUpName, ...where },
];

const anyLine: APIApplicationCommandSubcommandOption = {
  type: ApplicationCommandOptionType.Subcommand,
  name: doLine.command,
  description: 'Say any line as it is typed, also what has no command of its own',
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: doLine.option,
      description: 'What to say, such as: volumes unattached',
      required: true,
      max_length: lineLimit,
      autocomplete: true,
    },
  ],
};

/** In the order of the declarations; a group stands where the first of its members does. */
function subcommands(commands: readonly Declaration[]): readonly APIApplicationCommandOption[] {
  const groups = new Map<string, Declaration[]>();
  for (const one of commands) {
    const [head = one.name] = one.name.split(' ');
    groups.set(head, [...(groups.get(head) ?? []), one]);
  }
  return [...groups].flatMap(([head, members]): readonly APIApplicationCommandOption[] => {
    const [first] = members;
    if (first?.name === head) return [subcommand(head, first)];
    const inner = members.map((one) => subcommand(one.name.slice(head.length + 1), one));
    return [
      {
        type: ApplicationCommandOptionType.SubcommandGroup,
        name: head,
        description: inner
          .map(({ name }) => `${head} ${name}`)
          .join(', ')
          .slice(0, commandLimits.description),
        options: inner,
      },
    ];
  });
}

/** Discord wants what is required first. */
function subcommand(name: string, declaration: Declaration): APIApplicationCommandSubcommandOption {
  const own = Object.entries(declaration.options);
  const first = own.filter(([, { isRequired }]) => isRequired);
  const then = own.filter(([, { isRequired }]) => !isRequired);
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name,
    description: declaration.summary,
    options: [
      ...[...first, ...then].map(([key, option]) => typedOption(key, option)),
      ...switches
        .filter((one) => one.goesWith(declaration))
        .map(({ name: word, about }) => ({
          type: ApplicationCommandOptionType.Boolean as const,
          name: word,
          description: about,
        })),
    ],
  };
}
