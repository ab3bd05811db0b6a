import { asksForTerminated, scopeOf } from '../core/estate/filter.ts';
import { ownerOf } from '../core/estate/managers.ts';
import { instanceStates } from '../core/ports/instance.ts';
import { code, command as typed, say } from '../core/text.ts';
import { command } from './command.ts';
import { cli } from './cli/line.ts';
import { cliOfRead } from './cli/reads.ts';
import { nothingFits } from './no-fit.ts';
import { filter, printClause } from './options/filter.ts';
import { pageNumber } from './options/kinds.ts';
import { action, actions, column, line, note, paragraph, reply, table } from './reply/reply.ts';
import { rowsOf, turning } from './paging.ts';
import { watched } from './progress.ts';
import { scoped } from './scope.ts';
import { listingNotes, nameSpan, nothingRead } from './words.ts';

/** What we have, ten at a time. */
export const list = command({
  name: 'list',
  summary: 'List instances, all or those that fit a filter',
  examples: ['list', 'list stopped', 'list tag:env=dev region:us-east-1', 'list owner:maria page:1'],
  options: { page: pageNumber(), filter: filter(), cli },
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run({ filter: wanted = [], page = 1, cli: withCli }, context) {
    const { core, signal } = context;
    const within = scoped(wanted, context);
    const size = rowsOf(context);
    const found = await core.estate.page(within, { from: (page - 1) * size, count: size }, watched(context));
    // The page's number ends the line: words and number are one list, so that a line without words has no gap.
    const lineTo = (number: number): string => line`list ${[...wanted.map(printClause), `page:${number}`]}`;
    const last = Math.max(1, Math.ceil(found.total / size));
    const unread = found.total === 0 ? await nothingRead(found, core.cloud, scopeOf(within)) : undefined;
    if (unread !== undefined) return unread;
    /** Terminated ones are told of where nothing else fits: AWS shows them for an hour or so. */
    const gone = async () => {
      const terminated = [...within, { by: 'state', value: 'terminated' } as const];
      const { total } = await core.estate.page(terminated, { from: 0, count: 0 }, { signal });
      const one = total === 1;
      return total === 0 || asksForTerminated(within)
        ? undefined
        : paragraph(
            say`${total} terminated ${one ? 'one fits' : 'ones fit'}: ${typed(line`list ${[...wanted.map(printClause), 'terminated']}`)}.`,
          );
    };
    const asked = withCli === true ? await cliOfRead(core.cloud, ['describe-instances'], within) : [];
    if (found.total === 0) {
      return reply(
        'plain',
        say`No instance fits.`,
        await gone(),
        paragraph(await nothingFits(within, context)),
        ...listingNotes(found),
        ...asked,
      );
    }
    if (page > last)
      return reply(
        'plain',
        say`There ${last === 1 ? 'is 1 page' : `are ${last} pages`}.`,
        actions(action('Last page', lineTo(last))),
      );
    return reply(
      'plain',
      say`${found.total} instance${found.total === 1 ? '' : 's'}${last > 1 ? `, page ${page} of ${last}` : ''}`,
      table(
        [
          column('Name'),
          column('Id', 'left', 1),
          column('State'),
          column('Type'),
          column('Account', 'left', 3),
          column('Region', 'left', 2),
          column('Owner', 'left', 4),
          column('Public IPv4', 'left', 5),
        ],
        found.items.map((one) => [
          nameSpan(one),
          code(one.id),
          one.state,
          one.type,
          one.account.name,
          one.region,
          ownerOf(one.tags) ?? '(none)',
          one.publicIp?.ip ?? '(none)',
        ]),
      ),
      note(
        say`${instanceStates
          .flatMap((state) => {
            const count = found.byState.get(state);
            return count === undefined ? [] : [`${count} ${state}`];
          })
          .join(', ')}. ${typed('show NAME')} tells all of one.`,
      ),
      ...listingNotes(found),
      ...asked,
      actions(...turning({ page, last }, lineTo)),
    );
  },
});
