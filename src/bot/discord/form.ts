import type { APILabelComponent, APIModalInteractionResponseCallbackData } from 'discord.js';
import type { FormField } from '../../commands/reply/reply.ts';
import { code, harmless, say, type Spans } from '../../core/text.ts';
import { fieldNames, isOptional, reasonLetters } from '../form-line.ts';
import { plainly, shortened, typed as lineTyped } from '../plain-words.ts';
import { componentTypes, inputStyles, textDisplay } from './components.ts';
import { limits } from './limits.ts';
import { markdown, written } from './markup.ts';
import type { Carried } from './press.ts';

/** Where a form was asked for. */
export interface FormOf {
  /** The `custom_id` of the button: the form has the same, so that its answer says what the press did. */
  readonly id: string;
  /** What stands on the button; its first word is the act, where the form does not say it. */
  readonly label: string;
  /** What the message is about that it stands in, see {@link aboutOf}. */
  readonly about?: string | undefined;
  /** `/ec2`. */
  readonly command: string;
}

/** Characters of the line that a form is about; more is cut. */
const lineCharacters = 300;
/** Characters of what it is about, and of the word that is asked for. */
const aboutCharacters = 1_000;
/** A day as it is typed. */
const dayLike = '2027-03-01';

/** What a message is about: its first line, in our own markdown, without the mark of a heading. @param text The first text display. */
export const aboutOf = (text: string): string => (text.split('\n')[0] ?? '').replace(/^(?:#{1,3}|-#) /, '');

/**
 * The form of a press (Interactions: Receiving and Responding, "Modal"), which must be the first answer to it. Discord shows no
 * faults in it: it closes, and what is wrong is told afterwards.
 */
export function formView(
  { does, form }: Extract<Carried, { readonly kind: 'form' }>,
  { id, label, about, command }: FormOf,
): APIModalInteractionResponseCallbackData {
  const { about: told, act = label.split(' ')[0] ?? '', typed, reason, until, fields = [] } = form;
  const asks = typed === undefined ? '' : `Type ${harmless(typed)} to confirm`;
  const isShort = asks.length <= limits.label;
  const line = (spans: Spans): string => written(spans, markdown(command)).join('');
  const top = [
    told === undefined ? (about ?? '') : line([plainly(shortened(told, aboutCharacters))]),
    line([code(shortened(lineTyped(does, command), lineCharacters))]),
    ...(typed === undefined || isShort ? [] : [line(say`To type: ${code(shortened(typed, aboutCharacters))}`)]),
  ];
  const asked = [
    ...(typed === undefined
      ? []
      : [field(fieldNames.typed, isShort ? asks : 'Type what is said above to confirm', { required: true })]),
    ...fields.map(optionField),
    ...(reason === true
      ? [field(fieldNames.reason, 'Why', { required: !isOptional(does), letters: reasonLetters })]
      : []),
    ...(until === true ? [field(fieldNames.until, 'Until', { required: false, like: dayLike })] : []),
  ];
  return {
    custom_id: id,
    title: shortened(harmless(act).trim() || 'Confirm', limits.modalTitle),
    components: [
      // Where fields take all the room, the message that it was opened from says what it is about.
      ...(asked.length < limits.modalComponents ? [textDisplay(top.filter((words) => words !== '').join('\n'))] : []),
      ...asked.slice(0, limits.modalComponents),
    ],
  };
}

/** An option of the line, as it is now. */
function optionField({ key, label, value, hint, optional = false, choices }: FormField): APILabelComponent {
  if (choices === undefined)
    return field(key, label, {
      required: !optional,
      ...(hint !== undefined && { like: hint }),
      ...(value && { value }),
    });
  return {
    type: componentTypes.label,
    label: shortened(label, limits.label),
    component: {
      type: componentTypes.stringSelect,
      custom_id: key,
      required: !optional,
      ...(hint !== undefined && { placeholder: shortened(hint, limits.placeholder) }),
      options: choices
        .slice(0, limits.selectOptions)
        .map((choice) => ({ label: choice, value: choice, ...(choice === value && { default: true }) })),
    },
  };
}

interface Asks {
  readonly required: boolean;
  /** Letters at most, in several lines. */
  readonly letters?: number;
  /** What may be typed. */
  readonly like?: string;
  /** What stands in it. */
  readonly value?: string;
}

const field = (name: string, label: string, { required, letters, like, value }: Asks): APILabelComponent => ({
  type: componentTypes.label,
  label: shortened(label, limits.label),
  component: {
    type: componentTypes.textInput,
    custom_id: name,
    style: letters === undefined ? inputStyles.short : inputStyles.paragraph,
    required,
    ...(letters !== undefined && { max_length: letters }),
    ...(like !== undefined && { placeholder: shortened(like, limits.inputPlaceholder) }),
    ...(value !== undefined && { value }),
  },
});
