import type { Access } from '../core/people/access/access.ts';
import type { Person } from '../core/people/person.ts';
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
        ['Person', code(person.id)],
        ['Roles', person.roles.length === 0 ? '(none)' : list(person.roles.map(code))],
        ['May change', changes.length === 0 ? '(nothing)' : say`${list(changes.map(code))}, as far as the rules go`],
        ['May besides', await besides(core.access, person)],
        ['Place', place.privateTo === undefined ? code(place.id) : say`${code(place.id)}, private`],
        [
          'Accounts',
          list(
            homes.map(
              ({ account, regions }) =>
                say`${account.name}${account.id === '' ? '' : ` (${account.id})`}: ${regions.join(', ')}`,
            ),
          ),
        ],
      ),
      core.cloud.demo ? note(say`Set ${code('accounts')} in quartermaster.yaml to look at real accounts.`) : undefined,
    );
  },
});
