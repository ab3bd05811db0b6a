import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Person, Place } from '../../src/core/people/person.ts';
import { plain } from '../../src/core/text.ts';
import { minuteMs } from '../../src/core/time.ts';
import { NeverDeliverable } from '../../src/core/watch/post.ts';
import { rowsOf, wordsOf, type Talk } from './house.ts';
import { abel, narrowRules, nina, olga, openUnder } from './sighted.ts';

const never = new AbortController().signal;
const channel = { id: 'slack:C1', workspace: 'slack:T1' };
const roles = { auditor: ['os:abel', 'os:nina'], developer: ['os:olga'], operator: ['os:abel', 'os:olga'] };

let talk: Talk & { write(rules: string): Promise<void> };
let asked = 0;
beforeEach(async () => {
  talk = await openUnder(narrowRules, { QUARTERMASTER_ROLES: JSON.stringify(roles) });
});
afterEach(() => talk.close());

const say = async (line: string, person: Person, place: Place = channel) => {
  const { reply } = await talk.machine.house.dispatch(
    { id: `request-${(asked += 1)}`, person, place, line, signal: never },
    () => {},
  );
  return reply;
};
/** Runs what is due after some minutes, and gives what is posted: in which place, and its words. */
const posted = async () => {
  const posts: { readonly place: string; readonly words: string }[] = [];
  await talk.machine.clock.pass(6 * minuteMs);
  await talk.machine.house.watchRound(never);
  await talk.machine.house.notices(
    () => true,
    async (place, reply) => void posts.push({ place, words: `${plain(reply.title)}\n${wordsOf(reply)}` }),
    never,
  );
  return posts;
};
const lastOf = async (name: string, person: Person) =>
  rowsOf(await say('alerts list', person)).find(({ Alert }) => Alert === name)?.['Last'];

describe('how the last run of an alert went', () => {
  it('is told to whoever sees all that it looked at, and to others only when it was', async () => {
    await say('alerts subscribe cost every 5m name:bill', abel);
    await say('alerts subscribe cost every 5m name:own', olga);
    await posted();
    expect(await lastOf('bill', nina)).toMatch(/Z: \$[\d.]+ an hour$/);
    expect(await lastOf('bill', olga)).toMatch(/Z$/);
    expect(await lastOf('own', olga)).toMatch(/Z: \$[\d.]+ an hour$/);
  });
});

describe('an alert that somebody else turns', () => {
  const alertOf = async (name: string) => (await talk.machine.house.core.alerts.find(name)) ?? { sees: undefined };
  /** What there is in the account that olga does not see. */
  const hidden = /demo-prod/;

  it('tells from then on what they may see, and nothing of what it saw before', async () => {
    await say('alerts subscribe idle-addresses every 5m name:waste', abel);
    await say('alerts subscribe cost every 5m name:bill', abel);
    expect((await posted()).map(({ words }) => hidden.test(words))).toEqual([true, true]);
    await say('alerts edit waste to:slack:C2', olga);
    await say('alerts edit bill to:slack:C2', olga);
    const posts = await posted();
    expect(posts.map(({ place }) => place)).toEqual(['slack:C2', 'slack:C2']);
    expect(posts.filter(({ words }) => hidden.test(words))).toEqual([]);
    expect(posts.some(({ words }) => words.includes('10.42'))).toBe(false);
    expect(wordsOf(await say('alerts show waste', abel))).toMatch(/what olga may, who turned it/);
  });

  it('goes on as it was where neither what it looks for nor whom it tells changes, or its maker turns it', async () => {
    await say('alerts subscribe idle-addresses every 5m name:waste', abel);
    await say('alerts edit waste days:3', olga);
    expect(await alertOf('waste')).not.toHaveProperty('sees');
    await say('alerts edit waste to:slack:C2', abel);
    expect(await alertOf('waste')).not.toHaveProperty('sees');
    await say('alerts edit waste accounts:demo-dev', olga);
    expect(await alertOf('waste')).toMatchObject({ made: { by: { name: 'abel' } }, sees: { by: { name: 'olga' } } });
    await say('alerts edit waste to:slack:C1', abel);
    expect(await alertOf('waste')).toMatchObject({ sees: { by: { name: 'abel' } } });
  });
});

describe('what could not be posted of an alert that only others see', () => {
  const alone = { id: 'slack:DABEL', privateTo: abel.id, workspace: 'slack:T1' };
  const giveUp = () =>
    talk.machine.house.notices(
      () => true,
      async () => {
        throw new NeverDeliverable('user_is_deactivated');
      },
      never,
    );

  it('is not shown to others when it is removed, nor where another of its name is made', async () => {
    await say('alerts subscribe volumes every 5m name:merger', abel, alone);
    await talk.machine.clock.pass(6 * minuteMs);
    await talk.machine.house.watchRound(never);
    await giveUp();
    expect(wordsOf(await say('alerts list', abel))).toContain('user_is_deactivated');
    expect(wordsOf(await say('alerts list', nina))).not.toMatch(/merger|DABEL|user_is_deactivated/);
    await say('alerts remove merger', abel, alone);
    for (const person of [nina, olga])
      expect(wordsOf(await say('alerts list', person))).not.toMatch(/merger|DABEL|user_is_deactivated/);
    await say('alerts subscribe volumes hourly name:merger', olga);
    expect(wordsOf(await say('alerts list', olga))).not.toMatch(/DABEL|user_is_deactivated/);
  });
});

describe('an alert whose maker may look at nothing any longer', () => {
  it('says so in the list, and never that nothing wastes or costs', async () => {
    await say('alerts subscribe cost every 5m name:bill', abel);
    await say('alerts subscribe budget limit:1 name:cap', abel);
    await say('alerts subscribe volumes every 5m name:waste', abel);
    expect(await posted()).not.toEqual([]);
    await talk.write(narrowRules.replace('principal in Role::"auditor"', 'principal == Person::"os:nina"'));
    await talk.machine.clock.pass(20 * minuteMs);
    expect(await posted()).toEqual([]);
    for (const name of ['bill', 'cap', 'waste'])
      expect(await lastOf(name, nina)).toMatch(/Z: it may look at no account any longer, and tells nothing$/);
  });

  it('goes on where it was when they may again', async () => {
    await say('alerts subscribe volumes every 5m name:waste', abel);
    expect(await posted()).toHaveLength(1);
    await talk.write(narrowRules.replace('principal in Role::"auditor"', 'principal == Person::"os:nina"'));
    expect(await posted()).toEqual([]);
    await talk.write(narrowRules);
    expect(await posted()).toEqual([]);
    expect(await lastOf('waste', nina)).toMatch(/Z: 0 told, 0 resolved/);
  });
});
