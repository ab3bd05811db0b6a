import type { Button, Field, InputBlock, Option, Select, Words } from './block-kit.ts';
import { chosenHtml } from './choose-html.ts';
import { markup, type Html } from './html.ts';
import { mrkdwn, type Reading } from './mrkdwn.ts';

/** What a press leads to, besides how words are read. */
export interface Controls extends Reading {
  /** Address of the page that shows what a button does; undefined: none does. */
  pressed(value: string, label: string): string | undefined;
  /** The same of a choice of one. @param blockId Of the block that the select stands in. */
  picked(blockId: string, word: string): string | undefined;
}

/** Plain words, or marked ones. */
export const wordsHtml = (words: Words, reading: Reading): Html =>
  words.type === 'plain_text' ? markup`${words.text}` : mrkdwn(words.text, reading);

/** A button: a link to what it does, where there is such a page. */
export function buttonHtml({ text, value, style, accessibility_label: aloud }: Button, controls: Controls): Html {
  const look = `button ${style ?? ''}`.trim();
  const page = value === undefined ? undefined : controls.pressed(value, text.text);
  const label = aloud ?? text.text;
  return page === undefined
    ? markup`<span class="${look}" role="button" aria-disabled="true" aria-label="${label}">${text.text}</span>`
    : markup`<a class="${look}" href="${page}" aria-label="${label}">${text.text}</a>`;
}

/** A select: closed it shows what is chosen, opened what there is. */
export function selectHtml(select: Select, blockId: string, controls: Controls): Html {
  const many = select.type === 'multi_static_select';
  const chosen = select.initial_options ?? (select.initial_option === undefined ? [] : [select.initial_option]);
  const label = select.placeholder?.text ?? 'Choose';
  const head =
    chosen.length === 0
      ? markup`<span class="placeholder">${label}</span>`
      : markup`<span class="chips">${chosen.map(({ text }) => markup`<span class="chip">${wordsHtml(text, controls)}</span>`)}</span>`;
  return markup`<details class="select${many ? ' many' : ''}">
    <summary aria-label="${label}">${head}</summary>
    <ul>
      ${select.options.map((option) => markup`<li>${optionHtml(option, many ? undefined : controls.picked(blockId, option.value), controls)}</li>`)}
    </ul>
  </details>`;
}

function optionHtml({ text, description }: Option, page: string | undefined, reading: Reading): Html {
  const inside = markup`${wordsHtml(text, reading)}${description && markup`<small>${wordsHtml(description, reading)}</small>`}`;
  return page === undefined ? inside : markup`<a href="${page}">${inside}</a>`;
}

/** A field of a form, with its label. */
export function inputHtml({ label, element, hint, optional, block_id: id = '' }: InputBlock, controls: Controls): Html {
  return markup`<label class="input"><span class="label">${label.text}${optional === true && markup` <em>(optional)</em>`}</span>
    ${fieldHtml(element, id, optional !== true, controls)}${hint && markup`<small>${hint.text}</small>`}</label>`;
}

/** The names of fields are those of their blocks: that is how Slack tells of them. */
function fieldHtml(field: Field, id: string, wanted: boolean, controls: Controls): Html {
  const required = wanted ? markup` required` : undefined;
  switch (field.type) {
    case 'plain_text_input':
      return field.multiline === true
        ? markup`<textarea name="${id}" rows="3" maxlength="${field.max_length ?? longest}" ${required}>${field.initial_value}</textarea>`
        : markup`<input
            name="${id}"
            maxlength="${field.max_length ?? longest}"
            placeholder="${field.placeholder?.text}"
            value="${field.initial_value}"
            autocomplete="off"
            ${required}
          />`;
    case 'datepicker':
      return markup`<input name="${id}" type="date" value="${field.initial_date}" ${required} />`;
    case 'static_select':
      return chosenHtml(
        id,
        field.placeholder?.text ?? 'Choose',
        field.options.map(chosenFrom(field.initial_option)),
        required,
      );
    case 'multi_static_select':
      return selectHtml(field, id, controls);
  }
}

const chosenFrom = (initial: Option | undefined) => (option: Option) => ({
  label: option.text.text,
  value: option.value,
  chosen: option.value === initial?.value,
});

/** docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element: characters of a field. */
const longest = 3_000;
