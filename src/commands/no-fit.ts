import { compileFilter, wordOf, type Filter } from '../core/estate/filter.ts';
import { meantBy } from '../core/estate/meant.ts';
import { nearest } from '../core/near.ts';
import { code, command, list, say, type Spans } from '../core/text.ts';
import type { Context } from './command.ts';
import { printClause } from './options/filter.ts';
import { quoted } from './reply/reply.ts';

/** Names told as near. */
const namesTold = 3;

/** What to say where no instance fits a filter. */
export async function nothingFits(filter: Filter, context: Pick<Context<'reads'>, 'core' | 'signal'>): Promise<Spans> {
  return say`${await meantInstead(filter, context)}${command('list')} shows all there are.`;
}

/**
 * Of each bare word of a filter that nothing fits what it may have been meant as, a filter or a name that is near, looked
 * up among the instances that the rest of the filter leaves; empty where nothing is near.
 */
export async function meantInstead(
  filter: Filter,
  { core, signal }: Pick<Context<'reads'>, 'core' | 'signal'>,
): Promise<Spans> {
  const words = filter.flatMap((clause) => (clause.by === 'word' ? [clause.value] : []));
  const rest = filter.filter((clause) => wordOf(clause) === undefined);
  const { items } = words.length === 0 ? { items: [] } : await core.estate.list(rest, { signal });
  const told: Spans[] = [];
  for (const word of words) {
    // Of several words that must all be known only some are not.
    const fits = compileFilter([{ by: 'word', value: word }]);
    if (items.some(fits)) continue;
    const clauses = await meantBy(word, items, signal);
    const names = nearest(word, new Set(items.flatMap(({ name }) => name ?? [])), namesTold);
    const meant = [...clauses.map((clause) => quoted(printClause(clause))), ...names];
    if (meant.length > 0)
      told.push(say`No name begins with ${code(word)}. Did you mean ${list(meant.map(code), 'or')}? `);
  }
  return told.flat();
}
