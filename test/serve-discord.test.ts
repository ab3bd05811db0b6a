import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modes } from './bot/discord/server.ts';
import { wordsIn } from './peers/discord/reading.ts';
import { oneSentence, patienceMs, readyLines, takenPort, type Begin } from './served.ts';
import { openDiscordServing, type DiscordServing } from './serving-discord.ts';

/** The program as `npm start` runs it where Discord is configured: a process of its own, against the loopback Discord. */
let serving: DiscordServing;
beforeEach(async () => {
  serving = await openDiscordServing();
});
afterEach(() => serving.close());

describe.each(modes)('over %s', (mode) => {
  it('serves with a closed stdin until SIGTERM, and says once that it is ready, on which account, and how it is invited', async () => {
    const { peer, says, seen } = serving;
    const { child, ended, ready } = await serving.begin(mode);
    child.stdin.end();
    const over =
      mode === 'gateway' ? 'over the gateway' : String.raw`over HTTP on port \d+, path /discord/interactions`;
    const invitation = `it is invited by https://discord.com/oauth2/authorize\\?client_id=${peer.applicationId}&permissions=\\d+&scope=bot\\+applications.commands`;
    expect(await ready()).toMatch(
      new RegExp(`^ready: Discord ${over}, as quartermaster; ${invitation}; the demo account, where nothing is real$`),
    );
    await says('price m5.large');
    await seen('$0.096');
    child.kill('SIGTERM');
    const { code, out, err } = await ended;
    expect([code, out]).toEqual([0, '']);
    expect(readyLines(err)).toHaveLength(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(peer.violations()).toEqual([]);
  });

  it('takes nothing from a stdin that is open, its token from a file, and ends at SIGINT', async () => {
    const path = join(serving.folder, 'token');
    await writeFile(path, `${serving.peer.token}\n`);
    const { child, ended, ready } = await serving.begin(mode, {
      env: { DISCORD_TOKEN_FILE: path },
      without: ['DISCORD_TOKEN'],
    });
    child.stdin.write('price m5.large\n');
    await ready();
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, out: '' });
  });

  it('waits at SIGTERM for the end of what is under way, and delivers it', async () => {
    const { peer, maria, ops, says, seen } = serving;
    const { child, ended, ready } = await serving.begin(mode);
    await ready();
    await says('start batch-7');
    const plan = await seen('Nothing has happened yet');
    await peer.press({ user: maria, message: plan, action: 'Confirm' });
    await seen('under way');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(peer.messages(ops).find((message) => wordsIn(message).includes('is started'))?.id).toBe(plan.id);
    expect(peer.violations()).toEqual([]);
  });

  it('ends at SIGTERM while a form is open, which changes nothing; the next process takes it', async () => {
    const { peer, maria, says, seen } = serving;
    const first = await serving.begin(mode);
    await first.ready();
    await says('disassociate 198.51.100.10');
    const plan = await seen('Nothing has happened yet');
    await peer.press({ user: maria, message: plan, action: 'Confirm' });
    await peer.until(() => peer.modal(maria), patienceMs);
    first.child.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
    expect(wordsIn(peer.current(plan) ?? plan)).toContain('Nothing has happened yet');
    const { child, ended, ready } = await serving.begin(mode);
    await ready();
    await peer.submit({ user: maria, values: { typed: '198.51.100.10' } });
    await seen('another person must approve');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });

  it('ends at SIGTERM when Discord has gone since', async () => {
    const { child, ended, ready } = await serving.begin(mode);
    await ready();
    serving.peer.down('cut');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });
});

describe('while it begins', () => {
  it.each(['unavailable', 'hang'] as const)(
    'ends at SIGTERM while it waits for a Discord that is down (%s)',
    async (how) => {
      serving.peer.down(how);
      const { child, line, ended } = await serving.begin('gateway');
      await line(/Discord could not be asked who we are/);
      child.kill('SIGTERM');
      const { code, err } = await ended;
      expect(code).toBe(0);
      expect(readyLines(err)).toEqual([]);
    },
  );

  it.each(['/users/@me/guilds', '/applications/{application}/commands'])(
    'ends at SIGTERM while Discord is silent about %s',
    async (route) => {
      const { peer } = serving;
      peer.faults.fail({ method: 'GET', route, times: Infinity }, 'hang-before');
      const { child, ended } = await serving.begin('gateway');
      await peer.until(() => peer.calls('GET', route).length > 0, patienceMs);
      child.kill('SIGTERM');
      const { code, err } = await ended;
      expect(code).toBe(0);
      expect(readyLines(err)).toEqual([]);
    },
  );

  it('ends at SIGTERM while the gateway takes no session', async () => {
    const { peer } = serving;
    peer.gateway.refusing = true;
    const { child, ended } = await serving.begin('gateway');
    await peer.until(() => peer.commands().length > 0, patienceMs);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });

  it('is ready when the gateway takes one at last', async () => {
    const { peer, says, seen } = serving;
    peer.gateway.refusing = true;
    const { ready } = await serving.begin('gateway');
    await peer.until(() => peer.calls('GET', '/gateway/bot').length > 0, patienceMs);
    peer.gateway.refusing = false;
    await ready();
    await says('price m5.large');
    await seen('$0.096');
  });
});

