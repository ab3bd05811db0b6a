import { data, dataList, isData, list, text, type Data } from '../json.ts';

/** An element of a block, with the block that holds it. */
export interface Found {
  readonly block: Data;
  readonly element: Data;
}

/** What tells an element: its action_id or its label to the letter, a pattern its label matches, or a test of the element. */
export type Named = string | RegExp | ((element: Data) => boolean);

const interactive = (value: unknown): value is Data =>
  isData(value) && !['image', 'plain_text', 'mrkdwn'].includes(text(value['type']));

/** Gives every block and element the id that Slack gives where the app gave none. */
export function withIds(blocks: readonly Data[], id: (prefix: string) => string): readonly Data[] {
  const named = (value: unknown): unknown =>
    interactive(value) && value['action_id'] === undefined ? { ...value, action_id: id('a') } : value;
  return blocks.map((block) => ({
    ...block,
    block_id: block['block_id'] ?? id('b'),
    ...(block['type'] === 'actions' && { elements: list(block['elements']).map(named) }),
    ...(block['accessory'] !== undefined && { accessory: named(block['accessory']) }),
    ...(block['element'] !== undefined && { element: named(block['element']) }),
    ...(block['type'] === 'card' && block['actions'] !== undefined && { actions: list(block['actions']).map(named) }),
    ...(block['child_blocks'] !== undefined && { child_blocks: withIds(dataList(block['child_blocks']), id) }),
    ...(block['type'] === 'carousel' && { elements: withIds(dataList(block['elements']), id) }),
  }));
}

/** Text objects with the fields that Slack adds when it hands them back: `emoji` and `verbatim`, whatever they are nested in. */
export function dressed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dressed);
  if (!isData(value)) return value;
  const all = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, dressed(one)]));
  if (typeof value['text'] !== 'string') return all;
  if (value['type'] === 'plain_text') return { emoji: true, ...all };
  return value['type'] === 'mrkdwn' ? { verbatim: false, ...all } : all;
}

/** Everything that can be pressed, picked from or written in, in order. */
export const elementsIn = (blocks: readonly Data[]): readonly Found[] =>
  blocks.flatMap((block) => {
    const nested = [
      ...dataList(block['child_blocks']),
      ...(block['type'] === 'carousel' ? dataList(block['elements']) : []),
    ];
    const own = [
      ...(block['type'] === 'actions' ? list(block['elements']) : []),
      ...(block['type'] === 'card' ? list(block['actions']) : []),
      block['accessory'],
      block['element'],
    ];
    return [...own.filter(interactive).map((element) => ({ block, element })), ...elementsIn(nested)];
  });

const words = (object: unknown): string => text(data(object)['text']);

/** What a person reads on an element: a button's text, an input's label, or what stands in an empty field. */
export const labelOf = ({ block, element }: Found): string =>
  words(element['text']) || words(block['label']) || words(element['placeholder']);

/** The one element so named. Throws, with what there is, where there is none or more than one. */
export function findElement(blocks: readonly Data[], named: Named): Found {
  const all = elementsIn(blocks);
  const matching = all.filter((one) => {
    if (typeof named === 'function') return named(one.element);
    if (named instanceof RegExp) return named.test(labelOf(one));
    return one.element['action_id'] === named || labelOf(one) === named;
  });
  const [first, ...others] = matching;
  if (first !== undefined && others.length === 0) return first;
  const there = all.map((one) => `${text(one.element['type'])} “${labelOf(one)}” (${text(one.element['action_id'])})`);
  throw new Error(`${matching.length} elements are ${String(named)}; there are: ${there.join(', ') || 'none'}`);
}

/** The options of a menu or of a row of ticks, those of groups too. */
export const optionsOf = (element: Data): readonly Data[] => [
  ...dataList(element['options']),
  ...dataList(element['option_groups']).flatMap((group) => dataList(group['options'])),
];

/** The option so labelled, or of that value. Throws where there is none. */
export function findOption(options: readonly Data[], wish: string): Data {
  const one = options.find((option) => words(option['text']) === wish || option['value'] === wish);
  if (one !== undefined) return one;
  throw new Error(`no option is “${wish}”; there are: ${options.map((option) => words(option['text'])).join(', ')}`);
}
