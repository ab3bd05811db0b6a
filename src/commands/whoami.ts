import type { Access } from '../core/people/access/access.ts';
import type { Person, Place, Standing } from '../core/people/person.ts';
import type { Shown } from '../core/people/places.ts';
import { code, list, say, type Spans } from '../core/text.ts';
import { command } from './command.ts';
import { anyChange } from './reach.ts';
import { fields, note, reply } from './reply/reply.ts';

/** What else the roles let do, where they let. */
async function besides(access: Access, person: Person): Promise<Spans | undefined> {
  const rights: readonly (readonly [may: boolean, words: string])[] = [
    [await access.everApproves(person), 'approve what others want'],
    [await access.everMay(person, 'settings'), 'alter what is kept for everybody'],
    [await access.everMay(person, 'freeze'), 'freeze changes'],
    [await access.everMay(person, 'break-glass'), 'act through a freeze'],
  ];
  const told = rights.flatMap(([may, words]) => (may ? [words] : []));
  return told.length === 0 ? undefined : list(told);
}

const standings = {
  guest: 'a guest of the workspace',
  stranger: 'of another organisation',
  unknown: 'and the chat did not tell whether a guest',
} as const satisfies Record<Standing, string>;

/** A terminal shows everything to who sits before it. */
const isOfChat = ({ workspace, outside }: Place): boolean => workspace !== undefined || outside === true;

function shownWords(shown: Shown, { outside }: Place): Spans {
  if (shown === 'all') return say`every account`;
  if (shown.length > 0) return say`${list(shown)}, by ${code('places:')} in the configuration`;
  return outside
    ? say`no account, for people of other organisations read this place`
    : say`no account, by ${code('places:')} in the configuration`;
}

/** Who speaks, what they are, and what is looked at. */
export const whoami = command({
  name: 'whoami',
  summary: 'Who you are here, your roles, what they let you do, and which accounts you see',
  examples: ['whoami'],
  options: {},
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run(_, { core, person, place }) {
    const homes = await core.cloud.homes();
    const changes = await anyChange(core.access, person);
    return reply(
      'plain',
      say`You are ${person.name}`,
      fields(
        [
          'Person',
          person.standing === undefined ? code(person.id) : say`${code(person.id)}, ${standings[person.standing]}`,
        ],
        ['Roles', person.roles.length === 0 ? '(none)' : list(person.roles.map(code))],
        ['May change', changes.length === 0 ? '(nothing)' : say`${list(changes.map(code))}, as far as the rules go`],
        ['May besides', await besides(core.access, person)],
        ['Place', place.privateTo === undefined ? code(place.id) : say`${code(place.id)}, private`],
        ['Shown here', isOfChat(place) ? shownWords(core.shownIn(place), place) : undefined],
        [
          'Accounts',
          homes.length === 0
            ? '(none)'
            : list(
                homes.map(
                  ({ account, regions }) =>
                    say`${account.name}${account.id === '' ? '' : ` (${account.id})`}: ${regions.join(', ')}`,
                ),
              ),
        ],
      ),
      core.cloud.demo && !isOfChat(place)
        ? note(say`Set ${code('accounts')} in quartermaster.yaml to look at real accounts.`)
        : undefined,
    );
  },
});
