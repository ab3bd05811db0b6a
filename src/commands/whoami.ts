import { code, list, say } from '../core/text.ts';
import { command } from './command.ts';
import { fields, note, reply } from './reply/reply.ts';

/** Who speaks, what they are, and what is looked at. */
export const whoami = command({
  name: 'whoami',
  summary: 'Who you are here, your roles, and which accounts are looked at',
  examples: ['whoami'],
  options: {},
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run(_, { core, person, place }) {
    const homes = await core.cloud.homes();
    return reply(
      'plain',
      say`You are ${person.name}`,
      fields(
        ['Person', code(person.id)],
        [
          'Roles',
          person.roles.length === 0 ? '(none: you may look, but change nothing)' : list(person.roles.map(code)),
        ],
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
