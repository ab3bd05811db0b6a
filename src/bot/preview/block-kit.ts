import { z } from 'zod';

/**
 * What the page can show of Block Kit (docs.slack.dev/reference/block-kit). Strict: a property that is not here, or a new
 * kind of block, is shown as its JSON, so that nobody takes the page for the whole of a message that it is not.
 */
const plainText = z.strictObject({ type: z.literal('plain_text'), text: z.string(), emoji: z.boolean().optional() });
const markup = z.strictObject({ type: z.literal('mrkdwn'), text: z.string(), verbatim: z.boolean().optional() });
const words = z.union([plainText, markup]);
export type Words = z.infer<typeof words>;

const option = z.strictObject({ text: words, value: z.string(), description: words.optional() });
export type Option = z.infer<typeof option>;

const controlIds = { action_id: z.string().optional() };

const button = z.strictObject({
  ...controlIds,
  type: z.literal('button'),
  text: plainText,
  value: z.string().optional(),
  url: z.string().optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().optional(),
});
export type Button = z.infer<typeof button>;

const select = z.strictObject({
  ...controlIds,
  type: z.enum(['static_select', 'multi_static_select']),
  placeholder: plainText.optional(),
  options: z.array(option),
  initial_option: option.optional(),
  initial_options: z.array(option).optional(),
});
export type Select = z.infer<typeof select>;

const textInput = z.strictObject({
  ...controlIds,
  type: z.literal('plain_text_input'),
  multiline: z.boolean().optional(),
  min_length: z.number().optional(),
  max_length: z.number().optional(),
  placeholder: plainText.optional(),
  initial_value: z.string().optional(),
});
const dayInput = z.strictObject({
  ...controlIds,
  type: z.literal('datepicker'),
  placeholder: plainText.optional(),
  initial_date: z.string().optional(),
});
const field = z.discriminatedUnion('type', [textInput, dayInput, select]);
export type Field = z.infer<typeof field>;

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional();
/** Seconds since 1970; later than this there is no date in a page. */
const unixSeconds = z.int().min(0).max(8_640_000_000_000);
const richElement = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string(), style }),
  z.strictObject({ type: z.literal('link'), url: z.string(), text: z.string().optional(), style }),
  z.strictObject({ type: z.literal('user'), user_id: z.string(), style }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: unixSeconds,
    format: z.string(),
    fallback: z.string().optional(),
    url: z.string().optional(),
    style,
  }),
]);
export type RichElement = z.infer<typeof richElement>;

const richSection = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(richElement) });
const richPart = z.discriminatedUnion('type', [
  richSection,
  z.strictObject({ type: z.literal('rich_text_preformatted'), elements: z.array(richElement) }),
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(richSection),
  }),
]);
export type RichPart = z.infer<typeof richPart>;

const blockIds = { block_id: z.string().optional() };
const richText = z.strictObject({ ...blockIds, type: z.literal('rich_text'), elements: z.array(richPart) });

const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string() }),
  richText,
]);
export type Cell = z.infer<typeof cell>;

const table = z.strictObject({
  ...blockIds,
  type: z.literal('table'),
  rows: z.array(z.array(cell)),
  column_settings: z
    .array(
      z
        .strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() })
        .nullable(),
    )
    .optional(),
});
export type TableBlock = z.infer<typeof table>;

const section = z.strictObject({
  ...blockIds,
  type: z.literal('section'),
  text: words.optional(),
  fields: z.array(words).optional(),
  accessory: z.discriminatedUnion('type', [button, select]).optional(),
  expand: z.boolean().optional(),
});
export type SectionBlock = z.infer<typeof section>;

const image = z.strictObject({
  ...blockIds,
  type: z.literal('image'),
  slack_file: z.strictObject({ id: z.string() }),
  alt_text: z.string(),
  title: plainText.optional(),
});
export type ImageBlock = z.infer<typeof image>;

const input = z.strictObject({
  ...blockIds,
  type: z.literal('input'),
  label: plainText,
  element: field,
  hint: plainText.optional(),
  optional: z.boolean().optional(),
});
export type InputBlock = z.infer<typeof input>;

const block = z.discriminatedUnion('type', [
  z.strictObject({ ...blockIds, type: z.literal('header'), text: plainText }),
  z.strictObject({ ...blockIds, type: z.literal('divider') }),
  z.strictObject({ ...blockIds, type: z.literal('context'), elements: z.array(words) }),
  z.strictObject({
    ...blockIds,
    type: z.literal('actions'),
    elements: z.array(z.discriminatedUnion('type', [button, select])),
  }),
  section,
  table,
  richText,
  image,
  input,
]);
export type Block = z.infer<typeof block>;

/** A block that the page can show whole; undefined: it cannot. */
export const readBlock = (value: unknown): Block | undefined => block.safeParse(value).data;
