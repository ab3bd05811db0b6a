import { code, command as typed, list, say, strong, type Spans } from '../core/text.ts';
import { command, type Context, type Declaration, type Effect, type PlatformWord } from './command.ts';
import type { Option } from './options/option.ts';
import { commandName } from './options/kinds.ts';
import { didYouMean } from '../core/near.ts';
import { mayEver, whoMay } from './reach.ts';
import { action, column, fields, line, note, paragraph, prose, reply, table, type Block } from './reply/reply.ts';

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
    if (name === undefined) return mostUsed(await reachedOf(context), commands.length);
    if (name === greetingWord) return welcome;
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

/** `help all` tells of every command, whoever asks. */
const everything = 'all';

/** What a greeting asks help for. */
export const greetingWord = 'hello';

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
    action('All commands', line`help ${everything}`),
  ],
};

/** Said by who only greets. */
const welcome = reply(
  'plain',
  say`Hello! I tell what there is in EC2 and what it costs, and change it when you confirm`,
  paragraph(
    say`${typed('list')} shows the instances, ${typed('price m5.large')} a price, ${typed('explain spot')} explains; ${typed('help')} tells more.`,
  ),
  firstLines,
);

/** What a team says most, in the order that it is told. */
const usedMost: readonly string[] = [
  'list',
  'show',
  'explain',
  'price',
  'recommend',
  'cost',
  'addresses',
  'alerts list',
  'savings',
  'plans',
  'start',
  'stop',
  'terminate',
];

/** What is said most, and the way to the rest. @param of How many commands there are. */
const mostUsed = (reached: readonly Declaration[], of: number) =>
  reply(
    'plain',
    say`What is said most`,
    commandTable(usedMost.flatMap((name) => reached.find((one) => one.name === name) ?? [])),
    note(
      say`${typed(line`help ${everything}`)} lists all ${of} commands${of === reached.length ? '' : `, ${of - reached.length} of which your roles do not reach`}; ${typed('help COMMAND')} tells more of one.`,
    ),
    firstLines,
  );

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

/** Commands by what they do to the world, and words after them. */
const commandTable = (commands: readonly Declaration[], words: readonly PlatformWord[] = []) =>
  table(
    [column('Command'), column('For', 'left', 1), prose('What it does')],
    [
      ...(['reads', 'changes', 'settings'] as const).flatMap((effect) =>
        commands
          .filter((one) => one.effect === effect)
          .map((one) => [typed(one.name), effectWords[effect], one.summary]),
      ),
      // What goes after a line is none by itself.
      ...words.map(({ word, summary, stands }) => [stands === 'alone' ? typed(word) : code(word), 'Here', summary]),
    ],
  );

const overview = (commands: readonly Declaration[], words: readonly PlatformWord[]) =>
  reply(
    'plain',
    say`What can be said`,
    commandTable(commands, words),
    note(
      say`${typed('help COMMAND')} tells more. Values may come as key:value, key=value, --key value, or bare, in any order.`,
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
