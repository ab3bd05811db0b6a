import type { Schema } from '@cedar-policy/cedar-wasm/nodejs';
import { nearest } from '../../near.ts';
import type { RuleFault } from '../../ports/policy.ts';
import { turn } from '../../slices.ts';
import { cedarFault, faultAt, oneAPlace } from './faults.ts';
import { bounds, type Reader } from './read.ts';
import type { ReadRule } from './rule.ts';
import { changeGroup } from './schema.ts';
import { missingTests } from './tests.ts';
import { neverSo } from './values.ts';

/** Rules that are checked between two turns of the event loop: some milliseconds, of which two go to the schema. */
const checkedAtOnce = 3;

/** What an `@id` may be: it stands in audits, and is typed. */
const plainWord = /^[a-z0-9][a-z0-9._-]{0,62}$/i;

/** What is wrong with rules that could be read: ids, types and attributes, in the order of the file; a rule that can never apply is wrong too. */
export async function checkRules(
  reader: Reader,
  text: string,
  rules: readonly ReadRule[],
): Promise<readonly RuleFault[]> {
  // Cedar reads the schema at every call, and JSON in half the time.
  const schema = reader.cedar.schemaToJson(reader.schema);
  if (schema.type === 'failure') throw new Error(`the schema is refused: ${schema.errors[0]?.message ?? ''}`);
  const faults = [...idFaults(text, rules)];
  for (let from = 0; from < rules.length; from += checkedAtOnce) {
    await turn();
    for (const fault of checkSome(reader, schema.json, text, rules.slice(from, from + checkedAtOnce)))
      faults.push(fault);
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

function checkSome(
  { cedar, types }: Reader,
  schema: Schema,
  text: string,
  some: readonly ReadRule[],
): readonly RuleFault[] {
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
    const never = neverSo(json).map(({ attribute, value, known }) =>
      faultAt(
        text,
        from + Math.max(0, rule.text.indexOf(JSON.stringify(value))),
        `\`${attribute}\` is never ${JSON.stringify(value)}`,
        nearest(value.toLowerCase(), known, 1)[0],
      ),
    );
    const ofRule = ({ policyId }: { readonly policyId: string }): boolean => policyId === String(index);
    const told = [
      ...missing,
      ...never,
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
