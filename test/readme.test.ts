import { describe, expect, it } from 'vitest';
import { permissions } from '../src/bot/discord/invite.ts';
import { appManifest } from '../src/bot/slack/manifest.ts';
import { usage } from '../src/commands/help.ts';
import { commands } from '../src/commands/index.ts';
import { variableOf } from '../src/config/environment.ts';
import { leaves } from '../src/config/keys.ts';
import { Config } from '../src/config/schema.ts';
import { operatorPolicy, usualTag } from '../src/core/changes/iam-policy.ts';
import { kinds } from '../src/core/changes/kinds.ts';
import { fileAt } from './house-files.ts';
import { holdMarked } from './marked.ts';

/** Code in a table: a bar would end the cell. */
const cell = (line: string): string => `\`${line.replaceAll('|', '\\|')}\``;

describe('the README', () => {
  it('has every command as it is declared', () => {
    const rows = commands.map(
      (command) => `| ${cell(usage(command))} | ${command.summary} | ${cell(command.examples.at(-1) ?? '')} |`,
    );
    holdMarked(
      'README.md',
      'commands',
      ['| Command | What it does | For example |', '| --- | --- | --- |', ...rows].join('\n'),
    );
  });

  it.each(leaves(Config).map(({ path }) => ({ key: path.join('.'), variable: variableOf(path) })))(
    'explains the key $key and its variable',
    ({ key, variable }) => {
      expect(fileAt('README.md').text).toMatch(
        new RegExp(`^\\| \`${key.replaceAll('.', '\\.')}\` \\| \`${variable}\` \\|`, 'm'),
      );
    },
  );

  it('tells what each scope of the manifest is for', () => {
    const { scopes } = appManifest({ mode: 'socket', command: '/ec2', roles: { operator: ['slack:S0123'] } });
    const rows = scopes.map(({ scope, why }) => `| \`${scope}\` | ${why} |`);
    holdMarked('README.md', 'scopes', ['| Scope | What it is for |', '| --- | --- |', ...rows].join('\n'));
  });

  it('has every key of Discord in its page too', () => {
    for (const { path } of leaves(Config).filter(({ path: [first] }) => first === 'discord'))
      expect(fileAt('docs/discord.md').text).toContain(`| \`${path.join('.')}\` |`);
  });

  it('has in its page what each permission in Discord is for', () => {
    const rows = permissions.map(({ name, why }) => `| *${name}* | ${why} |`);
    holdMarked(
      'docs/discord.md',
      'permissions',
      ['| Permission | What it is for |', '| --- | --- |', ...rows].join('\n'),
    );
  });

  it('shows the policy that the program prints', () => {
    const shown = JSON.stringify(operatorPolicy(usualTag), undefined, 2);
    holdMarked('README.md', 'policy', ['```json', shown, '```'].join('\n'));
    for (const { permission } of Object.values(kinds)) expect(shown).toContain(`"${permission}"`);
  });
});
