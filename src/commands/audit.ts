import { code, list, say, time } from '../core/text.ts';
import { command } from './command.ts';
import { wholeNumber } from './options/kinds.ts';
import { rowsAtMost } from './paging.ts';
import { action, actions, column, line, note, prose, reply, table } from './reply/reply.ts';

const pageSize = 15;
const targetsTold = 3;

/** What was asked, decided and done. */
export const audit = command({
  name: 'audit',
  summary: 'What was asked, decided and done, newest first',
  examples: ['audit', 'audit before:100'],
  options: { before: wholeNumber('Entries older than this number', { min: 1, max: 999_999_999 }) },
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run({ before }, { core, everything }) {
    const entries = await core.audit.recent(everything ? rowsAtMost : pageSize, before);
    const [oldest] = entries.slice(-1);
    if (oldest === undefined)
      return reply('plain', say`Nothing was asked${before === undefined ? ' yet' : ' before that'}.`);
    return reply(
      'plain',
      say`The last ${entries.length === 1 ? 'entry' : `${entries.length} entries`}${before === undefined ? '' : ` before ${before}`}`,
      table(
        [
          column('#', 'right'),
          column('When', 'left', 1),
          column('Who', 'left', 2),
          column('What'),
          column('Targets', 'left', 3),
          prose('Says', 1),
        ],
        entries.map(({ position, at, record }) => [
          String(position),
          [time(at)],
          record.person.name,
          `${record.does} ${record.event}`,
          record.targets.length > targetsTold
            ? `${record.targets.length} targets`
            : list(record.targets.map(({ id, name }) => (name === undefined ? code(id) : name))),
          record.says,
        ]),
      ),
      note(say`Each entry carries the hash of the one before it.`),
      actions(oldest.position > 1 ? action('More', line`audit before:${oldest.position}`) : undefined),
    );
  },
});
