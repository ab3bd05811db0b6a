import { code, command as typed, say, strong } from '../core/text.ts';
import { alertActions } from './alerts/actions.ts';
import { noAlert } from './alerts/no-alert.ts';
import { alertFields } from './alerts/words.ts';
import { unheardWords } from './alerts/unheard.ts';
import { alertYaml } from './alerts/yaml.ts';
import { command } from './command.ts';
import { alertName } from './options/alert-kinds.ts';
import { actions, note, paragraph, reply } from './reply/reply.ts';

/** One alert, whole. */
export const alertsShow = command({
  name: 'alerts show',
  summary: 'All of one alert: what it looks for, when, whom it tells, and how it looks in the configuration',
  examples: ['alerts show idle-addresses'],
  options: { name: alertName().required() },
  effect: 'reads',
  audience: 'person',
  alone: false,
  async run({ name }, { core, now, place }) {
    const known = await core.alerts.find(name);
    if (known === undefined) return noAlert(name, await core.alerts.list());
    const { alert, made, paused } = known;
    const waits = unheardWords(alert, core.alerts, place);
    return reply(
      'plain',
      say`The alert ${strong(alert.name)}${paused === undefined ? '' : ' rests'}`,
      alertFields(known, place, now),
      waits && paragraph(waits),
      { kind: 'code', lines: alertYaml(alert) },
      note(
        made === undefined
          ? say`It is changed in the configuration, below ${code('alerts:')}.`
          : say`In the configuration it would be written so. ${typed('help alerts edit')} tells what else can be said of it.`,
      ),
      actions(...alertActions(known)),
    );
  },
});
