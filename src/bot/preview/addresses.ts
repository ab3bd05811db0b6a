import type { Form } from '../../commands/reply/reply.ts';
import { commandFor } from '../discord/register.ts';
import { valueOf } from '../slack/press.ts';

/** The slash command of the preview. */
export const slashCommand = '/ec2';
/** The same in Discord. */
export const slashCommandInDiscord = commandFor('ec2');

/** The page that shows what a line answers. */
export const pageOfLine = (line: string): string => `/?line=${encodeURIComponent(line)}`;

/** A button that opens a form, and what the message that it stands in is about, as each platform says it. */
export interface PressedThere {
  /** What the button carries, as Slack's would. */
  readonly value: string;
  readonly label: string;
  readonly about?: string | undefined;
  readonly aboutInDiscord?: string | undefined;
}

/** What a form's page is asked with; the fields come beside. */
export const formFields = {
  value: 'value',
  label: 'label',
  about: 'about',
  aboutInDiscord: 'about-in-discord',
} as const satisfies Record<keyof PressedThere, string>;

/** The same as what a page is asked with. */
export const fieldsOf = ({ value, label, about, aboutInDiscord }: PressedThere): Record<string, string> => ({
  [formFields.value]: value,
  [formFields.label]: label,
  ...(about !== undefined && { [formFields.about]: about }),
  ...(aboutInDiscord !== undefined && { [formFields.aboutInDiscord]: aboutInDiscord }),
});

/** And back. */
export const pressedIn = (query: URLSearchParams): PressedThere => ({
  value: query.get(formFields.value) ?? '',
  label: query.get(formFields.label) ?? '',
  about: query.get(formFields.about) ?? undefined,
  aboutInDiscord: query.get(formFields.aboutInDiscord) ?? undefined,
});

/** The page that shows what a button does: its answer, or the form that it opens; undefined where it carries too much for either. */
export function pageOfPress(
  { does, form }: { readonly does: string; readonly form?: Form },
  there: Omit<PressedThere, 'value'>,
): string | undefined {
  if (form === undefined) return pageOfLine(does);
  const value = valueOf({ does, form });
  return value && `/press?${new URLSearchParams(fieldsOf({ ...there, value })).toString()}`;
}
