import type { AppsManifestCreateArguments } from '@slack/web-api';
import type { Roles } from '../../core/people/directory.ts';

type Manifest = AppsManifestCreateArguments['manifest'];

/** Id of the message shortcut that shows what a message names. */
export const lookUpShortcut = 'look_up';

/** What a manifest depends on. */
export interface ManifestParts {
  /** `slack:` of the configuration. */
  readonly mode: 'socket' | 'http';
  /** What people type: `/ec2`. */
  readonly command: string;
  /** `roles:` of the configuration: where it names a user group, those are read. */
  readonly roles?: Roles | undefined;
  /** Of `http`: the whole address that Slack sends requests to. */
  readonly requestUrl?: string | undefined;
}

/** One permission, and what it is for. */
export interface ScopeReason {
  readonly scope: string;
  readonly why: string;
}

/** The app as Slack is told of it, with the fewest scopes, and why each. */
export interface AppManifest {
  readonly manifest: Manifest;
  readonly scopes: readonly ScopeReason[];
}

/** Slack, "Scopes"; each with the calls and events here that need it. */
const always = [
  { scope: 'commands', why: 'the slash command and the message shortcut “Look up instances”' },
  { scope: 'chat:write', why: 'answers, the outcome of changes, and notices' },
  { scope: 'app_mentions:read', why: 'to be spoken to with @ in a channel; no other message of a channel is read' },
  { scope: 'im:history', why: 'to be spoken to in a direct message' },
  { scope: 'users:read', why: 'who is a guest, a bot or of another organisation, and so may change nothing' },
  {
    scope: 'channels:read',
    why: 'whether people of other organisations read a public channel, and who is in one that gives a role',
  },
  {
    scope: 'groups:read',
    why: 'whether people of other organisations read a private channel, and who is in one that gives a role',
  },
  { scope: 'files:write', why: 'pictures of prices and costs, and long tables as CSV' },
] as const;

const forGroups = {
  scope: 'usergroups:read',
  why: 'who is in a user group that gives a role; the configuration names one under roles:',
} as const;

/** A user group of Slack, by the letter that its id begins with. */
const isUserGroup = (id: string): boolean => id.startsWith('slack:S');

/** The manifest for this configuration (Slack, "App manifest reference"), for one workspace by token. */
export function appManifest({ mode, command, roles = {}, requestUrl }: ManifestParts): AppManifest {
  const groups = Object.values(roles).flat().some(isUserGroup);
  const scopes = [...always, ...(groups ? [forGroups] : [])];
  const url = mode === 'http' ? requestUrl : undefined;
  return {
    scopes,
    manifest: {
      _metadata: { major_version: 2, minor_version: 1 },
      display_information: {
        name: 'Quartermaster',
        description:
          'Explains EC2, quotes prices, shows and changes instances after a confirmation, and finds idle addresses.',
        background_color: '#232f3e',
      },
      features: {
        app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
        bot_user: { display_name: 'quartermaster', always_online: true },
        slash_commands: [
          {
            command,
            description: 'EC2: instances, prices, addresses',
            usage_hint: 'list | show NAME | price m5.large | stop NAME | help',
            should_escape: true,
            ...(url !== undefined && { url }),
          },
        ],
        shortcuts: [
          {
            type: 'message',
            name: 'Look up instances',
            callback_id: lookUpShortcut,
            description: 'Shows the instances, addresses and types that a message names',
          },
        ],
      },
      oauth_config: { scopes: { bot: scopes.map(({ scope }) => scope) } },
      settings: {
        event_subscriptions: {
          ...(url !== undefined && { request_url: url }),
          bot_events: [
            'app_home_opened',
            'app_mention',
            'message.im',
            'tokens_revoked',
            'app_uninstalled',
            ...(groups ? (['subteam_members_changed'] as const) : []),
          ],
        },
        interactivity: {
          is_enabled: true,
          ...(url !== undefined && { request_url: url }),
        },
        org_deploy_enabled: false,
        socket_mode_enabled: mode === 'socket',
        token_rotation_enabled: false,
      },
    },
  };
}
