import { isData, numberOr, type Data } from '../json.ts';

/** Where components stand: in a message of components alone, in a message of the old kind, or in a modal. */
export type Surface = 'components' | 'legacy' | 'modal';

/** One thing that is wrong with a payload. */
export interface Violation {
  /** What, in Discord's words where they are known. */
  readonly what: string;
  /** JSON pointer to it, such as `/components/0/label`. */
  readonly at: string;
  /** Whether Discord refuses the payload for it; what it would take, though it should not be sent, is told all the same. */
  readonly refused: boolean;
}

/** A payload under examination: what was found so far, and what is counted over all of it. */
export interface Check {
  readonly surface: Surface;
  readonly found: Violation[];
  readonly customIds: Set<string>;
  readonly ids: Set<number>;
  readonly totals: { components: number; text: number };
  /** What people read that may hold mentions. */
  readonly texts: string[];
  /** Names of the files that may be referred to, and of those that were. */
  readonly files: ReadonlySet<string>;
  readonly shown: Set<string>;
}

/** Begins an examination. */
export const startCheck = (surface: Surface, files: readonly string[] = []): Check => ({
  surface,
  found: [],
  customIds: new Set(),
  ids: new Set(),
  totals: { components: 0, text: 0 },
  texts: [],
  files: new Set(files),
  shown: new Set(),
});

/** Discord refuses it. */
export const refuse = (check: Check, what: string, at: string): void => {
  check.found.push({ what, at, refused: true });
};

/** Discord takes it, but it should not be sent. */
export const frown = (check: Check, what: string, at: string): void => {
  check.found.push({ what, at, refused: false });
};

/** An object, or undefined where it is none. */
export function object(check: Check, value: unknown, at: string): Data | undefined {
  if (isData(value)) return value;
  refuse(check, value === undefined ? 'This field is required' : 'Only dictionaries may be used in a DictType', at);
  return undefined;
}

/** A field that must be there. */
export function required(check: Check, value: unknown, at: string): void {
  if (value === undefined || value === null) refuse(check, 'This field is required', at);
}

/** A string from one character up to a length; nothing is said of one that is left out. */
export function length(check: Check, value: unknown, at: string, most: number, least = 1): void {
  if (value === undefined || value === null) return;
  if (typeof value !== 'string') return refuse(check, 'Could not interpret as string', at);
  if (value.length >= least && value.length <= most) return;
  refuse(
    check,
    least === 0 ? `Must be ${most} or fewer in length.` : `Must be between ${least} and ${most} in length.`,
    at,
  );
}

/** A list of so many items; an empty one where it is none. */
export function items(check: Check, value: unknown, at: string, most: number, least = 1): readonly unknown[] {
  if (value === undefined || value === null) {
    if (least > 0) refuse(check, 'This field is required', at);
    return [];
  }
  if (!Array.isArray(value)) {
    refuse(check, 'Only iterables may be used in a ListType', at);
    return [];
  }
  if (value.length > most || value.length < least) refuse(check, `Must be between ${least} and ${most} in length.`, at);
  return value;
}

/** A whole number within bounds; nothing is said of one that is left out. */
export function whole(check: Check, value: unknown, at: string, least: number, most: number): void {
  if (value === undefined || value === null) return;
  if (!Number.isInteger(value)) return refuse(check, 'Value is not int', at);
  if (numberOr(value, 0) < least || numberOr(value, 0) > most)
    refuse(check, `int value should be between ${least} and ${most}.`, at);
}

/** One of a few values; nothing is said of one that is left out. */
export function oneOf(check: Check, value: unknown, at: string, values: readonly unknown[]): void {
  if (value !== undefined && value !== null && !values.includes(value))
    refuse(check, `Value must be one of {${values.join(', ')}}.`, at);
}

/** The part of an answer that says what is wrong with a form, nested as the form is (Discord, "API Reference", "Error Messages"). The codes of single fields are not imitated. */
export function formErrors(violations: readonly Violation[]): Data {
  interface Node {
    [key: string]: Node | { code: string; message: string }[];
  }
  const root: Node = {};
  for (const { what, at } of violations) {
    let node = root;
    for (const key of at.split('/').slice(1)) {
      const next = node[key];
      const inner: Node = next === undefined || Array.isArray(next) ? {} : next;
      node[key] = inner;
      node = inner;
    }
    const before = node['_errors'];
    node['_errors'] = [...(Array.isArray(before) ? before : []), { code: 'INVALID', message: what }];
  }
  return root;
}
