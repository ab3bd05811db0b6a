import type { Command, Parsed, PlatformWord } from '../commands/command.ts';
import { greetingWord } from '../commands/help.ts';
import type { Option, RawArgs } from '../commands/options/option.ts';
import { didYouMean, nearest } from '../core/near.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { code, command as typed, list, say, type Spans } from '../core/text.ts';
import { tokens, type Token } from './tokens.ts';

/** Reads a line; one without a word asks for help. Never throws; what cannot be read is a Problem with the nearest right thing. @param words What the platform understands besides: near to a mistyped command. */
export function parse(
  line: string,
  commands: readonly Command[],
  words: readonly PlatformWord[] = [],
): Parsed | Problem {
  const help = isGreeting(line) ? commands.find(({ name }) => name === 'help') : undefined;
  if (help !== undefined) return { command: help, raw: { command: [greetingWord] } };
  const all = tokens(line);
  if (isProblem(all)) return all;
  const named = commandOf(all, commands, words);
  if (isProblem(named)) return named;
  const raw = sort(named.rest, named.command);
  return isProblem(raw) ? raw : { command: named.command, raw };
}

const greeting =
  /^(?:hi|hiya|hello|hey|howdy|greetings|thanks|thank you|thx|cheers|good (?:morning|afternoon|evening|day))(?: (?:there|all|everyone|team|bot|again|you|a lot|so much|very much))*$/;
/** Longer lines are no greeting, and are not looked through. */
const greetingLetters = 60;

/** Whoever says hello, or thanks, wants no error: letters of any case, whatever signs are with them, an emoji among them. */
const isGreeting = (line: string): boolean =>
  line.length <= greetingLetters &&
  greeting.test(
    line
      .toLowerCase()
      .replaceAll(/:[\w+-]+:/g, ' ')
      .replaceAll(/[^\p{L}]+/gu, ' ')
      .trim(),
  );

/** The command that the first word or two name, and the words after them. */
export function commandOf(
  all: readonly Token[],
  commands: readonly Command[],
  words: readonly PlatformWord[] = [],
): { readonly command: Command; readonly rest: readonly Token[] } | Problem {
  const [typedFirst = '', second = ''] = all.map(({ text }) => text.toLowerCase());
  // Who says a chat's command with nothing behind it asks what there is.
  const first = typedFirst === '?' || all.length === 0 ? 'help' : typedFirst;
  const two = commands.find(({ name }) => name === `${first} ${second}`);
  if (two !== undefined) return { command: two, rest: all.slice(2) };
  const one = commands.find(({ name }) => name === first);
  if (one !== undefined) return { command: one, rest: all.slice(1) };
  // Who says what a group is about wants to see what there is of it.
  const lists = all.length === 1 ? commands.find(({ name }) => name === `${first} list`) : undefined;
  if (lists !== undefined) return { command: lists, rest: [] };
  return unknownCommand(first, second, commands, words);
}

/** Answers to a question of yes or no. */
const yesOrNo: ReadonlySet<string> = new Set(['y', 'yes', 'n', 'no', 'ok']);

function unknownCommand(
  first: string,
  second: string,
  commands: readonly Command[],
  words: readonly PlatformWord[],
): Problem {
  if (first === '')
    return {
      problem: 'unknown-command',
      what: say`Nothing was typed.`,
      todo: say`${typed('help')} lists what can be.`,
    };
  if (yesOrNo.has(first) && second === '')
    return {
      problem: 'unknown-command',
      what: say`Nothing waits for an answer now.`,
      todo: say`A plan is confirmed by the line that it shows for Confirm; ask for the change anew, or see ${typed('help confirm')}.`,
    };
  const group = groupOf(first, commands);
  if (group.length > 0) {
    const all = say`There ${group.length === 1 ? 'is' : 'are'} ${list(group.map((name) => typed(name)))}.`;
    const near = nearIn(first, second, group);
    return {
      problem: 'unknown-command',
      what:
        second === '' ? say`${code(first)} is a group of commands.` : say`There is no ${code(`${first} ${second}`)}.`,
      todo: near.length === 0 ? all : oneOf(near),
    };
  }
  const names = [...commands.map(({ name }) => name), ...words.map(({ word }) => word)];
  const shown = (name: string) => typed(name);
  const grouped = nearGrouped(first, second, commands, words);
  const near = grouped.length > 0 ? oneOf(grouped) : didYouMean(first, names, [], shown);
  return {
    problem: 'unknown-command',
    what: say`There is no command ${code(first)}.`,
    todo: near.length > 0 ? say`${near} ${typed('help')} lists all.` : say`${typed('help')} lists all there are.`,
  };
}

const oneOf = (lines: readonly string[]): Spans => say`Did you mean ${list(lines.map(typed), 'or')}?`;

/** Names of the commands of a group. */
const groupOf = (head: string, commands: readonly Command[]): readonly string[] =>
  commands.map(({ name }) => name).filter((name) => name.startsWith(`${head} `));

/** Other words for the second word of a command, where its group has that one. */
const alsoSaid: Readonly<Record<string, string>> = { delete: 'remove', unsubscribe: 'remove' };

/** The commands of a group that a second word may mean. */
function nearIn(head: string, second: string, group: readonly string[]): readonly string[] {
  const seconds = group.map((name) => name.slice(head.length + 1));
  const said = alsoSaid[second];
  const near = said !== undefined && seconds.includes(said) ? [said] : nearest(second, seconds);
  const [best] = near;
  return (best === second ? [best] : near).map((one) => `${head} ${one}`);
}

