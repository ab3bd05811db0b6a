import { z } from 'zod';

/** What Discord documents of a message of components, written down apart from `src`: a fault a line, with its place. */
export function faultsOf(components: readonly unknown[], files: readonly string[] = []): readonly string[] {
  const faults: string[] = [];
  const at = (path: string, ok: boolean, what: string) => {
    if (!ok) faults.push(`${path}: ${what}`);
  };
  const read = z.array(TopLevel).safeParse(components);
  if (!read.success) return [z.prettifyError(read.error)];
  // Components Reference: an empty message is refused, and nested components count.
  const all = read.data.flatMap((one) => nested(one));
  at('components', read.data.length > 0, 'there are none');
  at('components', all.length <= 40, `${all.length} components`);
  const texts = all.flatMap((one) => (one.type === 10 ? [one.content] : []));
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  at('components', characters <= 4_000, `${characters} characters`);
  at(
    'components',
    texts.every((text) => text.trim() !== ''),
    'a text is blank',
  );
  const ids = all.flatMap((one) => ('custom_id' in one ? [one.custom_id] : []));
  at('custom_id', new Set(ids).size === ids.length, 'is not unique');
  for (const one of all) {
    if (one.type === 1) {
      const kinds = new Set(one.components.map(({ type }) => type));
      at('row', kinds.size === 1, 'mixes buttons and selects');
      at('row', !kinds.has(3) || one.components.length === 1, 'has more than one select');
    }
    if (one.type === 3) {
      const values = one.options.map(({ value }) => value);
      const chosen = one.options.filter(({ default: isChosen }) => isChosen === true).length;
      const [least, most] = [one.min_values ?? 1, one.max_values ?? 1];
      at('select', new Set(values).size === values.length, 'has a value twice');
      at('select', least <= most && most <= values.length, `${least} to ${most} of ${values.length}`);
      at('select', chosen === 0 || (chosen >= least && chosen <= most), `${chosen} are chosen`);
    }
    if (one.type === 12)
      for (const { media } of one.items)
        at('gallery', files.includes(media.url.replace('attachment://', '')), `${media.url} is not posted`);
  }
  // Message resource, "Create Message".
  at('files', files.length <= 10 && new Set(files).size === files.length, `${files.length} files`);
  return faults;
}

/** Every text that is read as markdown, in order. */
export const markdownIn = (components: readonly unknown[]): readonly string[] =>
  z
    .array(TopLevel)
    .parse(components)
    .flatMap((one) => nested(one))
    .flatMap((one) => (one.type === 10 ? [one.content] : []));

/** The controls of a message, in order. */
export const controlsIn = (components: readonly unknown[]): readonly Control[] =>
  z
    .array(TopLevel)
    .parse(components)
    .flatMap((one) => nested(one))
    .flatMap((one) => (one.type === 2 || one.type === 3 ? [one] : []));

const within = (least: number, most: number) => z.string().min(least).max(most);
const trimmed = (most: number) => within(1, most).refine((text) => text.trim() === text, 'has spaces at its ends');

const Button = z.strictObject({
  type: z.literal(2),
  style: z.union([z.literal(1), z.literal(2), z.literal(4)]),
  label: trimmed(80),
  custom_id: trimmed(100),
});
const Select = z.strictObject({
  type: z.literal(3),
  custom_id: trimmed(100),
  placeholder: within(1, 150),
  min_values: z.int().min(0).max(25).optional(),
  max_values: z.int().min(1).max(25).optional(),
  options: z
    .array(
      z.strictObject({
        label: trimmed(100),
        value: trimmed(100),
        description: trimmed(100).optional(),
        default: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(25),
});
const Control = z.discriminatedUnion('type', [Button, Select]);
type Control = z.infer<typeof Control>;
const Text = z.strictObject({ type: z.literal(10), content: within(1, 4_000) });
const Row = z.strictObject({ type: z.literal(1), components: z.array(Control).min(1).max(5) });
const Gallery = z.strictObject({
  type: z.literal(12),
  items: z
    .array(
      z.strictObject({
        media: z.strictObject({ url: z.string().regex(/^attachment:\/\/[\w-]+\.png$/) }),
        description: within(1, 1_024),
      }),
    )
    .min(1)
    .max(10),
});
const Separator = z.strictObject({ type: z.literal(14), divider: z.boolean(), spacing: z.literal([1, 2]) });
const Inside = z.discriminatedUnion('type', [Text, Row, Gallery, Separator]);
const TopLevel = z.discriminatedUnion('type', [
  ...Inside.options,
  z.strictObject({
    type: z.literal(17),
    accent_color: z.int().min(0).max(0xffffff).optional(),
    components: z.array(Inside).min(1),
  }),
]);

type Any = z.infer<typeof TopLevel> | Control;

/** A component and all that are in it. */
const nested = (one: Any): readonly Any[] => [
  one,
  ...('components' in one ? one.components.flatMap((inner: Any) => nested(inner)) : []),
];

const Input = z.strictObject({
  type: z.literal(4),
  custom_id: trimmed(100),
  style: z.literal([1, 2]),
  required: z.boolean(),
  max_length: z.int().min(1).max(4_000).optional(),
  placeholder: within(1, 100).optional(),
  value: within(0, 4_000).optional(),
});
/** Components Reference, "String Select": in a modal, where it may be required. */
const ModalSelect = Select.extend({ placeholder: within(1, 150).optional(), required: z.boolean() });
const Modal = z.strictObject({
  custom_id: trimmed(100),
  title: trimmed(45),
  components: z
    .array(
      z.discriminatedUnion('type', [
        Text,
        z.strictObject({
          type: z.literal(18),
          label: trimmed(45),
          description: within(1, 100).optional(),
          component: z.discriminatedUnion('type', [Input, ModalSelect]),
        }),
      ]),
    )
    .min(1)
    .max(5),
});

/** What Discord documents of a modal (Interactions: Receiving and Responding; Components Reference, "Label" and "Text Input"). Throws where it is none. */
export const readModal = (modal: unknown): z.infer<typeof Modal> => Modal.parse(modal);
