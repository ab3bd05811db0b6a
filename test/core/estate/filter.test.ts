import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asksForTerminated, compileFilter, scopeOf, type Clause } from '../../../src/core/estate/filter.ts';
import { instanceStates, type Instance } from '../../../src/core/ports/instance.ts';
import { instance } from '../changes/instance.ts';

const one = instance({
  id: 'i-0a1b2c3d4e5f60718',
  name: 'Web-1',
  privateIp: '10.0.0.7',
  publicIp: { ip: '203.0.113.7', kind: 'auto-assigned' },
  tags: { Name: 'Web-1', env: 'Dev', Owner: 'Maria', empty: '' },
});

describe('a clause', () => {
  it.each<readonly [Clause, boolean]>([
    [{ by: 'word', value: 'web-1' }, true],
    [{ by: 'word', value: 'WEB' }, true],
    [{ by: 'word', value: 'we*' }, true],
    [{ by: 'word', value: 'eb-1' }, false],
    [{ by: 'word', value: 'web-11' }, false],
    [{ by: 'word', value: 'i-0a1b2c3d4e5f60718' }, true],
    [{ by: 'word', value: 'I-0A1B' }, true],
    [{ by: 'word', value: '0a1b' }, false],
    [{ by: 'word', value: '10.0.0.7' }, true],
    [{ by: 'word', value: '203.0.113.7' }, true],
    [{ by: 'word', value: '10.0.0' }, false],
    [{ by: 'id', value: 'i-0a1b2c3d4e5f60718' }, true],
    [{ by: 'id', value: 'i-0a1b' }, false],
    [{ by: 'id', value: 'i-0a1b*' }, true],
    [{ by: 'name', value: 'web-1' }, true],
    [{ by: 'name', value: 'web' }, false],
    [{ by: 'name', value: 'web*' }, true],
    [{ by: 'name', value: '*-1' }, false],
    [{ by: 'ip', value: '10.0.0.7' }, true],
    [{ by: 'ip', value: '203.0.113.7' }, true],
    [{ by: 'ip', value: '10.0.0.70' }, false],
    [{ by: 'type', value: 'm5.large' }, true],
    [{ by: 'type', value: 'm5.*' }, true],
    [{ by: 'type', value: 'm5' }, false],
    [{ by: 'account', value: 'demo-dev' }, true],
    [{ by: 'account', value: '444455556666' }, true],
    [{ by: 'account', value: 'demo' }, false],
    [{ by: 'region', value: 'us-east-1' }, true],
    [{ by: 'region', value: 'us-east' }, false],
    [{ by: 'zone', value: 'us-east-1a' }, true],
    [{ by: 'zone', value: 'us-east-1b' }, false],
    [{ by: 'owner', value: 'maria' }, true],
    [{ by: 'owner', value: 'mar*' }, true],
    [{ by: 'owner', value: 'mari' }, false],
    [{ by: 'state', value: 'running' }, true],
    [{ by: 'state', value: 'stopped' }, false],
    [{ by: 'tag', key: 'env' }, true],
    [{ by: 'tag', key: 'ENV' }, false],
    [{ by: 'tag', key: 'env', value: 'dev' }, true],
    [{ by: 'tag', key: 'env', value: 'de*' }, true],
    [{ by: 'tag', key: 'env', value: 'prod' }, false],
    [{ by: 'tag', key: 'empty' }, true],
    [{ by: 'tag', key: 'empty', value: '' }, true],
    [{ by: 'tag', key: 'env', value: '' }, false],
  ])('%j: %s', (clause, fits) => {
    expect(compileFilter([clause])(one)).toBe(fits);
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'finds no tag %s where none is set, though every object inherits that word',
    (key) => {
      expect(compileFilter([{ by: 'tag', key }])(one)).toBe(false);
      expect(compileFilter([{ by: 'tag', key, value: 'x*' }])(one)).toBe(false);
      expect(compileFilter([{ by: 'tag', key, value: 'x' }])(instance({ tags: { constructor: 'x' } }))).toBe(
        key === 'constructor',
      );
    },
  );

  it('finds no name, address or owner on an instance that has none', () => {
    const { name: _, ...bare } = instance();
    for (const by of ['name', 'ip', 'owner'] as const) expect(compileFilter([{ by, value: '*' }])(bare)).toBe(false);
  });
});

const values = ['web-1', 'web-2', 'db-1', 'web*'] as const;
const anyClause: fc.Arbitrary<Clause> = fc.oneof(
  fc.record({
    by: fc.constantFrom('name' as const, 'word' as const, 'owner' as const),
    value: fc.constantFrom(...values),
  }),
  fc.record({ by: fc.constant('id' as const), value: fc.constantFrom('i-1', 'i-2', 'i-*') }),
  fc.record({ by: fc.constant('ip' as const), value: fc.constantFrom('10.0.0.1', '10.0.0.2') }),
  fc.record({ by: fc.constant('state' as const), value: fc.constantFrom(...instanceStates) }),
  fc.record({ by: fc.constant('region' as const), value: fc.constantFrom('us-east-1', 'eu-west-1') }),
  fc.record({
    by: fc.constant('tag' as const),
    key: fc.constantFrom('env', 'team'),
    value: fc.constantFrom(...values),
  }),
  fc.record({ by: fc.constant('tag' as const), key: fc.constantFrom('env', 'team') }),
);
const anyInstance: fc.Arbitrary<Instance> = fc
  .record({
    id: fc.constantFrom('i-1', 'i-2'),
    privateIp: fc.constantFrom('10.0.0.1', '10.0.0.2'),
    name: fc.constantFrom(...values),
    state: fc.constantFrom(...instanceStates),
    region: fc.constantFrom('us-east-1', 'eu-west-1'),
    tags: fc.dictionary(fc.constantFrom('env', 'team', 'owner'), fc.constantFrom(...values)),
  })
  .map((some) => instance(some));
const kindOf = (clause: Clause): string => {
  if (clause.by === 'tag') return `tag:${clause.key}`;
  return ['word', 'id', 'ip'].includes(clause.by) ? 'names' : clause.by;
};

describe('a filter', () => {
  it('takes everything where it has no clause', () => {
    fc.assert(fc.property(anyInstance, (some) => compileFilter([])(some)));
  });

  it('asks for one clause of each kind, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(anyClause, { maxLength: 6 }), anyInstance, (filter, some) => {
        const kinds = [...new Set(filter.map(kindOf))];
        const expected = kinds.every((kind) =>
          filter.some((clause) => kindOf(clause) === kind && compileFilter([clause])(some)),
        );
        expect(compileFilter(filter)(some)).toBe(expected);
        expect(compileFilter(filter.toReversed())(some)).toBe(expected);
      }),
    );
  });

  it('widens by one more clause of a kind it has, and narrows by one of a new kind', () => {
    fc.assert(
      fc.property(fc.array(anyClause, { maxLength: 5 }), anyClause, anyInstance, (filter, more, some) => {
        const before = compileFilter(filter)(some);
        const after = compileFilter([...filter, more])(some);
        const known = filter.some((clause) => kindOf(clause) === kindOf(more));
        if (known ? before : after) expect(known ? after : before).toBe(true);
      }),
    );
  });
});

