import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modes, wordsIn } from './bot/slack/workspace.ts';
import { atSignal, oneSentence, patienceMs, readyLines, takenPort } from './served.ts';
import { openServing, signingSecret, type Serving } from './serving.ts';

/** The program as `npm start` runs it where Slack is configured: a process of its own, against the loopback Slack. */
let serving: Serving;
beforeEach(async () => {
  serving = await openServing();
});
afterEach(() => serving.close());

/** Says a line in #ops, and waits until maria alone sees these words. */
async function answered(line: string, words: string): Promise<void> {
  const { peer, maria, ops } = serving;
  await peer.command({ user: maria, channel: ops, text: line });
  await peer.until(() => peer.seenBy(maria, ops).some((message) => wordsIn(message).includes(words)), patienceMs);
}

describe.each(modes)('over %s', (mode) => {
  it('serves with a closed stdin until SIGTERM, and says once that it is ready and on which account', async () => {
    const { child, ended, ready } = await serving.begin(mode);
    child.stdin.end();
    const over = mode === 'socket' ? 'over Socket Mode' : String.raw`over HTTP on port \d+, path /slack/events`;
    expect(await ready()).toMatch(
      new RegExp(`^ready: Slack ${over}, as @\\S+ in .+; the demo account, where nothing is real$`),
    );
    await answered('price m5.large', '$0.096');
    child.kill('SIGTERM');
    const { code, out, err } = await ended;
    expect([code, out]).toEqual([0, '']);
    expect(readyLines(err)).toHaveLength(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(serving.peer.violations()).toEqual([]);
  });

  it('takes nothing from a stdin that is open, secrets from files, and ends at SIGINT', async () => {
    const named = Object.entries(serving.secrets(mode));
    const files = named.map(([name, value]) => ({ name, value, path: join(serving.folder, name) }));
    for (const { path, value } of files) await writeFile(path, `${value}\n`);
    const { child, ended, ready } = await serving.begin(mode, {
      env: Object.fromEntries(files.map(({ name, path }) => [`${name}_FILE`, path])),
      without: named.map(([name]) => name),
    });
    child.stdin.write('price m5.large\n');
    await ready();
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, out: '' });
  });

  it('waits at SIGTERM for the end of what is under way, and delivers it', async () => {
    const { peer, maria, ops } = serving;
    const { child, ended, ready } = await serving.begin(mode);
    await ready();
    await peer.command({ user: maria, channel: ops, text: 'start batch-7' });
    const holding = (words: string) => peer.messages(ops).find((message) => wordsIn(message).includes(words));
    const plan = await peer.until(() => holding('Nothing has happened yet'), patienceMs);
    await peer.press({ user: maria, message: plan, action: 'Confirm' });
    await peer.until(() => holding('under way'), patienceMs);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(holding('is started')?.ts).toBe(plan.ts);
    expect(peer.violations()).toEqual([]);
  });

  it('ends at SIGTERM when Slack has gone since', async () => {
    const { child, line, ended, ready } = await serving.begin(mode);
    await ready();
    serving.peer.down('cut');
    if (mode === 'socket') await line(/Slack could not be connected/);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });
});

