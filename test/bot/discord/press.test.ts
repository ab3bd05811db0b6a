import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Carried, idOf, readId } from '../../../src/bot/discord/press.ts';
import { anyAction, hostile } from '../replies.ts';

const calm = fc.string({ unit: fc.constantFrom(...'abc 1:"|{}é🙂'), maxLength: 120 });
const words = fc.oneof(calm, hostile);
const carried: fc.Arbitrary<Carried> = fc.oneof(
  words.map((does) => ({ kind: 'run' as const, does })),
  fc.tuple(words, anyAction).map(([does, { form = { reason: true } }]) => ({ kind: 'form' as const, does, form })),
  fc
    .record(
      { before: words, after: words, first: words, of: fc.constantFrom('one' as const, 'many' as const) },
      { requiredKeys: ['before', 'after', 'of'] },
    )
    .map((one) => ({ kind: 'pick' as const, ...one })),
);

describe('the id of a control', () => {
  it('says what the control carries, or names what was kept; within the limits of Discord', () => {
    fc.assert(
      fc.property(carried, fc.nat(99), (one, index) => {
        const press = idOf(one, index);
        if (press === undefined) {
          expect(JSON.stringify(one).length).toBeGreaterThan(8_000);
          return;
        }
        expect(press.id.length).toBeLessThanOrEqual(100);
        expect(press.id.trim()).toBe(press.id);
        expect(press.id).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        const kept = press.kept;
        expect(readId(press.id)).toEqual(kept === undefined ? one : { kind: 'kept', id: kept.id });
        // It is read back from where it was kept.
        if (kept !== undefined) expect(Carried.parse(JSON.parse(JSON.stringify(kept.carries)))).toEqual(one);
      }),
      { numRuns: 1_000 },
    );
  });

  it('carries what is short itself', () => {
    expect(idOf({ kind: 'run', does: 'list page:2' }, 0)).toEqual({ id: 'r0|list page:2' });
    expect(idOf({ kind: 'form', does: 'deny K', form: { reason: true } }, 1)?.id).toBe(
      'f1|{"does":"deny K","form":{"reason":true}}',
    );
    expect(idOf({ kind: 'pick', before: 'stop ', after: '', first: 'cancel K', of: 'many' }, 2)?.id).toBe(
      'p2|{"before":"stop ","after":"","first":"cancel K","of":"many"}',
    );
  });

  it('differs within a message, and what is kept under it does not for the same line', () => {
    const does = `stop ${'i-0a1b2c3d4e5f67890 '.repeat(9)}`.trim();
    const [one, other, else_] = [
      idOf({ kind: 'run', does }, 0),
      idOf({ kind: 'run', does }, 1),
      idOf({ kind: 'run', does: `${does} x` }, 0),
    ];
    expect(one?.id).toMatch(/^k0\|[\w-]{22}$/);
    expect(one?.id).not.toBe(other?.id);
    expect(one?.kept).toEqual(other?.kept);
    expect(one?.kept?.id).not.toBe(else_?.kept?.id);
  });

  it.each([
    '',
    'r|list',
    'rx|list',
    'r0list',
    'x0|list',
    'r00000|list',
    'f0|',
    'f0|null',
    'f0|{"does":"x"}',
    'f0|{"does":1,"form":{}}',
    'f0|{"does":"x","form":{"typed":1}}',
    'p0|{"before":"stop "}',
    'p0|{"before":"stop ","after":"","of":"all"}',
    'k0|short',
    `k0|${'a'.repeat(23)}`,
    `k0|${'.'.repeat(22)}`,
  ])('that is %j is none of ours', (id) => {
    expect(readId(id)).toBeUndefined();
  });

  it('is read whatever it is, and brings nothing along that is not asked for', () => {
    fc.assert(
      fc.property(fc.tuple(fc.constantFrom('', 'r0|', 'f0|', 'p1|', 'k2|'), hostile), ([head, rest]) => {
        expect(() => readId(head + rest)).not.toThrow();
      }),
    );
    expect(readId('f0|{"does":"x","form":{"typed":"y","more":1},"kind":"run","as":"admin"}')).toEqual({
      kind: 'form',
      does: 'x',
      form: { typed: 'y' },
    });
  });
});
