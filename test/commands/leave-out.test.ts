import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from '../../src/bot/grammar.ts';
import { commands } from '../../src/commands/index.ts';
import { leaveOut, leftOutOfAtMost } from '../../src/commands/reply/leave-out.ts';
import { choiceLine, type Choice, type Reply } from '../../src/commands/reply/reply.ts';
import type { Asked } from '../../src/core/changes/changes.ts';
import { documentKeys } from '../terminal.ts';
import { isProblem } from '../../src/core/problem.ts';
import { linesOf, maria, openTalk, rowsOf, textsOf, type Talk } from './house.ts';

const choiceIn = ({ blocks }: Reply): Choice | undefined => blocks.find((block) => block.kind === 'choice');

describe('of a plan for several instances some can be left out', () => {
  let talk: Talk;
  beforeAll(async () => {
    talk = await openTalk();
  });
  afterAll(() => talk.close());
  const [first, second] = documentKeys;

  it('and the rest is planned anew, with the same reason, under a new key; the old key is dropped', async () => {
    const plan = await talk.reply('stop web-1 web-2 reason:"no \\"traffic\\" now"');
    const choice = choiceIn(plan);
    if (choice === undefined) throw new Error('no choice');
    expect(choice).toMatchObject({ of: 'many', first: `cancel ${first}`, before: 'stop ' });
    expect(choice.options.map(({ label, about }) => `${label}: ${about}`)).toEqual([
      'web-1: demo-dev, us-east-1',
      'web-2: demo-dev, us-east-1',
    ]);
    await talk.reply(choice.first ?? '');
    expect((await talk.ask(`confirm ${first}`)).problem?.problem).toBe('used-key');
    const chosen = choice.options.slice(1).map(({ word }) => word);
    const anew = await talk.reply(choiceLine(choice, chosen));
    expect(rowsOf(anew).map(({ Name }) => Name)).toEqual(['web-2']);
    expect(linesOf(anew)).toMatchObject({ Confirm: `confirm ${second}` });
    expect(choiceIn(anew)).toBeUndefined();
    expect(rowsOf(await talk.reply('plans')).map(({ Reason }) => Reason)).toEqual(['no "traffic" now']);
  });

  it('where it is somebody else’s to approve, none', async () => {
    const plan = await talk.reply('terminate web-1 web-2', maria);
    const choice = choiceIn(plan);
    expect(choice?.options).toHaveLength(2);
    const key = choice?.first?.replace('cancel ', '') ?? '';
    expect(choiceIn(await talk.reply(`plans ${key}`))).toBeUndefined();
  });

  it('and what is shown of them is harmless', async () => {
    const plan = await talk.reply('stop tag:env=dev');
    expect(choiceIn(plan)?.options.length).toBeGreaterThan(5);
    // oxlint-disable-next-line no-control-regex -- control characters are what this is about.
    for (const text of textsOf(plan)) expect(text).not.toMatch(/[\u0000-\u001F\u202E]/);
  });
});

describe('the line for those that stay', () => {
  const asked = (ids: readonly string[], wish: Partial<Asked['plan']['wish']>): Asked => ({
    key: '7QK2M8TD',
    expiresAt: 0,
    plan: {
      wish: { kind: 'stop', by: maria, where: { id: 'here' }, request: 'r', evenInGroup: false, ...wish },
      moves: ids.map((id) => {
        const home = { account: { id: '1', name: 'one' }, region: 'eu-west-1' };
        return {
          named: { id, ...home },
          target: { id, ...home },
          facts: { is: 'instance', id, state: 'running', ...home, tags: {} },
          seen: {},
          judgement: { is: 'move' },
          steps: ['stop'],
          about: [],
          word: id,
          hourly: { problem: 'no-price', what: [], todo: [] },
          consequences: [],
          left: [],
        };
      }),
      already: [],
      refused: [],
      together: [],
      gaps: [],
      lacking: { reason: false, approver: undefined, by: [] },
      rules: [],
      judged: ids.length,
    },
  });
  const ids = fc.uniqueArray(fc.stringMatching(/^i-[0-9a-f]{17}$/), { minLength: 2, maxLength: leftOutOfAtMost });

  it('asks for these ids alone, with every wish of the plan', () => {
    fc.assert(
      fc.property(
        ids,
        fc.boolean(),
        fc.boolean(),
        fc.option(fc.string({ minLength: 1, maxLength: 60 }), { nil: undefined }),
        (all, evenInGroup, breakGlass, reason) => {
          const choice = leaveOut(asked(all, { evenInGroup, breakGlass, ...(reason !== undefined && { reason }) }));
          if (choice === undefined) throw new Error('no choice');
          const stay = all.slice(0, -1);
          const parsed = parse(choiceLine(choice, stay), commands);
          if (isProblem(parsed)) throw new Error(JSON.stringify(parsed));
          expect(parsed.command.name).toBe('stop');
          expect(parsed.raw).toEqual({
            targets: stay,
            ...(evenInGroup && { 'even-in-group': ['yes'] }),
            ...(breakGlass && { 'break-glass': ['yes'] }),
            ...(reason !== undefined && { reason: [reason] }),
          });
        },
      ),
    );
  });

  it.each([
    ['one', 1, undefined],
    ['two', 2, 2],
    ['as many as can be shown', leftOutOfAtMost, leftOutOfAtMost],
    ['one more than that', leftOutOfAtMost + 1, undefined],
  ] as const)('for a plan of %s has so many to choose from', (_, count, options) => {
    const all = Array.from({ length: count }, (__, index) => `i-${String(index).padStart(17, '0')}`);
    expect(leaveOut(asked(all, {}))?.options.length).toBe(options);
  });

  it('of addresses is none', () => {
    expect(leaveOut(asked(['eipalloc-1', 'eipalloc-2'], { kind: 'release' }))).toBeUndefined();
  });
});
