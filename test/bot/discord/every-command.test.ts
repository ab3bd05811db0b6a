import { ApplicationCommandOptionType } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typedOption } from '../../../src/bot/discord/typed-option.ts';
import { parse } from '../../../src/bot/grammar.ts';
import { isSeconds } from '../../../src/bot/preview/before.ts';
import { commands } from '../../../src/commands/index.ts';
import { isProblem } from '../../../src/core/problem.ts';
import type { DiscordMessage, DiscordUser } from '../../peers/discord/world.ts';
import { beforeExample } from '../../before-examples.ts';
import { documentKeys } from '../../terminal.ts';
import { closeClean, keyIn, titleOf } from './seen.ts';
import { modes, openServer, wordsIn, type Server } from './server.ts';

/** What an answer never says. */
const faults = /fault of Quartermaster|There is nothing to show|\bundefined\b|\bNaN\b|\[object/;
/** Said of a change under way, and of a plan of an example before that nobody has confirmed in time: neither is the answer. */
const noAnswer = /\d+ of \d+ done|"(?:Stopping|Terminating|Releasing)|This plan ended/;

/** What Discord registers as a subcommand of its own. */
const alone = commands.filter((command) => command.alone);

/** Each field that Discord asks us to complete, with its command. */
const completed = alone.flatMap(({ name, options }) =>
  Object.entries(options).flatMap(([key, option]) => {
    const typed = typedOption(key, option);
    return 'autocomplete' in typed && typed.autocomplete === true ? [[name, key] as const] : [];
  }),
);

describe.each(modes)('over %s every command is answered by one of its examples', (mode) => {
  let work: Server;
  beforeAll(async () => {
    work = await openServer(mode);
  });
  afterAll(() => closeClean(work));

  /** Does something; gives what is seen of the answer that was not there before. */
  async function answerOf(user: DiscordUser, doing: () => Promise<unknown>): Promise<DiscordMessage> {
    const { peer, ops, until } = work;
    const before = new Map(peer.seenBy(user, ops).map((one) => [one.id, one.earlier.length]));
    await doing();
    return until(() =>
      peer.seenBy(user, ops).findLast(
        (one) =>
          // A deferral says nothing yet.
          one.components.length > 0 && before.get(one.id) !== one.earlier.length && !noAnswer.test(wordsIn(one)),
      ),
    );
  }
  const answerTo = (line: string, user: DiscordUser) => answerOf(user, () => work.says(line, user));

  /** Says what an example needs before it; gives it with the key that it is then said with. */
  async function prepared(name: string, example: string): Promise<string> {
    const { maria, ines } = work;
    const lines = beforeExample(name, example);
    if (lines.length > 0) await answerTo('demo reset', maria);
    let key: string = documentKeys[0];
    const now = (line: string): string => line.replaceAll(documentKeys[0], key);
    for (const { line, second } of lines) {
      const said = await answerTo(now(line), second ? ines : maria);
      if (!line.includes(documentKeys[0]) && /\bcancel [A-Z0-9]{8}\b/.test(wordsIn(said))) key = keyIn(said);
    }
    return now(example);
  }

  it.each(commands.map((command) => [command.name, command] as const))(
    '%s',
    async (name, { examples: [example = ''], audience }) => {
      const { maria, ines } = work;
      const line = await prepared(name, example);
      const by = isSeconds(name) ? ines : maria;
      const answer = await answerTo(line, by);
      expect(wordsIn(answer)).not.toMatch(faults);
      expect(answer.onlyFor).toBe(audience === 'place' ? undefined : by.id);
      expect(titleOf(answer)).not.toMatch(/Problem:/);
      if (name === 'freeze on') await answerTo('freeze off', maria);
      expect(work.machine.logged).toEqual([]);
      expect(work.peer.violations()).toEqual([]);
    },
  );

  it.each(alone.map(({ name, examples: [example = ''] }) => [name, example] as const))(
    '/ec2 %s with its fields filled in is answered as /ec2 do with %s',
    async (name, example) => {
      const { peer, maria, ops } = work;
      const line = await prepared(name, example);
      const byLine = await answerTo(line, maria);
      const filled = filledIn(await prepared(name, example));
      const typed = { user: maria, channel: ops, command: `/ec2 ${name}`, options: filled };
      const byFields = await answerOf(maria, () => peer.command(typed));
      expect(titleOf(byLine)).not.toMatch(/^$|Problem:/);
      expect(titleOf(byFields)).toBe(titleOf(byLine));
      expect(byFields.onlyFor).toBe(byLine.onlyFor);
      expect(work.machine.logged).toEqual([]);
      expect(peer.violations()).toEqual([]);
    },
  );

  it.each(completed)('/ec2 %s completes %s', async (name, key) => {
    const { peer, maria, ops } = work;
    // A key is offered where a plan waits.
    await prepared(name, alone.find((one) => one.name === name)?.examples[0] ?? '');
    const { choices } = await peer.suggest({
      user: maria,
      channel: ops,
      command: `/ec2 ${name}`,
      focused: key,
      query: '',
    });
    expect(choices).not.toEqual([]);
    expect(peer.violations()).toEqual([]);
  });
});

/** What an example says, as somebody fills it into the fields of its command. */
function filledIn(example: string): Readonly<Record<string, string | number>> {
  const parsed = parse(example, commands);
  if (isProblem(parsed)) throw new Error(`${example}: ${JSON.stringify(parsed)}`);
  const { command, raw } = parsed;
  return Object.fromEntries(
    Object.entries(raw).map(([key, words]) => {
      const option = command.options[key];
      return [key, option === undefined ? '' : fieldOf(typedOption(key, option).type, words.join(' '))];
    }),
  );
}

function fieldOf(type: ApplicationCommandOptionType, words: string): string | number {
  const isNumber = type === ApplicationCommandOptionType.Integer || type === ApplicationCommandOptionType.Number;
  return isNumber ? Number(words) : words;
}
