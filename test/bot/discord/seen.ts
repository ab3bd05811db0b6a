import type { Ec2Calls } from '../../../src/core/drivers/ec2/calls.ts';
import type { DiscordChannel, DiscordMessage, DiscordUser } from '../../peers/discord/world.ts';
import { isData, dataList, text, type Data } from '../../peers/json.ts';
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

/** Every text of a message that Discord reads as markdown, in order. */
export const textsOf = ({ components }: Pick<DiscordMessage, 'components'>): readonly string[] =>
  allIn(components).flatMap(({ content }) => (content === undefined ? [] : [text(content)]));

/** Every text of a message that Discord shows as it is: what stands on its controls and options, and what is said of pictures. */
export const labelsOf = ({ components }: Pick<DiscordMessage, 'components'>): readonly string[] =>
  allIn(components)
    .flatMap((one) => [one, ...dataList(one['options']), ...dataList(one['items'])])
    .flatMap(({ label, placeholder, description }) => [label, placeholder, description])
    .filter((words) => words !== undefined)
    .map(text);

/** The ids of what can be pressed or chosen in a message, in order. */
export const idsOf = ({ components }: Pick<DiscordMessage, 'components'>): readonly string[] =>
  allIn(components).flatMap((one) => (one['custom_id'] === undefined ? [] : [text(one['custom_id'])]));

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

/** A message as it stands now, in all that it says. */
export const now = ({ peer }: Server, message: DiscordMessage): string => wordsIn(peer.current(message) ?? message);

/** What is said below a message. */
export const below = ({ peer }: Server, message: DiscordMessage): readonly DiscordMessage[] =>
  peer.world.messages.filter(({ replyTo, deleted }) => replyTo === message.id && !deleted);

/** Asks for a change as maria in #ops, and gives its plan. */
export async function planned(work: Server, line: string): Promise<DiscordMessage> {
  const before = new Set(work.peer.messages(work.ops).map(({ id }) => id));
  await work.says(line);
  return work.until(() =>
    work.peer
      .messages(work.ops)
      .find((one) => !before.has(one.id) && wordsIn(one).includes('Nothing has happened yet')),
  );
}

/** Confirms it as maria by its form, with what that asks. */
export async function confirmed(
  { presses, until, peer, maria }: Server,
  plan: DiscordMessage,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  await presses(plan, 'Confirm');
  await until(() => peer.modal(maria));
  await peer.submit({ user: maria, values });
}

/** Asks for a termination as maria where another person must approve, confirms it by its form, and gives its message when it waits. */
export async function confirmedTermination(work: Server, name: string): Promise<DiscordMessage> {
  const plan = await planned(work, `terminate ${name} reason:"no longer used"`);
  await confirmed(work, plan, { typed: name });
  return becomes(work, plan, /another person must approve/);
}

/** Does something, and waits for what the bot then says that somebody sees there: the first message that was not there before, once it says something. */
export async function answerTo(
  { until, peer }: Server,
  { user, channel }: { readonly user: DiscordUser; readonly channel: DiscordChannel },
  doing: () => Promise<unknown>,
): Promise<DiscordMessage> {
  const before = new Set(peer.seenBy(user, channel).map(({ id }) => id));
  await doing();
  return until(() =>
    peer.seenBy(user, channel).find(({ id, byApp, components }) => byApp && components.length > 0 && !before.has(id)),
  );
}

/** Counts what would change something; where it `hangs`, EC2 does it and its answer never comes. `before` happens before the first. */
export function counting({
  hangs = false,
  before = async () => {},
}: { hangs?: boolean; before?(): Promise<void> } = {}) {
  const made: string[] = [];
  const calls = (own: Ec2Calls): Ec2Calls => ({
    ...own,
    async change(kind, home, targets, dryRun, signal, by) {
      if (!dryRun && made.push(`${kind} ${targets.length}`) === 1) await before();
      const answer = await own.change(kind, home, targets, dryRun, signal, by);
      if (!dryRun && hangs) await new Promise(() => {});
      return answer;
    },
  });
  return { made, calls };
}
