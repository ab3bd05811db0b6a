import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toneWords } from '../src/bot/words.ts';
import { isSeconds } from '../src/bot/preview/before.ts';
import { commands } from '../src/commands/index.ts';
import { beforeExample, type SaidLine } from './before-examples.ts';
import * as discord from './bot/discord/seen.ts';
import { openServer, wordsIn as discordWords, type Mode as DiscordMode } from './bot/discord/server.ts';
import { everyChange } from './bot/every-change.ts';
import * as slack from './bot/slack/seen.ts';
import { openWorkspace, wordsIn as slackWords, type Mode as SlackMode } from './bot/slack/workspace.ts';
import { documentKeys, openMachine } from './terminal.ts';

/** What somebody sees of an answer, whatever the platform: how it begins, and what can be pressed. */
interface Seen {
  readonly title: string;
  readonly buttons: readonly string[];
  /** The key of the plan that it shows. */
  readonly key: string | undefined;
}

/** A platform with two people on it. */
interface World {
  say(line: string, second: boolean): Promise<Seen>;
  close(): Promise<void>;
}

/** Begins anew: what was said before is not looked at any longer, for plans of then are edited when their time is over. */
const reset = 'demo reset';

/** Said of a change under way. */
const underWay =
  /\d+ of \d+ done|(?:Stopping|Terminating|Releasing|Starting|Rebooting|Hibernating|Disassociating|Recovering) /;
/** In what a button carries, on any platform. */
const key = /(?:^|[|"\n])(?:confirm|approve|cancel) ([A-Z0-9]{8})\b/;

/** Of what waits for another person a terminal, where nobody else is, offers less. */
const waits = /another person must approve|approved|asked|No confirmation/;

/** What differs between platforms by its nature: who the second person is, keys, times, rows of a page, and what shares an answer. */
const same = ({ title, buttons }: Seen, second: boolean) => ({
  title: title
    .replaceAll(/\b(?:ana|ines)\b/g, 'SECOND')
    .replaceAll(/\b(?:demo|os|slack|discord):\w+/g, 'ID')
    .replaceAll(/\b[A-Z0-9]{8}\b/g, 'KEY')
    .replaceAll(/\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?: ?UTC|Z)?)?|<!?(?:date|t)[^>]*>/g, 'TIME')
    .replace(/page \d+ of \d+/, 'PAGE')
    .replace(/\(\d of \d\)/, '')
    .replaceAll(/[^\p{L}\p{N}$.,:?]+/gu, ' ')
    .replaceAll(/ (?=[.,:?])/g, '')
    .trim(),
  // In the terminal the second person may approve, and nothing else.
  ...(!second &&
    !waits.test(title) && {
      buttons: buttons
        .map((label) => label.replace(/\b[A-Z0-9]{8}$/, 'KEY'))
        .filter((label) => label !== 'Share in channel'),
    }),
});

const Json = z.object({
  final: z.boolean(),
  reply: z.object({
    tone: z.enum(['plain', 'good', 'warning', 'danger', 'problem']),
    title: z.array(
      z.looseObject({
        kind: z.string(),
        text: z.string().optional(),
        line: z.string().optional(),
        at: z.number().optional(),
      }),
    ),
    change: z.string().optional(),
  }),
  actions: z.array(z.object({ label: z.string(), say: z.string() })),
});

async function terminal(): Promise<World> {
  const machine = await openMachine();
  return {
    async say(line, second) {
      const { out } = await machine.pipe([line], { json: true, second });
      const answers = out
        .trim()
        .split('\n')
        .map((one) => Json.parse(JSON.parse(one)));
      const last = answers.findLast(({ final }) => final);
      if (last === undefined) throw new Error(`no answer: ${out}`);
      const { tone, title } = last.reply;
      return {
        title: `${toneWords[tone]} ${title.map(({ text, line: typed, at }) => (at === undefined ? (text ?? `/ec2 ${typed}`) : '2000-01-01')).join('')}`,
        buttons: last.actions.map(({ label }) => label),
        key: key.exec(last.actions.map(({ say }) => say).join('\n'))?.[1],
      };
    },
    close: () => machine.close(),
  };
}

async function inSlack(mode: SlackMode): Promise<World> {
  const work = await openWorkspace(mode);
  const { peer, maria, ines, ops, until } = work;
  const old = new Set<string>();
  return {
    async say(line, second) {
      const user = second ? ines : maria;
      const before = new Map(peer.seenBy(user, ops).map((one) => [one.ts, one.earlier.length]));
      if (line === reset) for (const ts of before.keys()) old.add(ts);
      await work.says(line, user);
      const said = await until(() =>
        peer
          .seenBy(user, ops)
          .filter(({ threadTs }) => threadTs === undefined)
          .findLast(
            (one) =>
              !old.has(one.ts) &&
              before.get(one.ts) !== one.earlier.length &&
              !underWay.test(one.text.split('\n')[0] ?? ''),
          ),
      );
      return {
        title: said.text.split('\n')[0] ?? '',
        buttons: slack.buttonsOf(said),
        key: key.exec(slackWords(said).replaceAll('\\', ''))?.[1],
      };
    },
    close: () => slack.closeClean(work),
  };
}

