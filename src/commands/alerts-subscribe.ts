import { isProblem } from '../core/problem.ts';
import { code, command as typed, say, strong } from '../core/text.ts';
import { isSameAlert, type Alert, type Known } from '../core/watch/alert.ts';
import { alertActions } from './alerts/actions.ts';
import { lookedInWords } from './alerts/line.ts';
import { alertOptions, usualAlert, withSaid } from './alerts/said.ts';
import { unheardWords } from './alerts/unheard.ts';
import { alertFields, watchedInWords } from './alerts/words.ts';
import { command } from './command.ts';
import { looked, newAlertName, type Looked } from './options/alert-kinds.ts';
import { actions, note, paragraph, reply } from './reply/reply.ts';

/** Makes an alert that tells the place in which it is said. */
export const alertsSubscribe = command({
  name: 'alerts subscribe',
  summary: 'Tell this place of itself what wastes, what everything costs, or that a budget is crossed',
  examples: [
    'alerts subscribe idle-addresses weekdays 9:00 Europe/Paris',
    'alerts subscribe budget limit:30 tag:env=dev',
    'alerts subscribe cost mondays 9:00 by:owner',
  ],
  options: { what: looked().required(), name: newAlertName(), ...alertOptions },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run({ what, name, ...said }, { core, now, person: by, place, request }) {
    const base = usualAlert(name ?? nameOf(what), what, said, place, core.alerts.timeZone);
    if (isProblem(base)) return base;
    const alert = withSaid(base, said, { place, accounts: (await core.cloud.homes()).map(({ account }) => account) });
    if (isProblem(alert)) return alert;
    const same = name === undefined ? (await core.alerts.list()).find((known) => isSame(known, alert)) : undefined;
    const made =
      same ??
      (await core.settings.alerts.add(
        { by, where: place, request },
        alert,
        name === undefined ? 'numbered' : 'as-said',
      ));
    if (isProblem(made)) return made;
    const { alert: own } = made;
    const waits = unheardWords(own, core.alerts, place);
    const told = say`${watchedInWords(own.watches)}, ${strong(own.when.said)}`;
    return reply(
      waits !== undefined ? 'warning' : same === undefined ? 'good' : 'plain',
      same === undefined ? say`Subscribed: ${told}` : say`Subscribed already: ${told}`,
      alertFields(made, place, now),
      waits && paragraph(waits),
      note(say`It is the alert ${code(own.name)}; ${typed('alerts list')} lists all. Remove takes it back.`),
      actions(...alertActions(made)),
    );
  },
});

/** What it is called where nothing is said: by what it looks for. */
const nameOf = (what: Looked): string => {
  if (what.is !== 'waste') return what.is;
  const words = lookedInWords({ watches: { is: 'waste', rules: [...what.rules] } });
  return words.includes(',') ? 'waste' : words;
};

/** Somebody has made the same before, under whatever name. */
const isSame = ({ alert, made }: Known, wanted: Alert): boolean =>
  made !== undefined && isSameAlert({ ...alert, name: wanted.name }, wanted);
