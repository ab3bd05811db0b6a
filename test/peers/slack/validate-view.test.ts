import { describe, expect, it } from 'vitest';
import { validateSuggestions, validateView } from './validate.ts';

const long = (length: number) => 'x'.repeat(length);
const many = <T>(count: number, one: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => one(index));
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const option = (index: number, text = 'x', value = `${index}`) => ({ text: plain(text), value });
const cell = (text: string) => ({ type: 'raw_text', text });
const table = (rows: number, columns: number, text = 'x') => ({
  type: 'table',
  rows: many(rows, () => many(columns, () => cell(text))),
});
const input = (element: object, more: object = {}) => ({ type: 'input', label: plain('Say'), element, ...more });
const writing = (more: object = {}) => ({ type: 'plain_text_input', action_id: 'say', ...more });

describe('a view', () => {
  const modal = (more: object) => ({ type: 'modal', title: plain('Title'), blocks: [section('x')], ...more });
  const wrong = (view: Record<string, unknown>) => validateView(view).violations.map(({ what, at }) => `${what} ${at}`);

  it.each([
    ['title', (size: number) => ({ title: plain(long(size)) }), 24],
    ['submit', (size: number) => ({ submit: plain(long(size)) }), 24],
    ['close', (size: number) => ({ close: plain(long(size)) }), 24],
    ['private_metadata', (size: number) => ({ private_metadata: long(size) }), 3_000],
    ['callback_id', (size: number) => ({ callback_id: long(size) }), 255],
    ['blocks', (size: number) => ({ blocks: many(size, () => ({ type: 'divider' })) }), 100],
    [
      'label',
      (size: number) => ({ submit: plain('ok'), blocks: [input(writing(), { label: plain(long(size)) })] }),
      2_000,
    ],
    ['max_length', (size: number) => ({ submit: plain('ok'), blocks: [input(writing({ max_length: size }))] }), 3_000],
  ])('may have a %s up to the limit, and no more', (_, more, most) => {
    expect(wrong(modal(more(most)))).toEqual([]);
    expect(wrong(modal(more(most + 1)))).toHaveLength(1);
  });

  it.each([
    ['no title', { type: 'modal', blocks: [] }, 'missing required field: title '],
    ['inputs and no button to send them', modal({ blocks: [input(writing())] }), 'missing required field: submit '],
    ['a table in a modal', modal({ blocks: [table(1, 1)] }), 'unsupported type: table /blocks/0/type'],
    ['a title on the Home tab', { ...modal({}), type: 'home' }, 'invalid additional property: title '],
    [
      'two fields that want the cursor',
      modal({ submit: plain('ok'), blocks: many(2, () => input(writing({ focus_on_load: true }))) }),
      'only one element may have `focus_on_load` /blocks',
    ],
  ])('is refused for %s', (_, view, what) => {
    expect(wrong(view)).toEqual([what]);
  });

  it('is at most 250 kilobytes', () => {
    const blocks = many(100, () => section(long(3_000)));
    expect(wrong(modal({ blocks }))).toEqual(['view_too_large ']);
  });

  it('may hold an alert and a table where they belong', () => {
    expect(wrong(modal({ blocks: [{ type: 'alert', text: plain('Gone for good.'), level: 'error' }] }))).toEqual([]);
    expect(wrong({ type: 'home', blocks: [table(2, 2)] })).toEqual([]);
  });
});

describe('suggestions', () => {
  it('may be none, and a hundred', () => {
    expect(validateSuggestions({ options: [] }).violations).toEqual([]);
    expect(validateSuggestions({ options: many(100, option) }).violations).toEqual([]);
    expect(validateSuggestions({ options: many(101, option) }).violations).toHaveLength(1);
    expect(validateSuggestions({}).violations).toHaveLength(1);
  });
});
