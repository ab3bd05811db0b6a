import { z } from 'zod';

/** What Slack documents of blocks, written down apart from `src`: a fault a line, with its place. */
export function faultsOf(blocks: readonly unknown[], surface: 'message' | 'home'): readonly string[] {
  const faults: string[] = [];
  const at = (path: string, ok: boolean, what: string) => {
    if (!ok) faults.push(`${path}: ${what}`);
  };
  const words = (path: string, value: unknown, atMost: number, kinds: readonly string[] = ['plain_text']) => {
    const read = TextObject.safeParse(value);
    if (!read.success) return at(path, false, 'is no text object');
    at(path, kinds.includes(read.data.type), `is ${read.data.type}`);
    within(path, read.data.text, 1, atMost);
    at(path, read.data.text.trim() !== '', 'is blank');
  };
  const within = (path: string, value: string, least: number, most: number) =>
    at(path, value.length >= least && value.length <= most, `has ${value.length} characters of ${least} to ${most}`);
  const unique = (path: string, values: readonly (string | undefined)[]) => {
    const given = values.filter((value) => value !== undefined);
    at(path, new Set(given).size === given.length, 'is not unique');
  };

  at('blocks', blocks.length > 0 && blocks.length <= (surface === 'home' ? 100 : 50), `${blocks.length} blocks`);
  const actionIds: string[] = [];
  const element = (path: string, value: unknown) => {
    const read = Element.safeParse(value);
    if (!read.success) return at(path, false, z.prettifyError(read.error));
    const one = read.data;
    actionIds.push(one.action_id);
    within(`${path}/action_id`, one.action_id, 1, 255);
    switch (one.type) {
      case 'button':
        words(`${path}/text`, one.text, 75);
        within(`${path}/value`, one.value, 1, 2_000);
        if (one.accessibility_label !== undefined)
          within(`${path}/accessibility_label`, one.accessibility_label, 1, 75);
        return;
      case 'static_select':
      case 'multi_static_select': {
        words(`${path}/placeholder`, one.placeholder, 150);
        at(path, one.options.length > 0 && one.options.length <= 100, `${one.options.length} options`);
        unique(
          `${path}/options`,
          one.options.map(({ value }) => value),
        );
        one.options.forEach((option, index) => {
          words(`${path}/options/${index}/text`, option.text, 75);
          within(`${path}/options/${index}/value`, option.value, 1, 75);
          if (option.description !== undefined) words(`${path}/options/${index}/description`, option.description, 75);
        });
        for (const chosen of one.initial_options ?? [])
          at(
            `${path}/initial_options`,
            one.options.some((option) => JSON.stringify(option) === JSON.stringify(chosen)),
            'is none of the options',
          );
        return;
      }
    }
  };

  let tables = 0;
  blocks.forEach((value, index) => {
    const path = `/blocks/${index}`;
    const read = Block.safeParse(value);
    if (!read.success) return at(path, false, z.prettifyError(read.error));
    const one = read.data;
    if (one.block_id !== undefined) within(`${path}/block_id`, one.block_id, 1, 255);
    switch (one.type) {
      case 'header':
        return words(`${path}/text`, one.text, 150);
      case 'section':
        at(path, one.text !== undefined || one.fields !== undefined, 'has neither text nor fields');
        if (one.text !== undefined) words(`${path}/text`, one.text, 3_000, ['mrkdwn', 'plain_text']);
        if (one.fields !== undefined) {
          at(path, one.fields.length > 0 && one.fields.length <= 10, `${one.fields.length} fields`);
          one.fields.forEach((field, at2) => words(`${path}/fields/${at2}`, field, 2_000, ['mrkdwn', 'plain_text']));
        }
        if (one.accessory !== undefined) element(`${path}/accessory`, one.accessory);
        return;
      case 'context':
        at(path, one.elements.length > 0 && one.elements.length <= 10, `${one.elements.length} elements`);
        return one.elements.forEach((each, at2) => words(`${path}/elements/${at2}`, each, 3_000, ['mrkdwn']));
      case 'actions':
        at(path, one.elements.length > 0 && one.elements.length <= 25, `${one.elements.length} elements`);
        return one.elements.forEach((each, at2) => element(`${path}/elements/${at2}`, each));
      case 'image':
        within(`${path}/alt_text`, one.alt_text, 1, 2_000);
        if (one.title !== undefined) words(`${path}/title`, one.title, 2_000);
        return;
      case 'rich_text':
        return at(path, one.elements.length > 0, 'is empty');
      case 'table': {
        tables += 1;
        at(path, surface === 'message', 'is a table in App Home');
        at(path, one.rows.length <= 100, `${one.rows.length} rows`);
        const width = one.rows[0]?.length ?? 0;
        at(path, width > 0 && width <= 20, `${width} columns`);
        at(
          path,
          one.rows.every((row) => row.length === width),
          'has rows of different length',
        );
        at(path, one.column_settings.length <= 20, `${one.column_settings.length} settings`);
        const total = one.rows.flat().reduce((sum, cell) => sum + textsIn(cell).join('').length, 0);
        at(path, total <= 10_000, `${total} characters of cells`);
        one.rows.flat().forEach((cell, at2) => at(`${path}/cell/${at2}`, textsIn(cell).join('') !== '', 'is empty'));
      }
    }
  });
  at('blocks', tables <= 1, `${tables} tables`);
  unique('action_id', actionIds);
  unique(
    'block_id',
    blocks.map((value) => z.object({ block_id: z.string().optional() }).safeParse(value).data?.block_id),
  );
  return faults;
}

