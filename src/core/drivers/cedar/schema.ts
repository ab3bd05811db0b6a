import type { Actions } from '../../ports/policy.ts';

/** Attributes of things and of circumstances with Cedar's types; `?`: it may be missing. */
type Attributes = Readonly<Record<string, string>>;

const resourceFacts: Attributes = {
  id: 'String',
  'name?': 'String',
  account: 'String',
  accountId: 'String',
  region: 'String',
  state: 'String',
};

/** Every type of thing that rules can speak of, with its attributes. */
export const entityTypes = {
  Role: {},
  Person: { platform: 'String', name: 'String' },
  Instance: { ...resourceFacts, type: 'String', 'hourlyUsd?': 'decimal' },
  Address: { ...resourceFacts, 'hourlyUsd?': 'decimal' },
  Volume: { ...resourceFacts, type: 'String', 'hourlyUsd?': 'decimal' },
  Region: { account: 'String', accountId: 'String', region: 'String' },
  House: {},
} as const satisfies Record<string, Attributes>;

/** A name of {@link entityTypes}. */
export type EntityType = keyof typeof entityTypes;

const tagged: readonly string[] = ['Instance', 'Address', 'Volume'] satisfies EntityType[];

/** What `context` has. */
export const circumstances: Attributes = {
  place: 'String',
  private: 'Bool',
  'reason?': 'String',
  'approver?': 'Person',
  hour: 'Long',
  minute: 'Long',
  weekday: 'String',
  date: 'String',
  targets: 'Long',
};

/** The group of all changes. */
export const changeGroup = 'change';

/** Actions that are about no single thing. */
const otherActions = { look: 'Region', settings: 'House', freeze: 'House', 'break-glass': 'House' } as const;

const typeOf = { instance: 'Instance', address: 'Address' } as const;

/** Every action, with the type of what it is done to. */
export const actionTypes = ({ changes }: Actions): ReadonlyMap<string, EntityType> =>
  new Map<string, EntityType>([
    ...Object.entries(changes).map(([name, of]) => [name, typeOf[of]] as const),
    ...Object.entries(otherActions),
  ]);

const record = (attributes: Attributes): string =>
  `{${Object.entries(attributes)
    .map(([name, type]) => `${name}: ${type}`)
    .join(', ')}}`;

/** The names of attributes, without the sign that they may be missing. */
export const namesOf = (attributes: Attributes): readonly string[] =>
  Object.keys(attributes).map((name) => name.replace(/\?$/, ''));

/** The schema as Cedar reads it, and as documents show it. */
export function schemaText(actions: Actions): string {
  const entity = ([name, attributes]: readonly [string, Attributes]): string =>
    [
      `entity ${name}`,
      ...(name === 'Person' ? ['in [Role]'] : []),
      ...(Object.keys(attributes).length > 0 ? ['=', record(attributes)] : []),
      ...(tagged.includes(name) ? ['tags String'] : []),
    ].join(' ');
  const action = ([name, type]: readonly [string, EntityType]): string => {
    const group = name in actions.changes ? ` in [Action::"${changeGroup}"]` : '';
    return `action "${name}"${group} appliesTo {principal: Person, resource: ${type}, context: Circumstances}`;
  };
  return [
    ...Object.entries(entityTypes).map(entity),
    `type Circumstances = ${record(circumstances)}`,
    `action "${changeGroup}"`,
    ...[...actionTypes(actions)].map(action),
  ]
    .map((line) => `${line};\n`)
    .join('');
}
