import { setImmediate as turn } from 'node:timers/promises';
import { wordsIn } from './bot/slack/workspace.ts';
import type { Delivered } from './peers/slack/deliver.ts';
import type { SlackMessage } from './peers/slack/world.ts';
import type { Replica, Replicas } from './replicas.ts';
import { patienceMs } from './served.ts';

/** What maria does in #ops of Slack, and what she sees there. */
export interface SpokenTo {
  /** Types what one of them hears. */
  says(to: Replica, text: string): Promise<void>;
  /** The newest message with these words; of those after another, where that is given. */
  seen(words: string | RegExp, after?: SlackMessage): Promise<SlackMessage>;
  newest(): SlackMessage | undefined;
  /** Asks one of them, and gives the plan that is shown. */
  plans(to: Replica, line: string): Promise<SlackMessage>;
  /** Confirms a plan; whoever hears just then hears it. */
  presses(plan: SlackMessage): Promise<void>;
  /** Resolves when the message has such words by now. */
  becomes(message: SlackMessage, words: RegExp): Promise<SlackMessage>;
}

/** Several processes are spoken to in Slack. */
export function spokenTo({ slack: { peer, maria, ops } }: Pick<Replicas, 'slack'>): SpokenTo {
  /** Does it until it is acknowledged: where a clock went ahead no pong came for long, and a connection is given up for a new one. */
  async function heard(gesture: () => Promise<Delivered>): Promise<void> {
    for (const late = AbortSignal.timeout(patienceMs); (await gesture()).ack.status !== 200; await turn())
      if (late.aborted) throw new Error('nobody hears what is done in Slack');
  }
  const spoken: SpokenTo = {
    says(to, text) {
      to.hears();
      return heard(() => peer.command({ user: maria, channel: ops, text }));
    },
    seen: (words, after) =>
      peer.until(() => {
        const all = peer.seenBy(maria, ops);
        const from = after === undefined ? 0 : all.findIndex(({ ts }) => ts === after.ts) + 1;
        return all.slice(from).findLast((message) => wordsIn(message).search(words) >= 0);
      }, patienceMs),
    newest: () => peer.seenBy(maria, ops).at(-1),
    async plans(to, line) {
      const before = spoken.newest();
      await spoken.says(to, line);
      return spoken.seen('Nothing has happened yet', before);
    },
    presses: (message) => heard(() => peer.press({ user: maria, message, action: 'Confirm' })),
    becomes: (message, words) =>
      peer.until(() => {
        const now = peer.current(message);
        return now !== undefined && words.test(wordsIn(now)) ? now : undefined;
      }, patienceMs),
  };
  return spoken;
}