describe('what a filter asks to be read', () => {
  it.each([
    { filter: [], scope: {} },
    { filter: [{ by: 'state', value: 'stopped' }], scope: {} },
    { filter: [{ by: 'region', value: 'eu-west-1' }], scope: { regions: ['eu-west-1'] } },
    {
      filter: [
        { by: 'account', value: 'demo-dev' },
        { by: 'account', value: '111122223333' },
        { by: 'region', value: 'eu-west-1' },
        { by: 'zone', value: 'eu-west-1a' },
      ],
      scope: { accounts: ['demo-dev', '111122223333'], regions: ['eu-west-1'] },
    },
  ] satisfies readonly { filter: readonly Clause[]; scope: unknown }[])('$filter: $scope', ({ filter, scope }) => {
    expect(scopeOf(filter)).toEqual(scope);
  });

  it.each<readonly [Clause, boolean]>([
    [{ by: 'state', value: 'terminated' }, true],
    [{ by: 'id', value: 'i-1' }, true],
    [{ by: 'word', value: 'i-1' }, true],
    [{ by: 'word', value: 'web' }, false],
    [{ by: 'state', value: 'stopped' }, false],
    [{ by: 'name', value: 'i-1' }, false],
  ])('%j asks for terminated instances: %s', (clause, asks) => {
    expect(asksForTerminated([clause])).toBe(asks);
    expect(asksForTerminated([{ by: 'region', value: 'us-east-1' }, clause])).toBe(asks);
  });
});
