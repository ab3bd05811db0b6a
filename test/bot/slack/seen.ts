import { expect } from 'vitest';
import { elementsIn, labelOf, optionsOf } from '../../peers/slack/blocks.ts';
import { dataList, text } from '../../peers/json.ts';
import type { SlackChannel, SlackMessage, SlackUser } from '../../peers/slack/world.ts';
import { wordsIn, type Workspace } from './workspace.ts';

/** What stands on the buttons of a message or a view, in order. */
export const buttonsOf = ({ blocks }: Pick<SlackMessage, 'blocks'>): readonly string[] =>
  elementsIn(blocks)
    .filter(({ element }) => element['type'] === 'button')
    .map(labelOf);

/** What can be chosen in a message, by its values. */
export const choicesIn = ({ blocks }: Pick<SlackMessage, 'blocks'>): readonly string[] =>
  elementsIn(blocks).flatMap(({ element }) => optionsOf(element).map(({ value }) => text(value)));

/** The types of the blocks, in order. */
export const kindsOf = ({ blocks }: Pick<SlackMessage, 'blocks'>): readonly string[] =>
  dataList(blocks).map(({ type }) => text(type));

/** The key of the plan that a message shows. Throws where there is none. */
export function keyIn(message: SlackMessage): string {
  const key = /"does\\":\\"(?:confirm|approve|cancel) ([A-Z0-9]{8})/.exec(wordsIn(message))?.[1];
  if (key === undefined) throw new Error(`no key stands in ${wordsIn(message)}`);
  return key;
}

/** Waits until a message says something, and gives it as it is then. */
export const becomes = ({ until, peer }: Workspace, message: SlackMessage, words: RegExp): Promise<SlackMessage> =>
  until(() => {
    const now = peer.current(message);
    return now !== undefined && words.test(wordsIn(now)) ? now : undefined;
  });

/** Asks for a termination as maria where another person must approve, confirms it by its form, and gives its message when it waits. */
export async function confirmedTermination(work: Workspace, name: string): Promise<SlackMessage> {
  const { peer, maria } = work;
  await work.says(`terminate ${name}`);
  const plan = await work.shown(`Terminate ${name}`);
  expect(wordsIn(plan)).toContain('must approve');
  await work.presses(plan, 'Confirm');
  await work.until(() => peer.modal(maria));
  await peer.submit({ user: maria, values: { typed: name } });
  return becomes(work, plan, /another person must approve; nothing has happened yet/);
}

/** Does something, and waits for what the bot then says that somebody sees there: the first message that was not there before. */
export async function answerTo(
  { until, peer }: Workspace,
  { user, channel }: { readonly user: SlackUser; readonly channel: SlackChannel },
  doing: () => Promise<unknown>,
): Promise<SlackMessage> {
  const before = new Set(peer.seenBy(user, channel).map(({ ts }) => ts));
  await doing();
  return until(() => peer.seenBy(user, channel).find(({ ts, byApp }) => byApp && !before.has(ts)));
}

/** Closes a workspace. Rejects with what was sent or done against Slack's documents. */
export async function closeClean({ close, peer }: Workspace): Promise<void> {
  await close();
  const violations = peer.violations();
  if (violations.length > 0) throw new Error(`Slack does not take this: ${JSON.stringify(violations, undefined, 2)}`);
}
