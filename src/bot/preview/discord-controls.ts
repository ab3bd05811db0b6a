import type { Button, Label, Option, Select } from './discord-components.ts';
import { chosenHtml } from './choose-html.ts';
import { markup, type Html } from './html.ts';

/** What a press leads to. */
export interface DiscordControls {
  /** Address of the page that shows what a button does; undefined: none does. */
  pressed(customId: string, label: string): string | undefined;
  /** The same of a choice of one. */
  picked(customId: string, word: string): string | undefined;
}

/** Components Reference, "Button Styles". */
const styles: Readonly<Record<number, string>> = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger', 5: 'link' };

/** A button: a link to what it does, where there is such a page. */
export function buttonHtml(
  { style, label, custom_id: id, url, disabled = false }: Button,
  controls: DiscordControls,
): Html {
  const look = `button ${styles[style] ?? ''}`.trim();
  const page = id === undefined || disabled ? undefined : controls.pressed(id, label);
  if (url !== undefined && /^https?:\/\//i.test(url))
    return markup`<a class="${look}" href="${url}" target="_blank" rel="noreferrer noopener">${label}</a>`;
  return page === undefined
    ? markup`<span class="${look}" role="button" aria-disabled="true">${label}</span>`
    : markup`<a class="${look}" href="${page}">${label}</a>`;
}

/** A select: closed it shows what is chosen, opened what there is. */
export function selectHtml(select: Select, controls: DiscordControls): Html {
  const many = (select.max_values ?? 1) > 1;
  const chosen = select.options.filter(({ default: isChosen }) => isChosen === true);
  const label = select.placeholder ?? 'Make a selection';
  const head =
    chosen.length === 0
      ? markup`<span class="placeholder">${label}</span>`
      : markup`<span class="chips">${chosen.map((one) => markup`<span class="chip">${one.label}</span>`)}</span>`;
  return markup`<details class="select${many ? ' many' : ''}">
    <summary aria-label="${label}">${head}</summary>
    <ul>
      ${select.options.map((option) => markup`<li>${optionHtml(option, many ? undefined : controls.picked(select.custom_id, option.value))}</li>`)}
    </ul>
  </details>`;
}

function optionHtml({ label, description }: Option, page: string | undefined): Html {
  const inside = markup`${label}${description !== undefined && markup`<small>${description}</small>`}`;
  return page === undefined ? inside : markup`<a href="${page}">${inside}</a>`;
}

/** Components Reference, "Text Input": characters of a field. */
const longest = 4_000;

/** A field of a form, with its label. Discord tells of it by its `custom_id`, which is its name here. */
export function labelHtml({ label, description, component: field }: Label): Html {
  // Components Reference, "Text Input": left out, it is required.
  const required = field.required !== false;
  return markup`<label class="input"
    ><span class="label">${label}${required && markup`<span class="star" aria-hidden="true"> *</span>`}</span
    >${description !== undefined && markup`<small>${description}</small>`}${fieldHtml(field, required ? markup` required` : undefined)}</label>`;
}

function fieldHtml(field: Label['component'], required: Html | undefined): Html {
  if (field.type === 3)
    return chosenHtml(
      field.custom_id,
      field.placeholder ?? 'Make a selection',
      field.options.map(({ label, value, default: chosen = false }) => ({ label, value, chosen })),
      required,
    );
  const [most, hint] = [field.max_length ?? longest, field.placeholder ?? ''];
  return field.style === 2
    ? markup`<textarea name="${field.custom_id}" rows="4" maxlength="${most}" placeholder="${hint}" ${required}>${field.value}</textarea>`
    : markup`<input
        name="${field.custom_id}"
        maxlength="${most}"
        placeholder="${hint}"
        value="${field.value}"
        autocomplete="off"
        ${required}
      />`;
}
