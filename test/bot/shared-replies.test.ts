import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/bot/request.ts';
import { commands } from '../../src/commands/index.ts';
import type { Person, Place } from '../../src/core/people/person.ts';
import { secondMs } from '../../src/core/time.ts';
import { openTalk, type Talk } from '../commands/house.ts';

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
    const there = await reply('price m5.large');
    expect(there).not.toEqual(before);
    expect(await reply('price m5.large', ann, dev)).toBe(before);
    await said(talk, 'use everything', ann, ops);
    expect(await reply('price m5.large')).toBe(before);
  });
});
