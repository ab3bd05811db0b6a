import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { shareWord } from '../../src/bot/line-words.ts';
import type { Answer } from '../../src/bot/request.ts';
import { createSharedReplies, type SharedReplies } from '../../src/bot/shared-replies.ts';
import type { Context } from '../../src/commands/command.ts';
import type { CoreReads } from '../../src/commands/core-reads.ts';
import { commands } from '../../src/commands/index.ts';
import { column, table } from '../../src/commands/reply/reply.ts';
import type { Person, Place } from '../../src/core/people/person.ts';
import { say } from '../../src/core/text.ts';
import { secondMs } from '../../src/core/time.ts';
import { openTalk, wordsOf as plainWords, type Talk } from '../commands/house.ts';

const ann: Person = { id: 'slack:U1', name: 'ann', roles: ['operator'] };
const eve: Person = { id: 'slack:T9:U2', name: 'eve', roles: [], standing: 'stranger' };
const ops: Place = { id: 'slack:C1', workspace: 'slack:T1' };
const dev: Place = { id: 'slack:C2', workspace: 'slack:T1' };
const joint: Place = { id: 'slack:C8', workspace: 'slack:T1', outside: true };
const env = { QUARTERMASTER_PLACES: '{"slack:C1":"all","slack:C2":["demo-dev"]}' };

/** Says a line in a house; what is read on the demo account needs no time. */
const said = ({ machine }: Talk, line: string, person: Person, place: Place): Promise<Answer> =>
  machine.house.dispatch({ id: 'request', person, place, line, signal: new AbortController().signal }, () => {});

/** An answer as data, but for when something was read: what is read of an image is kept for all. */
const untimed = (answer: Answer): unknown =>
  JSON.parse(JSON.stringify(answer), (key, value: unknown) => (key === 'at' ? undefined : value));

/** Who asks where, and sees what: everything, one account, nothing. */
const askers = [
  [ann, ops],
  [ann, dev],
  [eve, joint],
] as const;

describe('a line that was asked a moment ago', () => {
  /** In one all ask in turns, in each of the others one of them alone. */
  let together: Talk;
  let apart: readonly Talk[];
  beforeAll(async () => {
    together = await openTalk(env);
    apart = await Promise.all(askers.map(() => openTalk(env)));
  });
  afterAll(() => Promise.all([together, ...apart].map((talk) => talk.close())));

  const reads = commands.filter(({ effect }) => effect === 'reads');
  it.each(reads.flatMap(({ examples }) => examples))(
    '%s tells everybody what they alone would be told',
    async (line) => {
      // Twice around: each is told after each of the others.
      for (const turn of [...askers, ...askers].keys()) {
        const at = turn % askers.length;
        const [person, place] = askers[at] ?? askers[0];
        const alone = apart[at] ?? together;
        // Who asks too often is told so.
        for (const talk of [together, ...apart]) await talk.machine.clock.pass(secondMs);
        const told = await said(together, line, person, place);
        expect(untimed(told)).toEqual(untimed(await said(alone, line, person, place)));
      }
    },
  );
});

describe('replies that are shared', () => {
  let talk: Talk;
  beforeAll(async () => {
    talk = await openTalk(env);
  });
  afterAll(() => talk.close());
  const reply = async (line: string, person: Person = ann, place: Place = ops) =>
    (await said(talk, line, person, place)).reply;

  it.each(['price m5.large', 'price m5.large term:all', 'price m5.large regions:all', 'compare m5.large m6i.large'])(
    '%s is one object for some seconds, whoever asks',
    async (line) => {
      const first = await reply(line);
      expect(await reply(line, eve, joint)).toBe(first);
      await talk.machine.clock.pass(6 * secondMs);
      const second = await reply(line);
      expect(second).not.toBe(first);
      expect(second.title).toEqual(first.title);
    },
  );

  it.each(['list', 'price web-1', 'explain m5.large', 'whoami', 'show web-1', 'audit', 'plans'])(
    '%s is made anew',
    async (line) => {
      expect(await reply(line)).not.toBe(await reply(line));
    },
  );

  it('go with what use has set for the place', async () => {
    const before = await reply('price m5.large');
    await said(talk, 'use region:eu-west-1', ann, ops);
    const there = plainWords(await reply('price m5.large'));
    expect(there).toContain('eu-west-1');
    expect(there).toContain('0.107');
    expect(there).not.toContain('0.096');
    expect(await reply('price m5.large', ann, dev)).toBe(before);
    await said(talk, 'use everything', ann, ops);
    expect(await reply('price m5.large')).toBe(before);
  });
});

