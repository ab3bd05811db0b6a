import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import { nearest } from '../../near.ts';
import type { RuleFault } from '../../ports/policy.ts';
import { circumstances, entityTypes, namesOf } from './schema.ts';
import { placeOf } from './split.ts';

/** A fault at an offset, in characters from 0, of the whole text. */
export function faultAt(text: string, offset: number, says: string, near?: string): RuleFault {
  return { ...placeOf(text, offset), says, ...(near !== undefined && { nearest: near }) };
}

/** What Cedar puts before its sentences: which rule of the call it is about, which the place says better. */
const prefixes = /^failed to parse policy(?: with id `[^`]*`)?(?: from string)?: |\bfor policy `[^`]*`, /g;

/**
 * What Cedar says of one rule, in the place where it stands in the file. Cedar counts bytes of UTF-8 from the rule's beginning.
 * @param from Where the rule begins, in characters.
 */
export function cedarFault(
  text: string,
  from: number,
  rule: string,
  error: DetailedError,
  actions: readonly string[],
): RuleFault {
  const [place] = error.sourceLocations ?? [];
  const bytes = Buffer.from(rule).subarray(0, place?.start ?? 0);
  const says = clause(error.message.replaceAll(prefixes, '').replace(/ for Action::"[^"]*"/, ''));
  const help = error.help === null || error.help.startsWith('did you mean') ? undefined : clause(error.help);
  const words = [says, place?.label ?? undefined, help?.replaceAll(prefixes, '')].filter((part) => part !== undefined);
  return faultAt(text, from + bytes.toString().length, words.join('; '), nearestTo(says, actions));
}

/** One fault a place: Cedar repeats itself for every action and every type that the rule may be about, in no order. The one that knows what was meant goes first. */
export function oneAPlace(faults: readonly RuleFault[]): readonly RuleFault[] {
  const inOrder = faults.toSorted(
    (one, other) =>
      one.line - other.line ||
      one.column - other.column ||
      Number(one.nearest === undefined) - Number(other.nearest === undefined) ||
      (one.says < other.says ? -1 : 1),
  );
  return inOrder.filter(({ line, column }, index) => {
    const before = inOrder[index - 1];
    return before === undefined || before.line !== line || before.column !== column;
  });
}

const clause = (sentence: string): string => sentence.trim().replace(/\.$/, '');

/** Cedar names something for every wrong word, however far away; near is what {@link nearest} calls so. */
function nearestTo(says: string, actions: readonly string[]): string | undefined {
  const action = /^unrecognized action `Action::"(.*)"`/.exec(says)?.[1];
  if (action !== undefined) return nearest(action, actions, 1)[0];
  const type = /^unrecognized entity type `(.*)`/.exec(says)?.[1];
  if (type !== undefined) return nearest(type, Object.keys(entityTypes), 1)[0];
  const [, attribute, holder] = /^attribute `(.*)` (?:on entity type `(\w+)`|in context)/.exec(says) ?? [];
  if (attribute === undefined) return undefined;
  const of = Object.entries(entityTypes).find(([name]) => name === holder)?.[1] ?? circumstances;
  return nearest(attribute, namesOf(of), 1)[0];
}
