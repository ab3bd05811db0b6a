import type { AppsManifestCreateArguments } from '@slack/web-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appManifest, type ManifestParts } from '../../../src/bot/slack/manifest.ts';

type Manifest = AppsManifestCreateArguments['manifest'];

const socket: ManifestParts = { mode: 'socket', command: '/ec2' };
const url = 'https://bot.example.com/slack/events';
const http: ManifestParts = { mode: 'http', command: '/ec2', requestUrl: url };

/** Every text of the manifest with the path to it. */
const textsOf = (value: unknown, path = ''): readonly (readonly [string, string])[] => {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => textsOf(one, `${path}.${key.replace(/^\d+$/, '#')}`));
};

/** Slack, "App manifest reference": how long each text may be. A shortcut's name is as long as the schema of manifests lets it. */
const longest: Readonly<Record<string, number>> = {
  '.display_information.name': 35,
  '.display_information.description': 140,
  '.display_information.background_color': 7,
  '.features.bot_user.display_name': 80,
  '.features.slash_commands.#.command': 32,
  '.features.slash_commands.#.description': 2_000,
  '.features.slash_commands.#.usage_hint': 1_000,
  '.features.slash_commands.#.url': 3_000,
  '.features.shortcuts.#.type': 7,
  '.features.shortcuts.#.name': 24,
  '.features.shortcuts.#.callback_id': 255,
  '.features.shortcuts.#.description': 150,
  '.oauth_config.scopes.bot.#': 50,
  '.settings.event_subscriptions.bot_events.#': 50,
  '.settings.event_subscriptions.request_url': 3_000,
  '.settings.interactivity.request_url': 3_000,
};

describe('the manifest for Slack', () => {
  it('asks over a socket for the fewest scopes, and names no address', () => {
    const { manifest, scopes } = appManifest(socket);
    const typed: Manifest = manifest;
    expect(typed).toEqual({
      _metadata: { major_version: 2, minor_version: 1 },
      display_information: expect.objectContaining({ name: 'Quartermaster' }),
      features: {
        app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
        bot_user: { display_name: 'quartermaster', always_online: true },
        slash_commands: [
          expect.objectContaining({
            command: '/ec2',
            should_escape: true,
            usage_hint: expect.stringContaining('list'),
          }),
        ],
        shortcuts: [expect.objectContaining({ type: 'message', name: 'Look up instances', callback_id: 'look_up' })],
      },
      oauth_config: {
        scopes: {
          bot: [
            'commands',
            'chat:write',
            'app_mentions:read',
            'im:history',
            'users:read',
            'channels:read',
            'groups:read',
            'files:write',
          ],
        },
      },
      settings: {
        event_subscriptions: {
          bot_events: ['app_home_opened', 'app_mention', 'message.im', 'tokens_revoked', 'app_uninstalled'],
        },
        interactivity: { is_enabled: true },
        org_deploy_enabled: false,
        socket_mode_enabled: true,
        token_rotation_enabled: false,
      },
    });
    expect(scopes.map(({ scope }) => scope)).toEqual(manifest.oauth_config?.scopes?.bot);
    for (const { why } of scopes) expect(why).toMatch(/^[a-z].{15,}[^.]$/);
    expect(JSON.stringify(manifest)).not.toContain('http');
  });

  it('names the one address over HTTP everywhere that Slack sends to', () => {
    const { manifest } = appManifest(http);
    expect(manifest.features?.slash_commands?.map((one) => one.url)).toEqual([url]);
    expect(manifest.settings).toMatchObject({
      event_subscriptions: { request_url: url },
      interactivity: { is_enabled: true, request_url: url },
      socket_mode_enabled: false,
    });
  });

  it.each<[ManifestParts['roles'], boolean]>([
    [{ operator: ['slack:S0123'] }, true],
    [{ reader: [], operator: ['os:maria', 'slack:S0123'] }, true],
    [{ operator: ['slack:U0123', 'slack:C0456', 'slack:G0456', 'discord:S1', 'os:S'] }, false],
    [{}, false],
    [undefined, false],
  ])('reads user groups only where a role names one: %j', (roles, reads) => {
    const { manifest, scopes } = appManifest({ ...socket, roles });
    expect(manifest.oauth_config?.scopes?.bot?.includes('usergroups:read')).toBe(reads);
    expect(scopes.some(({ scope }) => scope === 'usergroups:read')).toBe(reads);
    expect(manifest.settings?.event_subscriptions?.bot_events?.includes('subteam_members_changed')).toBe(reads);
  });

  it('keeps to the limits of Slack in every text, whatever is configured', () => {
    const command = fc.stringMatching(/^\/[a-z0-9_-]{1,31}$/);
    fc.assert(
      fc.property(command, fc.constantFrom(socket, http), fc.boolean(), (typed, parts, groups) => {
        const roles = groups ? { operator: ['slack:S1'] } : undefined;
        const { manifest } = appManifest({ ...parts, command: typed, roles });
        for (const [path, text] of textsOf(manifest)) {
          const most = longest[path];
          expect(most, path).toBeDefined();
          expect(text.length, path).toBeGreaterThan(0);
          expect(text.length, path).toBeLessThanOrEqual(most ?? 0);
        }
        expect(manifest.features?.bot_user?.display_name).toMatch(/^[a-z0-9._-]+$/);
        expect(manifest.features?.slash_commands?.length).toBeLessThanOrEqual(50);
      }),
    );
  });
});
