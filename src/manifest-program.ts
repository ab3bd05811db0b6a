import type { Writable } from 'node:stream';
import { appManifest } from './bot/slack/manifest.ts';
import { ConfigError } from './config/error.ts';
import { SlackConfig } from './config/chats.ts';
import type { Config } from './config/schema.ts';

/** What `manifest slack` needs. */
export interface ManifestProgram {
  readonly config: Pick<Config, 'slack' | 'roles'>;
  /** `--url`: where the bot is reached from outside; with or without the path. */
  readonly url: string | undefined;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/**
 * `quartermaster manifest slack`: what Slack makes the app from, as JSON alone on stdout, and why each scope on stderr. Where
 * Slack is not configured, what is usual holds. Gives the exit code.
 * @throws ConfigError where the mode and the address do not go together.
 */
export function runManifest({ config, url, stdout, stderr }: ManifestProgram): number {
  const { mode, command, path } = config.slack ?? SlackConfig.parse({});
  if (mode === 'socket' && url !== undefined)
    throw new ConfigError('--url: slack.mode is socket, which needs no address; say mode: http in the configuration');
  const { manifest, scopes } = appManifest({
    mode,
    command,
    roles: config.roles,
    ...(mode === 'http' && { requestUrl: requestUrl(url ?? someHost, path) }),
  });
  stdout.write(`${JSON.stringify(manifest, undefined, 2)}\n`);
  stderr.write(scopes.map(({ scope, why }) => `${scope}: ${why}\n`).join(''));
  if (mode === 'http' && url === undefined)
    stderr.write(
      `${someHost} stands for the address at which Slack reaches the bot; --url https://HOST puts yours there\n`,
    );
  return 0;
}

/** RFC 2606: nobody's. */
const someHost = 'https://quartermaster.example.com';

/** The path is added where it does not stand there: a proxy may have one of its own before it. */
function requestUrl(url: string, path: string): string {
  if (new URL(url).pathname.endsWith(path)) return url;
  return `${url.replace(/\/+$/, '')}${path}`;
}