/** A context of which each part says what it is. */
const parts = [
  'person',
  'place',
  'request',
  'core',
  'now',
  'uses',
  'everything',
  'signal',
  'stop',
  'commands',
  'parse',
  'words',
  'pageRows',
  'show',
] as const satisfies (keyof Context<'reads'>)[];
const services = [
  'sweep',
  'seen',
  'rests',
  'cloud',
  'estate',
  'lately',
  'addresses',
  'prices',
  'costs',
  'types',
  'topics',
  'audit',
  'leftBehind',
  'released',
  'savings',
  'plans',
  'alerts',
  'freeze',
  'access',
  'shownIn',
  'directory',
  'unseen',
] as const satisfies (keyof CoreReads)[];

describe('whether a reply is shared', () => {
  let talk: Talk;
  let context: Context<'reads'>;
  let shared: SharedReplies;
  let made: number;
  beforeAll(async () => {
    talk = await openTalk();
  });
  afterAll(() => talk.close());
  beforeEach(() => {
    made = 0;
    shared = createSharedReplies(talk.machine.clock);
    context = {
      person: ann,
      place: ops,
      request: 'request',
      core: talk.machine.house.core,
      now: 0,
      uses: {},
      everything: false,
      signal: new AbortController().signal,
      commands,
      parse: () => ({ problem: 'unknown-command', what: say`None.`, todo: say`None.` }),
      words: [],
      pageRows: 10,
      show() {},
    };
  });
  /** How often a reply is made for two who ask the same, one after the other. */
  async function madeFor(run: (context: Context<'reads'>) => unknown, second: Partial<Context<'reads'>> = {}) {
    for (const asked of [context, { ...context, ...second }])
      await shared.of('line', asked, async (watched) => {
        made += 1;
        run(watched);
        return { tone: 'plain', title: say`Made ${String(made)}`, blocks: [] };
      });
    return made;
  }

  it('its lists name all that a command may look at', () => {
    expect(Object.keys(context).toSorted()).toEqual(parts.filter((one) => one !== 'stop').toSorted());
    expect(Object.keys(context.core).toSorted()).toEqual(services.toSorted());
  });

  it.each(parts)('a command that looks at %s alone', async (part) => {
    const own = ['person', 'place', 'request'].includes(part);
    expect(await madeFor((watched) => watched[part])).toBe(own ? 2 : 1);
  });

  it.each(services)('a command that asks %s of core alone', async (service) => {
    const facts = ['prices', 'types', 'topics'].includes(service);
    expect(await madeFor(({ core }) => core[service])).toBe(facts ? 1 : 2);
  });

  it.each<[string, Partial<Context<'reads'>>]>([
    ['of another region', { uses: { region: 'eu-west-1' } }],
    ['of another account', { uses: { account: 'prod' } }],
    ['with other words of a platform', { words: [shareWord] }],
    ['of longer pages', { pageRows: 20 }],
    ['of a program', { everything: true }],
  ])('whoever asks %s is told anew', async (_, second) => {
    expect(await madeFor(() => {}, second)).toBe(2);
  });

  it('what a program asks is never kept, nor what has more cells than are kept', async () => {
    context = { ...context, everything: true };
    expect(await madeFor(() => {})).toBe(2);
    context = { ...context, everything: false };
    const long = table(
      [column('A')],
      Array.from({ length: 2_000 }, () => ['x']),
    );
    let count = 0;
    const run = async () => {
      count += 1;
      return { tone: 'plain', title: say`Long`, blocks: [long] } as const;
    };
    await shared.of('long', context, run);
    await shared.of('long', context, run);
    expect(count).toBe(2);
  });

  it('a Problem is not kept', async () => {
    let count = 0;
    const run = async () => {
      count += 1;
      return { problem: 'no-price', what: say`None.`, todo: say`None.` } as const;
    };
    await shared.of('line', context, run);
    await shared.of('line', context, run);
    expect(count).toBe(2);
  });

  it('a clock that is put back makes none of them newer', async () => {
    let now = 1_000_000;
    shared = createSharedReplies({ now: () => now });
    await madeFor(() => {});
    now -= 3_600_000;
    expect(await madeFor(() => {})).toBe(2);
  });
});
