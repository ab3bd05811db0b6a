import { describe, expect, it } from 'vitest';
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
  option,
  row,
  said,
  section,
  select,
  told,
  v2,
} from './samples.ts';
import { validateChoices, validateDeferral } from './validate.ts';

const suggested = (choice: object, type = 3) => told(validateChoices({ choices: [choice] }, type));
const old = (more: object = {}) => input({ label: 'Reason', ...more });

/** Payloads with one thing wrong, and where and how it is told. */
const wrong: readonly (readonly [string, () => readonly string[], string])[] = [
  [
    'a button without a custom_id',
    () => components([row(button({ custom_id: undefined }))]),
    '/custom_id This field is required',
  ],
  ['an empty custom_id', () => components([row(button({ custom_id: '' }))]), '/custom_id Must be between 1'],
  [
    'a custom_id twice',
    () => components([row(button()), row(button())]),
    '/custom_id Component custom id cannot be duplicated',
  ],
  [
    'an id twice',
    () =>
      components([
        { ...said(), id: 3 },
        { ...said(), id: 3 },
      ]),
    '/id Component ids must be unique',
  ],
  ['a button without words', () => components([row(button({ label: undefined }))]), 'Either a label or an emoji'],
  ['a button without a style', () => components([row(button({ style: undefined }))]), '/style This field is required'],
  ['a style that is none', () => components([row(button({ style: 9 }))]), '/style Value must be one of'],
  ['something for sale', () => components([row(button({ style: 6 }))]), 'sells nothing'],
  [
    'an address on a button that is no link',
    () => components([row(button({ url: 'https://x.y' }))]),
    '/url A url is for link buttons alone',
  ],
  ['a link with a custom_id', () => components([row(link({ custom_id: 'x' }))]), 'cannot both be specified'],
  ['a link to nowhere', () => components([row(link({ url: undefined }))]), '/url This field is required'],
  [
    'a link of another scheme',
    () => components([row(link({ url: 'javascript:alert(1)' }))]),
    '/url Scheme must be one of',
  ],
  ['an empty row', () => components([row()]), '/components/0/components Must be between 1'],
  [
    'a menu beside a button',
    () => components([row({ type: 3, custom_id: 's', options: [option(1)] }, button())]),
    'A select menu stands in a row of its own',
  ],
  ['text in a row', () => components([row(said())]), '/type Value of field "type" must be one of'],
  ['a text input in a message', () => components([row(input())]), '/type Value of field "type" must be one of'],
  ['a button at the top', () => components([button()]), '/type Value of field "type" must be one of'],
  [
    'a container in a container',
    () => components([container([container([said()])])]),
    '/type Value of field "type" must be one of',
  ],
  ['an empty container', () => components([container([])]), '/components/0/components Must be between 1'],
  ['a menu without options', () => components([select({ options: [] })]), '/options Must be between 1'],
  [
    'a value twice',
    () => components([select({ options: [option(1), option(1)] })]),
    '/options/1/value The specified option value is already used',
  ],
  ['more to pick than there is', () => components([select({ max_values: 2 })]), '/max_values max_values is greater'],
  [
    'less at most than at least',
    () => components([select({ options: [option(1), option(2)], min_values: 2, max_values: 1 })]),
    'min_values is greater',
  ],
  [
    'more chosen beforehand than may be',
    () => components([select({ options: [option(1, { default: true }), option(2, { default: true })] })]),
    'More defaults',
  ],
  [
    'options in a menu of people',
    () => components([row({ type: 5, custom_id: 'who', options: [option(1)] })]),
    '/options options are for string selects',
  ],
  [
    'a section without an accessory',
    () => components([section(1, undefined)].map(({ accessory: _, ...one }) => one)),
    '/accessory This field is required',
  ],
  ['a section without text', () => components([section(0)]), '/components/0/components Must be between 1'],
  [
    'a section in which there is more than text',
    () => components([{ ...section(1), components: [row(button())] }]),
    '/type Value of field',
  ],
  ['an empty text display', () => components([said('')]), '/content Must be between 1'],
  ['a blank text display', () => components([said(' \n')]), '/content This field is required'],
  ['an empty gallery', () => components([gallery()]), '/items Must be between 1'],
  [
    'a picture that did not come',
    () => components([gallery(item({ media: { url: 'attachment://b.png' } }))]),
    'The referenced attachment b.png was not found',
  ],
  [
    'a file from elsewhere',
    () => components([{ type: 13, file: { url: 'https://example.com/a.txt' } }]),
    '/file/url Scheme must be one of (attachment)',
  ],
  ['a file that nothing shows', () => components([said()], [file()]), 'a.png is shown by no component'],
  ['a gap of another size', () => components([{ type: 14, spacing: 3 }]), '/spacing Value must be one of {1, 2}'],
  ['no components at all', () => components([]), '/components Must be between 1'],
  [
    'something that is no component',
    () => told(check({ flags: v2, components: ['x'] })),
    '/components/0 Only dictionaries',
  ],
  ['something that is no list', () => told(check({ flags: v2, components: 'x' })), '/components Only iterables'],
  [
    'text beside components',
    () => told(check({ flags: v2, content: 'x', components: [said()] })),
    "/content The 'content' field cannot be used",
  ],
  [
    'embeds beside components',
    () => told(check({ flags: v2, embeds: [{ title: 'x' }], components: [said()] })),
    "/embeds The 'embeds' field cannot be used",
  ],
  [
    'a poll beside components',
    () => told(check({ flags: v2, poll: {}, components: [said()] })),
    "/poll The 'poll' field cannot be used",
  ],
  [
    'new components without the flag',
    () => told(check({ content: 'x', components: [said()] })),
    '/type Value of field',
  ],
  [
    'a file that is no file',
    () => told(check({ content: 'x', attachments: [{ id: 3 }] })),
    '/attachments/0/id No such file',
  ],
  ['an input without a label', () => inModal([label(input(), { label: undefined })]), '/label This field is required'],
  ['an input without a style', () => inModal([label(input({ style: undefined }))]), '/style This field is required'],
  ['an input at the top', () => inModal([input()]), '/type Value of field'],
  ['a button in a modal', () => inModal([row(button())]), '/type Value of field'],
  ['an empty modal', () => inModal([]), '/data/components Must be between 1'],
  [
    'a modal without a custom_id',
    () => inModal([label(input())], { custom_id: undefined }),
    '/data/custom_id This field is required',
  ],
  [
    'a modal without a title',
    () => inModal([label(input())], { title: undefined }),
    '/data/title This field is required',
  ],
  [
    'less at most than at least in an input',
    () => inModal([label(input({ min_length: 9, max_length: 3 }))]),
    'min_length is greater',
  ],
  [
    'more written than may be',
    () => inModal([label(input({ max_length: 3, value: 'four' }))]),
    'longer than max_length',
  ],
  ['an old row', () => inModal([row(input({ label: 'Reason' }))]), 'rows in modals are deprecated'],
  ['an old row without a label', () => inModal([row(input())]), '/label This field is required'],
  ['a second label', () => inModal([label(input({ label: 'Reason' }))]), 'a label of its own is for inputs in rows'],
  [
    'something disabled in a modal',
    () => inModal([label({ type: 3, custom_id: 's', options: [option(1)], disabled: true })]),
    'nothing is disabled in a modal',
  ],
  [
    'nothing to pick where one must',
    () => inModal([label({ type: 3, custom_id: 's', options: [option(1)], min_values: 0 })]),
    'min_values must be at least 1',
  ],
  [
    'a single radio button',
    () => inModal([label({ type: 21, custom_id: 'r', options: [option(1)] })]),
    '/options Must be between 2',
  ],
  [
    'two radio buttons chosen',
    () =>
      inModal([
        label({ type: 21, custom_id: 'r', options: [option(1, { default: true }), option(2, { default: true })] }),
      ]),
    'More than one default',
  ],
  [
    'a suggestion of another type',
    () => told(validateChoices({ choices: [{ name: 'x', value: 1.5 }] }, 4)),
    '/value Value is not int',
  ],
  ['no suggestions at all', () => told(validateChoices({}, 3)), '/data/choices This field is required'],
  [
    'a deferral with components to come',
    () => told(validateDeferral({ flags: v2 })),
    'a deferral takes no flag but EPHEMERAL',
  ],
  ['a deferral with words', () => told(validateDeferral({ content: 'x' })), 'a deferral shows no content'],
  [
    'an edit that takes the flag away',
    () => told(check({ flags: 0, components: [said()] }, { was: { flags: v2, content: '', embeds: [], files: [] } })),
    'an edit cannot take IS_COMPONENTS_V2 away',
  ],
  [
    'an edit to components that leaves the text',
    () => told(check({ flags: v2, components: [said()] }, { was: { flags: 0, content: 'x', embeds: [], files: [] } })),
    "The 'content' field cannot be used",
  ],
  [
    'an edit to components that leaves the embeds',
    () =>
      told(
        check(
          { flags: v2, components: [said()] },
          { was: { flags: 0, content: '', embeds: [{ title: 'x' }], files: [] } },
        ),
      ),
    "The 'embeds' field cannot be used",
  ],
  [
    'an ordinary post for one person alone',
    () => told(check({ content: 'x', flags: 64 }, { by: 'channel' })),
    'EPHEMERAL is for answers',
  ],
  ['a flag that is not to be set', () => told(check({ content: 'x', flags: 1 << 7 })), 'flags that an app cannot set'],
];

