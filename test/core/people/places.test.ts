import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Place } from '../../../src/core/people/person.ts';
import { shownIn, sightIn, type Places, type Shown } from '../../../src/core/people/places.ts';
import type { Home } from '../../../src/core/ports/instance.ts';
import { plain, say } from '../../../src/core/text.ts';

const places: Places = {
  'slack:T1': 'all',
  'slack:T2': ['dev'],
  'slack:C1': ['prod', 'dev'],
  'slack:C2': [],
  'slack:C3': 'all',
};
const inTeam = (id: string, workspace = 'slack:T1', outside?: true): Place => ({
  id,
  workspace,
  ...(outside && { outside }),
});

describe('what is shown in a place', () => {
  it.each<[where: string, place: Place, configured: Places | undefined, shown: Shown]>([
    ['a terminal', { id: 'terminal:x:os:maria', privateTo: 'os:maria' }, undefined, 'all'],
    ['a terminal, where places are configured', { id: 'terminal:x:os:maria' }, places, 'all'],
    ['a channel, where none are', inTeam('slack:C9'), undefined, 'all'],
    ['a channel that others read, where none are', inTeam('slack:C9', 'slack:T1', true), undefined, []],
    ['a channel of a workspace that sees all', inTeam('slack:C9'), places, 'all'],
    ['a channel of one that sees some', inTeam('slack:C9', 'slack:T2'), places, ['dev']],
    ['a channel of one that is not named', inTeam('slack:C9', 'slack:T9'), places, []],
    ['a conversation in private', { ...inTeam('slack:D1', 'slack:T2'), privateTo: 'slack:U1' }, places, ['dev']],
    ['a channel with an entry of its own', inTeam('slack:C1', 'slack:T2'), places, ['prod', 'dev']],
    ['a channel whose entry is empty', inTeam('slack:C2'), places, []],
    [
      'a channel that others read, with an entry of its own',
      inTeam('slack:C1', 'slack:T1', true),
      places,
      ['prod', 'dev'],
    ],
    ['a channel that others read, of a workspace that sees all', inTeam('slack:C9', 'slack:T1', true), places, []],
    ['a channel of which nobody knows whose it is', { id: 'slack:C9' }, places, []],
    ['a channel that is called as every object has it', inTeam('constructor', 'toString'), places, []],
  ])('%s: %j under %j shows %j', (_, place, configured, shown) => {
    expect(shownIn(place, configured)).toEqual(shown);
  });

  it('is nothing where others read and no entry names the place, whatever else is configured', () => {
    const entry = fc.oneof(fc.constant('all' as const), fc.array(fc.string()));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), entry), fc.string(), fc.string(), (configured, id, workspace) => {
        fc.pre(!Object.hasOwn(configured, id));
        expect(shownIn({ id, workspace, outside: true }, configured)).toEqual([]);
      }),
    );
  });
});

describe('what somebody may look at in a place', () => {
  const home = (name: string, region = 'eu-west-1'): Home => ({ account: { name, id: '' }, region });
  const inside = inTeam('slack:C1');

  it('is what both the place and the rules show', () => {
    const rules = { sees: ({ region }: Home) => region === 'eu-west-1', hidden: () => [] };
    const sight = sightIn(inside, ['dev'], rules);
    expect([home('dev'), home('dev', 'us-east-1'), home('prod')].map((one) => sight.sees(one))).toEqual([
      true,
      false,
      false,
    ]);
    expect(sightIn(inside, ['dev'], undefined).sees(home('dev', 'us-east-1'))).toBe(true);
  });

  it('is told in words: each account once, that places would show it, and the reason of the rules for the rest', () => {
    const rule = { problem: 'not-shown', what: say`The rules.`, todo: say`Ask.` } as const;
    const rules = { sees: () => false, hidden: (homes: readonly Home[]) => homes.map(() => rule) };
    const told = (place: Place, homes: readonly Home[]) =>
      sightIn(place, ['dev'], rules)
        .hidden(homes)
        .map(({ what }) => plain(what));
    expect(told(inside, [home('prod'), home('prod', 'us-east-1'), home('dev')])).toEqual([
      'prod is not shown in this place; places: in the configuration would show it, and whoami tells its id.',
      'The rules.',
    ]);
    expect(told({ ...inside, outside: true }, [home('a'), home('b')])).toEqual([
      'What there is in the accounts is not shown here, for people of other organisations read this place; an entry of its own under places: in the configuration would show it, and whoami tells its id.',
    ]);
    expect(told(inside, [])).toEqual([]);
    expect(
      told(
        inside,
        Array.from({ length: 7 }, (_, at) => home(`a${at}`)),
      ).join(),
    ).toContain('a0, a1, a2, a3, a4 and 2 more are not shown');
  });
});
