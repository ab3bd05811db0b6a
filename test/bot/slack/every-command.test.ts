import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSeconds } from '../../../src/bot/preview/before.ts';
import { commands } from '../../../src/commands/index.ts';
import type { SlackMessage, SlackUser } from '../../peers/slack/world.ts';
import { beforeExample } from '../../before-examples.ts';
import { documentKeys } from '../../terminal.ts';
import { closeClean, keyIn } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

/** What an answer never says. */
const faults = /fault of Quartermaster|invalid_blocks|There is nothing to show|\bundefined\b|\bNaN\b|\[object/;
/** Said of a change under way. */
const underWay = /\d+ of \d+ done|"(?:Stopping|Terminating|Releasing)/;

describe.each(modes)('over %s every command is answered by one of its examples', (mode) => {
  let work: Workspace;
  beforeAll(async () => {
    work = await openWorkspace(mode);
  });
  afterAll(() => closeClean(work));

  /** Says a line; gives what is seen of the answer that was not there before. */
  async function answerTo(line: string, user: SlackUser): Promise<SlackMessage> {
    const { peer, ops, until } = work;
    const before = new Map(peer.seenBy(user, ops).map((one) => [one.ts, one.earlier.length]));
    await work.says(line, user);
    return until(() =>
      peer
        .seenBy(user, ops)
        .findLast((one) => before.get(one.ts) !== one.earlier.length && !underWay.test(wordsIn(one))),
    );
  }

  it.each(commands.map((command) => [command.name, command] as const))(
    '%s',
    async (name, { examples: [example = ''], audience }) => {
      const { maria, ines } = work;
      const lines = beforeExample(name, example);
      if (lines.length > 0) await answerTo('demo reset', maria);
      let key: string = documentKeys[0];
      const now = (line: string): string => line.replaceAll(documentKeys[0], key);
      for (const { line, second } of lines) {
        const said = await answerTo(now(line), second ? ines : maria);
        if (!line.includes(documentKeys[0]) && /"confirm|\\"confirm/.test(wordsIn(said))) key = keyIn(said);
      }
      const by = isSeconds(name) ? ines : maria;
      const answer = await answerTo(now(example), by);
      expect(wordsIn(answer)).not.toMatch(faults);
      expect(answer.onlyFor).toBe(audience === 'place' ? undefined : by.id);
      expect(answer.text).not.toMatch(/^Problem:/);
      if (name === 'freeze on') await answerTo('freeze off', maria);
      expect(work.machine.logged).toEqual([]);
      expect(work.peer.violations()).toEqual([]);
    },
  );
});