/** Every text that is read as mrkdwn. */
export const mrkdwnOf = (value: unknown): readonly string[] => {
  const read = TextObject.safeParse(value);
  if (read.success) return read.data.type === 'mrkdwn' ? [read.data.text] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(mrkdwnOf) : [];
};

/** The elements of rich text that are more than text: `user`, `link`, `date`. */
export const meantIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const kind = z.object({
    type: z.enum(['user', 'link', 'date', 'channel', 'usergroup', 'broadcast', 'emoji', 'team']),
  });
  const read = kind.safeParse(value);
  return read.success ? [read.data.type] : Object.values(value).flatMap(meantIn);
};

/** Every string under `text`, `user_id` or `fallback`. */
export const textsIn = (value: unknown): readonly string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, inside]: [string, unknown]) =>
        typeof inside === 'string'
          ? ['text', 'user_id', 'fallback', 'format', 'alt_text'].includes(key)
            ? [inside]
            : []
          : textsIn(inside),
      );

const TextObject = z.object({ type: z.enum(['mrkdwn', 'plain_text']), text: z.string() });
const Option = z.strictObject({ text: z.unknown(), value: z.string(), description: z.unknown().optional() });
const Element = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('button'),
    action_id: z.string(),
    text: z.unknown(),
    value: z.string(),
    style: z.enum(['primary', 'danger']).optional(),
    accessibility_label: z.string().optional(),
  }),
  z.strictObject({
    type: z.enum(['static_select', 'multi_static_select']),
    action_id: z.string(),
    placeholder: z.unknown(),
    options: z.array(Option),
    initial_options: z.array(Option).optional(),
  }),
]);
const block_id = z.string().optional();
const style = z.strictObject({ bold: z.boolean().optional(), code: z.boolean().optional() }).optional();
const Words = z.strictObject({ type: z.literal('text'), text: z.string().min(1), style });
const RichElement = z.discriminatedUnion('type', [
  Words,
  z.strictObject({ type: z.literal('user'), user_id: z.string().regex(/^[UW][A-Z0-9]+$/) }),
  z.strictObject({ type: z.literal('link'), url: z.url(), text: z.string().min(1) }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: z.string().min(1),
    fallback: z.string().min(1),
  }),
]);
const Rich = z.strictObject({
  type: z.literal('rich_text'),
  elements: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(RichElement).min(1) }),
      z.strictObject({ type: z.literal('rich_text_preformatted'), elements: z.array(Words).min(1) }),
    ]),
  ),
});
const Block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), block_id, text: z.unknown() }),
  z.strictObject({
    type: z.literal('section'),
    block_id,
    text: z.unknown().optional(),
    fields: z.array(z.unknown()).optional(),
    accessory: z.unknown().optional(),
    expand: z.literal(true).optional(),
  }),
  z.strictObject({ type: z.literal('context'), block_id, elements: z.array(z.unknown()) }),
  z.strictObject({ type: z.literal('actions'), block_id, elements: z.array(z.unknown()) }),
  z.strictObject({
    type: z.literal('image'),
    block_id,
    slack_file: z.strictObject({ id: z.string() }),
    title: z.unknown().optional(),
    alt_text: z.string(),
  }),
  z.strictObject({ ...Rich.shape, block_id }),
  z.strictObject({
    type: z.literal('table'),
    block_id,
    rows: z.array(z.array(z.union([z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }), Rich]))),
    column_settings: z.array(z.strictObject({ align: z.enum(['left', 'center', 'right']), is_wrapped: z.boolean() })),
  }),
]);
