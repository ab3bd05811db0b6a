import { NormalizedSchema } from '@smithy/core/schema';
import { _parseRfc3339DateTimeWithOffset } from '@smithy/core/serde';
import type { SchemaRef } from '@smithy/types';

/** What an element becomes. */
export type Shape =
  | { readonly is: 'text'; readonly read: (text: string) => unknown }
  | { readonly is: 'list'; readonly item: string; readonly of: Shape }
  | { readonly is: 'record'; readonly members: () => ReadonlyMap<string, Member> };
/** What an element is called by the SDK, and what it becomes. */
export interface Member {
  readonly name: string;
  readonly shape: Shape;
}

/** A number of an answer. Throws RangeError where it is none, as for what a proxy or a broken answer puts there. */
function finite(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new RangeError('not a number');
  return value;
}

/** The shape of what the SDK's schema describes. Throws where it has what EC2's answers do not. */
export type ShapeOf = (schema: SchemaRef) => Shape;

/**
 * Shapes by the SDK's own schemas, so that everything has the names and types that the SDK declares.
 * @param fieldsRead Of records of these names, the fields that have a shape; others have all of theirs.
 */
export function createShapes(fieldsRead: Readonly<Record<string, readonly string[]>>): ShapeOf {
  /** By schema, which is one object for each. */
  const made = new WeakMap<object, Shape>();

  const shapeOf = (schema: NormalizedSchema): Shape => {
    if (schema.isStringSchema()) return { is: 'text', read: (text) => text };
    if (schema.isNumericSchema()) return { is: 'text', read: finite };
    if (schema.isBooleanSchema()) return { is: 'text', read: (text) => text.toLowerCase() === 'true' };
    if (schema.isTimestampSchema()) return { is: 'text', read: _parseRfc3339DateTimeWithOffset };
    const key = schema.getSchema();
    if (typeof key !== 'object') throw new TypeError(`EC2 has no ${String(schema.getName())}`);
    const known = made.get(key) ?? composed(schema);
    made.set(key, known);
    return known;
  };

  const composed = (schema: NormalizedSchema): Shape => {
    if (schema.isListSchema()) {
      const of = schema.getValueSchema();
      return { is: 'list', item: String(of.getMergedTraits().xmlName ?? 'member'), of: shapeOf(of) };
    }
    const name = String(schema.getName());
    if (!schema.isStructSchema() || schema.isUnionSchema()) throw new TypeError(`EC2 has no ${name}`);
    let members: ReadonlyMap<string, Member> | undefined;
    // Made when it is met: of most parts of most answers nothing ever is.
    return { is: 'record', members: () => (members ??= membersOf(schema, fieldsRead[name])) };
  };

  const membersOf = (schema: NormalizedSchema, fields: readonly string[] | undefined) =>
    new Map<string, Member>(
      [...schema.structIterator()].flatMap(([name, member]) =>
        fields?.includes(name) === false
          ? []
          : [[String(member.getMemberTraits().xmlName ?? name), { name, shape: shapeOf(member) }] as const],
      ),
    );

  return (schema) => shapeOf(NormalizedSchema.of(schema));
}
