import type { Actions, Decision, PolicyLanguage, Question, Rule, Rules } from '../../ports/policy.ts';
import { checkRules } from './check.ts';
import { cedarVersion, loadCedar, type Cedar } from './load.ts';
import { askedOf } from './question.ts';
import { readerOf, readRules, type Reader } from './read.ts';
import type { ReadRule } from './rule.ts';
import { schemaText } from './schema.ts';
import { createPreparedSets, type PreparedSets } from './sets.ts';

/** Cedar, ready to be asked. */
interface Ready {
  readonly reader: Reader;
  readonly sets: PreparedSets;
}

/** Rules in Cedar, AWS's policy language. Cedar is loaded when the first rules are read. */
export function createCedar(actions: Actions): PolicyLanguage {
  const schema = schemaText(actions);
  const edition = `cedar ${cedarVersion}\n${schema}`;
  let loading: Promise<Ready> | undefined;
  let texts = 0;
  const ready = (): Promise<Ready> => {
    loading ??= prepare(schema, edition, actions).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  return {
    edition,
    async read(text, checked) {
      const { reader, sets } = await ready();
      const rules = await readRules(reader, text);
      if ('faults' in rules) return rules.faults;
      const faults = checked ? [] : await checkRules(reader, text, rules);
      if (faults.length > 0) return faults;
      texts += 1;
      return rulesOf(reader.cedar, edition, sets, texts, rules);
    },
  };
}

async function prepare(schema: string, name: string, actions: Actions): Promise<Ready> {
  const cedar = await loadCedar();
  const answer = cedar.preparseSchema(name, schema);
  if (answer.type === 'failure') throw new Error(`the schema is refused: ${answer.errors[0]?.message ?? ''}`);
  return { reader: readerOf(cedar, schema, actions), sets: createPreparedSets(cedar) };
}

/**
 * Rules that can be asked. What a question cannot match by its scope is left out beforehand, for Cedar looks at every rule: those
 * for roles that the person does not have, and those for other actions.
 */
function rulesOf(cedar: Cedar, schemaName: string, sets: PreparedSets, text: number, read: readonly ReadRule[]): Rules {
  const all = read.map(({ rule }) => rule);
  const scoped = new Set(all.flatMap(({ roles }) => (roles === 'any' ? [] : roles)));
  // Cedar names them in no order; the file has one.
  const named = (ids: readonly string[]): readonly Rule[] => all.filter(({ id }) => ids.includes(id));
  return {
    all,
    decide(question: Question): Decision {
      const { who, does } = question;
      const roles = [...new Set(who.roles.filter((role) => scoped.has(role)))].toSorted();
      const fits = ({ rule }: ReadRule): boolean =>
        rule.actions.includes(does) && (rule.roles === 'any' || rule.roles.some((role) => roles.includes(role)));
      const answer = cedar.statefulIsAuthorized({
        ...askedOf(question),
        preparsedSchemaName: schemaName,
        validateRequest: true,
        preparsedPolicySetId: sets.nameOf(JSON.stringify([text, does, roles]), () => read.filter(fits)),
      });
      if (answer.type === 'failure') throw new Error(`Cedar cannot decide: ${answer.errors[0]?.message ?? ''}`);
      const { decision, diagnostics } = answer.response;
      // Cedar passes over a rule that fails (a sum too large); one that forbids must not be passed over.
      const failed = named(diagnostics.errors.map(({ policyId }) => policyId)).filter(
        ({ effect }) => effect === 'forbid',
      );
      if (failed.length > 0) return { allowed: false, rules: failed };
      return { allowed: decision === 'allow', rules: named(diagnostics.reason) };
    },
  };
}