/** Numbers and fields that are not as they must be. */
const unfit: readonly (readonly [string, () => readonly string[], string])[] = [
  ['a text display without text', () => components([{ type: 10 }]), '/content This field is required'],
  ['an option without a label', () => components([select({ options: [{ value: 'x' }] })]), '/options/0/label This'],
  ['less than nothing to pick', () => components([select({ min_values: -1 })]), '/min_values int value should be'],
  ['nothing to pick', () => components([select({ min_values: 0, max_values: 0 })]), '/max_values int value should be'],
  ['half a thing to pick', () => components([select({ min_values: 0.5 })]), '/min_values Value is not int'],
  ['two inputs in an old row', () => inModal([row(old(), old({ custom_id: 'b' }))]), 'stands in a row of its own'],
  ['a long label in an old row', () => inModal([row(old({ label: long(46) }))]), '/label Must be between 1 and 45'],
  ['an input of no style that there is', () => inModal([label(input({ style: 3 }))]), '/style Value must be one of'],
  ['less than nothing to write', () => inModal([label(input({ min_length: -1 }))]), '/min_length int value should be'],
  ['a number written already', () => inModal([label(input({ value: 5 }))]), '/value Could not interpret as string'],
  ['twelve files to send', () => inModal([label({ type: 19, custom_id: 'f', max_values: 12 })]), '/max_values int'],
  ['a file without a name', () => told(check({ content: 'x' }, {}, [file('')])), '/attachments A file needs a name'],
  ['flags that are no number', () => told(check({ flags: '4', content: 'x' })), '/flags Value is not int'],
  ['a suggestion without a name', () => suggested({ value: 'x' }), '/0/name This field is required'],
  ['a suggestion without a value', () => suggested({ name: 'x' }), '/0/value This field is required'],
  ['text where a number is suggested', () => suggested({ name: 'x', value: '1' }, 10), '/0/value Value is not float'],
  ['less than no files', () => inModal([label({ type: 19, custom_id: 'f', min_values: -1 })]), '/min_values int'],
];

describe('what is told of', () => {
  it.each([...wrong, ...unfit])('%s', (_, found, what) => {
    const all = found();
    expect(
      all.filter((one) => one.includes(what)),
      all.join('\n'),
    ).toHaveLength(1);
    // A row in a modal is told of by itself.
    const others = all.filter((one) => !one.includes('deprecated') || what.includes('deprecated'));
    expect(others).toHaveLength(1);
  });
});
