import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { quoted } from '../../commands/reply/reply.ts';
import { reasonIn } from '../../core/people/reason.ts';
import { holdsSecret } from '../../core/secrets.ts';
import type { Pressed } from './press.ts';
import type { SlackOrigin } from './read.ts';
import { typedText } from './unescape.ts';

/** The form that asks what a press must bring along. */
export const formCallback = 'form';

/** Blocks of the form; errors are told at them. */
const blocks = { typed: 'typed', reason: 'reason', until: 'until' } as const;

/** Slack, "Modals": letters of a title and of its buttons. */
const titleLetters = 24;
/** What a form carries from its press to its answer, at most. */
const metadataLetters = 3_000;
/** Slack, "Block Kit: section": letters of a text. */
const sectionLetters = 3_000;
/** Longest reason, as the grammar takes it. */
const reasonLetters = 500;

const Carried = z.object({
  does: z.string(),
  typed: z.string().optional(),
  reason: z.boolean().optional(),
  until: z.boolean().optional(),
  from: z.object({
    user: z.string(),
    team: z.string().optional(),
    channel: z.string().optional(),
    near: z.string().optional(),
    direct: z.boolean().optional(),
    thread: z.string().optional(),
    responseUrl: z.string().optional(),
    pressed: z.object({ id: z.string(), hidden: z.boolean(), lists: z.boolean().optional() }).optional(),
    home: z.boolean().optional(),
  }),
});

/** A press that waits for its form. */
export interface Carried {
  readonly does: string;
  readonly typed?: string | undefined;
  readonly reason?: boolean | undefined;
  readonly until?: boolean | undefined;
  readonly from: SlackOrigin;
}

/** Where a form was asked for. */
export interface FormOf {
  /** What stands on the button; its first word is the act, where the form does not say it. */
  readonly label: string;
  /** The message that it stands in, in words, as Slack sends it: its first line is told. */
  readonly about?: string | undefined;
  readonly from: SlackOrigin;
  /** `/ec2`. */
  readonly command: string;
}

/** What a message is about: its first line. */
export const aboutOf = (text: string): string => text.split('\n')[0] ?? '';

/** The form of a press; undefined where it would carry too much. */
export function formView({ does, form = {} }: Pressed, { label, about, from, command }: FormOf): ModalView | undefined {
  const { about: told, act = label.split(' ')[0] || 'Confirm', ...asks } = form;
  const carried: Carried = { does, ...asks, from };
  const metadata = JSON.stringify(carried);
  if (metadata.length > metadataLetters) return undefined;
  const { typed, reason, until } = form;
  return {
    type: 'modal',
    callback_id: formCallback,
    private_metadata: metadata,
    title: plainText(act, titleLetters),
    submit: plainText(act, titleLetters),
    close: plainText('Not now', titleLetters),
    blocks: [
      {
        type: 'section',
        text: plainText(
          [told ?? (about === undefined ? '' : typedText(aboutOf(about))), `${command} ${does}`]
            .filter((words) => words !== '')
            .join('\n'),
          sectionLetters,
        ),
      },
      ...(typed === undefined ? [] : [textInput(blocks.typed, `Type ${typed} to confirm`, false)]),
      ...(reason === true ? [textInput(blocks.reason, 'Why', isOptional(does))] : []),
      ...(until === true ? [dayInput] : []),
    ],
  };
}

/** A confirmation that asks for a reason is nothing without one; what says no, or keeps, may do without. */
const isOptional = (does: string): boolean => !/^(confirm|keep)\b/.test(does);

const plainText = (text: string, most: number) => ({
  type: 'plain_text' as const,
  text: text.length > most ? `${text.slice(0, most - 1)}…` : text,
});

/** Slack, "Block Kit: input": letters of a label. */
const labelLetters = 2_000;

const textInput = (block: string, label: string, optional: boolean): KnownBlock => ({
  type: 'input',
  block_id: block,
  optional,
  label: plainText(label, labelLetters),
  element: {
    type: 'plain_text_input',
    action_id: block,
    ...(block === blocks.reason && { multiline: true, max_length: reasonLetters }),
  },
});

const dayInput: KnownBlock = {
  type: 'input',
  block_id: blocks.until,
  optional: true,
  label: { type: 'plain_text', text: 'Until' },
  element: { type: 'datepicker', action_id: blocks.until },
};

/** What a form brought along; undefined: it is none of ours. */
export function readCarried(metadata: string): Carried | undefined {
  try {
    const read = Carried.safeParse(JSON.parse(metadata));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

/** What is wrong in the fields, by block: told there, and the form stays. Whether the press itself may be done is found out afterwards. */
export function wrongIn(
  { does, typed, reason }: Carried,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  const wrong: Record<string, string> = {};
  if (typed !== undefined && values[blocks.typed]?.trim() !== typed)
    wrong[blocks.typed] = `This is not what was asked for: ${typed}`;
  const said = values[blocks.reason];
  if (reason === true && reasonIn(said) === undefined && (said !== undefined || !isOptional(does)))
    wrong[blocks.reason] = 'Say why, in words.';
  else if (said !== undefined && holdsSecret(said))
    wrong[blocks.reason] = 'No passwords, keys and tokens: a reason is kept and told.';
  return wrong;
}

/** The line that a form makes. */
export function lineOf({ does, typed }: Carried, values: Readonly<Record<string, string>>): string {
  const reason = values[blocks.reason]?.replaceAll(/\s+/g, ' ').trim() ?? '';
  const until = values[blocks.until] ?? '';
  return [
    does,
    ...(typed === undefined ? [] : [quoted(typed)]),
    ...(reason === '' ? [] : [`reason:${quoted(reason)}`]),
    ...(until === '' ? [] : [`until:${until}`]),
  ].join(' ');
}
