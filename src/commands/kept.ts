import { isResting, type Rest } from '../core/people/rests.ts';
import { code, command as typed, say, time } from '../core/text.ts';
import { command } from './command.ts';
import { choice, pageNumber } from './options/kinds.ts';
import { pageOf, turning } from './paging.ts';
import { lineOf, wordOf } from './reply/finding-words.ts';
import { action, actions, column, line, note, prose, reply, table } from './reply/reply.ts';

/** Those that get a button of their own. */
const offered = 3;

/** What is left alone: kept on purpose, or put off. */
export const kept = command({
  name: 'kept',
  summary: 'What is kept on purpose or snoozed, by whom, why and until when',
  examples: ['kept', 'kept snoozed'],
  options: {
    only: choice('Only those that are snoozed', ['snoozed']),
    page: pageNumber(),
  },
  effect: 'reads',
  audience: 'person',
  alone: false,
  async run({ only, page = 1 }, context) {
    const { core, now } = context;
    const all = [...(await core.rests.all()).values()].filter(
      (rest) => isResting(rest, now) && (only === undefined || rest.reason === undefined),
    );
    const part = await pageOf(all, newestFirst, page, context);
    return reply(
      'plain',
      all.length === 0
        ? say`Nothing is ${only ?? 'kept or snoozed'} here.`
        : say`${all.length} ${all.length === 1 ? 'thing is' : 'things are'} ${only ?? 'kept or snoozed'}${part.words}`,
      part.items.length === 0
        ? undefined
        : table(
            [
              column('What'),
              column('Id', 'left', 4),
              column('Rule', 'left', 5),
              column('By', 'left', 1),
              prose('Why'),
              column('Until', 'left', 2),
              column('Account', 'left', 6),
              column('Region', 'left', 3),
            ],
            part.items.map(({ of, by, reason, until }) => [
              of.label,
              code(of.id),
              of.rule ?? '',
              by.name,
              reason ?? '(snoozed)',
              until === undefined ? 'for good' : time(until),
              of.account.name,
              of.region,
            ]),
          ),
      all.length === 0
        ? undefined
        : note(
            say`No alert tells these. Whether they still cost is told by ${typed('leftovers kept')} of what changes left behind, else by ${code('finding ID')}.`,
          ),
      actions(
        ...part.items
          .slice(0, offered)
          .map(({ of, reason }) =>
            action(`${reason === undefined ? 'Snooze' : 'Keep'} ${wordOf(of)} no longer`, lineOf('unkeep', of)),
          ),
        ...turning(part, (number) => line`kept ${[...(only === undefined ? [] : [only]), `page:${number}`]}`),
      ),
    );
  },
});

const newestFirst = (one: Rest, other: Rest): number => other.at - one.at;
