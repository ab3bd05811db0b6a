import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Person, Place } from '../../src/core/people/person.ts';
import { plain } from '../../src/core/text.ts';
import { hourMs, minuteMs } from '../../src/core/time.ts';
import { NeverDeliverable } from '../../src/core/watch/post.ts';
import { rowsOf, wordsOf, type Talk } from './house.ts';
import { abel, narrowRules, nina, olga, openUnder } from './sighted.ts';

const never = new AbortController().signal;
const channel: Place = { id: 'slack:C1', workspace: 'slack:T1' };
const roles = { auditor: ['os:abel', 'os:nina'], developer: ['os:olga'], operator: ['os:abel', 'os:olga'] };

let talk: Talk;
let asked = 0;
beforeEach(async () => {
  talk = await openUnder(narrowRules, { QUARTERMASTER_ROLES: JSON.stringify(roles) });
});
afterEach(() => talk.close());

const say = async (line: string, person: Person, place = channel) =>
  (await talk.machine.house.dispatch({ id: `request-${(asked += 1)}`, person, place, line, signal: never }, () => {}))
    .reply;
const titleOf = async (line: string, person: Person) => plain((await say(line, person)).title);
/** Posts what waits; the places that took it. */
const deliver = async (takes: (place: string) => void = () => {}): Promise<readonly string[]> => {
  const places: string[] = [];
  await talk.machine.house.notices(
    () => true,
    async (place) => {
      takes(place);
      places.push(place);
    },
    never,
  );
  return places;
};
const run = async (): Promise<void> => {
  await talk.machine.clock.pass(6 * minuteMs);
  await talk.machine.house.watchRound(never);
};
const letters = async (): Promise<readonly string[]> =>
  (await talk.machine.house.core.alerts.dead()).map(({ key }) => key);
const auditOf = async (what: string) =>
  rowsOf(await say('audit', abel)).filter(({ What }) => What === `${what} settings`);

describe('what could not be posted', () => {
  const refuse = () => {
    throw new NeverDeliverable('is_archived');
  };
  beforeEach(async () => {
    await say('alerts subscribe volumes every 5m name:waste to:slack:C1,slack:C2', abel);
    await run();
    await deliver(refuse);
  });

  it('stands in the list, and is posted again by whoever may alter settings, which the audit tells', async () => {
    const dead = await letters();
    expect(dead).toHaveLength(2);
    expect(wordsOf(await say('alerts list', nina))).toContain('is_archived');
    expect(await titleOf(`alerts resend ${dead[0]}`, nina)).toMatch(/may not/);
    expect([await deliver(), await auditOf('alerts resend')]).toEqual([[], []]);
    await say(`alerts resend ${dead[0]}`, olga);
    expect(await auditOf('alerts resend')).toHaveLength(1);
    expect(await deliver()).toHaveLength(1);
    await say('alerts resend all', olga);
    expect(await deliver()).toHaveLength(1);
    expect([await letters(), await deliver()]).toEqual([[], []]);
  });

  it('is forgotten by whoever may alter settings, which the audit tells', async () => {
    const [first] = await letters();
    expect(await titleOf(`alerts drop ${first}`, nina)).toMatch(/may not/);
    expect([(await letters()).length, await auditOf('alerts drop')]).toEqual([2, []]);
    await say(`alerts drop ${first}`, olga);
    expect([(await letters()).length, (await auditOf('alerts drop')).length]).toEqual([1, 1]);
    await say('alerts drop all', olga);
    expect([await letters(), await deliver()]).toEqual([[], []]);
    expect(await titleOf(`alerts drop ${first}`, olga)).toContain('Nothing');
  });
});

describe('what has been found before quiet hours and was not posted yet', () => {
  it('waits until they end', async () => {
    // It is 10:00 UTC.
    await say('alerts subscribe volumes every 5m name:waste quiet:10:10-12:00', abel);
    await run();
    const away = () => {
      throw new Error('the chat is away');
    };
    expect(await deliver(away)).toEqual([]);
    await talk.machine.clock.pass(10 * minuteMs);
    expect(await deliver()).toEqual([]);
    await talk.machine.clock.pass(hourMs);
    expect(await deliver()).toEqual([]);
    await talk.machine.clock.pass(hourMs);
    expect(await deliver()).toEqual(['slack:C1']);
  });
});
