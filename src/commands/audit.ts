import { lookedAtMost, type AuditFound } from '../core/people/audit-search.ts';
import { unread, type Problem } from '../core/problem.ts';
import { code, list, say, time, type Spans } from '../core/text.ts';
import type { Instant } from '../core/time.ts';
import { command, type Context } from './command.ts';
import { instance, wholeNumber, word } from './options/kinds.ts';
import { momentOf, since as sinceOption, sinceWord, type Since } from './options/since.ts';
import { leftOut } from './left-out.ts';
import { rowsAtMost } from './paging.ts';
import { auditTable, checkedBlocks } from './reply/audit-reply.ts';
import { action, actions, line, note, reply, type Action } from './reply/reply.ts';

const pageSize = 15;

/** What was asked for, as it was typed. */
interface Asked {
  readonly who: string | undefined;
  readonly instance: string | undefined;
  readonly since: Since | undefined;
  readonly before: number | undefined;
}

/** What was asked, decided and done. */
export const audit = command({
  name: 'audit',
  summary: 'What was asked, decided and done, newest first',
  examples: ['audit', 'audit before:100', 'audit who:maria since:2h', 'audit instance:web-1'],
  options: {
    who: word('Only what this person did or approved: an id or a name'),
    instance: instance('Only what was done to it: an id, a name of then, or an IPv4 address of now'),
    since: sinceOption('Only what is not older: 2h, 3d, 2026-11-24, 2026-11-24T10:00 (UTC)'),
    before: wholeNumber('Entries older than this number', { min: 1, max: 999_999_999 }),
  },
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run(asked, context) {
    const { core, everything, now, signal } = context;
    const { who, since, before } = asked;
    if (who === 'verify' || who === 'export') return saidToTheProgram(who);
    const things = asked.instance === undefined ? undefined : await namesOf(asked.instance, context);
    const from = since === undefined ? undefined : momentOf(since, now);
    const wish = { who, things: things?.names, since: from, before };
    const found = await core.audit.find(wish, everything ? rowsAtMost : pageSize, signal);
    return reply(
      found.misfits.length > 0 ? 'danger' : 'plain',
      titleOf(asked, found, from),
      found.entries.length > 0 ? auditTable(found.entries, everything) : undefined,
      things?.unread === true
        ? note(say`Not every account and region could be read: who has that address there is not known.`)
        : undefined,
      leftOut(found.hidden, 'entry', 'entries', core.shownIn(context.place)),
      ...checkedBlocks(found),
      found.entries.length === 0 && found.next !== undefined && found.looked !== undefined
        ? note(say`One search looks at ${lookedAtMost} entries; there are older ones.`)
        : undefined,
      actions(goOn(asked, found), perhapsAThing(asked, found)),
    );
  },
});

/** The same search for what is older; since when stays, counted from the new now. */
function goOn({ who, instance: thing, since }: Asked, { entries, next }: AuditFound): Action | undefined {
  if (next === undefined || next <= 1) return undefined;
  const filters = [
    ...(who === undefined ? [] : [line`who:${who}`]),
    ...(thing === undefined ? [] : [line`instance:${thing}`]),
    ...(since === undefined ? [] : [line`since:${sinceWord(since)}`]),
  ];
  return action(entries.length === 0 ? 'Go on' : 'More', ['audit', ...filters, line`before:${next}`].join(' '));
}

/** A bare word is a person; whoever meant an instance is one press away from it. */
const perhapsAThing = ({ who, instance: thing }: Asked, { entries }: AuditFound): Action | undefined =>
  who === undefined || thing !== undefined || entries.length > 0
    ? undefined
    : action('What was done to it', line`audit instance:${who}`);

function titleOf({ who, instance: thing, before }: Asked, { entries }: AuditFound, from: Instant | undefined): Spans {
  const filters: readonly Spans[] = [
    ...(who === undefined ? [] : [say`by ${code(who)}`]),
    ...(thing === undefined ? [] : [say`about ${code(thing)}`]),
    ...(from === undefined ? [] : [say`since ${time(from)}`]),
  ];
  const narrowed = filters.length === 0 ? [] : say` ${list(filters)}`;
  if (entries.length === 0)
    return before === undefined
      ? say`Nothing was asked${filters.length === 0 ? ' yet' : narrowed}.`
      : say`Nothing was asked before that${narrowed}.`;
  return say`The last ${entries.length === 1 ? 'entry' : `${entries.length} entries`}${narrowed}${before === undefined ? '' : ` before ${before}`}`;
}

const ipv4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/** What a record may call it: the word itself, and of an address the instance that has it now. */
async function namesOf(
  thing: string,
  { core, signal }: Context<'reads'>,
): Promise<{ readonly names: readonly string[]; readonly unread: boolean }> {
  if (!ipv4.test(thing)) return { names: [thing], unread: false };
  const { items, gaps } = await core.estate.list([{ by: 'ip', value: thing }], { signal });
  return { names: [thing, ...items.map(({ id }) => id)], unread: unread(gaps).length > 0 };
}

/** Words of the program, not of a conversation: they look at the whole store, or write all of it out. */
const saidToTheProgram = (word: string): Problem => ({
  problem: 'bad-value',
  what: say`${code(`audit ${word}`)} is said to the program, not here.`,
  todo: say`In a shell: ${code(`quartermaster audit ${word}`)}, in a checkout ${code(`node dist/main.mjs audit ${word}`)}. A person of that name: ${code(`who:os:${word}`)}.`,
});
