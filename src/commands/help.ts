import { code, command as typed, list, say, strong, type Spans } from '../core/text.ts';
import { command, type Context, type Declaration, type Effect, type PlatformWord } from './command.ts';
import type { Option } from './options/option.ts';
import { commandName } from './options/kinds.ts';
import { didYouMean } from '../core/near.ts';
import { mayEver, whoMay } from './reach.ts';
import { action, column, fields, note, paragraph, prose, reply, table, type Block } from './reply/reply.ts';

const effectWords = {
  reads: 'Look',
  changes: 'Change',
  settings: 'Set up',
} as const satisfies Record<Effect, string>;

/** What can be said; all of it comes from the declarations. */
export const help = command({
  name: 'help',
  summary: 'What can be said, or all about one command',
  examples: ['help', 'help stop', 'help all'],
  options: { command: commandName() },
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run({ command: name }, context) {
    const { commands, words } = context;
    if (name === undefined) {
      const reached = await reachedOf(context);
      const shown = overview(reached, words, commands.length - reached.length);
      return { ...shown, blocks: [...shown.blocks, firstLines] };
    }
    if (name === everything) return overview(commands, words);
    const found = commands.find((one) => one.name === name);
    if (found !== undefined) return about(found, await unreached(found, context));
    const group = commands.filter((one) => one.name.startsWith(`${name} `));
    if (group.length > 0) return overview(group, []);
    const own = words.find(({ word }) => word === name);
    if (own !== undefined) return aboutWord(own);
    return {
      problem: 'unknown-command',
      what: say`There is no command ${code(name)}.`,
      todo: didYouMean(
        name,
        [...commands.map((one) => one.name), ...words.map(({ word }) => word)],
        say`${typed('help')} lists all there are.`,
        (one) => typed(`help ${one}`),
      ),
    };
  },
});

/** What a team says first, a press away. All of it only looks. */
const firstLines: Block = {
  kind: 'actions',
  actions: [
    action('List', 'list', 'primary'),
    action('Cost', 'cost'),
    action('Idle addresses', 'addresses idle'),
    action('Price of an m5.large', 'price m5.large'),
    action('Plans', 'plans'),
    action('Home', 'home'),
    action('Topics', 'topics'),
    action('Who am I', 'whoami'),
  ],
};

/** `help all` tells of every command, whoever asks. */
const everything = 'all';

/** What some access rule may let the person do. */
async function reachedOf({ commands, core, person, place }: Context<'reads'>): Promise<readonly Declaration[]> {
  const reached = await Promise.all(commands.map((one) => mayEver(one, core.access, person, place)));
  return commands.filter((_, index) => reached[index]);
}

/** That no access rule lets the person do it, and whom one does; undefined: one may. */
async function unreached(one: Declaration, { core, person, place }: Context<'reads'>): Promise<Spans | undefined> {
  if (await mayEver(one, core.access, person, place)) return undefined;
  const who = await whoMay(one, core.access);
  return say`No access rule lets you do this. ${who === undefined ? 'None lets anybody.' : say`${who} may; ${typed('access show')} tells the rules.`}`;
}

/** @param leftOut How many are not told of, for the person may never do them. */
const overview = (commands: readonly Declaration[], words: readonly PlatformWord[], leftOut = 0) =>
  reply(
    'plain',
    say`What can be said`,
    table(
      [column('Command'), column('', 'left', 1), prose('What it does')],
      [
        ...(['reads', 'changes', 'settings'] as const).flatMap((effect) =>
          commands
            .filter((one) => one.effect === effect)
            .map((one) => [typed(one.name), effectWords[effect], one.summary]),
        ),
        ...words.map(({ word, summary }) => [typed(word), 'Here', summary]),
      ],
    ),
    note(
      say`${typed('help COMMAND')} tells more. Values may come as key:value, key=value, --key value, or bare, in any order.`,
    ),
    leftOut === 0
      ? undefined
      : note(
          say`${leftOut} command${leftOut === 1 ? '' : 's'} that your roles do not reach ${leftOut === 1 ? 'is' : 'are'} left out; ${typed('help all')} tells ${leftOut === 1 ? 'it' : 'them'} too.`,
        ),
  );

const aboutWord = ({ word, summary, about: rest }: PlatformWord) =>
  reply('plain', say`${strong(word)}: ${summary}`, paragraph(rest));

/** @param never Why the person may never do it. */
const about = (one: Declaration, never: Spans | undefined) =>
  reply(
    'plain',
    say`${strong(one.name)}: ${one.summary}`,
    paragraph(typed(usage(one))),
    fields(
      ...Object.entries(one.options).map(([key, option]): readonly [string, Spans] => [key, optionInWords(option)]),
    ),
    paragraph(say`For example: ${list(one.examples.map((example) => typed(example)))}.`),
    never && paragraph(never),
    one.effect === 'changes'
      ? note(say`A change is shown as a plan first and done only when it is confirmed.`)
      : undefined,
  );

const optionInWords = ({ about: what, choices, isRequired }: Option<unknown>): Spans =>
  say`${what}${isRequired ? ' (needed)' : ''}${choices === undefined || choices.length < 3 ? '' : say`: ${list(choices.map(code), 'or')}`}`;

/** `price TYPE [region:REGION] [os:OS]`. */
export const usage = ({ name, options }: Declaration): string =>
  [
    name,
    ...Object.entries(options).map(([key, { shape, isRequired, rest }]) =>
      isRequired ? shape : rest ? `[${shape}]` : `[${key}:${shape}]`,
    ),
  ].join(' ');
