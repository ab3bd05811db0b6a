import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { isObject, within } from './expression.ts';

/** A text that an attribute is compared with and never has. */
export interface NeverSo {
  readonly attribute: string;
  readonly value: string;
  /** What it may be. */
  readonly known: readonly string[];
}

/** Attributes of the circumstances that have one of few values, as `localTime` gives them. */
const closed: Readonly<Record<string, readonly string[]>> = {
  weekday: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
};

/**
 * Comparisons (`==`, `!=`, `[…].contains(…)`) of such an attribute with what it never is: `"Saturday"`. To Cedar one text is
 * as good as another, so that a rule for the weekend would be in order and never hold.
 */
export function neverSo(json: PolicyJson): readonly NeverSo[] {
  return [...within(json.conditions)].flatMap((part) => {
    if (!isObject(part)) return [];
    return ['==', '!=', 'contains'].flatMap((operator) => {
      const compared = part[operator];
      if (!isObject(compared)) return [];
      const sides = [compared['left'], compared['right']];
      const attribute = sides.map(circumstanceOf).find((name) => name !== undefined && Object.hasOwn(closed, name));
      const known = attribute === undefined ? undefined : closed[attribute];
      if (attribute === undefined || known === undefined) return [];
      return sides
        .flatMap(textsOf)
        .filter((value) => !known.includes(value))
        .map((value) => ({ attribute, value, known }));
    });
  });
}

/** The name in `context.name`. */
function circumstanceOf(expression: unknown): string | undefined {
  const access = isObject(expression) ? expression['.'] : undefined;
  if (!isObject(access) || !isObject(access['left']) || access['left']['Var'] !== 'context') return undefined;
  return String(access['attr']);
}

/** A text, or those of a set of texts. */
function textsOf(expression: unknown): readonly string[] {
  if (!isObject(expression)) return [];
  const { Value: value, Set: members } = expression;
  if (typeof value === 'string') return [value];
  return [value, members].flatMap((all) =>
    Array.isArray(all) ? all.flatMap((one) => (typeof one === 'string' ? [one] : textsOf(one))) : [],
  );
}
