import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDispatch, type Dispatch } from '../../src/bot/dispatch.ts';
import type { Answer } from '../../src/bot/request.ts';
import { parse } from '../../src/bot/grammar.ts';
import { command, type Command } from '../../src/commands/command.ts';
import type { CoreReads } from '../../src/commands/core-reads.ts';
import { wholeNumber } from '../../src/commands/options/kinds.ts';
import { reply } from '../../src/commands/reply/reply.ts';
import { createAddresses } from '../../src/core/estate/addresses.ts';
import { createEstate } from '../../src/core/estate/estate.ts';
import { embeddedTypes } from '../embedded-types.ts';
import { createEstateCosts } from '../../src/core/estate/estate-cost.ts';
import { openPrices } from '../../src/core/facts/prices/prices.ts';
import { openTopics } from '../../src/core/facts/topic-search/topics.ts';
import { createAudit } from '../../src/core/people/audit-search.ts';
import { StoreUnwritable } from '../../src/core/ports/store.ts';
import { say, plain } from '../../src/core/text.ts';
import { ana, channel, openHouse, type House } from '../core/changes/house.ts';

const shared = { examples: [], audience: 'person', alone: true } as const;

/** A command that ends as it is told to. */
const ending = (name: string, run: (signal: AbortSignal) => Promise<never>): Command =>
  command({ ...shared, name, summary: name, options: {}, effect: 'reads', run: (_, { signal }) => run(signal) });

const made: readonly Command[] = [
  command({
    ...shared,
    name: 'count',
    summary: 'Counts',
    options: { to: wholeNumber('How far', { min: 1, max: 3 }).required() },
    effect: 'reads',
    async run({ to }, { show }) {
      for (let at = 1; at < to; at += 1) show(reply('plain', say`${at}`));
      return reply('good', say`${to}`);
    },
  }),
  command({
    ...shared,
    name: 'refuse',
    summary: 'Refuses',
    options: {},
    effect: 'reads',
    run: async () => ({ problem: 'nothing-to-do', what: say`No.`, where: say`Here.`, todo: say`Ask else.` }),
  }),
  ...(['reads', 'settings', 'changes'] as const).map((effect) =>
    command({
      ...shared,
      name: `gets ${effect}`,
      summary: 'Says what it gets',
      options: {},
      effect,
      run: async (_, context) => reply('plain', say`${Object.keys(context.core).toSorted().join(' ')}`),
    }),
  ),
  ending('fail', async () => {
    throw new TypeError('the password is hunter2');
  }),
  ending('fill', async () => {
    throw new StoreUnwritable('the disk is full');
  }),
  // Libraries throw anything.
  ending('throw', () => Promise.reject('a string')),
  ending('wait', (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))),
];

