import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startAws, type AwsProcess } from './aws-process.ts';
import { large, whole } from './aws-answers.ts';
import { bundled } from '../scripts/bundled.ts';
import { beside, line, memory, ofMany, serving, spreadOf, steady } from './chat-load.ts';
import { createStandIn } from './discord-stand-in.ts';
import { ms } from './measure.ts';
import { program } from './program.ts';

/** What the program is configured with. */
export const discordEnv = (apiUrl: string) => ({
  QUARTERMASTER_DISCORD_API_URL: apiUrl,
  DISCORD_TOKEN: 'a-token.of-a.benchmark',
});

async function started({ args = () => [program], env = {} }: Others = {}) {
  const standIn = await createStandIn();
  return serving({
    standIn,
    args: args(standIn.apiUrl),
    env: { ...env, ...discordEnv(standIn.apiUrl) },
  });
}

/** What differs from the program on the demo account. */
interface Others {
  readonly args?: (apiUrl: string) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What is typed into which field, a letter at a time. */
const typed = [
  ['show', 'instance', 'web-01234'],
  ['stop', 'targets', 'tag:env=prod web-2'],
  ['list', 'filter', 'service=search us-e'],
  ['release', 'address', '198.51'],
  ['price', 'name', 'm5.2xlarge'],
  ['do', 'line', 'stop web-39'],
] as const;
const roundsOfTyping = 25;

/** Completion over an account of 40,000 instances, by the whole road: an interaction, and its choices. */
async function completion(aws: AwsProcess) {
  const account = {
    name: 'large',
    roleArn: `arn:aws:iam::${large.account}:role/bench`,
    regions: [whole],
  };
  const { standIn, end } = await started({
    env: {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'ASIA100000000000',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      QUARTERMASTER_ACCOUNTS: JSON.stringify([account]),
    },
  });
  try {
    const start = performance.now();
    // The account is read for the first who asks; until it is, nothing is offered.
    while ((await standIn.suggests('show', 'instance', 'web-01234')).choices === 0);
    const readMs = ms(performance.now() - start);
    const perField: Record<string, unknown> = {};
    const all: number[] = [];
    for (const [command, option, words] of typed) {
      const took: number[] = [];
      let most = 0;
      for (let round = 0; round < roundsOfTyping; round += 1)
        for (let length = 0; length <= words.length; length += 1) {
          const { tookMs, choices } = await standIn.suggests(command, option, words.slice(0, length));
          most = Math.max(most, choices);
          // Code that runs the first time is compiled.
          if (round > 0) took.push(tookMs);
        }
      perField[`${command} ${option}: ${words}`] = { mostChoices: most, ...spreadOf(took) };
      all.push(...took);
    }
    return { instances: large.instances[whole], untilFirstChoicesMs: readMs, ...spreadOf(all), perField };
  } finally {
    await end();
  }
}

/** Discord: the program beside a bare handler of discord.js, by the gateway, in one run. */
export async function benchDiscord() {
  const folder = await bundled(
    new URL('discord-bare-run.ts', import.meta.url),
    new URL('aws-server.ts', import.meta.url),
  );
  const aws = await startAws(folder);
  try {
    return {
      line,
      perSecond: steady.perSecond,
      ...(await beside(
        () => started(),
        () => started({ args: (apiUrl) => [join(folder, 'discord-bare-run.mjs'), apiUrl] }),
      )),
      manyKindsOfCommand: await ofMany(started()),
      completion: await completion(aws),
      ...(await memory(started())),
      targets: { acknowledgedP50Ratio: 1.5, p99Ms: 50, completionP99Ms: 20, rssRatio: 1.1 },
    };
  } finally {
    aws.stop();
    await rm(folder, { recursive: true });
  }
}
