import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Rule } from '../../ports/policy.ts';
import { entityOf, within } from './expression.ts';
import { changeGroup, type EntityType } from './schema.ts';

/** A rule, and what checking needs besides. */
export interface ReadRule {
  readonly rule: Rule;
  readonly json: PolicyJson;
  /** Where it begins in the file, in characters from 0. */
  readonly from: number;
}

/** What a rule says of itself, read off its JSON. @param index Of the rule in the file, from 0. */
export function ruleOf(
  json: PolicyJson,
  text: string,
  line: number,
  index: number,
  types: ReadonlyMap<string, EntityType>,
): Rule {
  const { id, says } = json.annotations ?? {};
  const roles = rolesOfScope(json);
  return {
    // An annotation without a value is null in JSON.
    id: typeof id === 'string' ? id : `rule ${index + 1}`,
    effect: json.effect,
    ...(typeof says === 'string' && { says }),
    text,
    line,
    roles,
    actions: actionsOfScope(json, types),
    mentions: rolesWithin(json),
    always: json.conditions.length === 0 && json.principal.op === 'All' && json.resource.op === 'All',
  };
}

/** Whoever is in none of these roles does not match the scope; `any`: the scope asks for no role. */
function rolesOfScope({ principal }: PolicyJson): Rule['roles'] {
  const constraint = principal.op === 'is' ? principal.in : principal.op === 'in' ? principal : undefined;
  if (constraint === undefined || !('entity' in constraint)) return 'any';
  const entity = entityOf(constraint.entity);
  return entity?.type === 'Role' ? [entity.id] : 'any';
}

function actionsOfScope({ action, resource }: PolicyJson, types: ReadonlyMap<string, EntityType>): readonly string[] {
  const fits = (name: string): boolean => resource.op !== 'is' || types.get(name) === resource.entity_type;
  const all = [...types.keys()].filter(fits);
  if (action.op === 'All') return all;
  const named =
    'entities' in action ? action.entities.map(entityOf) : 'entity' in action ? [entityOf(action.entity)] : [];
  const ids = new Set(named.map((entity) => entity?.id));
  // Only what `in` names may be a group; `==` names it alone, and it is no action that anybody does.
  const group = action.op === 'in' && ids.has(changeGroup);
  return all.filter((name) => ids.has(name) || (group && isChange(types.get(name))));
}

const isChange = (type: EntityType | undefined): boolean => type === 'Instance' || type === 'Address';

const rolesWithin = (json: PolicyJson): readonly string[] => [
  ...new Set(
    [...within([json.principal, json.conditions])].flatMap((part) => {
      const entity = entityOf(part);
      return entity?.type === 'Role' ? [entity.id] : [];
    }),
  ),
];