/** Where the first word is nearer to the head of a group than to any command: those of its commands that the second may mean. */
function nearGrouped(
  first: string,
  second: string,
  commands: readonly Command[],
  words: readonly PlatformWord[],
): readonly string[] {
  const heads = new Set(commands.flatMap(({ name }) => (name.includes(' ') ? [name.slice(0, name.indexOf(' '))] : [])));
  const single = [
    ...commands.map(({ name }) => name).filter((name) => !name.includes(' ')),
    ...words.map(({ word }) => word),
  ];
  const [head = ''] = nearest(first, [...heads, ...single]);
  if (!heads.has(head)) return [];
  return nearIn(head, second === '' ? 'list' : second, groupOf(head, commands));
}

/** Puts each word to its option: by its key; else what is recognised, then what is mistyped but resembles something; else where a value is still missing, else to the rest. */
function sort(words: readonly Token[], { name, options, fixed }: Command): RawArgs | Problem {
  const entries = Object.entries(options);
  const raw: Record<string, string[]> = {};
  const give = (key: string, ...values: readonly string[]) => {
    raw[key] = [...(raw[key] ?? []), ...values];
  };
  const keyed = (key: string): readonly [string, Option<unknown>] | undefined =>
    entries.find(([own]) => own === key.toLowerCase());
  const restOption = entries.find(([, { rest }]) => rest);
  const bare: Token[] = [];
  let triesFixed = false;

  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const dashed = isDashed(word);
    const text = dashed ? word.text.slice(2) : word.text;
    const parted = word.parted === undefined ? undefined : word.parted - (dashed ? 2 : 0);
    const key = parted === undefined ? (dashed ? text : undefined) : text.slice(0, parted);
    const value = parted === undefined ? undefined : text.slice(parted + 1);
    if (key === undefined || !/^[a-z][a-z0-9-]*$/i.test(key)) {
      bare.push(word);
      continue;
    }
    const own = keyed(key);
    if (own !== undefined) {
      const [ownKey, option] = own;
      if (bare.length > 0 && fixed?.keys.includes(ownKey) === true) triesFixed = true;
      const next = words[at + 1];
      if (value !== undefined) give(ownKey, value);
      else if (option.flag !== undefined && !(option.choices ?? []).includes(next?.text.toLowerCase() ?? ''))
        give(ownKey, option.flag);
      else if (next !== undefined && !isDashed(next)) {
        give(ownKey, next.text);
        at += 1;
      } else return noValue(name, ownKey, option);
      continue;
    }
    if (restOption?.[1].keys?.includes(key.toLowerCase()) === true) {
      const next = value === undefined ? words[at + 1] : undefined;
      const taken = next !== undefined && !isDashed(next) ? next.text : undefined;
      if (taken !== undefined) at += 1;
      give(restOption[0], `${key.toLowerCase()}:${value ?? taken ?? ''}`);
      continue;
    }
    if (dashed || restOption === undefined || restOption[1].plainWords === true)
      return fixed?.keys.includes(key.toLowerCase()) === true ? fixed.why : unknownOption(name, key, entries);
    bare.push(word);
  }

  const free = () => entries.filter(([key, { rest }]) => !rest && raw[key] === undefined);
  // In turns, so that `price us-eats-1 m5.large` gives each word to whom it fits, whichever comes first.
  let left: readonly Token[] = bare;
  for (const fits of ['recognises', 'resembles'] as const) {
    left = left.filter(({ text, quoted }) => {
      const own = quoted ? undefined : free().find(([, option]) => option[fits](text));
      if (own !== undefined) give(own[0], text);
      return own === undefined;
    });
  }
  for (const { text } of left) {
    const open = free();
    const wanted =
      open.find(([, { isRequired }]) => isRequired) ?? restOption ?? open.find(([, option]) => option.bare);
    if (wanted === undefined) return noPlace(name, text, entries);
    give(wanted[0], text);
  }
  // `name:new` behind the name itself, which then stands where nothing can be made of it.
  const [restKey = '', rest] = restOption ?? [];
  const restWords = raw[restKey] ?? [];
  if (fixed !== undefined && triesFixed && restWords.length > 0 && isProblem(rest?.parse(restWords))) return fixed.why;
  return raw;
}

/** `--key`: never the value of the key before it, unless it stands in quotes. */
const isDashed = ({ quoted, text }: Token): boolean => !quoted && text.startsWith('--');

const noValue = (name: string, key: string, { shape }: Option<unknown>): Problem => ({
  problem: 'missing-value',
  what: say`${code(key)} of ${typed(name)} has no value.`,
  todo: say`Write ${code(`${key}:${shape}`)}.`,
});

function unknownOption(name: string, key: string, entries: readonly (readonly [string, Option<unknown>])[]): Problem {
  const known = entries.flatMap(([own, { keys = [] }]) => [own, ...keys]);
  const shown = (one: string) => code(`${one}:`);
  return {
    problem: 'unknown-option',
    what: say`${typed(name)} has no option ${code(key)}.`,
    todo: didYouMean(key, known, known.length > 0 ? say`It has ${list(known.map(shown))}.` : say`It has none.`, shown),
  };
}

const noPlace = (name: string, word: string, entries: readonly (readonly [string, Option<unknown>])[]): Problem => ({
  problem: 'bad-value',
  what: say`${typed(name)} does not know what to do with ${code(word)}.`,
  todo:
    entries.length > 0
      ? say`It takes ${list(entries.map(([key, { shape }]) => code(`${key}:${shape}`)))}; see ${typed(`help ${name}`)}.`
      : say`It takes nothing more.`,
});
