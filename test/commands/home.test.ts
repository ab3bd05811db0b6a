import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mineOf, namesThem } from '../../src/commands/home/mine.ts';
import type { Reply } from '../../src/commands/reply/reply.ts';
import { createDirectory } from '../../src/core/people/directory.ts';
import type { Person } from '../../src/core/people/person.ts';
import { plain } from '../../src/core/text.ts';
import { dayMs } from '../../src/core/time.ts';
import { partlyBlind } from '../partly-blind.ts';
import { documentKeys } from '../terminal.ts';
import { asideOf, fieldsOf, ines, linesOf, openTalk, rowsOf, textsOf, wordsOf, type Talk } from './house.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await openTalk();
});
afterAll(() => talk.close());

const named = (id: string, name: string, ...roles: readonly string[]): Person => ({ id, name, roles });
/** What somebody did last, without the times. */
const lastDone = (shown: Reply): readonly string[] => {
  const lines = asideOf(shown);
  return lines
    .slice(lines.indexOf('What you did last') + 1)
    .flatMap((line) => /^(.+), 2026-\S+Z$/.exec(line)?.[1] ?? []);
};
/** `$1.23 an hour, $4.56 a month`. */
const sum = (text = ''): string => /\$[\d.,]+ an hour, \$[\d.,]+ a month/.exec(text)?.[0] ?? text;

describe('home', () => {
  it('shows the instances of who asks, those that run first, each with its cost and what can be done', async () => {
    const shown = await talk.reply('home');
    const mine = rowsOf(await talk.reply('list owner:maria'));
    expect(plain(shown.title)).toBe(
      `${mine.length} instances are yours, ${mine.filter(({ State }) => State === 'running').length} of them running`,
    );
    const told = asideOf(shown).filter((text) => / \(i-\w+\): /.test(text));
    expect(told.map((text) => /\(([^)]+)\)/.exec(text)?.[1]).toSorted()).toEqual(mine.map(({ Id }) => Id).toSorted());
    const running = told.map((text) => text.includes(', running, '));
    expect(running).toEqual(running.toSorted().toReversed());
    for (const text of told) expect(text).toMatch(/: [\w.]+, [a-z-]+, \$[\d.]+ an hour$/);
    const id = mine.find(({ Name }) => Name === 'web-1')?.['Id'] ?? '';
    const of = shown.blocks.flatMap((block) =>
      block.kind === 'actions' ? [block.actions.map(({ does }) => does)] : [],
    );
    expect(of).toContainEqual([`stop ${id}`, `reboot ${id}`, `show ${id}`]);
  });

  it('sums up as the commands do that it is made from', async () => {
    const figures = fieldsOf(await talk.reply('home'));
    expect(sum(figures['Yours now'])).toBe(sum(plain((await talk.reply('cost owner:maria')).title)));
    expect(figures['All that you see']).toBe(plain((await talk.reply('cost')).title));
    expect(asideOf(await talk.reply('addresses idle'))).toContain(figures['Idle addresses']);
  });

  it('shows the worst of what idles, with the way to release it, and where the rest is', async () => {
    const shown = await talk.reply('home');
    const all = rowsOf(await talk.reply('addresses idle')).map(({ Address = '' }) => Address);
    const worst = asideOf(shown).flatMap((line) => /^(\d+\.\d+\.\d+\.\d+) \(.+\): (.+)\.$/.exec(line)?.slice(1) ?? []);
    const addresses = worst.filter((_, index) => index % 2 === 0);
    expect(addresses).toHaveLength(5);
    expect(all).toEqual(expect.arrayContaining(addresses));
    expect(worst[1]).toMatch(/is stopped, for \d+ days\. \$3\.65 a month$/);
    expect(asideOf(shown)).toContain(`And ${all.length - addresses.length} more: addresses idle.`);
    expect(Object.keys(linesOf(shown))).toEqual(expect.arrayContaining(addresses.map((ip) => `Release ${ip}`)));
  });

  it('tells who owns nothing by what an instance would be theirs', async () => {
    const shown = await talk.reply('home', named('slack:U0123', 'Zoe', 'operator'));
    expect(plain(shown.title)).toBe('No instance is yours');
    expect(fieldsOf(shown)['Yours now']).toBeUndefined();
    expect(asideOf(shown)).toContain(
      'An instance is yours where its tag owner is Zoe or U0123, or your name in people of the configuration.',
    );
  });

  it('offers no change to who may make none, and nothing but lines that work', async () => {
    const nobody = named('os:maria', 'maria');
    const lines = Object.values(linesOf(await talk.reply('home', nobody)));
    expect(lines.every((line) => /^(show|home|list|cost|addresses|help)\b/.test(line))).toBe(true);
    for (const line of lines) await talk.reply(line, nobody);
  });

  it('says what could not be read, and that there may be more', async () => {
    const home = talk.over((own) => partlyBlind(own, 'us-east-1', ['instances', 'addresses']));
    const shown = await home('home');
    expect(plain(shown.title)).toBe('Nothing of yours among what could be read');
    expect(wordsOf(shown)).toContain('Could not be read: AWS did not answer in us-east-1.');
    expect(fieldsOf(shown)['All that you see']).toMatch(/^at least /);
    expect(fieldsOf(shown)['Idle addresses']).toMatch(/^at least /);
  });

  it('shows plans that wait for a press of who asks, and what they did, newest first', async () => {
    const own = await openTalk();
    try {
      const [first, second] = documentKeys;
      expect(asideOf(await own.reply('home'))).toEqual(
        expect.arrayContaining(['No plan waits for you here.', 'You changed nothing in the last seven days.']),
      );
      await own.reply('stop web-1');
      const waits = await own.reply('home');
      const [, waiting = ''] = asideOf(waits).slice(asideOf(waits).indexOf('Waits for you'));
      expect(waiting).toMatch(/^Stop web-1 waits for your confirmation until 2026-\S+, key \S{8}\.$/);
      expect(linesOf(waits)).toMatchObject({
        [`Show ${first}`]: `plans ${first}`,
        [`Cancel ${first}`]: `cancel ${first}`,
      });
      await own.reply(`confirm ${first}`);
      await own.reply('terminate web-2');
      await own.reply(`confirm ${second} web-2`);
      const mine = await own.reply('home');
      expect(asideOf(mine)).toEqual(expect.arrayContaining(['No plan waits for you here.', 'What you did last']));
      expect(lastDone(mine)).toEqual([
        'Confirmed to terminate web-2, which another person must approve',
        'Stopped web-1',
      ]);
      const theirs = await own.reply('home', ines);
      expect(linesOf(theirs)).toMatchObject({ [`Approve ${second}`]: `approve ${second}` });
      expect(asideOf(theirs).join(' ')).toContain(
        'maria wants to terminate web-2, which waits for your approval until',
      );
      await own.reply(`deny ${second}`, ines);
      expect(lastDone(await own.reply('home', ines))).toEqual(["Said no to maria's terminate of web-2"]);
      await own.ask('stop nobody-1');
      await own.reply('reboot web-2 api-1 bastion db-1');
      await own.reply('cancel ' + documentKeys[2]);
      await own.reply('use demo-dev');
      expect(lastDone(await own.reply('home'))).toEqual([
        'Use: demo-dev, every region',
        'Cancelled the plan to reboot 4 targets',
        'Wanted to terminate web-2: ines said no',
        'Stopped web-1',
      ]);
      await own.machine.clock.pass(8 * dayMs);
      expect(asideOf(await own.reply('home'))).toContain('You changed nothing in the last seven days.');
    } finally {
      await own.close();
    }
  });

  it('does no harm by what AWS says', async () => {
    const hostile = (
      await talk.machine.house.core.cloud.instances({}, { signal: new AbortController().signal })
    ).items.find(
      // oxlint-disable-next-line no-control-regex -- control characters are what this is about.
      ({ name = '' }) => /[\u0000-\u001F]/.test(name),
    );
    const owner = hostile?.tags['owner'] ?? '';
    const shown = await talk.reply('home', named(`os:${owner}`, owner, 'operator'));
    expect(wordsOf(shown)).toContain(hostile?.id);
    // oxlint-disable-next-line no-control-regex -- as above.
    for (const text of textsOf(shown)) expect(text).not.toMatch(/[\u0000-\u001F\u202E]/);
  });
});

