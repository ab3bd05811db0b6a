import { textsWithin, type Legible } from '../chat/texts-within.ts';

/**
 * What people read of a message, and where its links lead (Discord, "Message Resource": Embed Object; "Component Reference"): its
 * content, that of text displays and forwarded messages, words of embeds, labels. What else it has is about people, files and
 * other messages.
 */
const legible: Legible = {
  readable: new Set(['content', 'title', 'description', 'url', 'name', 'value', 'text', 'label']),
  holding: new Set([
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
  ]),
  // A forwarded message, its container, a row, a select, its options, in lists.
  deepest: 14,
};

/** Every text of a message of whatever form, in its order. */
export const textsIn = (message: unknown): readonly string[] => textsWithin(message, legible);
