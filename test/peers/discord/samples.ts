import type { Upload } from './body.ts';
import type { Violation } from './check.ts';
import { validateMessage, validateModal, type Context } from './validate.ts';

/** The flag of messages that are made of components. */
export const v2 = 1 << 15;
/** So many characters. */
export const long = (length: number) => 'x'.repeat(length);
/** So many things. */
export const many = <T>(count: number, one: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => one(index));
/** A text display. */
export const said = (content = 'x') => ({ type: 10, content });
/** A button. */
export const button = (more: object = {}) => ({ type: 2, style: 2, label: 'Go', custom_id: 'go', ...more });
/** A button that leads away. */
export const link = (more: object = {}) => ({ type: 2, style: 5, label: 'Go', url: 'https://example.com', ...more });
/** A row. */
export const row = (...components: readonly object[]) => ({ type: 1, components });
/** An option of a menu. */
export const option = (index: number, more: object = {}) => ({ label: `${index}`, value: `${index}`, ...more });
/** A menu in its row. */
export const select = (more: object = {}) => row({ type: 3, custom_id: 'size', options: [option(1)], ...more });
/** A section with so many texts. */
export const section = (texts: number, accessory: unknown = button()) => ({
  type: 9,
  components: many(texts, () => said()),
  accessory,
});
/** A picture of a gallery. */
export const item = (more: object = {}) => ({ media: { url: 'https://example.com/a.png' }, ...more });
/** A gallery. */
export const gallery = (...items: readonly object[]) => ({ type: 12, items });
/** A container. */
export const container = (components: readonly object[], more: object = {}) => ({ type: 17, components, ...more });
/** A text input. */
export const input = (more: object = {}) => ({ type: 4, custom_id: 'why', style: 1, ...more });
/** A label around an input. */
export const label = (component: object, more: object = {}) => ({ type: 18, label: 'Reason', component, ...more });
/** A modal. */
export const modal = (components: readonly object[], more: object = {}) => ({
  custom_id: 'm',
  title: 'Why?',
  components,
  ...more,
});
/** Nothing rings. */
export const silent = { allowed_mentions: { parse: [] } };

/** A file that comes with a message. */
export const file = (name = 'a.png', size = 1): Upload => ({
  index: '0',
  name,
  type: 'image/png',
  bytes: Buffer.alloc(size),
});
/** Where and what, a line each. */
export const told = (found: readonly Violation[]) => found.map(({ what, at }) => `${at} ${what}`);

/** What is found in a message. */
export const check = (body: object, context: Partial<Context> = {}, files: readonly Upload[] = []) =>
  validateMessage({ ...silent, ...body }, files, { by: 'interaction', ...context }).violations;
/** What is told of a message that is made of these components. */
export const components = (all: readonly object[], files: readonly Upload[] = []) =>
  told(check({ flags: v2, components: all }, {}, files));
/** What is told of a modal of these components. */
export const inModal = (all: readonly object[], more: object = {}) => told(validateModal(modal(all, more)));
