import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/error.ts';
import { secretsInFiles, slackSecrets, type SlackSecrets } from '../../src/config/secrets.ts';
import { createRedactor } from '../../src/core/secrets.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-secrets-'));
  await writeFile(join(folder, 'bot'), 'xoxb-1-2-abc\n');
  await writeFile(join(folder, 'app'), '  xapp-1-A-abc\r\n');
  await writeFile(join(folder, 'sign'), '8f742231b10e8888abcd99yyyzzz85a5');
  await writeFile(join(folder, 'empty'), ' \n');
  await writeFile(join(folder, 'two'), 'xoxb-1-2-abc\nxoxb-1-2-def');
  await writeFile(join(folder, 'large'), 'xoxb-'.padEnd(5_000, 'a'));
  await writeFile(join(folder, 'bytes'), Uint8Array.of(0xff, 0xfe));
  await mkdir(join(folder, 'folder'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A variable with `_FILE` names a file of this test. */
const envOf = (env: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, name.endsWith('_FILE') ? join(folder, value) : value]),
  );

const read = (env: Readonly<Record<string, string>>, mode: SlackSecrets['mode']): Promise<SlackSecrets | string> =>
  slackSecrets(envOf(env), mode).catch((error: unknown) => {
    if (error instanceof ConfigError) return error.message;
    throw error;
  });

const bot = 'xoxb-1-2-abc';
const app = 'xapp-1-A-abc';
const sign = '8f742231b10e8888abcd99yyyzzz85a5';

describe('what opens Slack', () => {
  it.each<[Readonly<Record<string, string>>, SlackSecrets]>([
    [
      { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app },
      { mode: 'socket', botToken: bot, appToken: app },
    ],
    [
      { SLACK_BOT_TOKEN_FILE: 'bot', SLACK_APP_TOKEN_FILE: 'app' },
      { mode: 'socket', botToken: bot, appToken: app },
    ],
    [
      { SLACK_BOT_TOKEN: ` ${bot}\n`, SLACK_SIGNING_SECRET_FILE: 'sign' },
      { mode: 'http', botToken: bot, signingSecret: sign },
    ],
    // What the mode does not need is not looked at.
    [
      { SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: sign, SLACK_APP_TOKEN: 'nonsense', SLACK_APP_TOKEN_FILE: 'gone' },
      { mode: 'http', botToken: bot, signingSecret: sign },
    ],
  ])('%j', async (env, is) => {
    expect(await read(env, is.mode)).toEqual(is);
  });

  it.each<[Readonly<Record<string, string>>, SlackSecrets['mode'], string | RegExp]>([
    [{}, 'socket', /^SLACK_BOT_TOKEN is missing: the Bot User OAuth Token, .*SLACK_BOT_TOKEN_FILE may name a file/],
    [{ SLACK_BOT_TOKEN: bot }, 'socket', /^SLACK_APP_TOKEN is missing: an app-level token with connections:write/],
    [{ SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app }, 'http', /^SLACK_SIGNING_SECRET is missing: the Signing Secret/],
    [
      { SLACK_BOT_TOKEN: bot, SLACK_BOT_TOKEN_FILE: 'bot' },
      'http',
      'SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set; keep one',
    ],
    [{ SLACK_BOT_TOKEN: '' }, 'http', 'SLACK_BOT_TOKEN: is empty'],
    [{ SLACK_BOT_TOKEN_FILE: 'empty' }, 'http', 'SLACK_BOT_TOKEN_FILE: is empty'],
    [{ SLACK_BOT_TOKEN_FILE: 'gone' }, 'http', 'SLACK_BOT_TOKEN_FILE: the file does not exist'],
    [{ SLACK_BOT_TOKEN_FILE: 'folder' }, 'http', 'SLACK_BOT_TOKEN_FILE: names no file'],
    [
      { SLACK_BOT_TOKEN_FILE: 'large' },
      'http',
      'SLACK_BOT_TOKEN_FILE: the file is larger than 4 KiB, which is no secret',
    ],
    [{ SLACK_BOT_TOKEN_FILE: 'bytes' }, 'http', 'SLACK_BOT_TOKEN_FILE: the file is not text in UTF-8'],
    [
      { SLACK_BOT_TOKEN_FILE: 'two' },
      'http',
      'SLACK_BOT_TOKEN_FILE: expected the Bot User OAuth Token, which begins with xoxb-',
    ],
    [
      { SLACK_BOT_TOKEN: 'xoxp-user' },
      'http',
      'SLACK_BOT_TOKEN: expected the Bot User OAuth Token, which begins with xoxb-',
    ],
    [
      { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: bot },
      'socket',
      'SLACK_APP_TOKEN: expected an app-level token, which begins with xapp-',
    ],
    [
      { SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: 'hunter2 hunter2' },
      'http',
      'SLACK_SIGNING_SECRET: expected the Signing Secret, which is no token and has no spaces',
    ],
    [{ SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: app }, 'http', /^SLACK_SIGNING_SECRET: expected/],
  ])('%j for %s is refused in one sentence', async (env, mode, says) => {
    const told = await read(env, mode);
    if (typeof says === 'string') expect(told).toBe(says);
    else expect(told).toMatch(says);
    // Of what stands there nothing is told.
    for (const value of ['abc', 'hunter2', 'user', sign, folder]) expect(told).not.toContain(value);
  });

  it('is hidden wherever it would be told, though it stands in files', async () => {
    const known = await secretsInFiles(
      envOf({ SLACK_SIGNING_SECRET_FILE: 'sign', SLACK_APP_TOKEN_FILE: 'gone', SLACK_BOT_TOKEN_FILE: 'empty' }),
    );
    expect(known).toEqual([sign]);
    expect(createRedactor(known).text(`it was ${sign}!`)).toBe('it was [secret]!');
  });
});
