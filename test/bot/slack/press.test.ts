import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionId, pickOf, pressKind, readPick, readPress, valueOf } from '../../../src/bot/slack/press.ts';
import { anyAction } from '../replies.ts';

const pick = fc.record(
  {
    before: fc.string({ unit: 'binary', maxLength: 90 }),
    after: fc.string({ unit: 'binary', maxLength: 40 }),
    first: fc.string({ maxLength: 40 }),
    of: fc.constantFrom('one' as const, 'many' as const),
  },
  { requiredKeys: ['before', 'after', 'of'] },
);

describe('a button', () => {
  it('carries its line and its form, or nothing where Slack does not take so much', () => {
    fc.assert(
      fc.property(anyAction, ({ does, form }) => {
        const value = valueOf({ does, ...(form && { form }) });
        if (value === undefined) expect(JSON.stringify({ does, form }).length).toBeGreaterThan(2_000);
        else {
          expect(value.length).toBeLessThanOrEqual(2_000);
          expect(readPress(value)).toEqual({ does, ...(form && { form }) });
        }
      }),
    );
  });

  it.each(['', 'null', '{', '[]', '{"does":1}', '{"form":{}}', '{"does":"list","form":{"typed":1}}', '"list"'])(
    'that carries %j is none of ours',
    (value) => {
      expect(readPress(value)).toBeUndefined();
    },
  );

  it('carries nothing else, whatever it is sent with', () => {
    expect(readPress('{"does":"list","form":{"typed":"x","more":1},"as":"admin"}')).toEqual({
      does: 'list',
      form: { typed: 'x' },
    });
  });
});

describe('a select', () => {
  it('carries what is said around its words, or nothing where Slack does not take so much', () => {
    fc.assert(
      fc.property(pick, fc.option(fc.nat(9), { nil: undefined }), (picked, index) => {
        const id = pickOf(picked, index);
        if (id === undefined) expect(JSON.stringify({ ...picked, index }).length).toBeGreaterThan(255);
        else {
          expect(id.length).toBeLessThanOrEqual(255);
          expect(readPick(id)).toEqual(picked);
        }
      }),
    );
  });

  it.each(['', 'abcde', '{"before":"stop "}', '{"before":"stop ","after":"","of":"all"}'])(
    'with the id %j is none of ours',
    (id) => {
      expect(readPick(id)).toBeUndefined();
    },
  );
});

describe('an action id', () => {
  it.each(['run', 'form', 'pick'] as const)('tells %s', (kind) => {
    expect(pressKind(actionId(kind, 12))).toBe(kind);
    expect(pressKind(actionId(kind, 12))).toBe(kind);
  });

  it.each(['', 'run', 'run.', 'run.x', 'walk.1', 'run.1 '])('that is %j is none of ours', (id) => {
    expect(pressKind(id)).toBeUndefined();
    expect(pressKind(id)).toBeUndefined();
  });
});
