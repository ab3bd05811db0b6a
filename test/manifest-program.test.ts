import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from './program.ts';

/** `quartermaster manifest slack`, as it is typed. */
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const manifest = async (config: string | undefined, ...more: readonly string[]) => {
  if (config !== undefined) await writeFile(join(folder, 'quartermaster.yaml'), config);
  return runProgram(folder, ['manifest', 'slack', ...more], []);
};

describe('manifest slack', () => {
  it('prints the JSON alone, and on stderr a line for each scope; it needs no configuration and no secret', async () => {
    const { code, out, err } = await manifest(undefined);
    expect(code).toBe(0);
    const read: unknown = JSON.parse(out);
    expect(read).toMatchObject({
      features: { slash_commands: [{ command: '/ec2' }] },
      settings: { socket_mode_enabled: true },
    });
    const lines = err.trimEnd().split('\n');
    expect(lines).toHaveLength(8);
    for (const line of lines) expect(line).toMatch(/^[a-z_]+(:[a-z]+)?: \S.+$/);
  });

  it.each([
    ['https://bot.example.com', 'https://bot.example.com/a/b'],
    ['https://bot.example.com/', 'https://bot.example.com/a/b'],
    ['https://bot.example.com/qm', 'https://bot.example.com/qm/a/b'],
    ['https://bot.example.com/a/b', 'https://bot.example.com/a/b'],
  ])('at %s Slack sends to %s', async (url, to) => {
    const config = 'slack: { mode: http, path: /a/b, command: /machines }\nroles: { operator: [slack:S1] }';
    const { code, out, err } = await manifest(config, '--url', url);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      features: { slash_commands: [{ command: '/machines', url: to }] },
      settings: { event_subscriptions: { request_url: to }, interactivity: { request_url: to } },
    });
    expect(err).toContain('usergroups:read: ');
  });

  it('without an address says what stands in its place', async () => {
    const { code, out, err } = await manifest('slack: { mode: http }');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      settings: { interactivity: { request_url: 'https://quartermaster.example.com/slack/events' } },
    });
    expect(err).toContain('--url https://HOST');
  });

  it.each([['slack: {}', ['--url', 'https://a.b'], '--url: slack.mode is socket, which needs no address']])(
    '%s %j: is refused in one sentence',
    async (config, more, says) => {
      const { code, out, err } = await manifest(config, ...more);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain(says);
    },
  );
});
