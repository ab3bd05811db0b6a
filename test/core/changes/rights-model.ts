import fc from 'fast-check';
import type { Kind } from '../../../src/core/changes/kinds.ts';
import type { Press } from '../../../src/core/changes/changes.ts';
import type { Person, Place } from '../../../src/core/people/person.ts';
import { hourMs, minuteMs, secondMs } from '../../../src/core/time.ts';
import { channel, elsewhere, privately } from './house.ts';

const person = (id: string): Person => ({ id, name: id, roles: [] });
/** Ana speaks on two platforms; bob could be both persons of a change; eve is nobody. */
export const cast = ['demo:ana', 'slack:U1', 'demo:bob', 'demo:cleo', 'demo:dan', 'demo:eve'].map(person);
export const people = { ana: ['demo:ana', 'slack:U1'] };
const sameAs = (id: string): readonly string[] => (people.ana.includes(id) ? people.ana : [id]);
export const isOne = (one: string, other: string): boolean => sameAs(one).includes(other);

/** Roles at the beginning; steps alter them. */
export const firstRoles = (): Record<string, readonly string[]> => ({
  operator: ['demo:ana', 'demo:bob', 'demo:dan'],
  approver: ['slack:U1', 'demo:bob', 'demo:cleo'],
  admin: ['demo:dan'],
});

export const approvals: Place = { id: 'chat:approvals' };
export const ttlMs = 120 * secondMs;
export const approvalTtlMs = hourMs;
/** Things a person may change within an hour. */
export const perHour = 5;

/** Of each instance, what rules look at: `licensed` bears env=prod, `bastion` is made to bear quartermaster=never. */
export const tagOf = (name: string): 'prod' | 'never' | undefined =>
  name === 'licensed' ? 'prod' : name === 'bastion' ? 'never' : undefined;

const who = fc.nat(cast.length - 1);
/** Mostly those who may. */
const asker = fc.constantFrom(0, 0, 2, 4, 4, 1, 3, 5);
const reason = fc.constantFrom(undefined, 'a leak', ' \u200B.');

const asks = {
  does: fc.constant('ask' as const),
  kind: fc.constantFrom<Kind>('stop', 'start', 'reboot', 'reboot', 'terminate', 'terminate'),
  who: asker,
  names: fc.uniqueArray(fc.constantFrom('web-1', 'web-2', 'api-1', 'notebook-2', 'licensed', 'licensed', 'bastion'), {
    minLength: 1,
    maxLength: 3,
  }),
  reason,
  breakGlass: fc.constantFrom(false, false, true),
};
const presses = {
  does: fc.constant('press' as const),
  /** Which of those shown, from the newest. */
  plan: fc.constantFrom(0, 0, 0, 1, 2, 3),
  verb: fc.constantFrom<Press['verb']>('confirm', 'confirm', 'approve', 'approve', 'cancel', 'deny'),
  /** `right`: the person whom it is meant for, as the rules were at the beginning. */
  who: fc.oneof(fc.constant('right' as const), fc.constant('right' as const), who),
  where: fc.constantFrom<'there' | 'private' | 'elsewhere' | 'approvals' | 'private to another'>(
    'there',
    'there',
    'there',
    'private',
    'elsewhere',
    'approvals',
    'private to another',
  ),
  word: fc.constantFrom<'right' | 'wrong' | 'none'>('right', 'right', 'right', 'wrong', 'none'),
  reason,
  times: fc.constantFrom(1, 1, 2),
  /** What happens while its first call is out: with the call before its work, or after it. */
  during: fc.constantFrom(
    undefined,
    undefined,
    undefined,
    'freeze',
    'requester revoked',
    'approver revoked',
    'kill sent',
    'kill done',
  ),
};

const anything = fc.oneof(
  { weight: 4, arbitrary: fc.record(asks) },
  { weight: 8, arbitrary: fc.record(presses) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('role' as const),
      role: fc.constantFrom('operator', 'approver', 'admin'),
      who,
      has: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('freeze' as const), forMs: fc.constantFrom(undefined, minuteMs) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('thaw' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('pass' as const),
      ms: fc.constantFrom(secondMs, 30 * secondMs, ttlMs + secondMs, approvalTtlMs + secondMs),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('restart' as const) }) },
);
export type Step = typeof anything extends fc.Arbitrary<infer T> ? T : never;

/** A press as it should be, of the newest plan; what goes on beside it is any. */
const right = (...verbs: readonly Press['verb'][]) =>
  fc.record({
    ...presses,
    plan: fc.constant(0),
    verb: fc.constantFrom(...verbs),
    who: fc.constant('right' as const),
    where: fc.constant('there' as const),
    word: fc.constant('right' as const),
  });
