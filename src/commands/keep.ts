import { keepAtMostMs } from '../core/people/rests.ts';
import { reasonIn } from '../core/people/reason.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { code, command as typed, say } from '../core/text.ts';
import { dayMs, isoTime } from '../core/time.ts';
import { command } from './command.ts';
import { matterOf, sayingWith, where } from './matters.ts';
import { foundThing } from './options/found.ts';
import { day, freeText } from './options/kinds.ts';
import { lineOf } from './reply/finding-words.ts';
import { action, actions, line, note, reply } from './reply/reply.ts';

const passed: Problem = {
  problem: 'bad-value',
  what: say`That day has passed.`,
  todo: say`Give a day to come, or leave ${code('until:')} out to keep it for good.`,
};

const tooFar: Problem = {
  problem: 'bad-value',
  what: say`That day is more than ${Math.round(keepAtMostMs / (365 * dayMs))} years away.`,
  todo: say`Give a nearer day, or leave ${code('until:')} out to keep it for good.`,
};

const noReason: Problem = {
  problem: 'missing-value',
  what: say`There is no word in that reason.`,
  todo: say`Say why it is wanted, as ${code('reason:"partners know this address"')}.`,
};

/** Says that something is wanted that a rule found, or a change left behind. */
export const keep = command({
  name: 'keep',
  summary: 'Keep on purpose what wastes or was left behind, with the reason: no alert asks about it',
  examples: [
    'keep 198.51.100.10 reason:"partners know this address" until:2027-03-01',
    'keep vol-7eedcae53cb88b131 reason:"the last copy of the old database"',
  ],
  options: {
    what: foundThing().required(),
    reason: freeText('Why it is wanted').required(),
    until: day('It is asked about again from this day on'),
    ...where,
  },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run({ reason, until, ...named }, context) {
    const { core, now, person: by, place, request } = context;
    if (until !== undefined && until <= now) return passed;
    if (until !== undefined && until - now > keepAtMostMs) return tooFar;
    if (reasonIn(reason) === undefined) return noReason;
    const end = until === undefined ? '' : isoTime(until).slice(0, 10);
    const again = sayingWith('keep', line` reason:${reason}${end === '' ? [] : [` until:${end}`]}`);
    const kept = await core.settings.rest({ by, where: place, request }, () => matterOf(named, again, context), {
      reason,
      until,
    });
    if (isProblem(kept)) return kept;
    return reply(
      'good',
      say`${code(kept.of.label)} is kept: ${reason}`,
      note(
        say`${end === '' ? 'It is not asked about any longer' : `It is not asked about until ${end}`}, and goes on costing; ${typed('kept')} shows it.`,
      ),
      actions(action('Keep no longer', lineOf('unkeep', kept.of))),
    );
  },
});
