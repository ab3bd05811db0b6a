import { z } from 'zod';
import type { Action, Choice, Form } from '../../commands/reply/reply.ts';
import { FormSchema } from '../form-schema.ts';
import { limits } from './limits.ts';

/** What a button carries: the line that it stands for, and what else a press must bring along. It is never trusted: a press is parsed and authorised like typed text. */
export interface Pressed {
  readonly does: string;
  readonly form?: Form;
}

/** What a select carries: what is said around the words that are chosen, see `choiceLine`. */
export type Picked = Pick<Choice, 'before' | 'after' | 'first' | 'of'>;

const Carried = z.object({ does: z.string(), form: FormSchema.exactOptional() });

const Chosen = z.object({
  before: z.string(),
  after: z.string(),
  first: z.string().exactOptional(),
  of: z.enum(['one', 'many']),
});

/** The value of a button, JSON; undefined where Slack does not take so much, then the line is to be typed. */
export function valueOf({ does, form }: Pick<Action, 'does' | 'form'>): string | undefined {
  const value = JSON.stringify({ does, ...(form && { form }) });
  return value.length <= limits.buttonValue ? value : undefined;
}

/** What a button carried; undefined where it is none of ours. Never throws. */
export const readPress = (value: string): Pressed | undefined => Carried.safeParse(json(value)).data;

/**
 * The `block_id` of a select, JSON; undefined where Slack does not take so much, then the choice is told in words.
 * @param index Tells two selects of one message apart that say the same.
 */
export function pickOf({ before, after, first, of }: Picked, index?: number): string | undefined {
  const id = JSON.stringify({
    before,
    after,
    ...(first !== undefined && { first }),
    of,
    ...(index !== undefined && { index }),
  });
  return id.length <= limits.blockId ? id : undefined;
}

/** What a select carried; undefined where the id is none of ours. Never throws. */
export const readPick = (blockId: string): Picked | undefined => Chosen.safeParse(json(blockId)).data;

/** What happens at a press: `run` says the line, `form` opens a form first, `pick` says a line with what was chosen. */
export type PressKind = 'run' | 'form' | 'pick';

/** The `action_id` of a control. @param index Its place in the reply: ids of one message differ. */
export const actionId = (kind: PressKind, index: number): string => `${kind}.${index}`;

/** What a control does, by its `action_id`; undefined where it is none of ours. */
export const pressKind = (id: string): PressKind | undefined => {
  const kind = /^(run|form|pick)\.\d+$/.exec(id)?.[1];
  return kind === 'run' || kind === 'form' || kind === 'pick' ? kind : undefined;
};

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
