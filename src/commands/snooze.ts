import { snoozeAtMostMs } from '../core/people/rests.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { code, command as typed, say, time } from '../core/text.ts';
import { dayMs } from '../core/time.ts';
import { command } from './command.ts';
import { matterOf, sayingWith, where } from './matters.ts';
import { foundThing } from './options/found.ts';
import { sinceWord } from './options/since.ts';
import { ahead, until as untilOption } from './options/until.ts';
import { lineOf } from './reply/finding-words.ts';
import { action, actions, line, note, reply } from './reply/reply.ts';

const passed: Problem = {
  problem: 'bad-value',
  what: say`That moment has passed.`,
  todo: say`Give a span as ${code('until:3d')}, or a day to come.`,
};

const tooFar: Problem = {
  problem: 'bad-value',
  what: say`That is more than ${snoozeAtMostMs / dayMs} days away.`,
  todo: say`Give a nearer day; what is wanted for longer is kept, with the reason: see ${typed('help keep')}.`,
};

/** Puts off what a rule found, or a change left behind. */
export const snooze = command({
  name: 'snooze',
  summary: 'Put off what wastes or was left behind: no alert tells it until then',
  examples: ['snooze 198.51.100.45 until:3d'],
  options: {
    what: foundThing().required(),
    until: untilOption('It is told again from then on; at most 90 days').required(),
    ...where,
  },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run({ until: end, ...named }, context) {
    const { core, now, person: by, place, request } = context;
    const until = ahead(end, now);
    if (until <= now) return passed;
    if (until - now > snoozeAtMostMs) return tooFar;
    const again = sayingWith('snooze', line` until:${sinceWord(end)}`);
    const rest = await core.settings.rest({ by, where: place, request }, () => matterOf(named, again, context), {
      until,
    });
    if (isProblem(rest)) return rest;
    return reply(
      'good',
      say`${code(rest.of.label)} is snoozed until ${time(until)}`,
      note(say`It goes on costing, and no alert tells it until then; ${typed('kept')} shows it.`),
      actions(action('Snooze no longer', lineOf('unkeep', rest.of))),
    );
  },
});
