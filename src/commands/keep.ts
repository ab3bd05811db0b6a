import { isProblem } from '../core/problem.ts';
import { code, say } from '../core/text.ts';
import { command } from './command.ts';
import { day, freeText, leftThing } from './options/kinds.ts';
import { note, reply } from './reply/reply.ts';

/** Says that something that was left behind is wanted. */
export const keep = command({
  name: 'keep',
  summary: 'Keep on purpose what a change left behind, with the reason',
  examples: ['keep 198.51.100.10 reason:"partners know this address" until:2027-03-01'],
  options: {
    what: leftThing('A volume or allocation id, or the address, as leftovers shows it').required(),
    reason: freeText('Why it is wanted').required(),
    until: day('It is asked about again from this day on'),
  },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run({ what, reason, until }, { core, person: by, place: where, request }) {
    const kept = await core.settings.keep({ by, where, request }, what, reason, until);
    if (isProblem(kept)) return kept;
    return reply(
      'good',
      say`${code(kept.label)} is kept: ${reason}`,
      note(
        say`${until === undefined ? 'It is not listed any longer' : `It is not listed until ${new Date(until).toISOString().slice(0, 10)}`}; ${code('leftovers kept')} shows it.`,
      ),
    );
  },
});