describe('one road', () => {
  let house: House;
  let dispatch: Dispatch;
  let real: Dispatch;
  let logged: string[] = [];
  beforeAll(async () => {
    house = await openHouse();
    const changes = await house.process('only');
    const nothing = () => Promise.reject(new Error('nothing is set here, and nobody types'));
    const prices = await openPrices();
    const core: CoreReads = {
      ...house.ledgers,
      rests: house.rests,
      sweep: nothing,
      seen: { of: nothing, look: nothing },
      plans: changes,
      freeze: house.rights.freeze,
      access: house.rights.access,
      directory: house.rights.directory,
      shownIn: () => 'all',
      addresses: createAddresses(house.cloud, house.clock),
      lately: { instances: nothing, addresses: nothing, volumes: nothing },
      cloud: house.cloud,
      estate: createEstate(house.cloud),
      prices,
      costs: createEstateCosts(prices),
      types: await embeddedTypes(),
      topics: openTopics(),
      audit: createAudit(house.journal),
      alerts: {
        list: async () => [],
        find: async () => undefined,
        chats: [],
        timeZone: 'UTC',
        last: nothing,
        dead: async () => [],
      },
      unseen: { leftBehind: async () => 0, savings: async () => 0, plans: async () => 0, alerts: async () => 0 },
    };
    const note = (facts: object, message: string) => {
      logged.push(`${message} ${JSON.stringify(facts)}`);
    };
    const roadOf = (demo: boolean) =>
      createDispatch({
        commands: made,
        clock: house.clock,
        log: { info: note, warn: note, error: note },
        demo,
        async contexts({ person, place, id, signal }, show) {
          const own = {
            person,
            place,
            request: id,
            now: house.clock.now(),
            uses: {},
            everything: false,
            words: [],
            pageRows: 10,
            signal,
            commands: made,
            parse: (line: string) => parse(line, made),
            show,
          };
          return {
            reads: { ...own, core },
            settings: {
              ...own,
              core: {
                ...core,
                settings: {
                  resetDemo: nothing,
                  use: nothing,
                  rest: nothing,
                  wake: nothing,
                  freeze: nothing,
                  thaw: nothing,
                  alerts: {
                    add: nothing,
                    change: nothing,
                    remove: nothing,
                    pause: nothing,
                    resume: nothing,
                    test: nothing,
                    resend: nothing,
                    drop: nothing,
                  },
                },
              },
            },
            changes: { ...own, core: { ...core, changes } },
          };
        },
      });
    dispatch = roadOf(true);
    real = roadOf(false);
  });
  afterAll(() => house.close());

  /** All answers to a line, progress first. */
  async function answers(line: string, road = dispatch, signal = new AbortController().signal) {
    logged = [];
    const shown: Answer[] = [];
    const last = await road({ id: 'request-7', person: ana, place: channel, line, signal }, (one) => shown.push(one));
    return [...shown, last];
  }
  const words = ({ reply: { title, blocks } }: Answer): string =>
    [plain(title), ...blocks.map((block) => ('spans' in block ? plain(block.spans) : block.kind))].join(' | ');
  const stamp = 'Demo account: nothing here is real, and nobody is billed.';

  it('shows progress, and then one final answer', async () => {
    expect(
      (await answers('count 3')).map(({ final, command: name, reply: { title } }) => [final, name, plain(title)]),
    ).toEqual([
      [false, 'count', '1'],
      [false, 'count', '2'],
      [true, 'count', '3'],
    ]);
  });

  it.each(['count 3', 'count', 'refuse', 'fail', 'fill', 'nonsense', '"open', ''])(
    'stamps every answer to %j once where the account is the demo, and never elsewhere',
    async (line) => {
      for (const one of await answers(line)) expect(words(one).split(stamp)).toHaveLength(2);
      for (const one of await answers(line, real)) expect(words(one)).not.toContain('Demo');
    },
  );

  it.each([
    ['nonsense', 'unknown-command', undefined],
    ['"open', 'unreadable-line', undefined],
    ['count', 'missing-value', 'count'],
    ['count 9', 'bad-value', 'count'],
    ['count to:1 by:2', 'unknown-option', undefined],
    ['refuse', 'nothing-to-do', 'refuse'],
    ['fail', 'internal', 'fail'],
    ['throw', 'internal', 'throw'],
    ['fill', 'store-refused', 'fill'],
  ])('%s: ends as %s', async (line, problem, name) => {
    const [only, ...more] = await answers(line);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ final: true, problem: { problem }, reply: { tone: 'problem' } });
    expect(only?.command).toBe(name);
  });

  it.each([
    ['count 1', undefined],
    ['gets reads', undefined],
    ['gets settings', 'store-refused'],
    ['gets changes', 'store-refused'],
    ['nonsense', 'unknown-command'],
  ])('%s, of which nobody can tell whether it was handed over before, ends as %s', async (line, problem) => {
    const { signal } = new AbortController();
    const request = { id: 'request-8', person: ana, place: channel, line, signal, unclaimed: true } as const;
    const answer = await real(request, () => {});
    expect(answer.problem?.problem).toBe(problem);
    if (problem === 'store-refused') expect(words(answer)).toContain('whether this was done before cannot be told');
  });

  it('tells a Problem with what, what to do, and where', async () => {
    expect((await answers('refuse', real)).map(words)).toEqual(['No. | Ask else. | Here.']);
    expect(logged).toEqual([]);
  });

  it('tells of a fault the id of the request alone, and the log the rest', async () => {
    const [only] = await answers('fail');
    expect(only && words(only)).toContain('request-7');
    expect(JSON.stringify(only)).not.toContain('hunter2');
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('request-7');
    expect(logged[0]).toContain('hunter2');
  });

  it('logs a refused write', async () => {
    const [only] = await answers('fill');
    expect(only && words(only)).toContain('Nothing was changed.');
    expect(logged.join()).toContain('the disk is full');
  });

  it('ends as interrupted when its signal is aborted, and that is no fault', async () => {
    const stopping = new AbortController();
    const running = answers('wait', dispatch, stopping.signal);
    stopping.abort();
    expect(await running).toMatchObject([{ final: true, command: 'wait', problem: { problem: 'interrupted' } }]);
    expect(logged).toEqual([]);
  });

  it.each([
    [
      'gets reads',
      'access addresses alerts audit cloud costs directory estate freeze lately leftBehind plans prices released rests savings seen shownIn sweep topics types unseen',
    ],
    [
      'gets settings',
      'access addresses alerts audit cloud costs directory estate freeze lately leftBehind plans prices released rests savings seen settings shownIn sweep topics types unseen',
    ],
    [
      'gets changes',
      'access addresses alerts audit changes cloud costs directory estate freeze lately leftBehind plans prices released rests savings seen shownIn sweep topics types unseen',
    ],
  ])('%s: nothing but what its effect allows', async (line, core) => {
    const [only] = await answers(line, real);
    expect(only && words(only)).toBe(core);
  });
});
