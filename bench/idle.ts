import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { serving } from './chat-load.ts';
import { discordEnv } from './discord.ts';
import { createStandIn as createDiscord } from './discord-stand-in.ts';
import { at, ms } from './measure.ts';
import { program } from './program.ts';
import { slackEnv } from './slack.ts';
import { createStandIn as createSlack } from './slack-stand-in.ts';

const rounds = 3;
/** Nobody says anything for so long: heartbeats, the outbox and alerts come and go, in ms. */
const idleMs = 30_000;
/** A container that is asked how it is, as in compose.yaml. */
const health = { QUARTERMASTER_HEALTH_PORT: '0' };

/** What a bare Node.js of this machine takes, in MiB. */
async function bareNode(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'console.log(1);setInterval(()=>{},1e5)'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
  } finally {
    child.kill('SIGKILL');
  }
}

/** Resident memory of a process that serves both platforms on the demo account while nobody says anything: the median of three. */
export async function benchIdle() {
  const slack = await createSlack();
  const atReady: number[] = [];
  const idle: number[] = [];
  const bare: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const discord = await createDiscord();
      const { rssMiB, rss, end } = await serving({
        standIn: discord,
        args: [program],
        env: { ...slackEnv(slack.apiUrl, 'socket'), ...discordEnv(discord.apiUrl), ...health },
      });
      atReady.push(rssMiB);
      await setTimeout(idleMs);
      idle.push(await rss());
      bare.push(await bareNode());
      await end();
    }
  } finally {
    await slack.close();
  }
  return {
    rssAtReadyMiB: at(atReady, 0.5),
    rssIdleMiB: at(idle, 0.5),
    largestIdleMiB: Math.max(...idle),
    bareNodeMiB: at(bare, 0.5),
    ratioToBareNode: ms(at(idle, 0.5) / at(bare, 0.5)),
    targets: { rssIdleMiB: 180 },
  };
}
