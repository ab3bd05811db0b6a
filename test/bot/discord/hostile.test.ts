import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/bot/request.ts';
import { Ec2Error } from '../../../src/core/drivers/ec2/error.ts';
import { harmless } from '../../../src/core/text.ts';
import type { DiscordMessage, DiscordUser } from '../../peers/discord/world.ts';
import { hostileLines, looksAtTags } from '../hostile-lines.ts';
import { kindsIn, readMarkdown, shownWords } from './markdown.ts';
import { answerTo, becomes, closeClean, labelsOf, planned, textsOf } from './seen.ts';
import { modes, openServer, type Server } from './server.ts';

/** How the demo account names its hostile, as it is told. */
const demoName = harmless('\u001b[31mred @everyone <!channel> \u202Eevil');
/** What Discord makes of our own words; a mention is looked at besides. */
const ourKinds = new Set(['text', 'bold', 'code', 'block', 'heading', 'small', 'list', 'time', 'user']);
/** Pages that we link ourselves. */
const ourLink = /\[[^\]]+\]\(<https:\/\/(?:[a-z0-9-]+\.)*(?:aws\.amazon\.com|amazon\.com|github\.com)\/[^>]*>\)/g;
const fence = '```';
/** Words of a hostile that stand in a mark which is one of ours elsewhere; what is typed in code is literal. */
const markedUp = /\*\*EVIL\*\*|^\s*(?:#{1,3}|-#|[-*+•]|\d+\.)\s+EVIL/m;
const inCode = /```[^]*```|`[^`\n]*`/g;

/** Words that Discord would read otherwise than as words; Ines is a person who never spoke. */
const evilOf = ({ ines, acme, ops }: Server): readonly string[] => [
  `<@${ines.id}>`,
  `<@!${ines.id}>`,
  `<@&${acme.id}>`,
  `<#${ops.id}>`,
  '@here',
  '</ec2 stop:816437322781949972>',
  '<t:1618953630:R>',
  '<a:b1nzy:392938283556143104>',
  '<id:customize>',
  '<https://evil.example>',
  'https://evil.example/a_b',
  '[AWS](https://evil.example)',
  '[AWS](<https://evil.example>)',
  'discord.gg/evil',
  '# EVIL',
  '-# EVIL',
  '- EVIL',
  '1. EVIL',
  '>>> EVIL',
  '**EVIL**',
  '__EVIL__',
  '||EVIL||',
  '\\*EVIL*\\',
  `${fence}\nEVIL`,
];

