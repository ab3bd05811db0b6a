import type { RuleFault } from '../../ports/policy.ts';
import { turn } from '../../slices.ts';
import { deepest, depth } from './depth.ts';
import { cedarFault, faultAt } from './faults.ts';
import type { Cedar } from './load.ts';
import { ruleOf, type ReadRule } from './rule.ts';
import { actionTypes, type EntityType } from './schema.ts';
import { pieces, placeOf, type Piece } from './split.ts';

/** A file of rules is a few kilobytes. */
export const bounds = { kibibytes: 256, rules: 1_000, faultsTold: 20 } as const;
const bytesOfKibibyte = 1_024;

/** Rules that are read between two turns of the event loop: some milliseconds. */
const readAtOnce = 8;

/** What reading and checking need. */
export interface Reader {
  readonly cedar: Cedar;
  readonly schema: string;
  readonly types: ReadonlyMap<string, EntityType>;
}

/** The rules of a text, each read by itself; or what is wrong with those that cannot be read, in their order. */
export async function readRules({ cedar, types }: Reader, text: string): Promise<readonly ReadRule[] | Faults> {
  if (Buffer.byteLength(text) > bounds.kibibytes * bytesOfKibibyte)
    return faulty([faultAt(text, 0, `the file is larger than ${bounds.kibibytes} KiB`)]);
  const found = pieces(text);
  const beyond = found[bounds.rules];
  if (beyond !== undefined) return faulty([faultAt(text, beyond.from, `there are more than ${bounds.rules} rules`)]);
  const rules: ReadRule[] = [];
  const faults: RuleFault[] = [];
  for (const [index, piece] of found.entries()) {
    if (index % readAtOnce === readAtOnce - 1) await turn();
    const read = readRule(piece, index);
    if ('says' in read) faults.push(read);
    else rules.push(read);
    if (faults.length >= bounds.faultsTold) break;
  }
  return faults.length > 0 ? faulty(faults) : rules;

  function readRule({ text: rule, from }: Piece, index: number): ReadRule | RuleFault {
    if (depth(rule) > deepest)
      return faultAt(text, from, `the rule nests deeper than ${deepest} levels; make several of it`);
    const answer = cedar.policyToJson(rule);
    if (answer.type === 'success')
      return { rule: ruleOf(answer.json, rule, placeOf(text, from).line, index, types), json: answer.json, from };
    const [error] = answer.errors;
    if (error === undefined) throw new Error('Cedar refused a rule without a reason');
    return cedarFault(text, from, rule, error, [...types.keys()]);
  }
}

/** What is wrong; empty: nothing. */
export interface Faults {
  readonly faults: readonly RuleFault[];
}
const faulty = (faults: readonly RuleFault[]): Faults => ({ faults });

/** See {@link Reader}. */
export const readerOf = (cedar: Cedar, schema: string, actions: Parameters<typeof actionTypes>[0]): Reader => ({
  cedar,
  schema,
  types: actionTypes(actions),
});
