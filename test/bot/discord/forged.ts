import fc from 'fast-check';
import { interactionTypes } from '../../peers/discord/interactions.ts';
import type { Data } from '../../peers/json.ts';
import { firstKey, hostileText, small } from '../hostile-lines.ts';

/** Discord, "Components Reference": characters of a custom_id. */
const idAtMost = 100;

/** An interaction of somebody, and what is wrong with it. */
export interface Sent {
  readonly who: 'ines' | 'eve' | 'gil' | 'maria';
  readonly where: 'ops' | 'direct';
  readonly type: number;
  readonly data: Data;
  /** Which of the messages there it is done with. */
  readonly on?: 'plan' | 'choice';
  readonly forged: Data;
}

/** Fields that are not as they are meant to be; mostly none. */
const forged: fc.Arbitrary<Data> = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'id',
          'type',
          'token',
          'data',
          'guild_id',
          'channel_id',
          'channel',
          'member',
          'user',
          'message',
        ),
        fc.oneof(fc.constantFrom(undefined, null, 0, {}, [], { id: 1 }, { user: {} }), fc.jsonValue()),
      )
      // A token stands in an address, and a type that is known asks for an answer of its kind.
      .map(([field, value]) => ({ [field]: field === 'token' || field === 'type' ? [value] : value })),
  },
);
const others = fc.constantFrom('ines', 'eve', 'gil');
const where = fc.constantFrom('ops', 'ops', 'direct');

const form = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record(
      { typed: fc.constantFrom('web-1', ''), reason: fc.boolean(), until: fc.boolean() },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
);
/** What a menu says before what is chosen. */
const first = `cancel ${firstKey}`;
const pressOf = (line: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .oneof(
      line.map((does) => `r0|${does}`),
      fc.tuple(line, form).map(([does, asks]) => `f0|${JSON.stringify({ does, form: asks })}`),
      fc
        .tuple(line, fc.constantFrom('one', 'many', 'many', 'all'), fc.boolean())
        .map(([before, of, ends]) => `p0|${JSON.stringify({ before, after: '', of, ...(ends && { first }) })}`),
    )
    .filter((id) => id.length <= idAtMost);
const customId = fc.oneof(
  { weight: 8, arbitrary: pressOf(hostileText) },
  { weight: 1, arbitrary: fc.constantFrom(`k0|${'a'.repeat(22)}`, 'k0|x', 'r|', 'f0|null', '__proto__', '') },
  { weight: 1, arbitrary: fc.string() },
);
const word = fc.oneof({ weight: 4, arbitrary: hostileText }, { weight: 4, arbitrary: fc.constant('web-1') }, small);
const values = fc.array(word, { maxLength: 3 });

/** Only what picks takes the place of its message: that is never the plan here. */
const press = (who: fc.Arbitrary<Sent['who']>, id: fc.Arbitrary<string>): fc.Arbitrary<Sent> =>
  fc
    .record({ who, where, id, values, kind: fc.constantFrom(2, 3, 77), forged })
    .map(({ id: custom_id, kind, values: chosen, ...of }) => ({
      ...of,
      on: custom_id.startsWith('p') ? 'choice' : 'plan',
      type: interactionTypes.component,
      data: { component_type: kind, custom_id, values: chosen },
    }));
/** A form that was never opened. */
const filled: fc.Arbitrary<Sent> = fc
  .record({
    who: others,
    where,
    on: fc.option(fc.constantFrom('plan', 'choice'), { nil: undefined }),
    id: customId,
    fields: fc.array(
      fc.oneof(
        fc
          .tuple(fc.constantFrom('typed', 'reason', 'until', '__proto__'), word)
          .map(([custom_id, value]) => ({ type: 18, component: { type: 4, custom_id, value } })),
        fc.jsonValue(),
      ),
      { maxLength: 3 },
    ),
    forged,
  })
  .map(({ id: custom_id, fields, on, ...of }) => ({
    ...of,
    ...(on !== undefined && { on }),
    type: interactionTypes.modal,
    data: { custom_id, components: fields },
  }));
/** A command as it is given, or is being typed. */
const typed: fc.Arbitrary<Sent> = fc
  .record({
    who: others,
    where,
    type: fc.constantFrom(interactionTypes.command, interactionTypes.command, interactionTypes.autocomplete),
    name: fc.constantFrom('do', 'do', 'do', 'stop', 'list', 'access', 'confirm', 'none', '__proto__'),
    kind: fc.constantFrom(1, 1, 1, 1, 1, 1, 2, 3),
    option: fc.constantFrom('line', 'instances', 'tag', 'share', 'key', 'constructor'),
    value: word,
    forged,
  })
  .map(({ name, kind, option, value, ...of }) => ({
    ...of,
    data: {
      type: 1,
      name: 'ec2',
      options: [{ type: kind, name, options: [{ type: 3, name: option, value, focused: true }] }],
    },
  }));
const other: fc.Arbitrary<Sent> = fc.record({
  who: others,
  where,
  type: fc.constantFrom(...Object.values(interactionTypes).filter((type) => type !== 1), 0, 6, 77, -1),
  data: fc.oneof(
    fc.dictionary(fc.string(), fc.jsonValue()),
    // A message in whose menu a command is taken.
    fc.record({
      type: fc.constantFrom(2, 3),
      target_id: fc.constantFrom('1', '2'),
      resolved: fc.record({ messages: fc.dictionary(fc.constantFrom('1', '2'), fc.jsonValue()) }),
    }),
  ),
  forged,
});
/** What Maria may do, and confirms nothing by. */
const asking = press(
  fc.constant('maria'),
  pressOf(fc.constantFrom('stop web-2', 'terminate web-2', 'release 1.2.3.4', 'show ', 'list as:csv', '')).filter(
    (id) => !id.includes(firstKey),
  ),
);

/** Interactions of any form, of which none confirms anything. @param own The ids of controls that are there. */
export const anyInteraction = (own: readonly string[]): fc.Arbitrary<Sent> =>
  fc.oneof(press(others, customId), press(others, fc.constantFrom(...own)), filled, typed, other, asking);
