import { harmless, speak, type Spans, type Speakable } from '../../core/text.ts';
import type { Picture } from './picture.ts';

/** How an answer is meant; told in a word and a colour. */
export type Tone = 'plain' | 'good' | 'warning' | 'danger' | 'problem';

/** A neutral answer. It knows no platform and holds no markup; each platform's `render` shows it. */
export interface Reply {
  readonly tone: Tone;
  readonly title: Spans;
  readonly blocks: readonly Block[];
  /** The title says itself how it is meant: no word for the tone stands before it. */
  readonly worded?: true;
  /** Not all of what was asked was done: a script must not take it for a success. */
  readonly undone?: true;
  /** Key of the change that it is about: what is said of one change belongs together. */
  readonly change?: string;
  /** What is to reach somebody besides: where the reply takes the place of another, nobody is told of that. */
  readonly aloud?: Aloud;
}

/** A line for somebody who may look elsewhere. A platform tells those whom it knows. */
export interface Aloud {
  /** Persons, or groups and channels whose members are meant. */
  readonly to: readonly { readonly id: string; readonly name: string }[];
  readonly says: Spans;
}

/** Closed, and switched over without default: a new kind does not compile until every renderer shows it. */
export type Block = Text | Fields | Table | Picture | CodeBlock | Choice | Actions | Note;

/** A paragraph. */
export interface Text {
  readonly kind: 'text';
  readonly spans: Spans;
}

/** Labels with values, in order. */
export interface Fields {
  readonly kind: 'fields';
  readonly fields: readonly { readonly label: string; readonly value: Spans }[];
}

/** Cells are spans. Where the width does not hold all columns, those with the highest `rank` go first; rank 0 always stays. */
export interface Table {
  readonly kind: 'table';
  /** No column may go: those that the width does not hold stand below, the first column before them again. */
  readonly folds?: true;
  /** All of each row in words, in order: told instead where the width does not hold all columns, and lines may be of any length. */
  readonly lines?: readonly Spans[];
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Spans[])[];
}

/** A column of a table; `rank` says which goes first for lack of width, `wraps` that its cells are sentences, which go on in further lines instead of being cut. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly rank: number;
  readonly wraps: boolean;
}

/** Lines to copy as they are: never broken, whatever the width. Control characters are replaced. */
export interface CodeBlock {
  readonly kind: 'code';
  readonly lines: readonly string[];
}

/** One of a list, or several: what is chosen completes a line. */
export interface Choice {
  readonly kind: 'choice';
  /** What is asked: `Which one?` */
  readonly label: string;
  /** Of `many` all are chosen to begin with. */
  readonly of: 'one' | 'many';
  readonly options: readonly Option[];
  /** What is said for a choice, around its words: see {@link choiceLine}. */
  readonly before: string;
  readonly after: string;
  /** Said first, where what is chosen takes the place of something: the line that takes it back. */
  readonly first?: string;
}

/** Something that can be chosen, and the word of the grammar that names it. */
export interface Option {
  readonly word: string;
  readonly label: string;
  readonly about?: string;
}

/** What can be done next. */
export interface Actions {
  readonly kind: 'actions';
  readonly actions: readonly Action[];
}

/** A line aside: source, date, what was left out. */
export interface Note {
  readonly kind: 'note';
  readonly spans: Spans;
}

/** A button is a command line: whatever a button does can also be typed. Presses are parsed, authorised and answered like typed text. */
export interface Action {
  readonly label: string;
  /** What to type for the same, made with {@link line}. */
  readonly does: string;
  readonly style: 'normal' | 'primary' | 'danger';
  /** A press wants more than the line: the word that must follow it, a reason. */
  readonly form?: Form;
}

/** What a press must bring along. */
export interface Form {
  /** What the press is about, in words, at most some 300 characters: said where it is asked for. */
  readonly about?: string;
  /** What is done by it, in a word, where the label says another: `Terminate`. */
  readonly act?: string;
  /** The word to type after the line, where one is asked. */
  readonly typed?: string;
  readonly reason?: boolean;
  /** A day may be said as well, until when it holds. */
  readonly until?: boolean;
  /** Options that may be said with the line, at most five (a form of Discord's holds no more). */
  readonly fields?: readonly FormField[];
}

/** An option of the line that a form fills in. */
export interface FormField {
  /** Its key: what is filled in is said as `key:value`. */
  readonly key: string;
  /** At most 45 characters (Discord, "Label"). */
  readonly label: string;
  /** As it is now, and stands in the field: what is left as it is is not said. Emptied, `key:none` is. */
  readonly value?: string;
  /** What a value looks like. */
  readonly hint?: string;
  /** It may be empty. */
  readonly optional?: boolean;
  /** It is one of these. */
  readonly choices?: readonly string[];
}