describe('the program with Slack configured', () => {
  it('serves in a window as well, until Ctrl-C', async () => {
    const under = ['sh', '-c', `exec script -qefc "exec $(printf "'%s' " "$@")" /dev/null`, 'sh'];
    const { child, ended, ready } = await serving.begin('socket', { under });
    await ready();
    child.stdin.write('\u0003');
    const { code, out } = await ended;
    expect(code).toBe(0);
    expect(out).not.toContain('ec2>');
  });

  it.each([
    ['a library rejects and nobody listens', 'Promise.reject(new Error("stray"))', 'Error: stray'],
    [
      'a connection fails that nobody listens to any longer',
      'throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" })',
      'Error: socket hang up',
    ],
    [
      'a WebSocket is refused that nobody listens to any longer',
      'throw new Error("Unexpected server response: 503")',
      'Error: Unexpected server response: 503',
    ],
  ])('goes on where %s', async (_, code, says) => {
    const { child, line, ended, ready } = await serving.begin('socket', { env: atSignal(code) });
    await ready();
    child.kill('SIGUSR2');
    expect(await line(/a stray error/)).toContain(says);
    await answered('price m5.large', '$0.096');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });

  it('ends where anything else was thrown and nobody caught it, and says what in a line without secrets', async () => {
    const code = `throw new TypeError("${serving.peer.tokens.bot} is not a function")`;
    const { child, ended, ready } = await serving.begin('socket', { env: atSignal(code) });
    await ready();
    child.kill('SIGUSR2');
    const { code: exit, err } = await ended;
    expect(exit).toBe(1);
    expect(err).toContain('TypeError: [secret] is not a function');
    expect(err).not.toContain(serving.peer.tokens.bot);
  });

  it.each(['unavailable', 'hang'] as const)(
    'ends at SIGTERM while it waits for a Slack that is down (%s)',
    async (how) => {
      serving.peer.down(how);
      const { child, line, ended } = await serving.begin('socket');
      if (how === 'hang') await serving.peer.until(() => serving.peer.calls('auth.test').length > 0, patienceMs);
      else await line(/Slack could not be asked who we are/);
      child.kill('SIGTERM');
      const { code, err } = await ended;
      expect(code).toBe(0);
      expect(readyLines(err)).toEqual([]);
    },
  );

  it('is a terminal with --once and with --terminal, and needs no secret for that', async () => {
    const without = Object.keys(serving.secrets('socket'));
    const once = await serving.begin('socket', { args: ['--once', 'price m5.large'], without });
    const terminal = await serving.begin('socket', { args: ['--terminal'], without });
    terminal.child.stdin.end('price m5.large\n');
    for (const { ended } of [once, terminal])
      expect(await ended).toMatchObject({ code: 0, err: '', out: expect.stringContaining('$0.096') });
    expect(serving.peer.calls()).toEqual([]);
  });
});

describe('does not begin, and says why without a secret,', () => {
  const secret = 'xoxp-something-that-is-kept';
  const silentOf = (err: string) => {
    for (const value of [secret, signingSecret, ...Object.values(serving.peer.tokens)])
      expect(err).not.toContain(value);
  };

  it.each<[string, (typeof modes)[number], Parameters<Serving['begin']>[1], RegExp]>([
    ['without a bot token', 'http', { without: ['SLACK_BOT_TOKEN'] }, /SLACK_BOT_TOKEN is missing: the Bot User/],
    ['without an app token', 'socket', { without: ['SLACK_APP_TOKEN'] }, /SLACK_APP_TOKEN is missing: an app-level/],
    ['without a signing secret', 'http', { without: ['SLACK_SIGNING_SECRET'] }, /SLACK_SIGNING_SECRET is missing/],
    ['with another token', 'socket', { env: { SLACK_BOT_TOKEN: secret } }, /SLACK_BOT_TOKEN: expected the Bot User/],
    [
      'with a file that is not there',
      'socket',
      { env: { SLACK_APP_TOKEN_FILE: secret }, without: ['SLACK_APP_TOKEN'] },
      /SLACK_APP_TOKEN_FILE: the file does not exist/,
    ],
  ])('%s', async (_, mode, more, says) => {
    const { code, out, err } = await (await serving.begin(mode, more)).ended;
    expect([code, out]).toEqual([2, '']);
    expect(err.trim()).toMatch(says);
    expect(err.trim().split('\n')).toHaveLength(1);
    silentOf(err);
    expect(serving.peer.calls()).toEqual([]);
  });

  it.each([
    ['socket', 'bot', 'SLACK_BOT_TOKEN'],
    ['http', 'bot', 'SLACK_BOT_TOKEN'],
    ['socket', 'app', 'SLACK_APP_TOKEN'],
  ] as const)('over %s where Slack refuses the %s token', async (mode, which, name) => {
    serving.peer.revoke(which);
    const { code, out, err } = await (await serving.begin(mode)).ended;
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(oneSentence);
    expect(err).toContain(`Slack does not take ${name}`);
    silentOf(err);
  });

  it('where the port is taken', async () => {
    const { port, free } = await takenPort();
    const { code, out, err } = await (await serving.begin('http', { port })).ended;
    await free();
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(oneSentence);
    expect(err).toContain(`the port ${port} for Slack cannot be had`);
    expect(err).toContain('slack.port names another');
  });
});
