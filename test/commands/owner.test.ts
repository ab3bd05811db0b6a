import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLeftBehind } from '../../src/core/changes/left-behind.ts';
import { createRests } from '../../src/core/people/rests.ts';
import type { Place } from '../../src/core/people/person.ts';
import type { Answer } from '../../src/bot/request.ts';
import { plain } from '../../src/core/text.ts';
import { asideOf, linesOf, maria, openTalk, wordsOf, type Talk } from './house.ts';

const people = {
  sam: ['slack:U0SAM', 'discord:7', 'os:sam'],
  lena: ['slack:U0LENA'],
};
let talk: Talk;
beforeAll(async () => {
  talk = await openTalk({ QUARTERMASTER_PEOPLE: JSON.stringify(people) });
});
afterAll(() => talk.close());

const says = (line: string, place: Place): Promise<Answer> =>
  talk.machine.house.dispatch({ id: 'r', person: maria, place, line, signal: new AbortController().signal }, () => {});
const slack: Place = { id: 'slack:C0OPS', workspace: 'slack:T0' };
const discord: Place = { id: 'discord:99', workspace: 'discord:1' };
const named = 'account:demo-dev region:us-east-1';

describe('the owner is asked', () => {
  it.each([
    [slack, 'slack:U0SAM'],
    [discord, 'discord:7'],
    [{ id: 'terminal:1:os:maria', privateTo: 'os:maria' }, 'os:sam'],
  ])('in %j as %s', async (place, personId) => {
    const { reply } = await says('owner 198.51.100.38', place);
    expect(reply.title[0]).toEqual({ kind: 'mention', personId, name: 'sam' });
    expect(plain(reply.title)).toBe('sam: is 198.51.100.38 still wanted?');
    expect(reply.aloud).toMatchObject({ to: [{ id: personId, name: 'sam' }] });
    expect(plain(reply.aloud?.says ?? [])).toBe('is 198.51.100.38 still wanted?');
  });

  it('with what it is, what it costs, and what can be done', async () => {
    const { reply } = await says('owner 198.51.100.24', slack);
    expect(asideOf(reply)[0]).toBe(
      'demo-dev, us-east-1: gpu-train-2 is stopped, for 6 days. It wastes $3.65 a month, $0.72 so far.',
    );
    expect(linesOf(reply)).toEqual({
      Release: 'release 198.51.100.24',
      Keep: `keep 198.51.100.24 ${named}`,
      Snooze: `snooze 198.51.100.24 ${named} until:1w`,
      Explain: `finding 198.51.100.24 ${named}`,
    });
  });

  it.each([
    [slack, 'tariq: [slack:U0123456789]'],
    [discord, 'tariq: [discord:123456789012345678]'],
    [{ id: 'terminal:1' }, 'tariq: [os:NAME]'],
  ])('where nobody is known by the tag, it is told, with the lines that say who it is: in %j', async (place, line) => {
    const { reply } = await says('owner 198.51.100.31', place);
    expect(plain(reply.title)).toBe('198.51.100.31 belongs to tariq');
    expect(reply.aloud).toBeUndefined();
    expect(wordsOf(reply)).toContain('The configuration names nobody by it, so');
    const code = reply.blocks.find((block) => block.kind === 'code');
    expect(code?.lines).toEqual(['people:', `  ${line}`]);
    expect(linesOf(reply)['Release']).toBe('release 198.51.100.31');
  });

  it('where there is no owner tag, whoever left it behind is asked', async () => {
    const other = await openTalk({ QUARTERMASTER_PEOPLE: JSON.stringify(people) });
    const { store, core } = other.machine.house;
    const leftBehind = createLeftBehind(store, createRests(store));
    const { items } = await core.cloud.addresses({}, { signal: new AbortController().signal });
    const one = items.find(({ publicIp }) => publicIp === '198.51.100.45');
    if (one?.allocationId === undefined) throw new Error('the demo account has no such address');
    const { account, region, allocationId: id } = one;
    const leave = (by: string) =>
      leftBehind.note({
        what: 'address',
        id,
        label: one.publicIp,
        account,
        region,
        kind: 'stop',
        at: other.machine.clock.now(),
        of: { id: 'i-1', name: 'web-9' },
        by: { id: by, name: 'Sam' },
      });
    const asked = async () => {
      const request = { id: 'r', person: maria, place: slack, signal: new AbortController().signal };
      return (await other.machine.house.dispatch({ ...request, line: 'owner 198.51.100.45' }, () => {})).reply;
    };
    await leave('discord:7');
    // As the configuration knows them where it is asked.
    const configured = await asked();
    expect(configured.title[0]).toMatchObject({ kind: 'mention', personId: 'slack:U0SAM' });
    expect(wordsOf(configured)).toContain("It has no owner tag, and was left behind by Sam's stop of web-9.");
    await leave('slack:U0OTHER');
    expect((await asked()).aloud?.to).toEqual([{ id: 'slack:U0OTHER', name: 'Sam' }]);
    await other.close();
  });

  it.each([
    ['owner 198.51.100.45', 'nothing-to-do', 'has no owner tag: none of owner, team, created-by and createdby'],
    ['owner 198.51.100.10', 'nothing-to-do', 'finding 198.51.100.10 tells how it stands'],
    ['owner 198.51.100.200', 'address-not-found', 'No Elastic IP of ours is 198.51.100.200'],
    ['owner', 'missing-value', 'owner needs'],
  ])('%s is %s', async (line, problem, words) => {
    const answer = await says(line, slack);
    expect(answer.problem?.problem).toBe(problem);
    expect(wordsOf(answer.reply)).toContain(words);
  });

  it('a hostile tag is told as it is, and calls nobody', async () => {
    const evil = '<@U0123> *bold*\u202E';
    const ask = talk.over((own) => ({
      ...own,
      addresses: async (...asked) => {
        const all = await own.addresses(...asked);
        return { ...all, items: all.items.map((one) => ({ ...one, tags: { owner: evil } })) };
      },
      addressUses: async (...asked) => {
        const all = await own.addressUses(...asked);
        return {
          ...all,
          items: all.items.map((one) => ({ ...one, address: { ...one.address, tags: { owner: evil } } })),
        };
      },
    }));
    const reply = await ask('owner 198.51.100.45');
    expect(plain(reply.title)).toBe('198.51.100.45 belongs to <@U0123> *bold*\uFFFD');
    expect(reply.title.some(({ kind }) => kind === 'mention')).toBe(false);
    const code = reply.blocks.find((block) => block.kind === 'code');
    expect(code?.lines[1]).toContain(JSON.stringify(evil));
  });
});

it('where several are named by the tag, that is said, and no lines that would not help', async () => {
  const other = await openTalk({
    QUARTERMASTER_PEOPLE: JSON.stringify({ tariq: ['slack:U0A'], Tariq: ['slack:U0B'] }),
  });
  const reply = await other.reply('owner 198.51.100.31');
  expect(wordsOf(reply)).toContain('The configuration names several persons by it, so nobody is called here');
  expect(reply.blocks.some(({ kind }) => kind === 'code')).toBe(false);
  await other.close();
});
