import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { FormField } from '../../commands/reply/reply.ts';
import { fieldNames, isOptional, reasonLetters, type FormAsked } from '../form-line.ts';
import { limits } from './limits.ts';
import type { Pressed } from './press.ts';
import type { SlackOrigin } from './read.ts';
import { typedText } from './unescape.ts';

/** The form that asks what a press must bring along. */
export const formCallback = 'form';

/** Slack, "Modals": letters of a title and of its buttons. */
const titleLetters = 24;
/** What a form carries from its press to its answer, at most. */
const metadataLetters = 3_000;
/** Slack, "Block Kit: section": letters of a text. */
const sectionLetters = 3_000;

const Carried = z.object({
  does: z.string(),
  typed: z.string().optional(),
  reason: z.boolean().optional(),
  until: z.boolean().optional(),
  fields: z
    .array(z.object({ key: z.string(), value: z.string().exactOptional(), optional: z.boolean().exactOptional() }))
    .optional(),
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
export interface Carried extends FormAsked {
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
  const { about: told, act = label.split(' ')[0] || 'Confirm', fields = [], ...asks } = form;
  // Of a field what its answer is held against.
  const kept = fields.map(({ key, value, optional: may }) => ({
    key,
    ...(value !== undefined && { value }),
    ...(may !== undefined && { optional: may }),
  }));
  const carried: Carried = { does, ...asks, ...(kept.length > 0 && { fields: kept }), from };
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
      ...(typed === undefined ? [] : [textInput(fieldNames.typed, `Type ${typed} to confirm`, false)]),
      ...fields.map(optionInput),
      ...(reason === true ? [textInput(fieldNames.reason, 'Why', isOptional(does))] : []),
      ...(until === true ? [dayInput] : []),
    ],
  };
}

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
    ...(block === fieldNames.reason && { multiline: true, max_length: reasonLetters }),
  },
});

/** Slack, "Block Kit: plain-text input" and "select": letters of what stands in an empty field. */
const hintLetters = 150;

/** An option of the line, as it is now. */
function optionInput({ key, label, value, hint, optional = false, choices }: FormField): KnownBlock {
  const shared = {
    type: 'input',
    block_id: key,
    optional,
    label: plainText(label, labelLetters),
  } as const;
  const placeholder = hint === undefined ? {} : { placeholder: plainText(hint, hintLetters) };
  if (choices === undefined)
    return {
      ...shared,
      element: { type: 'plain_text_input', action_id: key, ...placeholder, ...(value && { initial_value: value }) },
    };
  const options = choices.map((choice) => ({ text: plainText(choice, limits.optionText), value: choice }));
  const initial = options.find((one) => one.value === value);
  return {
    ...shared,
    element: {
      type: 'static_select',
      action_id: key,
      options,
      ...placeholder,
      ...(initial && { initial_option: initial }),
    },
  };
}

const dayInput: KnownBlock = {
  type: 'input',
  block_id: fieldNames.until,
  optional: true,
  label: { type: 'plain_text', text: 'Until' },
  element: { type: 'datepicker', action_id: fieldNames.until },
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
