import { isProblem, type Problem } from '../core/problem.ts';
import { command as typed, say, strong } from '../core/text.ts';
import { alertActions } from './alerts/actions.ts';
import { editOptions, withSaid } from './alerts/said.ts';
import { unheardWords } from './alerts/unheard.ts';
import { alertFields } from './alerts/words.ts';
import { command } from './command.ts';
import { alertName } from './options/alert-kinds.ts';
import { actions, paragraph, reply } from './reply/reply.ts';

const fixedOnce: Problem = {
  problem: 'bad-value',
  what: say`The name of an alert and what it looks for cannot be changed.`,
  todo: say`Take it away with ${typed('alerts remove')} and make another with ${typed('alerts subscribe')}; ${typed('alerts show')} has its lines.`,
};

/** Changes an alert that was made in a chat. */
export const alertsEdit = command({
  name: 'alerts edit',
  summary: 'Change an alert that was made in a chat; what is not said stays, and none takes something away',
  examples: ['alerts edit idle-addresses weekdays 10:00 Europe/Paris days:3 quiet:none'],
  options: { name: alertName().required(), ...editOptions },
  fixed: { keys: ['name', 'rules', 'rule', 'what'], why: fixedOnce },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run({ name, ...said }, { core, now, person: by, place, request }) {
    const where = { place, accounts: (await core.cloud.homes()).map(({ account }) => account) };
    const changed = await core.settings.alerts.change({ by, where: place, request }, name, (before) =>
      withSaid(before, said, where),
    );
    if (isProblem(changed)) return changed;
    const { is, known } = changed;
    const waits = unheardWords(known.alert, core.alerts, place);
    return reply(
      waits !== undefined ? 'warning' : is === 'changed' ? 'good' : 'plain',
      is === 'changed' ? say`The alert ${strong(name)} is changed` : say`The alert ${strong(name)} is as it was`,
      alertFields(known, place, now),
      waits && paragraph(waits),
      actions(...alertActions(known)),
    );
  },
});
