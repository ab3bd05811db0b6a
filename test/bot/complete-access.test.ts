import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complete } from '../../src/bot/complete.ts';
import { terminalWords } from '../../src/bot/terminal/words.ts';
import { commands } from '../../src/commands/index.ts';
import type { CoreReads } from '../../src/commands/core-reads.ts';
import { suggestionsAtMost } from '../../src/commands/options/option.ts';
import { starter } from '../../src/core/people/access/starter.ts';
import type { Person } from '../../src/core/people/person.ts';
import { openTalk, wordsOf, type Talk } from '../commands/house.ts';
import { abel, narrowRules, nina, olga, openUnder } from '../commands/sighted.ts';

const person = (name: string, ...roles: readonly string[]): Person => ({ id: `os:${name}`, name, roles });

/** What Tab offers this person in their own place. */
const offeredBy =
  (talk: Talk) =>
  async (line: string, by: Person, change: (core: CoreReads) => CoreReads = (core) => core) => {
    const place = { id: `terminal:${by.id}`, privateTo: by.id };
    const core = change(await talk.machine.house.coreFor(by, place));
    return (await complete(line, { commands, words: terminalWords, core, person: by, place })).candidates;
  };

describe('Tab after a command that changes something', () => {
  let talk: Awaited<ReturnType<typeof openUnder>>;
  let offered: ReturnType<typeof offeredBy>;
  beforeAll(async () => {
    talk = await openUnder(`${narrowRules}
      @id("web") forbid (principal, action == Action::"stop", resource) when { resource has name && resource.name == "web-2" };`);
    offered = offeredBy(talk);
  });
  afterAll(() => talk.close());
  const words = async (line: string, by: Person) => (await offered(line, by)).map(({ word }) => word);

  it('offers what the rules may let the person change, and says what it needs', async () => {
    expect(await offered('stop web', abel)).toEqual([{ word: 'web-1', about: 'running, us-east-1' }]);
    expect(await offered('start web-', abel)).toEqual([
      { word: 'web-1', about: 'running, us-east-1' },
      { word: 'web-2', about: 'running, us-east-1' },
    ]);
    expect(await offered('stop index', abel)).toEqual([
      { word: 'indexer', about: 'running, us-east-1, needs a reason' },
    ]);
    expect(await offered('terminate web-1', abel)).toEqual([
      { word: 'web-1', about: 'running, us-east-1, needs approval' },
    ]);
    expect(await offered('terminate index', abel)).toEqual([
      { word: 'indexer', about: 'running, us-east-1, needs a reason and approval' },
    ]);
  });

  it.each(['stop web', 'terminate web', 'release 198', 'hibernate note'])(
    'offers nothing after %s to who may never do it',
    async (line) => {
      expect(await words(line, nina)).toEqual([]);
      // The filters of a line stay: they are words of the command, and name nothing.
      expect(await words('stop ', nina)).not.toContain('web-1');
      expect(await words('stop ', nina)).toContain('tag:');
    },
  );

  it('reads nothing for who may never do it', async () => {
    let read = 0;
    const counting = (core: CoreReads): CoreReads => ({
      ...core,
      lately: {
        ...core.lately,
        instances(signal) {
          read += 1;
          return core.lately.instances(signal);
        },
      },
    });
    expect((await offered('stop ', nina, counting)).map(({ word }) => word)).toContain('tag:');
    expect(read).toBe(0);
    await offered('stop ', abel, counting);
    expect(read).toBeGreaterThan(0);
  });

  it('offers addresses in the same way', async () => {
    const all = await words('addresses 198', abel);
    expect(all.length).toBeGreaterThan(2);
    expect(await words('release 198', abel)).toEqual(all);
    const few = await words('release 198', olga);
    expect(few.length).toBeGreaterThan(0);
    expect(few.length).toBeLessThan(all.length);
  });

  it('asks about no more than are offered, after ranking', async () => {
    let asked = 0;
    const counting = (core: CoreReads): CoreReads => ({
      ...core,
      access: {
        ...core.access,
        change(wanted, to) {
          asked += 1;
          return core.access.change(wanted, to);
        },
      },
    });
    await offered('stop ', abel, counting);
    expect(asked).toBe(suggestionsAtMost);
    expect(await words('show ', abel)).toHaveLength(suggestionsAtMost);
  });

  it('asks once about things that no rule tells apart, and offers the same', async () => {
    const harmless = `forbid (principal, action == Action::"stop", resource) when { resource has name && resource.name == "nosuch" };`;
    const asked = async (rules: string) => {
      const under = await openUnder(rules);
      let times = 0;
      const counting = (core: CoreReads): CoreReads => ({
        ...core,
        access: {
          ...core.access,
          change(wanted, to) {
            times += 1;
            return core.access.change(wanted, to);
          },
        },
      });
      const all = await offeredBy(under)('stop ', person('maria', 'operator'), counting);
      await under.close();
      return { all, times };
    };
    const together = await asked(starter);
    const apart = await asked(`${starter}\n${harmless}`);
    expect(together.all).toEqual(apart.all);
    expect(together.all.some(({ about = '' }) => about.includes('needs'))).toBe(true);
    expect(apart.times).toBe(suggestionsAtMost);
    expect(together.times).toBeLessThan(apart.times);
  });

  it('knows what it costs where a rule asks for that', async () => {
    const dear = await openUnder(`permit (principal, action == Action::"look", resource);
      permit (principal, action == Action::"start", resource) when { resource has hourlyUsd && resource.hourlyUsd.lessThan(decimal("0.1")) };`);
    try {
      const after = async (line: string) => (await offeredBy(dear)(line, nina)).map(({ word }) => word);
      expect(await after('start web')).toEqual(['web-1', 'web-2']);
      expect(await after('start gpu')).toEqual([]);
    } finally {
      await dear.close();
    }
  });
});

describe('Tab after a command that takes a key', () => {
  it('offers those that wait for just that', async () => {
    const talk = await openTalk();
    try {
      const offered = offeredBy(talk);
      const maria = person('maria', 'operator');
      const ana = person('ana', 'approver');
      const keyOf = async (line: string) => /confirm (\S{8})/.exec(wordsOf(await talk.reply(line, maria)))?.[1] ?? '';
      const asked = await keyOf('stop web-1');
      await talk.machine.clock.pass(1_000);
      const waits = await keyOf('terminate web-2');
      await talk.reply(`confirm ${waits} web-2`, maria);
      const keys = async (line: string, by: Person) =>
        (await offered(line, by)).flatMap(({ word }) => ([asked, waits].includes(word) ? [word] : []));
      expect(
        await Promise.all(['confirm ', 'cancel ', 'approve ', 'deny ', 'plans '].map((line) => keys(line, maria))),
      ).toEqual([[asked], [waits, asked], [], [], [waits]]);
      expect(
        await Promise.all(['confirm ', 'cancel ', 'approve ', 'deny ', 'plans '].map((line) => keys(line, ana))),
      ).toEqual([[], [], [waits], [waits], [waits]]);
    } finally {
      await talk.close();
    }
  });
});