async function inDiscord(mode: DiscordMode): Promise<World> {
  const work = await openServer(mode);
  const { peer, maria, ines, ops, until } = work;
  const old = new Set<string>();
  const titleOf = (one: Parameters<typeof discord.titleOf>[0]): string =>
    (discord.titleOf(one).split('\n')[0] ?? '').replaceAll(/\\(.)/g, '$1').replaceAll('/ec2 do ', '/ec2 ');
  return {
    async say(line, second) {
      const user = second ? ines : maria;
      const before = new Map(peer.seenBy(user, ops).map((one) => [one.id, one.earlier.length]));
      if (line === reset) for (const id of before.keys()) old.add(id);
      await work.says(line, user);
      const said = await until(() =>
        peer
          .seenBy(user, ops)
          .filter(({ replyTo }) => replyTo === undefined)
          .find(
            (one) =>
              !old.has(one.id) &&
              before.get(one.id) !== one.earlier.length &&
              one.components.length > 0 &&
              !underWay.test(titleOf(one)),
          ),
      );
      return {
        title: titleOf(said),
        buttons: discord.buttonsOf(said),
        key: key.exec(discordWords(said).replaceAll('\\', ''))?.[1],
      };
    },
    close: () => discord.closeClean(work),
  };
}

const names = ['terminal', 'slack', 'discord'] as const;
type Name = (typeof names)[number];

/** How the platforms hand over what is said. */
const roads = [
  { slack: 'socket', discord: 'gateway' },
  { slack: 'http', discord: 'http' },
] as const satisfies { readonly slack: SlackMode; readonly discord: DiscordMode }[];

/** Says lines in each, with the keys that each has given, and gives what was seen of every line. */
async function everywhere(worlds: Record<Name, World>, lines: readonly SaidLine[]) {
  const all: Record<Name, ReturnType<typeof same>[]> = { terminal: [], slack: [], discord: [] };
  for (const name of names) {
    let last: string | undefined;
    for (const { line, second } of lines) {
      const seen = await worlds[name].say(line.replaceAll('KEY', last ?? 'KEY'), second);
      if (seen.buttons.includes('Cancel') || seen.buttons.includes('Approve')) last = seen.key ?? last;
      all[name].push(same(seen, second));
    }
  }
  return all;
}

const first = (line: string): SaidLine => ({ line, second: false });
const second = (line: string): SaidLine => ({ line, second: true });

describe.each(roads)('the same in the terminal, in Slack ($slack) and in Discord ($discord)', (modes) => {
  let worlds: Record<Name, World>;
  beforeAll(async () => {
    worlds = { terminal: await terminal(), slack: await inSlack(modes.slack), discord: await inDiscord(modes.discord) };
  });
  afterAll(async () => {
    for (const name of names) await worlds[name].close();
  });
  /** Says the lines on a demo account that starts over. */
  const said = (lines: readonly SaidLine[]) => everywhere(worlds, [first(reset), ...lines]);

  // What one sees of where and who they are differs, and so does what a chat understands besides.
  const own = new Set(['whoami', 'help', 'home', 'access test', 'use']);
  it.each(commands.filter(({ name }) => !own.has(name)).map((command) => [command.name, command] as const))(
    '%s',
    async (name, { examples: [example = ''] }) => {
      const lines = [
        ...beforeExample(name, example),
        { line: example, second: isSeconds(name) },
        ...(name === 'freeze on' ? [first('freeze off')] : []),
      ].map(({ line, second: by }) => ({ line: line.replaceAll(documentKeys[0], 'KEY'), second: by }));
      const { terminal: expected, slack: one, discord: other } = await said(lines);
      expect(one).toEqual(expected);
      expect(other).toEqual(expected);
    },
  );

  it.each(everyChange.map((row) => [row.line, row] as const))(
    '%s, in each way that it can go',
    async (line, { typed, reason, approved }) => {
      const because = reason === true ? ' reason:"it is wanted no longer"' : '';
      const confirm = `confirm KEY${typed === undefined ? '' : ` ${typed}`}${because}`;
      const before = line.startsWith('recover')
        ? [first('release 198.51.100.38'), first('confirm KEY 198.51.100.38'), second('approve KEY')]
        : [];
      const {
        terminal: expected,
        slack: one,
        discord: other,
      } = await said([
        ...before,
        first(line),
        first('cancel KEY'),
        first(confirm),
        first(line),
        second(confirm),
        first('confirm KEY nonsense'),
        first(confirm),
        ...(approved === true ? [first('approve KEY'), second('approve KEY')] : []),
        first(confirm),
        first('cancel KEY'),
      ]);
      expect(one).toEqual(expected);
      expect(other).toEqual(expected);
    },
  );

  it.each(everyChange.map((row) => [row.line, row] as const))(
    '%s, while a freeze holds',
    async (line, { typed, reason }) => {
      const because = reason === true ? ' reason:"it is wanted no longer"' : '';
      const {
        terminal: expected,
        slack: one,
        discord: other,
      } = await said([
        first(line),
        first('freeze on reason:"a sale"'),
        first(`confirm KEY${typed === undefined ? '' : ` ${typed}`}${because}`),
        first(line),
        first('freeze off'),
      ]);
      expect(one).toEqual(expected);
      expect(other).toEqual(expected);
    },
  );

  it('a key that there is not', async () => {
    const { terminal: expected, slack: one, discord: other } = await said([first('confirm ZZZZZZZZ')]);
    expect(one).toEqual(expected);
    expect(other).toEqual(expected);
  });

  it.each(everyChange.filter(({ approved }) => approved === true).map((row) => [row.line, row] as const))(
    '%s, denied by another person',
    async (line, { typed, reason }) => {
      const because = reason === true ? ' reason:"it is wanted no longer"' : '';
      const {
        terminal: expected,
        slack: one,
        discord: other,
      } = await said([
        first(line),
        first(`confirm KEY${typed === undefined ? '' : ` ${typed}`}${because}`),
        second('deny KEY reason:"not before the sale ends"'),
        second('approve KEY'),
        first(`confirm KEY${typed === undefined ? '' : ` ${typed}`}${because}`),
      ]);
      expect(one).toEqual(expected);
      expect(other).toEqual(expected);
    },
  );
});
