/** What Discord takes of one command (Discord, "Application Commands": Application Command Object, Option Structure, Option Choice Structure; length in UTF-16 code units). */
export const commandLimits = {
  /** Subcommands and groups of a command, subcommands of a group, options of a subcommand. */
  entries: 25,
  choices: 25,
  name: 32,
  description: 100,
  /** Name and text value of a choice, offered or registered. */
  choice: 100,
  /** All names, descriptions and values of a command together. */
  altogether: 8_000,
} as const;

/** Lists up to so long are registered; longer ones are completed as they are typed, for every entry counts twice in {@link commandLimits}.altogether. */
export const registeredChoicesAtMost = 10;
