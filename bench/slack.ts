import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundled } from '../scripts/bundled.ts';
import { beside, line, memory, ofMany, serving, steady } from './chat-load.ts';
import { program } from './program.ts';
import { createStandIn, signingSecret, type Mode } from './slack-stand-in.ts';

/** What the program is configured with. */
export const slackEnv = (apiUrl: string, mode: Mode) => ({
  QUARTERMASTER_SLACK_MODE: mode,
  QUARTERMASTER_SLACK_PORT: '0',
  QUARTERMASTER_SLACK_API_URL: apiUrl,
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  SLACK_SIGNING_SECRET: signingSecret,
});

async function started(mode: Mode, args: (apiUrl: string) => readonly string[] = () => [program]) {
  const standIn = await createStandIn();
  return serving({
    standIn,
    args: args(standIn.apiUrl),
    env: slackEnv(standIn.apiUrl, mode),
    path: mode === 'http' ? '/slack/events' : undefined,
  });
}

/** Slack: the program beside a bare Bolt handler, over both transports, in one run. */
export async function benchSlack() {
  const folder = await bundled(new URL('slack-bare-run.ts', import.meta.url));
  try {
    const bare = join(folder, 'slack-bare-run.mjs');
    const modes: Record<string, unknown> = {};
    for (const mode of ['http', 'socket'] as const) {
      modes[mode] = {
        ...(await beside(
          () => started(mode),
          () => started(mode, (apiUrl) => [bare, mode, apiUrl]),
        )),
        manyKindsOfCommand: await ofMany(started(mode)),
      };
    }
    return {
      line,
      perSecond: steady.perSecond,
      ...modes,
      ...(await memory(started('http'))),
      targets: { p50Ratio: 1.5, p99Ms: 50, perSecondRatio: 0.5 },
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
