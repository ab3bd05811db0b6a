import { keepAtMostMs } from '../core/people/rests.ts';
import { reasonIn } from '../core/people/reason.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { code, command as typed, say, time, type Spans } from '../core/text.ts';
import { dayMs, isoTime, type Instant } from '../core/time.ts';
import { command } from './command.ts';
import { matterOf, sayingWith, where } from './matters.ts';
import { foundThing } from './options/found.ts';
import { freeText } from './options/kinds.ts';
import { sinceWord } from './options/since.ts';
import { ahead, until as untilOption } from './options/until.ts';
import { lineOf } from './reply/finding-words.ts';
import { action, actions, line, note, reply } from './reply/reply.ts';

const passed: Problem = {
  problem: 'bad-value',
  what: say`That moment has passed.`,
  todo: say`Give a span as ${code('until:1w')}, or a day to come, or leave ${code('until:')} out to keep it for good.`,
};

const tooFar: Problem = {
  problem: 'bad-value',
  what: say`That is more than ${Math.round(keepAtMostMs / (365 * dayMs))} years away.`,
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
    until: untilOption('It is asked about again from then on; for good if left out'),
    ...where,
  },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run({ reason, until: end, ...named }, context) {
    const { core, now, person: by, place, request } = context;
    const until = end === undefined ? undefined : ahead(end, now);
    if (until !== undefined && until <= now) return passed;
    if (until !== undefined && until - now > keepAtMostMs) return tooFar;
    if (reasonIn(reason) === undefined) return noReason;
    const again = sayingWith('keep', line` reason:${reason}${end === undefined ? [] : [` until:${sinceWord(end)}`]}`);
    const kept = await core.settings.rest({ by, where: place, request }, () => matterOf(named, again, context), {
      reason,
      until,
    });
    if (isProblem(kept)) return kept;
    return reply(
      'good',
      say`${code(kept.of.label)} is kept: ${reason}`,
      note(
        say`${until === undefined ? 'It is not asked about any longer' : say`It is not asked about until ${untilInWords(until)}`}, and goes on costing; ${typed('kept')} shows it.`,
      ),
      actions(action('Keep no longer', lineOf('unkeep', kept.of))),
    );
  },
});

/** A day by its name alone. */
const untilInWords = (until: Instant): Spans =>
  until % dayMs === 0 ? say`${isoTime(until).slice(0, 'YYYY-MM-DD'.length)}` : [time(until)];
