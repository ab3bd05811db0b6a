import { describe, expect, it } from 'vitest';
import { component as limits, message as totals } from './limits.ts';
import {
  button,
  check,
  components,
  container,
  file,
  gallery,
  inModal,
  input,
  item,
  label,
  link,
  long,
  many,
  option,
  row,
  said,
  section,
  select,
  told,
} from './samples.ts';
import { validateChoices } from './validate.ts';

const inEmbed = (embed: object) => told(check({ embeds: [embed] }));

/** What is just allowed, and what is just not: how much, the payload, and where it is told. */
const edges: readonly (readonly [string, (size: number) => readonly string[], number, string])[] = [
  ['content', (size) => told(check({ content: long(size) })), totals.content, '/content'],
  [
    'components, nested ones counted',
    (size) => components([container(many(size - 1, () => said()))]),
    totals.components,
    '/components',
  ],
  [
    'text in all',
    (size) => components([said(long(size - 1)), container([said('y')])]),
    totals.componentsText,
    '/components',
  ],
  ['a text display', (size) => components([said(long(size))]), totals.componentsText, '/components/0/content'],
  [
    'rows of the old kind',
    (size) => told(check({ content: 'x', components: many(size, (index) => row(button({ custom_id: `${index}` }))) })),
    5,
    '/components',
  ],
  [
    'buttons in a row',
    (size) => components([row(...many(size, (index) => button({ custom_id: `${index}` })))]),
    5,
    '/components/0/components',
  ],
  [
    "a button's label",
    (size) => components([row(button({ label: long(size) }))]),
    80,
    '/components/0/components/0/label',
  ],
  [
    'a custom_id',
    (size) => components([row(button({ custom_id: long(size) }))]),
    100,
    '/components/0/components/0/custom_id',
  ],
  [
    'an address',
    (size) => components([row(link({ url: `https://${long(size - 8)}` }))]),
    512,
    '/components/0/components/0/url',
  ],
  [
    'a placeholder',
    (size) => components([select({ placeholder: long(size) })]),
    150,
    '/components/0/components/0/placeholder',
  ],
  [
    'options',
    (size) => components([select({ options: many(size, option) })]),
    25,
    '/components/0/components/0/options',
  ],
  [
    "an option's label",
    (size) => components([select({ options: [option(1, { label: long(size) })] })]),
    100,
    '/components/0/components/0/options/0/label',
  ],
  [
    "an option's value",
    (size) => components([select({ options: [option(1, { value: long(size) })] })]),
    100,
    '/components/0/components/0/options/0/value',
  ],
  [
    "an option's description",
    (size) => components([select({ options: [option(1, { description: long(size) })] })]),
    100,
    '/components/0/components/0/options/0/description',
  ],
  [
    'what is picked of people',
    (size) => components([row({ type: 5, custom_id: 'who', max_values: size })]),
    25,
    '/components/0/components/0/max_values',
  ],
  ['texts of a section', (size) => components([section(size)]), 3, '/components/0/components'],
  ['a gallery', (size) => components([gallery(...many(size, () => item()))]), 10, '/components/0/items'],
  [
    'words about a picture',
    (size) => components([gallery(item({ description: long(size) }))]),
    1_024,
    '/components/0/items/0/description',
  ],
  [
    'a colour',
    (size) => components([container([said()], { accent_color: size })]),
    limits.colour,
    '/components/0/accent_color',
  ],
  ['an id', (size) => components([{ ...said(), id: size }]), 2 ** 31 - 1, '/components/0/id'],
  ['embeds', (size) => told(check({ embeds: many(size, () => ({ title: 'x' })) })), 10, '/embeds'],
  ["an embed's title", (size) => told(check({ embeds: [{ title: long(size) }] })), 256, '/embeds/0/title'],
  [
    "an embed's description",
    (size) => told(check({ embeds: [{ description: long(size) }] })),
    4_096,
    '/embeds/0/description',
  ],
  [
    "an embed's fields",
    (size) => told(check({ embeds: [{ fields: many(size, () => ({ name: 'x', value: 'x' })) }] })),
    25,
    '/embeds/0/fields',
  ],
  [
    'words of all embeds',
    (size) => told(check({ embeds: [{ description: long(4_000) }, { description: long(size - 4_000) }] })),
    6_000,
    '/embeds',
  ],
  ['a nonce', (size) => told(check({ content: 'x', nonce: long(size) })), 25, '/nonce'],
  [
    'bytes of a file',
    (size) => told(check({ content: 'x' }, {}, [file('a.png', size)])),
    10 * 1_024 * 1_024,
    '/attachments',
  ],
  ["a modal's title", (size) => inModal([label(input())], { title: long(size) }), 45, '/data/title'],
  [
    'what stands in a modal',
    (size) => inModal(many(size, (index) => label(input({ custom_id: `${index}` })))),
    5,
    '/data/components',
  ],
  ['a label', (size) => inModal([label(input(), { label: long(size) })]), 45, '/data/components/0/label'],
  [
    "a label's description",
    (size) => inModal([label(input(), { description: long(size) })]),
    100,
    '/data/components/0/description',
  ],
  [
    'what is written already',
    (size) => inModal([label(input({ value: long(size) }))]),
    4_000,
    '/data/components/0/component/value',
  ],
  [
    'what stands in an empty input',
    (size) => inModal([label(input({ placeholder: long(size) }))]),
    100,
    '/data/components/0/component/placeholder',
  ],
  [
    'the most that is written',
    (size) => inModal([label(input({ max_length: size }))]),
    4_000,
    '/data/components/0/component/max_length',
  ],
  [
    'radio buttons',
    (size) => inModal([label({ type: 21, custom_id: 'r', options: many(size, option) })]),
    10,
    '/data/components/0/component/options',
  ],
  [
    'checkboxes',
    (size) => inModal([label({ type: 22, custom_id: 'c', options: many(size, option) })]),
    10,
    '/data/components/0/component/options',
  ],
  [
    'suggestions',
    (size) => told(validateChoices({ choices: many(size, (index) => ({ name: `${index}`, value: `${index}` })) }, 3)),
    25,
    '/data/choices',
  ],
  [
    'a suggestion',
    (size) => told(validateChoices({ choices: [{ name: long(size), value: 'x' }] }, 3)),
    100,
    '/data/choices/0/name',
  ],
  [
    'what a suggestion stands for',
    (size) => told(validateChoices({ choices: [{ name: 'x', value: long(size) }] }, 3)),
    100,
    '/data/choices/0/value',
  ],
  [
    'words about a small picture',
    (size) => components([section(1, { type: 11, media: { url: 'https://x.y' }, description: long(size) })]),
    1_024,
    '/components/0/accessory/description',
  ],
  ["an embed's footer", (size) => inEmbed({ footer: { text: long(size) } }), 2_048, '/embeds/0/footer/text'],
  ["an embed's author", (size) => inEmbed({ author: { name: long(size) } }), 256, '/embeds/0/author/name'],
  ["a field's name", (size) => inEmbed({ fields: [{ name: long(size), value: 'x' }] }), 256, '/embeds/0/fields/0/name'],
  [
    "a field's value",
    (size) => inEmbed({ fields: [{ name: 'x', value: long(size) }] }),
    1_024,
    '/embeds/0/fields/0/value',
  ],
  [
    'files',
    (size) =>
      told(
        check(
          { content: 'x' },
          {},
          many(size, (index) => file(`${index}`)),
        ),
      ),
    10,
    '/attachments',
  ],
  [
    'words about a file',
    (size) => told(check({ content: 'x', attachments: [{ id: 0, description: long(size) }] }, {}, [file()])),
    1_024,
    '/attachments/0/description',
  ],
];

describe('a payload is as long as Discord takes, and no longer', () => {
  it.each(edges)('%s', (_, found, most, at) => {
    expect(found(most)).toEqual([]);
    const beyond = found(most + 1);
    expect(beyond.length).toBeGreaterThan(0);
    expect(beyond.some((one) => one.startsWith(`${at} `))).toBe(true);
  });
});
