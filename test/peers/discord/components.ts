import { data, dataList, isData, numberOr, text, type Data } from '../json.ts';

/** Types of components (Discord, "Components Reference", "Component Types"). */
export const types = {
  row: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  thumbnail: 11,
  gallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
  fileUpload: 19,
  radioGroup: 21,
  checkboxGroup: 22,
  checkbox: 23,
} as const;

/** Styles of buttons (same page, "Button Styles"). */
export const buttonStyles = { primary: 1, secondary: 2, success: 3, danger: 4, link: 5, premium: 6 } as const;

/** Styles of text inputs (same page, "Text Input Styles"). */
export const inputStyles = { short: 1, paragraph: 2 } as const;

/** Menus of every kind. */
export const selects: readonly number[] = [
  types.stringSelect,
  types.userSelect,
  types.roleSelect,
  types.mentionableSelect,
  types.channelSelect,
];

/** What a component holds, in order. */
export const childrenOf = (component: Data): readonly Data[] => [
  ...dataList(component['components']),
  ...[component['accessory'], component['component']].filter(isData),
];

/** All components, nested ones after what holds them. */
export const flat = (components: readonly Data[]): readonly Data[] =>
  components.flatMap((one) => [one, ...flat(childrenOf(one))]);

/** What tells a component: its custom_id or its label to the letter, a pattern its label matches, or a test of the component. */
export type Named = string | RegExp | ((component: Data) => boolean);

/** What a person reads on a component: a button's label, or what stands in an empty menu. */
export const labelOf = (component: Data): string => text(component['label']) || text(component['placeholder']);

/** The one component so named among those that can be used. Throws, with what there is, where there is none or more than one. */
export function findComponent(components: readonly Data[], named: Named): Data {
  const all = flat(components).filter(({ type }) => type === types.button || selects.includes(numberOr(type, 0)));
  const matching = all.filter((one) => {
    if (typeof named === 'function') return named(one);
    if (named instanceof RegExp) return named.test(labelOf(one));
    return one['custom_id'] === named || labelOf(one) === named;
  });
  const [first, ...others] = matching;
  if (first !== undefined && others.length === 0) return first;
  const there = all.map((one) => `“${labelOf(one)}” (${text(one['custom_id']) || text(one['url'])})`);
  throw new Error(`${matching.length} components are ${String(named)}; there are: ${there.join(', ') || 'none'}`);
}

/** Gives every component an id where the app gave none or 0: numbers in order that are not taken (same page, "Anatomy of a Component"). */
export function withIds(components: readonly Data[]): readonly Data[] {
  const taken = new Set(flat(components).map(({ id }) => id));
  let last = 0;
  const next = (): number => {
    do last += 1;
    while (taken.has(last));
    return last;
  };
  const named = (one: Data): Data => {
    const id = one['id'] === undefined || one['id'] === 0 ? next() : one['id'];
    return {
      ...one,
      id,
      ...(one['components'] !== undefined && { components: dataList(one['components']).map(named) }),
      ...(one['accessory'] !== undefined && { accessory: named(data(one['accessory'])) }),
      ...(one['component'] !== undefined && { component: named(data(one['component'])) }),
    };
  };
  return components.map(named);
}

/** Components with the address of each file in place of `attachment://`. */
export function withFiles(components: readonly Data[], urls: ReadonlyMap<string, Data>): readonly Data[] {
  const media = (value: unknown): Data => {
    const item = data(value);
    return { ...item, ...urls.get(text(item['url']).replace(/^attachment:\/\//, '')) };
  };
  const placed = (one: Data): Data => ({
    ...one,
    ...(one['components'] !== undefined && { components: dataList(one['components']).map(placed) }),
    ...(one['accessory'] !== undefined && { accessory: placed(data(one['accessory'])) }),
    ...(one['media'] !== undefined && { media: media(one['media']) }),
    ...(one['file'] !== undefined && { file: media(one['file']) }),
    ...(one['items'] !== undefined && {
      items: dataList(one['items']).map((item) => ({ ...item, media: media(item['media']) })),
    }),
  });
  return components.map(placed);
}
