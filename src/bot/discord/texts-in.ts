import { z } from 'zod';

/** Deeper than this Discord nests nothing: a forwarded message, its container, a row, a select, its options, in lists. */
const deepest = 14;

/**
 * What people read of a message, and where its links lead (Discord, "Message Resource": Embed Object; "Component Reference"): its
 * content, that of text displays and forwarded messages, words of embeds, labels.
 */
const readable: ReadonlySet<string> = new Set([
  'content',
  'title',
  'description',
  'url',
  'name',
  'value',
  'text',
  'label',
]);

/** Where a message holds what people read of it; what else it has is about people, files and other messages. */
const holding: ReadonlySet<string> = new Set([
  'embeds',
  'fields',
  'footer',
  'author',
  'components',
  'component',
  'accessory',
  'options',
  'items',
  'message_snapshots',
  'message',
]);

const Fields = z.record(z.string(), z.unknown());

/** Every text of a message of whatever form, in its order. */
export const textsIn = (message: unknown): readonly string[] => within(message, 0);

function within(value: unknown, depth: number): readonly string[] {
  if (depth > deepest) return [];
  if (Array.isArray(value)) return value.flatMap((one) => within(one, depth + 1));
  const { data: fields = {} } = Fields.safeParse(value);
  return Object.entries(fields).flatMap(([key, one]) => {
    if (typeof one === 'string') return readable.has(key) && one !== '' ? [one] : [];
    return holding.has(key) ? within(one, depth + 1) : [];
  });
}
