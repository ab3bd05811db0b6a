import type { CedarValueJson, EntityJson, StatefulAuthorizationCall } from '@cedar-policy/cedar-wasm/nodejs';
import Big from 'big.js';
import type { Principal, Question, Resource, ResourceFacts } from '../../ports/policy.ts';
import type { EntityType } from './schema.ts';

/** A question in Cedar's form, but for the rules that it is asked of. */
export type Asked = Pick<StatefulAuthorizationCall, 'principal' | 'action' | 'resource' | 'context' | 'entities'>;

/** Puts a question into the form of the schema. */
export function askedOf({ who, does, to, context }: Question): Asked {
  const principal = { type: 'Person', id: who.id };
  const { approver, reason, ...rest } = context;
  const resource = resourceOf(to);
  return {
    principal,
    action: { type: 'Action', id: does },
    resource: resource.uid,
    context: {
      place: rest.place,
      private: rest.private,
      hour: rest.hour,
      minute: rest.minute,
      weekday: rest.weekday,
      date: rest.date,
      targets: rest.targets,
      ...(reason !== undefined && { reason }),
      ...(approver !== undefined && { approver: { __entity: { type: 'Person', id: approver.id } } }),
    },
    entities: [
      personOf(who),
      // One person stands among the entities once; their roles as who asks are those that count.
      ...(approver !== undefined && approver.id !== who.id ? [personOf(approver)] : []),
      resource,
    ],
  };
}

const personOf = ({ id, name, roles }: Principal): EntityJson => ({
  uid: { type: 'Person', id },
  attrs: { platform: id.split(':')[0] ?? '', name },
  parents: roles.map((role) => ({ type: 'Role', id: role })),
});

const typeOf = {
  instance: 'Instance',
  address: 'Address',
  volume: 'Volume',
} as const satisfies Record<ResourceFacts['is'], EntityType>;

/** A thing as an entity, with its place among the types of the schema. */
function resourceOf(to: Resource): EntityJson & { readonly uid: { readonly type: EntityType; readonly id: string } } {
  if (to.is === 'house') return { uid: { type: 'House', id: 'quartermaster' }, attrs: {}, parents: [] };
  const home = { account: to.account.name, accountId: to.account.id, region: to.region };
  if (to.is === 'region')
    return { uid: { type: 'Region', id: `${to.account.id}/${to.region}` }, attrs: home, parents: [] };
  return {
    uid: { type: typeOf[to.is], id: to.id },
    attrs: {
      ...home,
      id: to.id,
      state: to.state,
      ...(to.name !== undefined && { name: to.name }),
      // Addresses have no type in the schema; a thing whose type is not told has an empty one.
      ...(to.is !== 'address' && { type: to.type ?? '' }),
      ...(to.usdPerHour !== undefined && { hourlyUsd: decimal(to.usdPerHour) }),
    },
    tags: { ...to.tags },
    parents: [],
  };
}

/** Cedar's decimals have four places; half a unit is rounded up, away from what is free. */
const places = 4;
const decimal = (amount: string): CedarValueJson => ({
  __extn: { fn: 'decimal', arg: new Big(amount).round(places, Big.roundHalfUp).toFixed(places) },
});
