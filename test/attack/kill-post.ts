import { setTimeout as pause } from 'node:timers/promises';
import { wordsIn as wordsInSlack } from '../bot/slack/workspace.ts';
import { wordsIn as wordsInDiscord } from '../peers/discord/reading.ts';
import type { Halt } from '../peers/redis/proxy.ts';
import { openReplicas, type PlatformName, type Replica } from '../replicas.ts';
import { patienceMs } from '../served.ts';
import { settled, type Random, type RoundParts } from './rounds.ts';

/** When the process dies that posts: it has said that it will; the platform has the post and does nothing of it; it has posted and not answered; it has answered, and that is not noted; it is noted, and not that all is told. */
export const postMoments = [
  'it is about to be posted',
  'on receipt',
  'before the answer',
  'after the answer',
  'its answer is noted',
] as const;
export type PostMoment = (typeof postMoments)[number];

/** What was posted of one alert, and whether it said that it may be a repeat. */
export interface Posted {
  readonly repeats: readonly boolean[];
}

/** What is written of a letter before and after its post, as it is on the wire. */
const posting = (command: string) => command.includes(':family:outbox}') && command.includes('"posting":true');
const noting = (command: string) => command.includes(':family:outbox-told}:done:');

/** Whichever of three processes posts an alert is killed at that moment; the others go on. */
export async function killInPost(
  platform: PlatformName,
  moment: PostMoment | Random,
  round: RoundParts,
): Promise<Posted> {
  const alerts = { 'idle-addresses': { rules: ['idle-addresses'], when: 'every 15m' } };
  const replicas = await openReplicas({ ...round, count: 3, alerts, tells: [platform] });
  try {
    const { all, slack, discord } = replicas;
    let poster: Replica | undefined;
    let isKilled = false;
    const kill = () => {
      if (isKilled) return;
      isKilled = true;
      void poster?.kill();
    };
    const gone = Promise.race(all.map(({ ended }) => ended));
    for (const replica of all) {
      if (replica.proxy)
        replica.proxy.heard = (commands) => {
          if (posting(commands)) poster = replica;
        };
      /** The first of all three. */
      const halt = (is: Halt['is'], fits: Halt['fits']) =>
        void replica.proxy?.halt({ is, fits: (command) => !isKilled && fits(command) }).then(kill);
      if (moment === 'it is about to be posted') halt('not answered', posting);
      if (moment === 'after the answer') halt('not sent', noting);
      if (moment === 'its answer is noted') halt('not answered', noting);
    }
    const atPost = () => {
      if (isKilled || (moment !== 'on receipt' && moment !== 'before the answer')) return undefined;
      kill();
      return moment === 'on receipt' ? ('cut-before' as const) : ('cut-after' as const);
    };
    slack.peer.faults.decide = ({ method, args }) =>
      method === 'chat.postMessage' && args['channel'] === slack.ops.id ? atPost() : undefined;
    discord.peer.faults.decide = ({ method, route, params }) =>
      method === 'POST' && route === '/channels/{channel}/messages' && params['channel'] === discord.ops.id
        ? atPost()
        : undefined;
    const posts = () =>
      platform === 'slack'
        ? slack.peer
            .messages(slack.ops)
            .filter(({ threadTs }) => threadTs === undefined)
            .map(wordsInSlack)
        : discord.peer.messages(discord.ops).map(wordsInDiscord);
    replicas.ahead();
    if (typeof moment === 'object') {
      await pause(moment.afterMs);
      poster ??= all[0];
      kill();
    }
    await gone;
    replicas.ahead();
    const { peer } = platform === 'slack' ? slack : discord;
    await peer.until(() => posts().length > 0, patienceMs);
    await settled(round, ['outbox']);
    return { repeats: posts().map((words) => /may be a repeat/i.test(words)) };
  } finally {
    await replicas.close();
  }
}

/** What is not as it must be, in words: something lost, or a second one that does not say so. */
export const faultsOfPosts = ({ repeats }: Posted): readonly string[] => [
  ...(repeats.length === 0 ? ['an alert was lost'] : []),
  ...repeats.slice(1).flatMap((says) => (says ? [] : ['posted again without a word'])),
  ...(repeats.length > 2 ? [`posted ${repeats.length} times`] : []),
];
