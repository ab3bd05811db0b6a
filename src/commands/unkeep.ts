import { isProblem } from '../core/problem.ts';
import { code, command as typed, say } from '../core/text.ts';
import { command } from './command.ts';
import { word } from './options/kinds.ts';
import { note, reply } from './reply/reply.ts';

/** The way back of `keep`. */
export const unkeep = command({
  name: 'unkeep',
  summary: 'Take a keep back: it is asked about again',
  examples: ['unkeep 198.51.100.10'],
  options: { what: word('A volume or allocation id, or the address, as leftovers kept shows it').required() },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run({ what }, { core, person: by, place: where, request }) {
    const open = await core.settings.unkeep({ by, where, request }, what);
    if (isProblem(open)) return open;
    return reply('good', say`${code(open.label)} is kept no longer.`, note(say`${typed('leftovers')} lists it again.`));
  },
});
