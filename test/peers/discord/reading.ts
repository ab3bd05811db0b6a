import { data, dataList, numberOr, text, type Data } from '../json.ts';
import { childrenOf, labelOf, selects, types } from './components.ts';
import type { DiscordMessage } from './world.ts';

function optionsOf(menu: Data): string {
  const options = dataList(menu['options']).map(({ label }) => text(label));
  return [text(menu['placeholder']), options.join(', ')].filter((part) => part !== '').join(': ');
}

/** What a person reads of one component, a line each. */
function componentWords(one: Data): readonly string[] {
  const { type } = one;
  if (type === types.textDisplay) return [text(one['content'])];
  if (type === types.button) return [`[${labelOf(one) || text(data(one['emoji'])['name'])}]`];
  if (selects.includes(numberOr(type, 0))) return [`(${optionsOf(one)})`];
  if (type === types.thumbnail) return [`{${text(one['description'])}}`];
  if (type === types.gallery) return dataList(one['items']).map(({ description }) => `{${text(description)}}`);
  if (type === types.file) return [`{${text(data(one['file'])['url']).split('/').at(-1) ?? ''}}`];
  if (type === types.row) return [childrenOf(one).flatMap(componentWords).join(' ')];
  return childrenOf(one).flatMap(componentWords);
}

/** What a person reads of components: markup as it was sent, buttons in brackets, menus in parentheses, pictures and files in braces. */
export const wordsOf = (components: readonly Data[]): string =>
  components
    .flatMap(componentWords)
    .filter((line) => line !== '')
    .join('\n');

/** What a person reads of a whole message. */
export const wordsIn = ({ content, components }: Pick<DiscordMessage, 'content' | 'components'>): string =>
  [content, wordsOf(components)].filter((part) => part !== '').join('\n');