describe.each(modes)('over %s nothing that AWS or people say becomes a mention, a link or markup', (mode) => {
  let work: Server;
  /** How AWS names the hostile now. */
  let name: string = demoName;
  /** The id of the hostile. */
  let id = '';
  /** With what EC2 refuses every change, where it does. */
  let refusal: string | undefined;

  /** The same answer, about an instance that is named so. */
  function renamed({ reply, ...answer }: Answer): Answer {
    const [from, to] = [demoName, harmless(name)].map((one) => JSON.stringify(one).slice(1, -1));
    return { ...answer, reply: JSON.parse(JSON.stringify(reply).replaceAll(from ?? '', () => to ?? '')) };
  }
  beforeAll(async () => {
    work = await openServer(mode, {
      dispatch: (own) => async (request, show) => renamed(await own(request, (answer) => show(renamed(answer)))),
      calls: (own) => ({
        ...own,
        change(kind, home, targets, dryRun, signal, by) {
          if (refusal !== undefined && !dryRun) return Promise.reject(new Ec2Error('Unforeseen', refusal));
          return own.change(kind, home, targets, dryRun, signal, by);
        },
      }),
    });
    const rows = await dones('list tag:env=dev as:csv');
    id = /evil[^\n]*?(i-[0-9a-f]{8,})/.exec(String(rows.files[0]?.bytes))?.[1] ?? '';
  });
  afterAll(() => closeClean(work));

  /** What was said since then, in all its states. */
  const saidSince = (from: number): readonly Pick<DiscordMessage, 'components'>[] =>
    work.peer.world.messages
      .slice(from)
      .filter(({ byApp }) => byApp)
      .flatMap((one) => [...one.earlier, one]);
  const wordsSince = (from: number): string =>
    saidSince(from)
      .flatMap((one) => [...textsOf(one).map((said) => shownWords(readMarkdown(said))), ...labelsOf(one)])
      .join('\n');

  /** Looks at what was said since then; only who spoke is mentioned. */
  function examine(from: number, spoke = work.maria): void {
    const mention = `<@${spoke.id}>`;
    const rang = work.peer.world.messages.slice(from).flatMap(({ pings }) => pings);
    expect(rang.filter((one) => one !== mention)).toEqual([]);
    const said = saidSince(from);
    expect(said.length, 'something was said').toBeGreaterThan(0);
    for (const one of said.flatMap(textsOf)) {
      const tokens = readMarkdown(one.replace(ourLink, ''));
      const foreign = kindsIn(tokens).filter((kind) => !ourKinds.has(kind));
      const meant = tokens.filter(({ kind, text }) => kind === 'user' && text !== spoke.id);
      expect({ one, foreign, meant }).toEqual({ one, foreign: [], meant: [] });
      // A block of code is all of its text, and ends where we end it.
      if (one.includes(fence)) expect(one).toMatch(/^```\n(?:(?!```)[^])*\n```$/);
      expect(one.replace(inCode, '')).not.toMatch(markedUp);
    }
    for (const one of said.flatMap(labelsOf)) expect(one).toBe(harmless(one));
  }
  const dones = (line: string, user: DiscordUser = work.maria) =>
    answerTo(work, { user, channel: work.ops }, () => work.says(line, user));

  it('in what is told of instances whose names and tags are hostile', async () => {
    const { peer, maria, ops } = work;
    const from = peer.world.messages.length;
    for (const line of looksAtTags) await dones(line);
    for (const line of [`show ${id}`, `terminate ${id}`, `lookup ${id}`]) await dones(line);
    const plan = await planned(work, `stop ${id}`);
    await work.presses(plan, 'Confirm');
    await becomes(work, plan, /is stopped/);
    for (const line of ['audit', 'plans', 'home', 'lookup everyone']) await dones(line);
    expect(wordsSince(from)).toContain(demoName);
    const message = peer.says({ user: maria, channel: ops, text: `${id} ${evilOf(work).join(' ')}` });
    await answerTo(work, { user: maria, channel: ops }, () =>
      peer.shortcut({ user: maria, message, name: 'Look up instances' }),
    );
    examine(from);
  });

  it('in what is told of an instance, by whatever name', async () => {
    const from = work.peer.world.messages.length;
    for (const one of evilOf(work)) {
      name = one;
      const before = work.peer.world.messages.length;
      for (const line of [`show ${id}`, 'list tag:env=dev']) await dones(line);
      expect(wordsSince(before).replaceAll('\u02CB', '`')).toContain(harmless(one));
    }
    name = demoName;
    examine(from);
  });

  it('in what EC2 says where it refuses', async () => {
    const from = work.peer.world.messages.length;
    refusal = evilOf(work).join(' ');
    const plan = await planned(work, 'stop web-1');
    await work.presses(plan, 'Confirm');
    await becomes(work, plan, /evil\.example/);
    refusal = undefined;
    examine(from);
  });

  it('in what is answered to lines that are hostile, and offered to who types them', async () => {
    const { peer, maria, ops } = work;
    const from = peer.world.messages.length;
    const channels = [ops, peer.world.direct(maria)];
    for (const [at, line] of hostileLines(evilOf(work), 50).entries()) {
      const channel = channels[at % 2] ?? ops;
      await work.says(line, maria, channel);
      const { choices } = await peer.suggest({
        user: maria,
        channel,
        command: '/ec2 do',
        focused: 'line',
        query: line,
      });
      for (const { name: shown } of choices) expect(shown).toBe(harmless(String(shown)));
      if (at % 10 === 9) await work.pass(10_000);
    }
    await work.pass(10_000);
    examine(from);
  });

  it('in a reason, a name of a person, and what is kept of them', async () => {
    const { peer, acme } = work;
    const from = peer.world.messages.length;
    const eve = peer.world.user({ username: 'eve', globalName: evilOf(work).join('').slice(0, 32) });
    peer.world.join(acme, eve, { nick: '@everyone **EVIL** [x](https://evil.example)' });
    peer.mayRing.add(`<@${eve.id}>`);
    await dones(`freeze on reason:"${evilOf(work).join(' ').replaceAll('\n', ' ')}"`, eve);
    for (const line of ['stop web-1', 'audit', 'whoami', 'freeze off']) await dones(line, eve);
    await work.pass(20_000);
    expect(wordsSince(from)).toMatch(/evil\.example/);
    examine(from, eve);
  });
});
