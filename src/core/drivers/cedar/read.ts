import type { RuleFault } from '../../ports/policy.ts';
import { turn } from '../../slices.ts';
import { deepest, depth } from './depth.ts';
import { cedarFault, faultAt, oneAPlace } from './faults.ts';
import type { Cedar } from './load.ts';
import { ruleOf, type ReadRule } from './rule.ts';
import { actionTypes, changeGroup, type EntityType } from './schema.ts';
import { pieces, placeOf, type Piece } from './split.ts';
import { missingTests } from './tests.ts';
import { nearest } from '../../near.ts';

/** A file of rules is a few kilobytes. */
export const bounds = { kibibytes: 256, rules: 1_000, faultsTold: 20 } as const;
const bytesOfKibibyte = 1_024;

/** Rules that are read, or checked, between two turns of the event loop: some milliseconds. */
const readAtOnce = 8;
const checkedAtOnce = 4;

/** What an `@id` may be: it stands in audits, and is typed. */
const plainWord = /^[a-z0-9][a-z0-9._-]{0,62}$/i;

/** What reading needs. */
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

/** What is wrong with rules that could be read: ids, types and attributes, in the order of the file; a rule that can never apply is wrong too. */
export async function checkRules(
  reader: Reader,
  text: string,
  rules: readonly ReadRule[],
): Promise<readonly RuleFault[]> {
  const faults = [...idFaults(text, rules)];
  for (let from = 0; from < rules.length; from += checkedAtOnce) {
    await turn();
    for (const fault of checkSome(reader, text, rules.slice(from, from + checkedAtOnce))) faults.push(fault);
    if (faults.length >= bounds.faultsTold) break;
  }
  return oneAPlace(faults).slice(0, bounds.faultsTold);
}

function idFaults(text: string, rules: readonly ReadRule[]): readonly RuleFault[] {
  const first = new Map<string, number>();
  return rules.flatMap(({ rule: { id, line }, json, from }) => {
    if (json.annotations === undefined || !('id' in json.annotations)) return [];
    if (!plainWord.test(json.annotations['id'] ?? ''))
      return [faultAt(text, from, '@id is no plain word of at most 63 letters, digits, dots and hyphens')];
    const before = first.get(id);
    if (before !== undefined) return [faultAt(text, from, `@id("${id}") stands in line ${before} already`)];
    first.set(id, line);
    return [];
  });
}

function checkSome({ cedar, schema, types }: Reader, text: string, some: readonly ReadRule[]): readonly RuleFault[] {
  const actions = [...types.keys()];
  const answer = cedar.validate({
    schema,
    policies: { staticPolicies: Object.fromEntries(some.map(({ rule }, index) => [String(index), rule.text])) },
  });
  if (answer.type === 'failure') throw new Error(`Cedar cannot check: ${answer.errors[0]?.message ?? ''}`);
  return some.flatMap(({ rule, json, from }, index) => {
    const missing = missingTests(json, rule.actions, types).map(({ attribute, on, known }) =>
      faultAt(
        text,
        from + testedAt(rule.text, attribute),
        `attribute \`${attribute}\` not found on ${on.join(', ')}`,
        nearest(attribute, known, 1)[0],
      ),
    );
    const ofRule = ({ policyId }: { readonly policyId: string }): boolean => policyId === String(index);
    const told = [
      ...missing,
      ...answer.validationErrors
        .filter(ofRule)
        .map(({ error }) => cedarFault(text, from, rule.text, error, [...actions, changeGroup])),
    ];
    if (told.length > 0) return told;
    return answer.validationWarnings
      .filter((warning) => ofRule(warning) && !ofScripts.test(warning.error.message))
      .map(({ error }) => cedarFault(text, from, rule.text, error, actions))
      .slice(0, 1);
  });
}

/** A name in two scripts is no mistake where a team writes in one of its own. */
const ofScripts = /mixed scripts/;

/** Where a rule tests for an attribute: Cedar's JSON does not say, so it is the first such test in the text. */
function testedAt(rule: string, attribute: string): number {
  const found = [...rule.matchAll(/\bhas\s+"?([\w.]+)/g)].find(([, path = '']) => path.split('.').includes(attribute));
  return found === undefined ? 0 : found.index + found[0].indexOf(attribute, 'has'.length);
}

/** See {@link Reader}. */
export const readerOf = (cedar: Cedar, schema: string, actions: Parameters<typeof actionTypes>[0]): Reader => ({
  cedar,
  schema,
  types: actionTypes(actions),
});
