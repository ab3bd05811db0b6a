import { isData, numberOr, text, type Data } from '../json.ts';
import { frown, items, length, object, oneOf, refuse, required, whole, type Check, type Surface } from './check.ts';
import { button, media, otherInput, select, textInput } from './check-controls.ts';
import { selects, types } from './components.ts';
import { component as limits, message as totals } from './limits.ts';

const inContainer = [
  types.row,
  types.section,
  types.textDisplay,
  types.gallery,
  types.file,
  types.separator,
] as const satisfies readonly number[];

/** What may stand at the top (Discord, "Components Reference"). */
const topmost: Readonly<Record<Surface, readonly number[]>> = {
  components: [...inContainer, types.container],
  legacy: [types.row],
  modal: [types.label, types.textDisplay, types.row],
};

const inLabel: readonly number[] = [
  types.textInput,
  ...selects,
  types.fileUpload,
  types.radioGroup,
  types.checkboxGroup,
  types.checkbox,
];

function row(check: Check, one: Data, at: string): void {
  const here = `${at}/components`;
  const all = items(check, one['components'], here, limits.rowButtons);
  if (check.surface === 'modal') {
    frown(check, 'rows in modals are deprecated', at);
    if (all.length > 1) refuse(check, 'A text input stands in a row of its own', here);
    for (const [index, each] of all.entries()) component(check, each, `${here}/${index}`, [types.textInput]);
    return;
  }
  for (const [index, each] of all.entries()) component(check, each, `${here}/${index}`, [types.button, ...selects]);
  const menus = all.filter((each) => isData(each) && selects.includes(numberOr(each['type'], 0)));
  if (menus.length > 0 && all.length > 1) refuse(check, 'A select menu stands in a row of its own', here);
}

function section(check: Check, one: Data, at: string): void {
  const here = `${at}/components`;
  for (const [index, each] of items(check, one['components'], here, limits.sectionTexts).entries())
    component(check, each, `${here}/${index}`, [types.textDisplay]);
  component(check, one['accessory'], `${at}/accessory`, [types.button, types.thumbnail]);
}

function gallery(check: Check, one: Data, at: string): void {
  for (const [index, each] of items(check, one['items'], `${at}/items`, limits.galleryItems).entries()) {
    const here = `${at}/items/${index}`;
    const item = object(check, each, here);
    if (item === undefined) continue;
    media(check, item['media'], `${here}/media`);
    length(check, item['description'], `${here}/description`, limits.mediaDescription);
  }
}

function textDisplay(check: Check, one: Data, at: string): void {
  required(check, one['content'], `${at}/content`);
  length(check, one['content'], `${at}/content`, totals.componentsText);
  const content = text(one['content']);
  if (content !== '' && content.trim() === '') refuse(check, 'This field is required', `${at}/content`);
  check.totals.text += content.length;
  check.texts.push(content);
}

function label(check: Check, one: Data, at: string): void {
  required(check, one['label'], `${at}/label`);
  length(check, one['label'], `${at}/label`, limits.label);
  length(check, one['description'], `${at}/description`, limits.labelDescription);
  component(check, one['component'], `${at}/component`, inLabel);
}

function container(check: Check, one: Data, at: string): void {
  const here = `${at}/components`;
  whole(check, one['accent_color'], `${at}/accent_color`, 0, limits.colour);
  for (const [index, each] of items(check, one['components'], here, totals.components).entries())
    component(check, each, `${here}/${index}`, inContainer);
}

type Checker = (check: Check, one: Data, at: string) => void;

/** What is looked at in each type. */
const checkers: Readonly<Record<number, Checker>> = {
  [types.row]: row,
  [types.button]: button,
  [types.textInput]: (check, one, at) => textInput(check, one, at, /\/components\/\d+$/.test(at)),
  [types.section]: section,
  [types.textDisplay]: textDisplay,
  [types.thumbnail](check, one, at) {
    media(check, one['media'], `${at}/media`);
    length(check, one['description'], `${at}/description`, limits.mediaDescription);
  },
  [types.gallery]: gallery,
  [types.file]: (check, one, at) => media(check, one['file'], `${at}/file`, 'attached'),
  [types.separator]: (check, one, at) => oneOf(check, one['spacing'], `${at}/spacing`, [1, 2]),
  [types.container]: container,
  [types.label]: label,
  ...Object.fromEntries(selects.map((type) => [type, select])),
  ...Object.fromEntries(
    [types.fileUpload, types.radioGroup, types.checkboxGroup, types.checkbox].map((type) => [type, otherInput]),
  ),
};

/** One component, of a type that may stand there. */
function component(check: Check, value: unknown, at: string, allowed: readonly number[]): void {
  const one = object(check, value, at);
  if (one === undefined) return;
  check.totals.components += 1;
  const { id } = one;
  whole(check, id, `${at}/id`, 0, limits.id);
  if (typeof id === 'number' && id !== 0) {
    if (check.ids.has(id)) refuse(check, 'Component ids must be unique', `${at}/id`);
    check.ids.add(id);
  }
  if (check.surface === 'modal' && one['disabled'] !== undefined)
    refuse(check, 'nothing is disabled in a modal', `${at}/disabled`);
  const type = numberOr(one['type'], 0);
  if (!allowed.includes(type))
    return refuse(check, `Value of field "type" must be one of (${allowed.join(', ')}).`, `${at}/type`);
  checkers[type]?.(check, one, at);
}

/** All components of a message or a modal, with what is counted over all of them. */
export function checkComponents(check: Check, value: unknown, at = '/components'): void {
  const { surface } = check;
  const [most, least] =
    surface === 'modal'
      ? [limits.modalComponents, 1]
      : [surface === 'legacy' ? totals.legacyRows : totals.components, surface === 'legacy' ? 0 : 1];
  const all = items(check, value, at, most, least);
  for (const [index, each] of all.entries()) component(check, each, `${at}/${index}`, topmost[surface]);
  if (surface !== 'components') return;
  if (check.totals.components > totals.components)
    refuse(check, `No more than ${totals.components} components, nested ones counted`, at);
  if (check.totals.text > totals.componentsText)
    refuse(check, `No more than ${totals.componentsText} characters in all text displays`, at);
}