const between = fc.option(anything, { nil: undefined, freq: 3 });
/** Asked, confirmed, approved (or denied, or taken back): with something between now and then. */
const story = fc
  .tuple(
    fc.record({ ...asks, who: fc.constantFrom(0, 2, 4), reason: fc.constant('a leak') }),
    between,
    right('confirm'),
    between,
    right('approve', 'approve', 'approve', 'approve', 'deny', 'cancel'),
  )
  .map((steps) => steps.filter((one) => one !== undefined));

/** What may happen, in any order. */
export const steps = fc
  .array(
    fc.oneof({ weight: 2, arbitrary: anything.map((one): readonly Step[] => [one]) }, { weight: 1, arbitrary: story }),
    {
      minLength: 3,
      maxLength: 9,
    },
  )
  .map((some) => some.flat());
export type PressStep = Extract<Step, { does: 'press' }>;

/** One plan, as the world should think of it. */
export interface Known {
  readonly key: string;
  readonly kind: Kind;
  readonly names: readonly string[];
  /** In the same order. */
  readonly ids: readonly string[];
  readonly by: Person;
  /** The freeze that it goes on through: when that was set. */
  readonly breakGlass: number | undefined;
  readonly typed: string | undefined;
  reason: string | undefined;
  expiresAt: number;
  state: 'asked' | 'awaiting' | 'used';
}

/** The world outside of plans. */
export interface World {
  readonly now: number;
  readonly roles: Readonly<Record<string, readonly string[]>>;
  /** Since when, where all changes rest. */
  readonly frozen: number | undefined;
  /** Things that a person has changed within the last hour. */
  changed(id: string): number;
}

/** Whether any id of the person has the role. */
export const has = ({ roles }: Pick<World, 'roles'>, id: string, role: string): boolean =>
  (roles[role] ?? []).some((member) => isOne(member, id));

/** A reason has a word. */
export const isReason = (said: string | undefined): said is string => said === 'a leak';

export const placeOf = (where: PressStep['where'], by: Person): Place => {
  switch (where) {
    case 'there':
      return channel;
    case 'private':
      return privately(by);
    case 'elsewhere':
      return elsewhere;
    case 'approvals':
      return approvals;
    case 'private to another':
      return { ...privately(by), privateTo: isOne(by.id, 'demo:eve') ? 'demo:bob' : 'demo:eve' };
  }
};

/** Whether the starter's rules want another person for it; undefined: nobody may do it so. Written apart from the rules. */
export function wants(
  world: World,
  { kind, names, by }: Known,
  why: string | undefined,
): 'nobody' | 'another' | undefined {
  if (!has(world, by.id, 'operator') || names.some((name) => tagOf(name) === 'never')) return undefined;
  const prod = names.some((name) => tagOf(name) === 'prod');
  if (prod && !isReason(why)) return undefined;
  return prod || kind === 'terminate' ? 'another' : 'nobody';
}

/** Whether it may go on where all changes rest. */
export const throughFreeze = (world: World, { breakGlass, by }: Known): boolean =>
  world.frozen === undefined || (breakGlass === world.frozen && has(world, by.id, 'admin'));

/** Whether one thing of it may be called for now: each is looked at by itself, so what needs no approval goes on without. */
export function maySend(world: World, known: Known, id: string, approver: Person | undefined): boolean {
  const wanted = wants(world, { ...known, names: known.names.filter((_, at) => known.ids[at] === id) }, known.reason);
  if (wanted === undefined || !throughFreeze(world, known)) return false;
  return wanted === 'nobody' || (approver !== undefined && has(world, approver.id, 'approver'));
}

/** What a press must come to. */
export function expected(
  world: World,
  known: Known,
  press: PressStep,
  by: Person,
): 'refused' | 'acts' | 'waits' | 'cancels' | 'denies' {
  const own = isOne(by.id, known.by.id);
  const here = press.where === 'there' || press.where === 'private';
  const fits = world.changed(known.by.id) + known.names.length <= perHour;
  if (world.now >= known.expiresAt || known.state === 'used') return 'refused';
  if (press.verb === 'cancel') return own && here ? 'cancels' : 'refused';
  if (press.verb === 'confirm') {
    if (!own || !here || known.state !== 'asked' || !throughFreeze(world, known)) return 'refused';
    if (known.typed !== undefined && press.word !== 'right') return 'refused';
    const wanted = wants(world, known, known.reason ?? press.reason);
    if (wanted === undefined) return 'refused';
    if (wanted === 'nobody') return fits ? 'acts' : 'refused';
    const others = (world.roles['approver'] ?? []).some((id) => !isOne(id, known.by.id));
    return others ? 'waits' : 'refused';
  }
  if (own || known.state !== 'awaiting' || !(here || press.where === 'approvals')) return 'refused';
  if (!has(world, by.id, 'approver')) return 'refused';
  // A no needs no right of the requester's.
  if (press.verb === 'deny') return 'denies';
  return wants(world, known, known.reason) !== undefined && throughFreeze(world, known) && fits ? 'acts' : 'refused';
}
