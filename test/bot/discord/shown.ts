import type { APIComponentInContainer, APIComponentInMessageActionRow } from 'discord.js';
import { componentTypes } from '../../../src/bot/discord/components.ts';
import type { Message, Rendered } from '../../../src/bot/discord/render.ts';

/** Messages as text that can be read: what each component is, and what it holds; spaces that are none as `·`. */
export const shown = ({ messages, kept }: Rendered): string =>
  [
    messages
      .map(messageLines)
      .map((lines) => lines.join('\n'))
      .join('\n\n— the next message —\n\n'),
    ...kept.map(({ id, carries }) => `kept ${id}\n  ${JSON.stringify(carries)}`),
  ]
    .join('\n')
    .replaceAll('\u200B', '·');

const messageLines = ({ components }: Message): readonly string[] =>
  components.flatMap((one) =>
    one.type === componentTypes.container
      ? [`container${colourOf(one.accent_color)}`, ...one.components.flatMap(lines)]
      : [`${one.type}, which is not expected`],
  );

const colourOf = (colour: number | null | undefined): string =>
  typeof colour === 'number' ? ` #${colour.toString(16).padStart(6, '0')}` : '';

const indented = (text: string): readonly string[] => text.split('\n').map((line) => `  ${line}`.trimEnd());

function lines(one: APIComponentInContainer): readonly string[] {
  if ('content' in one) return ['text', ...indented(one.content)];
  if ('items' in one)
    return ['gallery', ...one.items.flatMap(({ media, description }) => indented(`${media.url} ${description ?? ''}`))];
  if ('divider' in one) return ['line'];
  if ('components' in one && !('accessory' in one)) return ['row', ...one.components.flatMap(controlLines)];
  return [`${one.type}, which is not expected`];
}

const styles: Readonly<Record<number, string>> = { 1: ' primary', 2: '', 4: ' danger' };

function controlLines(one: APIComponentInMessageActionRow): readonly string[] {
  if ('label' in one && 'custom_id' in one)
    return [`  [${one.label}]${styles[one.style] ?? ' of a style that is not expected'} ${one.custom_id}`];
  if (!('options' in one)) return [`  ${one.type}, which is not expected`];
  return [
    `  select ${one.custom_id}, ${one.min_values ?? 1} to ${one.max_values ?? 1}`,
    ...one.options.map(
      ({ label, value, description, default: isChosen }) =>
        `    ${isChosen === true ? '✓ ' : ''}${value}: ${label}${description === undefined ? '' : ` (${description})`}`,
    ),
  ];
}