/**
 * A command line from words; each value is quoted where it must be, so that the grammar reads back exactly these words.
 * @example line`list ${'tag:env=dev'} page:${2}`
 */
export function line(parts: TemplateStringsArray, ...values: readonly (string | number | readonly string[])[]): string {
  return parts
    .map((part, index) => {
      const value = values[index];
      if (value === undefined) return part;
      return part + (typeof value === 'object' ? value.map(quoted).join(' ') : quoted(String(value)));
    })
    .join('');
}

/** One word of the grammar: as it is where it is plain, else in double quotes, with backslashes before backslashes and before every sign that closes such quotes. */
export const quoted = (word: string): string => (/^(?!--)[\p{L}\p{N}_.:=/@+*,-]+$/u.test(word) ? word : inQuotes(word));

/** One word in double quotes: it is a value then, whatever it looks like. */
export const inQuotes = (word: string): string => `"${word.replace(/["\\\u201C-\u201F\u00AB\u00BB\uFF02]/g, '\\$&')}"`;

/** An answer; blocks that are undefined are left out. */
export const reply = (tone: Tone, title: Speakable, ...blocks: readonly (Block | undefined)[]): Reply => ({
  tone,
  title: speak(title),
  blocks: blocks.filter((block) => block !== undefined),
});

/** An answer about one change. @param change Its key. */
export const replyAbout = (change: string, ...rest: Parameters<typeof reply>): Reply => ({ ...reply(...rest), change });

/** A paragraph of plain text or spans. */
export const paragraph = (spans: Speakable): Text => ({ kind: 'text', spans: speak(spans) });
/** A line aside. */
export const note = (spans: Speakable): Note => ({ kind: 'note', spans: speak(spans) });

/** Fields with their empty ones left out; nothing where all are empty. */
export function fields(
  ...pairs: readonly (readonly [label: string, value: Speakable | undefined])[]
): Fields | undefined {
  const kept = pairs.flatMap(([label, value]) =>
    value === undefined || value === '' ? [] : [{ label, value: speak(value) }],
  );
  return kept.length > 0 ? { kind: 'fields', fields: kept } : undefined;
}

/** A table; cells that are text become spans. */
export const table = (columns: readonly Column[], rows: readonly (readonly Speakable[])[]): Table => ({
  kind: 'table',
  columns,
  rows: rows.map((row) => row.map((cell) => speak(cell))),
});

/** A table whose columns are compared, the first being what they are compared in: see {@link Table.folds}. */
export const comparison = (columns: readonly Column[], rows: readonly (readonly Speakable[])[]): Table => ({
  ...table(columns, rows),
  folds: true,
});

/** A column: `column('$/hour', 'right', 1)`. */
export const column = (title: string, align: Column['align'] = 'left', rank = 0): Column => ({
  title,
  align,
  rank,
  wraps: false,
});

/** A column of sentences. */
export const prose = (title: string, rank = 0): Column => ({ title, align: 'left', rank, wraps: true });

/** A row of actions; nothing where there is none. */
export const actions = (...all: readonly (Action | undefined)[]): Actions | undefined => {
  const kept = all.filter((one) => one !== undefined);
  return kept.length > 0 ? { kind: 'actions', actions: kept } : undefined;
};

/** One action; its line is made with {@link line}. */
export const action = (label: string, does: string, style: Action['style'] = 'normal', form?: Form): Action => ({
  label: harmless(label),
  does,
  style,
  ...(form && { form }),
});

/** Something that can be chosen. What is shown of it is made harmless; its word is said as it is. @param label Shown for it. */
export const option = (word: string, label: string, about?: string): Option => ({
  word,
  label: harmless(label),
  ...(about !== undefined && { about: harmless(about) }),
});

/** The line that a choice makes. */
export const choiceLine = ({ before, after }: Pick<Choice, 'before' | 'after'>, words: readonly string[]): string =>
  `${before}${words.map(quoted).join(' ')}${after}`;

/** Every action of a reply, in order. */
export const actionsOf = (all: Reply): readonly Action[] =>
  all.blocks.flatMap((block) => (block.kind === 'actions' ? block.actions : []));

/** The reply with those of its actions that are wanted. */
export const withActions = (all: Reply, wanted: (one: Action) => boolean): Reply => ({
  ...all,
  blocks: all.blocks.flatMap((block): readonly Block[] => {
    if (block.kind !== 'actions') return [block];
    const kept = actions(...block.actions.filter(wanted));
    return kept === undefined ? [] : [kept];
  }),
});

/** The reply with more blocks; what can be done next stands last. */
export function beforeActions(all: Reply, more: readonly Block[]): Reply {
  const end = all.blocks.at(-1)?.kind === 'actions' ? all.blocks.length - 1 : all.blocks.length;
  return { ...all, blocks: all.blocks.toSpliced(end, 0, ...more) };
}
