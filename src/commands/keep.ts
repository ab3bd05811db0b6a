import { keepAtMostMs } from '../core/changes/left-behind.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { code, command as typed, say } from '../core/text.ts';
import { dayMs, isoTime, type Instant } from '../core/time.ts';
import { reasonIn } from '../core/people/reason.ts';
import { command } from './command.ts';
import { day, freeText, leftThing } from './options/kinds.ts';
import { action, actions, line, note, reply } from './reply/reply.ts';

const dayOf = (at: Instant): string => isoTime(at).slice(0, 10);

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

/** Says that something that was left behind is wanted. */
export const keep = command({
  name: 'keep',
  summary: 'Keep on purpose what a change left behind, with the reason',
  examples: ['keep 198.51.100.10 reason:"partners know this address" until:2027-03-01'],
  options: {
    what: leftThing('A volume or allocation id, or the address, as leftovers shows it').required(),
    reason: freeText('Why it is wanted').required(),
    until: day('It is asked about again from this day on'),
  },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run({ what, reason, until }, { core, now, person: by, place: where, request }) {
    if (until !== undefined && until <= now) return passed;
    if (until !== undefined && until - now > keepAtMostMs) return tooFar;
    if (reasonIn(reason) === undefined) return noReason;
    const kept = await core.settings.keep({ by, where, request }, what, reason, until);
    if (isProblem(kept)) return kept;
    return reply(
      'good',
      say`${code(kept.label)} is kept: ${reason}`,
      note(
        say`${until === undefined ? 'It is not asked about any longer' : `It is not asked about until ${dayOf(until)}`}, and goes on costing; ${typed('leftovers kept')} shows it.`,
      ),
      actions(action('Keep no longer', line`unkeep ${what}`)),
    );
  },
});
