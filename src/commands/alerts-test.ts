import { isChat } from '../core/people/places.ts';
import { isProblem } from '../core/problem.ts';
import { say, strong } from '../core/text.ts';
import { placesOf, toldBy, toOwner } from '../core/watch/alert.ts';
import { unheardWords } from './alerts/unheard.ts';
import { toldInWords } from './alerts/words.ts';
import { command } from './command.ts';
import { alertName } from './options/alert-kinds.ts';
import { note, paragraph, reply } from './reply/reply.ts';

/** Posts a sample where an alert tells something. */
export const alertsTest = command({
  name: 'alerts test',
  summary: 'Post a sample in each place that an alert tells; nothing is looked at',
  examples: ['alerts test nightly'],
  options: { name: alertName().required() },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run({ name }, { core, person: by, place, request }) {
    const known = await core.settings.alerts.test({ by, where: place, request }, name);
    if (isProblem(known)) return known;
    const waits = unheardWords(known.alert, core.alerts, place);
    const places = placesOf(known.alert);
    return reply(
      waits === undefined ? 'good' : 'warning',
      say`A sample of the alert ${strong(name)} is on its way: ${toldInWords(places, place)}`,
      waits && paragraph(waits),
      note(
        say`It comes within seconds; where it does not, nobody is told there of what the alert finds either.${places.every(isChat) ? '' : ' In a terminal it comes while somebody has it open, never to a pipe.'}`,
      ),
      toldBy(known.alert).includes(toOwner)
        ? note(say`Owners get none: each is told of what is theirs, in a direct message.`)
        : undefined,
    );
  },
});
