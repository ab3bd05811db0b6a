import { isProblem, type Problem } from '../core/problem.ts';
import { code, command as typed, say, strong, time } from '../core/text.ts';
import type { Instant } from '../core/time.ts';
import type { Frozen } from '../core/people/freeze.ts';
import { reasonIn } from '../core/people/reason.ts';
import { command } from './command.ts';
import { freeText } from './options/kinds.ts';
import { ahead, until } from './options/until.ts';
import { action, actions, note, paragraph, reply, type Reply } from './reply/reply.ts';

/** Lets all changes rest. */
export const freezeOn = command({
  name: 'freeze on',
  summary: 'Let all changes rest, scheduled ones too, until an admin lets them go on',
  examples: ['freeze on reason:"the sale is on" until:2h'],
  options: {
    reason: freeText('Why; it stands in every refusal').required(),
    until: until('When they go on by themselves; left out: when somebody says so'),
  },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run({ reason, until: end }, { core, now, person: by, place: where, request }) {
    const at = end === undefined ? undefined : ahead(end, now);
    if (at !== undefined && at <= now) return passed(at);
    if (reasonIn(reason) === undefined) return noReason;
    const set = await core.settings.freeze({ by, where, request }, reason, at);
    return isProblem(set) ? set : frozenReply(set.frozen, set.before);
  },
});

/** Lets them go on. */
export const freezeOff = command({
  name: 'freeze off',
  summary: 'Let changes go on',
  examples: ['freeze off'],
  options: {},
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run(_, { core, person: by, place: where, request }) {
    const was = await core.settings.thaw({ by, where, request });
    if (isProblem(was)) return was;
    return reply(
      'good',
      say`Changes go on.`,
      note(
        say`They were frozen by ${was.by.name} at ${time(was.at)}: ${was.reason}. What was refused meanwhile is asked for anew; plans that wait go on waiting.`,
      ),
    );
  },
});

/** Whether they rest. */
export const freezeShow = command({
  name: 'freeze show',
  summary: 'Whether changes rest, by whom, why and until when',
  examples: ['freeze show'],
  options: {},
  effect: 'reads',
  audience: 'person',
  alone: false,
  async run(_, { core }) {
    const frozen = await core.freeze.now();
    return frozen === undefined ? reply('plain', 'Changes are not frozen.') : frozenReply(frozen);
  },
});

const frozenReply = ({ by, at, reason, until: end }: Frozen, before?: Frozen): Reply =>
  reply(
    'warning',
    say`Changes are frozen${end === undefined ? '' : say` until ${time(end)}`}: ${strong(reason)}`,
    paragraph(
      say`By ${by.name}, at ${time(at)}. No call that changes anything is made; those that AWS has taken are followed to their end.`,
    ),
    before &&
      paragraph(
        say`${strong('Mind:')} it takes the place of a freeze by ${before.by.name} (${before.reason}), which was to last ${before.until === undefined ? 'until somebody ends it' : say`until ${time(before.until)}`}.`,
      ),
    note(
      say`Who may break the glass says ${code('break-glass:yes reason:"…"')} with a change; ${typed('freeze off')} lets all go on.`,
    ),
    actions(action('Let changes go on', 'freeze off')),
  );

const passed = (at: Instant): Problem => ({
  problem: 'bad-value',
  what: say`${time(at)} has passed.`,
  todo: say`Give a time to come, as ${code('until:2h')}, or leave ${code('until:')} out.`,
});

const noReason: Problem = {
  problem: 'missing-value',
  what: say`There is no word in that reason.`,
  todo: say`Say why, as ${code('reason:"the sale is on"')}.`,
};
