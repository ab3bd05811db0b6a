import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from '../scripts/bundled.ts';
import { line, measured, memory, ofMany, serving, steady } from './chat-load.ts';
import { createStandIn } from './discord-stand-in.ts';
import { ms } from './measure.ts';

const program = fileURLToPath(new URL('../dist/main.mjs', import.meta.url));

async function started(args: (apiUrl: string) => readonly string[] = () => [program]) {
  const standIn = await createStandIn();
  return serving({
    standIn,
    args: args(standIn.apiUrl),
    env: { QUARTERMASTER_DISCORD_API_URL: standIn.apiUrl, DISCORD_TOKEN: 'a-token.of-a.benchmark' },
  });
}

/** Discord: the program beside a bare handler of discord.js, by the gateway, in one run. */
export async function benchDiscord() {
  const folder = await bundled(new URL('discord-bare-run.ts', import.meta.url));
  try {
    const own = await measured(started());
    const beside = await measured(started((apiUrl) => [join(folder, 'discord-bare-run.mjs'), apiUrl]));
    return {
      line,
      perSecond: steady.perSecond,
      own,
      bare: beside,
      ratio: {
        deferredP50: ms(own.acknowledgedMs.p50 / beside.acknowledgedMs.p50),
        answeredP50: ms(own.answeredMs.p50 / beside.answeredMs.p50),
        perSecond: ms(own.perSecond / beside.perSecond),
      },
      manyKindsOfCommand: await ofMany(started()),
      rssAfterCommandsMiB: await memory(started()),
      targets: { deferredP50Ratio: 1.5, p99Ms: 50, rssRatio: 1.1 },
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
