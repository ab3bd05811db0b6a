import type {
  APIActionRowComponent,
  APIComponentInContainer,
  APIComponentInMessageActionRow,
  APITextDisplayComponent,
} from 'discord.js';

/** What Discord calls its components (Components Reference, "Component Types"); the package's own list would load all of it. */
export const componentTypes = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  textDisplay: 10,
  mediaGallery: 12,
  separator: 14,
  container: 17,
  label: 18,
} as const;

/** Components Reference, "Button Styles". */
export const buttonStyles = { normal: 2, primary: 1, danger: 4 } as const;

/** Components Reference, "Text Input Styles". */
export const inputStyles = { short: 1, paragraph: 2 } as const;

/** Markdown that is shown as a message is. */
export const textDisplay = (content: string): APITextDisplayComponent => ({
  type: componentTypes.textDisplay,
  content,
});

/** A thin line across. */
export const divider: APIComponentInContainer = { type: componentTypes.separator, divider: true, spacing: 1 };

/** Buttons beside each other, or one select. */
export const actionRow = (
  components: APIComponentInMessageActionRow[],
): APIActionRowComponent<APIComponentInMessageActionRow> => ({ type: componentTypes.actionRow, components });

/** How many components one counts for: itself, and those in it. */
export const componentsIn = (component: APIComponentInContainer): number =>
  1 + ('components' in component ? component.components.length : 0);

/** Characters that count among those of all text displays. */
export const charactersIn = (component: APIComponentInContainer): number =>
  'content' in component ? component.content.length : 0;
