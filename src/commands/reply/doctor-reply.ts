import { thisMachine, type Check } from '../../core/ports/examiner.ts';
import { code, list, plain, say, strong, type Spans } from '../../core/text.ts';
import { note, paragraph, reply, type Reply } from './reply.ts';

/** Places that are told one by one. */
const told = 100;

/** Whether something is missing that answers need. */
export const isWell = (checks: readonly Check[]): boolean => checks.every(({ is, needed }) => is === 'fine' || !needed);

/** What the doctor found: each thing that is not fine with what to do; of the rest how many there are. */
export function doctorReply(checks: readonly Check[]): Reply {
  const odd = checks
    .filter(({ is }) => is !== 'fine')
    .toSorted((one, other) => Number(other.needed) - Number(one.needed));
  const missing = odd.filter(({ needed }) => needed).length;
  const unknown = odd.filter(({ is }) => is === 'unknown').length;
  const fine = checks.length - odd.length;
  return reply(
    isWell(checks) ? 'good' : 'danger',
    missing === 0
      ? say`Everything works that answers need.`
      : say`Answers lack something: ${counted(missing, 'check')} of ${checks.length}.`,
    ...grouped(odd)
      .slice(0, told)
      .map(({ where, whats, is, needed, says }) =>
        paragraph(
          say`${strong(is === 'missing' ? 'Missing' : 'Unknown')}, ${needed ? 'needed for answers' : 'wanted for changes and extras'}: ${list(whats.map(code))} ${where === thisMachine ? 'on' : 'in'} ${where}. ${says}`,
        ),
      ),
    grouped(odd).length > told ? paragraph(say`And more.`) : undefined,
    ...grouped(checks.filter(({ is, says }) => is === 'fine' && says.length > 0))
      .slice(0, told)
      .map(({ where, says }) => paragraph(say`${strong('Hint')}: ${where}. ${says}`)),
    note(
      say`${counted(fine, 'check')} fine, ${unknown} could not be told. Changes are tried by dry runs alone; nothing was changed.`,
    ),
  );
}

/** `1 check`, `3 checks`. */
const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

interface Group {
  readonly where: string;
  readonly is: Check['is'];
  readonly needed: boolean;
  readonly says: Spans;
  readonly whats: string[];
}

/** Checks of one place that say the same are told together. */
function grouped(checks: readonly Check[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { account, region, what, is, needed, says } of checks) {
    const where = region === undefined ? account : `${account}, ${region}`;
    const key = `${where} ${is} ${needed} ${plain(says)}`;
    const group = groups.get(key) ?? { where, is, needed, says, whats: [] };
    group.whats.push(what);
    groups.set(key, group);
  }
  return [...groups.values()];
}
