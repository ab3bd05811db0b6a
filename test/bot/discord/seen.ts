import { isData, dataList, text, type Data } from '../../peers/json.ts';
import type { DiscordMessage } from '../../peers/discord/world.ts';
import { wordsIn, type Server } from './server.ts';

/** Discord, "Component Reference". */
const button = 2;
const select = 3;

/** Every component, nested ones too. */
const allIn = (components: readonly Data[]): readonly Data[] =>
  components.flatMap((one) => [
    one,
    ...allIn([...dataList(one['components']), ...(isData(one['accessory']) ? [one['accessory']] : [])]),
  ]);

/** What stands on the buttons of a message, in order. */
export const buttonsOf = ({ components }: Pick<DiscordMessage, 'components'>): readonly string[] =>
  allIn(components)
    .filter(({ type }) => type === button)
    .map(({ label }) => text(label));

/** What can be chosen in a message, by its values. */
export const choicesIn = ({ components }: Pick<DiscordMessage, 'components'>): readonly string[] =>
  allIn(components)
    .filter(({ type }) => type === select)
    .flatMap(({ options }) => dataList(options).map(({ value }) => text(value)));

/** The words of a message's first text. */
export const titleOf = ({ components }: Pick<DiscordMessage, 'components'>): string =>
  text(allIn(components).find(({ content }) => content !== undefined)?.['content']);

/** The key of the plan that a message shows. Throws where there is none. */
export function keyIn(message: DiscordMessage): string {
  const key = /\b(?:confirm|approve|cancel) ([A-Z0-9]{8})\b/.exec(wordsIn(message))?.[1];
  if (key === undefined) throw new Error(`no key stands in ${wordsIn(message)}`);
  return key;
}

/** Waits until a message says something, and gives it as it is then. */
export const becomes = ({ until, peer }: Server, message: DiscordMessage, words: RegExp): Promise<DiscordMessage> =>
  until(() => {
    const now = peer.current(message);
    return now !== undefined && words.test(wordsIn(now)) ? now : undefined;
  });

/** Closes a server. Rejects with what was sent or done against Discord's documents. */
export async function closeClean({ close, peer }: Server): Promise<void> {
  await close();
  const violations = peer.violations();
  if (violations.length > 0) throw new Error(`Discord does not take this: ${JSON.stringify(violations, undefined, 2)}`);
}
