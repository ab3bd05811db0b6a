import { createHash } from 'node:crypto';
import { z } from 'zod';
import { harmless } from '../../core/text.ts';
import { FormSchema } from '../form-schema.ts';
import { lineLimit } from '../tokens.ts';
import { limits } from './limits.ts';

const Pressed = z.object({ does: z.string(), form: FormSchema });
const Picked = z.object({
  before: z.string(),
  after: z.string(),
  first: z.string().exactOptional(),
  of: z.enum(['one', 'many']),
});

/** What a control carries; see {@link Carried}. */
export const Carried = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), does: z.string() }),
  z.object({ kind: z.literal('form'), ...Pressed.shape }),
  z.object({ kind: z.literal('pick'), ...Picked.shape }),
]);

/**
 * What a control carries: the line that it says (`run`), the line and what a form asks before it is said (`form`), or what is
 * said around the words that are chosen (`pick`, see `choiceLine`). It is never trusted: a press is parsed and authorised like
 * typed text.
 */
export type Carried = z.infer<typeof Carried>;

/** What an id does not hold: whoever posts the message stores it first. Equal contents have equal ids. */
export interface Kept {
  /** 22 characters of base64url. */
  readonly id: string;
  readonly carries: Carried;
}

/** The `custom_id` of a control, and what must be stored for it. */
export interface PressId {
  readonly id: string;
  readonly kept?: Kept;
}

/** JSON that is kept for one control, in UTF-16 code units: a line that is read, with all of it quoted, and what a form asks. */
const keptCharacters = 2 * lineLimit;
/** 132 bits: two contents that differ do not share an id. */
const hashCharacters = 22;

/**
 * The `custom_id` of a control. It carries the line itself where it fits, so that it works days later and without the store.
 * Undefined where it is more than is kept: then the line is to be typed.
 * @param index The place of the control in the reply: ids of one message differ.
 */
export function idOf(carried: Carried, index: number): PressId | undefined {
  const own = ownOf(carried, index);
  // Discord may take away what is not seen, and spaces at the end.
  if (own.length <= limits.customId && harmless(own) === own && own.trim() === own) return { id: own };
  const json = JSON.stringify(carried);
  if (json.length > keptCharacters) return undefined;
  const id = createHash('sha256').update(json).digest('base64url').slice(0, hashCharacters);
  return { id: `k${index}|${id}`, kept: { id, carries: carried } };
}

function ownOf(carried: Carried, index: number): string {
  switch (carried.kind) {
    case 'run':
      return `r${index}|${carried.does}`;
    case 'form': {
      const { does, form } = carried;
      return `f${index}|${JSON.stringify({ does, form })}`;
    }
    case 'pick': {
      const { before, after, first, of } = carried;
      return `p${index}|${JSON.stringify({ before, after, ...(first !== undefined && { first }), of })}`;
    }
  }
}

/** What a `custom_id` says: what it carries, or that this is kept under an id. */
export type ReadId = Carried | { readonly kind: 'kept'; readonly id: string };

/** What a control carries by its `custom_id`; undefined where it is none of ours. Never throws. */
export function readId(customId: string): ReadId | undefined {
  const [, kind = '', rest = ''] = /^([rfpk])\d{1,4}\|([^]*)$/.exec(customId) ?? [];
  switch (kind) {
    case 'r':
      return { kind: 'run', does: rest };
    case 'f': {
      const { data } = Pressed.safeParse(json(rest));
      return data && { kind: 'form', ...data };
    }
    case 'p': {
      const { data } = Picked.safeParse(json(rest));
      return data && { kind: 'pick', ...data };
    }
    case 'k':
      return /^[\w-]{22}$/.test(rest) ? { kind: 'kept', id: rest } : undefined;
  }
  return undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
