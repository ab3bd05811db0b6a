import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Data } from '../json.ts';
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
  many,
  option,
  row,
  said,
  section,
  select,
  told,
  v2,
} from './samples.ts';
import {
  validateCallbackType,
  validateChoices,
  validateDeferral,
  validateMessage,
  validateModal,
  type Context,
} from './validate.ts';

describe('what is nothing to tell of', () => {
  it.each([
    [
      'everything that stands in a message',
      () =>
        components(
          [
            container(
              [
                said(),
                { type: 14, spacing: 2, divider: false },
                section(3),
                row(
                  button({ custom_id: 'a' }),
                  link(),
                  button({ custom_id: 'b', label: undefined, emoji: { name: '🔥' } }),
                ),
              ],
              { accent_color: 0 },
            ),
            section(1, { type: 11, media: { url: 'attachment://a.png' }, description: 'A line' }),
            gallery(item(), item({ media: { url: 'attachment://a.png' } })),
            { type: 13, file: { url: 'attachment://a.png' } },
            select({ min_values: 0 }),
            row({ type: 8, custom_id: 'where', default_values: [{ id: '1', type: 'channel' }] }),
          ],
          [file()],
        ),
    ],
    [
      'everything that stands in a modal',
      () =>
        inModal([
          said(),
          label(input({ style: 2, required: false, min_length: 0, max_length: 4_000 }), { description: 'Say' }),
          label({ type: 3, custom_id: 's', options: [option(1)], required: false, min_values: 0 }),
          label({ type: 22, custom_id: 'c', options: [option(1)] }),
          label({ type: 23, custom_id: 'd' }),
        ]),
    ],
    ['a deferral for one person alone', () => told(validateDeferral({ flags: 64 }))],
    [
      'an edit of components that says nothing of flags',
      () => told(check({ components: [said()] }, { was: { flags: v2, content: '', embeds: [], files: [] } })),
    ],
    [
      'an edit to components that empties the text',
      () =>
        told(
          check(
            { flags: v2, content: null, embeds: [], components: [said()] },
            { was: { flags: 0, content: 'x', embeds: [{}], files: [] } },
          ),
        ),
    ],
    [
      'an edit that shows a file which was there',
      () =>
        told(
          check(
            { components: [{ type: 13, file: { url: 'attachment://a.png' } }] },
            { was: { flags: v2, content: '', embeds: [], files: [{ id: '1', name: 'a.png' }] } },
          ),
        ),
    ],
  ] as const)('%s', (_, found) => {
    expect(found()).toEqual([]);
  });
});

describe('mentions', () => {
  const ringing = (body: Data, context: Partial<Context> = {}) =>
    validateMessage(body, [], { by: 'interaction', ...context });

  it('must be said to ring or not', () => {
    expect(told(ringing({ content: 'hello' }).violations)).toEqual([
      '/allowed_mentions what may ring is not said, so that Discord decides',
    ]);
    expect(told(ringing({ flags: 64 }).violations)).toEqual([]);
  });

  it.each([
    [
      'all kinds, where an ordinary post says nothing',
      { content: '@here <@1> <@&2>' },
      'channel',
      ['@here', '<@1>', '<@&2>'],
    ],
    ['people, where an answer says nothing', { content: '@here <@1> <@&2>' }, 'interaction', ['<@1>']],
    [
      'what is parsed',
      { content: '@everyone <@!1>', allowed_mentions: { parse: ['everyone'] } },
      'channel',
      ['@everyone'],
    ],
    ['who is named', { content: '<@1> <@3>', allowed_mentions: { parse: [], users: ['1', '5'] } }, 'channel', ['<@1>']],
    ['a role that is named', { content: '<@&2>', allowed_mentions: { roles: ['2'] } }, 'channel', ['<@&2>']],
    ['nobody', { content: '@everyone <@1> <@&2>', allowed_mentions: { parse: [] } }, 'channel', []],
    ['nobody in embeds', { embeds: [{ title: '<@1>' }] }, 'interaction', []],
    ['people in text displays', { flags: v2, components: [container([said('<@1>')])] }, 'interaction', ['<@1>']],
  ] as const)('ring for %s', (_, body, by, pings) => {
    const found = ringing(body, { by });
    expect(found.pings).toEqual(pings);
    expect(found.violations.filter(({ what }) => what.includes('would ring'))).toHaveLength(pings.length);
  });

  it('that a test declared are nothing to tell of', () => {
    const body = { content: '<@1> look', allowed_mentions: { parse: [], users: ['1'] } };
    expect(ringing(body, { mayRing: new Set(['<@1>']) })).toEqual({ violations: [], pings: ['<@1>'] });
    expect(told(ringing(body).violations)).toEqual([
      '/allowed_mentions <@1> is allowed to ring and was not declared',
      '/content <@1> would ring and was not declared',
    ]);
  });

  it('are not parsed and named at once', () => {
    const allowed_mentions = { parse: ['users'], users: ['1'] };
    expect(told(ringing({ content: 'x', allowed_mentions }).violations)[0]).toContain('mutually exclusive');
  });

  it('of who is replied to are told of too', () => {
    expect(
      told(ringing({ content: 'x', allowed_mentions: { parse: [], replied_user: true } }).violations),
    ).toHaveLength(1);
  });
});

describe('an interaction is answered', () => {
  const allowed = (type: number, fromMessage: boolean) =>
    many(12, (index) => index + 1).filter((one) => validateCallbackType(one, type, fromMessage).length === 0);
  it.each([
    ['a command', 2, false, [4, 5, 9]],
    ['a component', 3, true, [4, 5, 6, 7, 9]],
    ['an option under completion', 4, false, [8]],
    ['a modal of a command', 5, false, [4, 5]],
    ['a modal of a component', 5, true, [4, 5, 6, 7]],
  ])('where it is %s, in its ways alone', (_, type, fromMessage, expected) => {
    expect(allowed(type, fromMessage)).toEqual(expected);
    expect(told(validateCallbackType(undefined, type, fromMessage))).toEqual(['/type This field is required']);
  });
});

it('whatever comes is examined without an error', () => {
  fc.assert(
    fc.property(fc.json(), fc.boolean(), (json, isNew) => {
      const value: unknown = JSON.parse(json);
      const body = {
        flags: isNew ? v2 : 0,
        components: [value, { type: 17, components: value }, { type: 1, components: [value] }],
      };
      validateMessage(body, [], { by: 'channel' });
      validateModal({ components: [value, { type: 18, component: value }] });
      validateChoices({ choices: value }, 3);
      validateMessage(
        { content: value, embeds: value, allowed_mentions: value, attachments: value, flags: value },
        [],
        { by: 'channel' },
      );
    }),
  );
});