describe('an owner tag names a person', () => {
  const directory = createDirectory({
    people: { Tariq: ['os:maria', 'slack:U0123'], Ben: ['os:ben'] },
    roles: { operator: ['os:ole'] },
  });
  it.each([
    ['maria', true],
    ['MARIA', true],
    ['os:maria', true],
    ['slack:U0123', true],
    ['u0123', true],
    ['tariq', true],
    ['Mia', true],
    ['ben', false],
    ['os:ben', false],
    ['ole', false],
    ['mari', false],
    ['platform-team', false],
    ['', false],
    ['constructor', false],
  ])('%j: %s', (owner, theirs) => {
    const names = namesThem(directory.now(named('os:maria', 'Mia')), directory);
    expect([names(owner), names(owner)]).toEqual([theirs, theirs]);
  });
});

describe('what is somebody’s', () => {
  it('is what a sorted list of theirs would begin with', async () => {
    const { signal } = new AbortController();
    const { items } = await talk.machine.house.core.cloud.instances({}, { signal });
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...items]),
        fc.integer({ min: 0, max: 6 }),
        fc.constantFrom('maria', 'tariq', 'sam', 'nobody'),
        async (some, atMost, owner) => {
          const names = namesThem(named(`os:${owner}`, owner), createDirectory({}));
          const mine = await mineOf(some, names, atMost, signal);
          const theirs = some.filter(mine.is);
          const runs = theirs.filter(({ state }) => state === 'running');
          const inOrder = [runs, theirs.filter(({ state }) => state !== 'running')].flatMap((part) =>
            part.toSorted((one, other) => ((one.name ?? '') + one.id < (other.name ?? '') + other.id ? -1 : 1)),
          );
          expect(mine.first.map(({ id }) => id)).toEqual(inOrder.slice(0, atMost).map(({ id }) => id));
          expect([mine.count, mine.running]).toEqual([theirs.length, runs.length]);
        },
      ),
    );
  });
});