describe('the program with Discord configured', () => {
  it('is a terminal with --once and with --terminal, and needs no secret for that', async () => {
    const without = ['DISCORD_TOKEN'];
    const once = await serving.begin('gateway', { args: ['--once', 'price m5.large'], without });
    const terminal = await serving.begin('gateway', { args: ['--terminal'], without });
    terminal.child.stdin.end('price m5.large\n');
    for (const { ended } of [once, terminal])
      expect(await ended).toMatchObject({ code: 0, err: '', out: expect.stringContaining('$0.096') });
    expect(serving.peer.calls()).toEqual([]);
  });

  it('registers its commands once, however often it is begun', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const { child, ended, ready } = await serving.begin('gateway');
      await ready();
      child.kill(signal);
      await ended;
    }
    expect(serving.peer.commandPuts()).toBe(1);
  });
});

describe('its token is told nowhere', () => {
  it.each(['DISCORD_TOKEN', 'DISCORD_TOKEN_FILE'])(
    'by the log or the store, given by %s, where Discord says it',
    async (name) => {
      const { peer, folder } = serving;
      const outside = await mkdtemp(join(tmpdir(), 'quartermaster-token-'));
      const path = join(outside, 'token');
      await writeFile(path, peer.token);
      peer.faults.fail(
        { method: 'PUT', route: '/applications/{application}/commands' },
        { error: 50_001, refusedBy: 403, message: `no access with Bot ${peer.token}` },
      );
      const { child, line, ended, ready } = await serving.begin('gateway', {
        env: { [name]: name === 'DISCORD_TOKEN' ? peer.token : path },
        without: name === 'DISCORD_TOKEN' ? [] : ['DISCORD_TOKEN'],
      });
      expect(await line(/commands could not be registered/)).toContain('[secret]');
      await ready();
      child.kill('SIGTERM');
      const { out, err } = await ended;
      const files = await readdir(folder, { recursive: true, withFileTypes: true });
      const kept = await Promise.all(
        files.filter((one) => one.isFile()).map((one) => readFile(join(one.parentPath, one.name), 'latin1')),
      );
      await rm(outside, { recursive: true });
      for (const text of [out, err, ...kept])
        for (const form of [peer.token, Buffer.from(peer.token).toString('base64')]) expect(text).not.toContain(form);
    },
  );
});

describe('does not begin, and says why without a secret,', () => {
  const secret = 'something-that-is-kept from others';

  it.each<[string, Begin, RegExp]>([
    ['without a token', { without: ['DISCORD_TOKEN'] }, /DISCORD_TOKEN is missing: the bot's token/],
    ['with a text that is no token', { env: { DISCORD_TOKEN: secret } }, /DISCORD_TOKEN: expected the token of a bot/],
    [
      'with a file that is not there',
      { env: { DISCORD_TOKEN_FILE: secret }, without: ['DISCORD_TOKEN'] },
      /DISCORD_TOKEN_FILE: the file does not exist/,
    ],
    ['with both', { env: { DISCORD_TOKEN_FILE: secret } }, /DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set/],
  ])('%s', async (_, more, says) => {
    const { code, out, err } = await (await serving.begin('gateway', more)).ended;
    expect([code, out]).toEqual([2, '']);
    expect(err.trim()).toMatch(says);
    expect(err.trim().split('\n')).toHaveLength(1);
    for (const value of [secret, serving.peer.token]) expect(err).not.toContain(value);
    expect(serving.peer.calls()).toEqual([]);
  });

  it.each(modes)('over %s where Discord refuses the token', async (mode) => {
    const { peer } = serving;
    peer.revoke();
    const { code, out, err } = await (await serving.begin(mode)).ended;
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(oneSentence);
    expect(err).toContain('Discord does not take DISCORD_TOKEN');
    expect(err).not.toContain(peer.token);
  });

  it('where the port is taken', async () => {
    const { port, free } = await takenPort();
    const { code, out, err } = await (await serving.begin('http', { port })).ended;
    await free();
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(oneSentence);
    expect(err).toContain(`the port ${port} for Discord cannot be had`);
    expect(err).toContain('discord.port names another');
  });
});
