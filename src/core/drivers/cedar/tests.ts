import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { entityOf, isObject, within, type Json } from './expression.ts';
import { circumstances, entityTypes, namesOf, type EntityType } from './schema.ts';

/** An attribute that is tested for and that nothing has. */
export interface Missing {
  readonly attribute: string;
  /** `Instance`, or `context`. */
  readonly on: readonly string[];
  /** What there is. */
  readonly known: readonly string[];
}

/** A type of the schema, or the circumstances. */
type Holder = EntityType | 'context';

const attributesOf = (holder: Holder): readonly string[] =>
  namesOf(holder === 'context' ? circumstances : entityTypes[holder]);

/**
 * Tests (`has`) for attributes that no type has which the scope allows. Cedar takes them for false without a word, so that a
 * rule with a slip of the pen forbids nothing; of attributes that are read it says so itself.
 * @param actions Of the rule's scope.
 */
export function missingTests(
  json: PolicyJson,
  actions: readonly string[],
  types: ReadonlyMap<string, EntityType>,
): readonly Missing[] {
  const resources = resourcesOf(json, actions, types);
  const holdersOf = (expression: unknown): readonly Holder[] => {
    if (!isObject(expression)) return [];
    const variable = expression['Var'];
    if (variable === 'principal') return ['Person'];
    if (variable === 'resource') return resources;
    if (variable === 'context') return ['context'];
    const access = expression['.'];
    if (isObject(access)) return next(holdersOf(access['left']), String(access['attr']));
    const choice = expression['if-then-else'];
    if (isObject(choice)) return [...holdersOf(choice['then']), ...holdersOf(choice['else'])];
    const entity = entityOf(expression['Value']);
    return entity !== undefined && isType(entity.type) ? [entity.type] : [];
  };
  return [...within(json.conditions)].flatMap((part) => {
    const test = isObject(part) ? part['has'] : undefined;
    return isObject(test) ? missingOf(holdersOf(test['left']), pathOf(test)) : [];
  });
}

/** `has a.b.c` is a path, `has a` a word. */
const pathOf = ({ attr }: Json): readonly string[] => (Array.isArray(attr) ? attr.map(String) : [String(attr)]);

function missingOf(on: readonly Holder[], [attribute, ...rest]: readonly string[]): readonly Missing[] {
  if (attribute === undefined || on.length === 0) return [];
  const known = [...new Set(on.flatMap(attributesOf))];
  if (!known.includes(attribute)) return [{ attribute, on: [...new Set(on)], known }];
  return missingOf(next(on, attribute), rest);
}

/** The one attribute that has attributes of its own. */
const next = (on: readonly Holder[], attribute: string): readonly Holder[] =>
  attribute === 'approver' && on.includes('context') ? ['Person'] : [];

const isType = (name: string): name is EntityType => Object.hasOwn(entityTypes, name);

function resourcesOf(
  { resource }: PolicyJson,
  actions: readonly string[],
  types: ReadonlyMap<string, EntityType>,
): readonly EntityType[] {
  if (resource.op === 'is') return isType(resource.entity_type) ? [resource.entity_type] : [];
  const named = resource.op !== 'All' && 'entity' in resource ? entityOf(resource.entity)?.type : undefined;
  if (named !== undefined) return isType(named) ? [named] : [];
  return [...new Set(actions.flatMap((action) => types.get(action) ?? []))];
}
