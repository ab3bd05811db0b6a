import { z } from 'zod';

/**
 * What the page can show of Discord's components (Components Reference). Strict: a property that is not here, or a new kind of
 * component, is shown as its JSON, so that nobody takes the page for the whole of a message that it is not.
 */
const own = { id: z.int().optional() };
const media = z.strictObject({ url: z.string() });

const text = z.strictObject({ ...own, type: z.literal(10), content: z.string() });

const button = z.strictObject({
  ...own,
  type: z.literal(2),
  style: z.int().min(1).max(5),
  label: z.string(),
  custom_id: z.string().optional(),
  url: z.string().optional(),
  disabled: z.boolean().optional(),
});
export type Button = z.infer<typeof button>;

const option = z.strictObject({
  label: z.string(),
  value: z.string(),
  description: z.string().optional(),
  default: z.boolean().optional(),
});
export type Option = z.infer<typeof option>;

const select = z.strictObject({
  ...own,
  type: z.literal(3),
  custom_id: z.string(),
  placeholder: z.string().optional(),
  min_values: z.int().optional(),
  max_values: z.int().optional(),
  options: z.array(option),
  disabled: z.boolean().optional(),
});
export type Select = z.infer<typeof select>;

const row = z.strictObject({
  ...own,
  type: z.literal(1),
  components: z.array(z.discriminatedUnion('type', [button, select])),
});

const thumbnail = z.strictObject({ ...own, type: z.literal(11), media, description: z.string().optional() });
const section = z.strictObject({
  ...own,
  type: z.literal(9),
  components: z.array(text),
  accessory: z.discriminatedUnion('type', [button, thumbnail]),
});
export type Section = z.infer<typeof section>;

const gallery = z.strictObject({
  ...own,
  type: z.literal(12),
  items: z.array(z.strictObject({ media, description: z.string().optional() })),
});
const file = z.strictObject({ ...own, type: z.literal(13), file: media });
const separator = z.strictObject({
  ...own,
  type: z.literal(14),
  divider: z.boolean().optional(),
  spacing: z.union([z.literal(1), z.literal(2)]).optional(),
});

const piece = z.discriminatedUnion('type', [text, row, section, gallery, file, separator]);
/** Whatever stands in a container, or beside one. */
export type Piece = z.infer<typeof piece>;

const container = z.strictObject({
  ...own,
  type: z.literal(17),
  accent_color: z.int().nullish(),
  components: z.array(z.unknown()),
});
export type Container = z.infer<typeof container>;

const textInput = z.strictObject({
  ...own,
  type: z.literal(4),
  custom_id: z.string(),
  style: z.union([z.literal(1), z.literal(2)]),
  required: z.boolean().optional(),
  min_length: z.int().optional(),
  max_length: z.int().optional(),
  placeholder: z.string().optional(),
  value: z.string().optional(),
});
const label = z.strictObject({
  ...own,
  type: z.literal(18),
  label: z.string(),
  description: z.string().optional(),
  component: z.discriminatedUnion('type', [textInput, select.extend({ required: z.boolean().optional() })]),
});
export type Label = z.infer<typeof label>;

const topLevel = z.discriminatedUnion('type', [container, piece]);
const ofModal = z.discriminatedUnion('type', [text, label]);
const modal = z.strictObject({ custom_id: z.string(), title: z.string(), components: z.array(z.unknown()) });

/** Something of a message that the page can show whole; undefined: it cannot. What a container holds is read by itself. */
export const readTopLevel = (value: unknown): Container | Piece | undefined => topLevel.safeParse(value).data;
/** Something of a container. */
export const readPiece = (value: unknown): Piece | undefined => piece.safeParse(value).data;
/** A form (Interactions: Receiving and Responding, "Modal"). */
export const readModal = (value: unknown): z.infer<typeof modal> | undefined => modal.safeParse(value).data;
/** Something of a form. */
export const readOfModal = (value: unknown): z.infer<typeof ofModal> | undefined => ofModal.safeParse(value).data;
