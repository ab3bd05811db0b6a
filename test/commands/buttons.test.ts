import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from '../../src/bot/grammar.ts';
import { commands } from '../../src/commands/index.ts';
import type { Person } from '../../src/core/people/person.ts';
import { isProblem } from '../../src/core/problem.ts';
import { linesOf, openTalk, type Talk } from './house.ts';

const person = (...roles: readonly string[]): Person => ({ id: 'os:maria', name: 'maria', roles });

describe('buttons are those of lines that some rule may let the person do', () => {
  let talk: Talk;
  beforeAll(async () => {
    talk = await openTalk();
    await talk.reply('freeze on reason:"the sale is on"', person('admin'));
  });
  afterAll(() => talk.close());

  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    // line, roles, some that are there, some that are not
    ['show web-1', ['operator'], ['Stop', 'Reboot', 'Terminate', 'Price'], []],
    ['show web-1', ['approver', 'admin'], ['Price'], ['Stop', 'Reboot', 'Terminate']],
    ['show web-1', [], ['Price'], ['Stop', 'Reboot', 'Terminate']],
    ['addresses idle', ['operator'], ['Release'], []],
    ['addresses idle', [], [], ['Release']],
    ['list', [], ['More'], []],
    ['freeze show', ['admin'], ['Let changes go on'], []],
    ['freeze show', ['operator'], [], ['Let changes go on']],
  ])('%s for %j', async (line, roles, some, none) => {
    const labels = Object.keys(linesOf(await talk.reply(line, person(...roles))));
    for (const label of some)
      expect(
        labels.some((one) => one.startsWith(label)),
        label,
      ).toBe(true);
    for (const label of none)
      expect(
        labels.some((one) => one.startsWith(label)),
        label,
      ).toBe(false);
  });

  it('leave no empty row behind, and none that a person without a role could only be refused', async () => {
    for (const line of [
      'show web-1',
      'addresses idle',
      'addresses',
      'volumes',
      'leftovers',
      'freeze show',
      'list',
      'plans',
      'explain spot',
    ]) {
      const shown = await talk.reply(line, person());
      for (const block of shown.blocks) if (block.kind === 'actions') expect(block.actions.length).toBeGreaterThan(0);
      for (const does of Object.values(linesOf(shown))) {
        const parsed = parse(does, commands);
        expect([does, isProblem(parsed) ? parsed.problem : parsed.command.effect]).toEqual([does, 'reads']);
      }
    }
  });
});
