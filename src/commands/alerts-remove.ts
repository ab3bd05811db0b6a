import { isProblem } from '../core/problem.ts';
import { command as typed, say, strong } from '../core/text.ts';
import { alertLine } from './alerts/line.ts';
import { command } from './command.ts';
import { alertName } from './options/alert-kinds.ts';
import { action, actions, note, reply } from './reply/reply.ts';

/** Takes an alert away that was made in a chat. */
export const alertsRemove = command({
  name: 'alerts remove',
  summary: 'Remove an alert that was made in a chat',
  examples: ['alerts remove idle-addresses'],
  options: { name: alertName().required() },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run({ name }, { core, person: by, place: where, request }) {
    const gone = await core.settings.alerts.remove({ by, where, request }, name);
    if (isProblem(gone)) return gone;
    const again = alertLine(gone.alert);
    return reply(
      'good',
      say`The alert ${strong(name)} is removed`,
      note(say`The way back: ${typed(again)}`),
      actions(action('Subscribe again', again)),
    );
  },
});
