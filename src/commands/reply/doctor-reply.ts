import type { Check } from '../../core/ports/examiner.ts';
import { code, say } from '../../core/text.ts';
import { column, note, paragraph, reply, table, type Reply } from './reply.ts';

/** Checks that are told one by one. */
const told = 100;

/** Whether something is missing that answers need. */
export const isWell = (checks: readonly Check[]): boolean => checks.every(({ is, needed }) => is === 'fine' || !needed);

/** What the doctor found: each thing that is not fine with what to do; of the rest how many there are. */
export function doctorReply(checks: readonly Check[]): Reply {
  const odd = checks
    .filter(({ is }) => is !== 'fine')
    .toSorted((one, other) => Number(other.needed) - Number(one.needed));
  const missing = odd.filter(({ needed }) => needed).length;
  return reply(
    isWell(checks) ? 'good' : 'danger',
    missing === 0
      ? say`Everything works that answers need.`
      : say`${missing} of ${checks.length} checks say that answers lack something.`,
    odd.length === 0
      ? undefined
      : table(
          [column('Account'), column('Region'), column('What'), column('Result'), column('Needed for', 'left', 1)],
          odd
            .slice(0, told)
            .map(({ account, region, what, is, needed }) => [
              account,
              region ?? '(all)',
              code(what),
              is,
              needed ? 'answers' : 'changes and extras',
            ]),
        ),
    ...odd
      .slice(0, told)
      .map(({ account, region, what, says }) =>
        paragraph(say`${account}${region === undefined ? '' : `, ${region}`}, ${code(what)}: ${says}`),
      ),
    odd.length > told ? paragraph(say`And ${odd.length - told} more.`) : undefined,
    note(say`${checks.length - odd.length} checks are fine. Changes were tried by dry runs; nothing was changed.`),
  );
}
