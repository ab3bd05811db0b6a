import { isProblem } from '../core/problem.ts';
import { code, command as typed, list, say } from '../core/text.ts';
import { command } from './command.ts';
import { deadLetters } from './options/alert-kinds.ts';
import { note, reply } from './reply/reply.ts';

/** Posts again what could not be posted. */
export const alertsResend = command({
  name: 'alerts resend',
  summary: 'Post again what could not be posted, one or all, as alerts list shows it',
  examples: ['alerts resend all'],
  options: { what: deadLetters().required() },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run({ what }, { core, person: by, place: where, request }) {
    const places = await core.settings.alerts.resend({ by, where, request }, what);
    if (isProblem(places)) return places;
    if (places.length === 0) return nothingDead;
    return reply(
      'good',
      say`${countOf(places.length)} posted again, in ${list([...new Set(places)].map(code))}`,
      note(say`It comes within seconds; where that fails for good once more, ${typed('alerts list')} shows it again.`),
    );
  },
});

/** Forgets what could not be posted. */
export const alertsDrop = command({
  name: 'alerts drop',
  summary: 'Forget what could not be posted, one or all, as alerts list shows it',
  examples: ['alerts drop all'],
  options: { what: deadLetters().required() },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run({ what }, { core, person: by, place: where, request }) {
    const places = await core.settings.alerts.drop({ by, where, request }, what);
    if (isProblem(places)) return places;
    if (places.length === 0) return nothingDead;
    return reply('good', say`${countOf(places.length)} forgotten`);
  },
});

const countOf = (count: number): string => `${count} message${count === 1 ? ' is' : 's are'}`;
const nothingDead = reply('plain', 'Nothing waits that could not be posted');
