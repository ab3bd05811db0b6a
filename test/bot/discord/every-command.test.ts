import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSeconds } from '../../../src/bot/preview/before.ts';
import { commands } from '../../../src/commands/index.ts';
import type { DiscordMessage, DiscordUser } from '../../peers/discord/world.ts';
import { beforeExample } from '../../before-examples.ts';
import { documentKeys } from '../../terminal.ts';
import { closeClean, keyIn, titleOf } from './seen.ts';
import { modes, openServer, wordsIn, type Server } from './server.ts';

/** What an answer never says. */
const faults = /fault of Quartermaster|There is nothing to show|\bundefined\b|\bNaN\b|\[object/;
/** Said of a change under way. */
const underWay = /\d+ of \d+ done|"(?:Stopping|Terminating|Releasing)/;

describe.each(modes)('over %s every command is answered by one of its examples', (mode) => {
  let work: Server;
  beforeAll(async () => {
    work = await openServer(mode);
  });
  afterAll(() => closeClean(work));

  /** Says a line; gives what is seen of the answer that was not there before. */
  async function answerTo(line: string, user: DiscordUser): Promise<DiscordMessage> {
    const { peer, ops, until } = work;
    const before = new Map(peer.seenBy(user, ops).map((one) => [one.id, one.earlier.length]));
    await work.says(line, user);
    return until(() =>
      peer
        .seenBy(user, ops)
        .findLast((one) => before.get(one.id) !== one.earlier.length && !underWay.test(wordsIn(one))),
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
        if (!line.includes(documentKeys[0]) && /\|confirm /.test(wordsIn(said))) key = keyIn(said);
      }
      const by = isSeconds(name) ? ines : maria;
      const answer = await answerTo(now(example), by);
      expect(wordsIn(answer)).not.toMatch(faults);
      expect(answer.onlyFor).toBe(audience === 'place' ? undefined : by.id);
      expect(titleOf(answer)).not.toMatch(/Problem:/);
      if (name === 'freeze on') await answerTo('freeze off', maria);
      expect(work.machine.logged).toEqual([]);
      expect(work.peer.violations()).toEqual([]);
    },
  );
});
