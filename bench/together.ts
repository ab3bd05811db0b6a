import { at } from './measure.ts';
import { serving } from './chat-load.ts';
import { discordEnv } from './discord.ts';
import { createStandIn as createDiscord } from './discord-stand-in.ts';
import { program } from './program.ts';
import { slackEnv } from './slack.ts';
import { createStandIn as createSlack } from './slack-stand-in.ts';

const rounds = 9;

/** From the start of the process to its `ready` line with both platforms, on a store of its own: the median of nine, and the longest. */
export async function benchTogether() {
  const slack = await createSlack();
  const took: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const discord = await createDiscord();
      const { readyMs, end } = await serving({
        standIn: discord,
        args: [program],
        env: { ...slackEnv(slack.apiUrl, 'socket'), ...discordEnv(discord.apiUrl) },
      });
      took.push(readyMs);
      await end();
    }
    return { readyMs: at(took, 0.5), longestMs: Math.max(...took), targets: { readyMs: 1_500 } };
  } finally {
    await slack.close();
  }
}
