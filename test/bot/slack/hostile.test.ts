import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { data, dataList, isData, text, type Data } from '../../peers/json.ts';
import { richSpecialsIn, specialsIn, strayMarks, type Special } from '../../peers/slack/specials.ts';
import { hostileLines, looksAtTags } from '../hostile-lines.ts';
import { closeClean } from './seen.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

let work: Workspace;

beforeAll(async () => {
  work = await openWorkspace('http');
});
afterAll(() => closeClean(work));

/** Every text of a payload, as Slack reads it. */
function textsIn(value: unknown): { readonly mrkdwn: readonly string[]; readonly specials: readonly Special[] } {
  if (Array.isArray(value)) {
    const all = value.map(textsIn);
    return { mrkdwn: all.flatMap(({ mrkdwn }) => mrkdwn), specials: all.flatMap(({ specials }) => specials) };
  }
  if (!isData(value)) return { mrkdwn: [], specials: [] };
  if (value['type'] === 'rich_text') return { mrkdwn: [], specials: richSpecialsIn(value, '') };
  if (value['type'] === 'mrkdwn') {
    const said = text(value['text']);
    return { mrkdwn: [said], specials: specialsIn(said, '') };
  }
  return textsIn(Object.values(value));
}
const saidIn = (args: Data) => {
  const top = text(args['text']);
  const blocks = textsIn([...dataList(args['blocks']), data(args['view'])]);
  return { mrkdwn: [top, ...blocks.mrkdwn], specials: [...specialsIn(top, ''), ...blocks.specials] };
};

/** What we mean ourselves: who spoke, moments, and pages of AWS. */
const isOurs = ({ kind, of }: Special): boolean =>
  (kind === 'user' && of === 'U0MARIA') ||
  kind === 'date' ||
  (kind === 'link' && /^https:\/\/(?:[a-z0-9-]+\.)*(?:aws\.amazon\.com|amazon\.com|github\.com)\//.test(of));
/** Words of a hostile that stand in a mark of markup; what is typed in code is literal. */
const markedUp = /(?<![\u200B\w])([*_~])(?:EVIL|bold)\1/;
const outsideCode = (mrkdwn: string): string => mrkdwn.replace(/`[^`\n]*`/g, '');

function examine(from: number): void {
  for (const { method, args } of work.peer.calls().slice(from)) {
    const { mrkdwn, specials } = saidIn(args);
    expect({ method, foreign: specials.filter((one) => !isOurs(one)) }).toEqual({ method, foreign: [] });
    for (const one of mrkdwn) {
      expect({ one, stray: strayMarks(one) }).toEqual({ one, stray: [] });
      expect(outsideCode(one)).not.toMatch(markedUp);
    }
  }
}
const evil = [
  '<!channel>',
  '<!here>',
  '<!everyone>',
  '<@U0INES>',
  '<#C0OPS|ops>',
  '<!subteam^S0OPS>',
  '<https://evil.example|login>',
  '&lt;!channel&gt;',
  '&amp;lt;@U0INES&amp;gt;',
  '"<!channel>"',
] as const;
const lines = hostileLines(evil, 150);

describe('nothing that AWS or people say becomes a mention, a link or markup', () => {
  it('in what is told of instances whose names and tags are hostile', async () => {
    const from = work.peer.calls().length;
    for (const line of looksAtTags) await work.says(line);
    const id = await work.until(() => {
      const texts = work.peer
        .calls()
        .slice(from)
        .map(({ args }) => text(args['text']));
      return /evil; (i-[0-9a-f]+)/.exec(texts.join('\n'))?.[1];
    });
    for (const line of [`show ${id}`, `stop ${id}`, `terminate ${id}`, `lookup ${id}`]) await work.says(line);
    const plan = await work.shown(`Stop`);
    await work.presses(plan, 'Confirm');
    await work.until(() => work.peer.messages(work.ops).some((one) => one.text.includes('is stopped')));
    for (const line of ['audit', 'plans', 'home', 'lookup everyone']) await work.says(line);
    await work.peer.openHome({ user: work.maria });
    await work.until(() => work.peer.home(work.maria));
    await work.pass(20_000);
    const told = work.peer
      .calls()
      .slice(from)
      .map(({ args }) => JSON.stringify(args))
      .join('\n');
    expect(told, 'the hostile was told of').toMatch(/evil/);
    examine(from);
  });

  it('in what is answered to lines that are hostile, in a direct conversation', async () => {
    const from = work.peer.calls().length;
    const answers = () => work.peer.directMessages(work.maria).filter(({ byApp }) => byApp).length;
    for (const [at, line] of lines.entries()) {
      await work.peer.direct({ user: work.maria, text: line });
      if (at % 10 === 9) await work.pass(10_000);
    }
    await work.until(() => answers() >= lines.length);
    examine(from);
  });

  it('in a reason, a name of a person, and what is kept of them', async () => {
    const from = work.peer.calls().length;
    const eve = work.peer.world.user({ name: '<!channel> *EVIL* <@U0INES>' });
    work.ops.members.add(eve.id);
    await work.says('freeze on reason:"&lt;!channel&gt; *EVIL* <https://evil.example|login>"', eve);
    await work.until(() => work.peer.messages(work.ops).some((one) => one.text.includes('frozen')));
    for (const line of ['stop web-1', 'audit', 'freeze off']) await work.says(line, eve);
    await work.pass(20_000);
    const calls = work.peer.calls().slice(from);
    const mentions = calls.flatMap(({ args }) => saidIn(args).specials).filter((one) => !isOurs(one));
    // Whoever spoke is mentioned by their id, and nobody else.
    expect(mentions.filter(({ kind, of }) => kind !== 'user' || of !== eve.id)).toEqual([]);
    for (const { args } of calls) for (const one of saidIn(args).mrkdwn) expect(outsideCode(one)).not.toMatch(markedUp);
  });
});
