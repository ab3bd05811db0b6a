import { isProblem, type Problem } from '../core/problem.ts';
import { code, command as typed, say, strong, time } from '../core/text.ts';
import { command } from './command.ts';
import { nextOf } from './alerts/words.ts';
import { alertName } from './options/alert-kinds.ts';
import { ahead, until } from './options/until.ts';
import { action, actions, line, note, reply } from './reply/reply.ts';

/** Lets an alert rest. */
export const alertsPause = command({
  name: 'alerts pause',
  summary: 'Let an alert rest, also one of the configuration, until a time or until somebody lets it go on',
  examples: ['alerts pause idle-addresses until:1w'],
  options: {
    name: alertName().required(),
    until: until('When it goes on by itself; left out: when somebody says so'),
  },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run({ name, until: end }, { core, now, person: by, place: where, request }) {
    const at = end === undefined ? undefined : ahead(end, now);
    if (at !== undefined && at <= now) return passed(at);
    const known = await core.settings.alerts.pause({ by, where, request }, name, at);
    if (isProblem(known)) return known;
    return reply(
      'good',
      say`The alert ${strong(name)} rests${at === undefined ? '' : say` until ${time(at)}`}`,
      note(say`What would be due meanwhile is left out. ${typed(`alerts resume ${name}`)} lets it go on.`),
      actions(action('Let it go on', line`alerts resume ${name}`)),
    );
  },
});

/** Lets it go on. */
export const alertsResume = command({
  name: 'alerts resume',
  summary: 'Let an alert go on that rests',
  examples: ['alerts resume idle-addresses'],
  options: { name: alertName().required() },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run({ name }, { core, now, person: by, place: where, request }) {
    const known = await core.settings.alerts.resume({ by, where, request }, name);
    if (isProblem(known)) return known;
    const next = nextOf(known, now);
    return reply(
      'good',
      say`The alert ${strong(name)} goes on`,
      next === undefined ? undefined : note(say`It is due next at ${time(next)}.`),
      actions(action('Pause', line`alerts pause ${name}`)),
    );
  },
});

const passed = (at: number): Problem => ({
  problem: 'bad-value',
  what: say`${time(at)} has passed.`,
  todo: say`Give a time to come, as ${code('until:1w')}, or leave ${code('until:')} out.`,
});
