import { describe, expect, it } from 'vitest';
import { parse } from '../../../../src/bot/grammar.ts';
import { commands } from '../../../../src/commands/index.ts';
import { isProblem } from '../../../../src/core/problem.ts';
import { plain } from '../../../../src/core/text.ts';
import { ruleGroups, rules, rulesCalled } from '../../../../src/core/watch/rules/index.ts';

describe('every waste rule', () => {
  it.each(rules)('$id has a name of its own', ({ id }) => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
    expect(rules.filter((one) => one.id === id)).toHaveLength(1);
    expect(Object.keys(ruleGroups)).not.toContain(id);
  });

  it.each(rules)('$id says what it finds, why that is waste and what to do', ({ title, explains }) => {
    expect(title).toMatch(/^[A-Z].*[a-z]$/);
    expect(plain(explains)).toMatch(/^[A-Z].{150,}\.$/s);
  });

  it.each(
    rules.flatMap(({ id, explains }) =>
      explains.flatMap((span) => (span.kind === 'command' ? [{ id, line: span.line }] : [])),
    ),
  )('$id names a line that can be typed: $line', ({ line }) => {
    const parsed = parse(line, commands);
    expect(isProblem(parsed) ? plain(parsed.what) : parsed.command.effect).toBe('reads');
  });

  it.each(rules)('$id is found by its id, and among all', (rule) => {
    expect(rulesCalled(rule.id)).toEqual([rule]);
    expect(rulesCalled('all')).toContain(rule);
  });
});

describe('groups of rules', () => {
  it('have these', () => {
    expect(
      Object.fromEntries(Object.entries(ruleGroups).map(([name, some]) => [name, some.map(({ id }) => id)])),
    ).toEqual({
      'idle-addresses': [
        'address-unassociated',
        'address-on-stopped-instance',
        'address-on-loose-interface',
        'address-idle-by-tag',
        'address-second',
      ],
      volumes: ['volume-unattached', 'stopped-instance-volumes'],
      instances: ['stopped-instance-volumes', 'instance-successor', 'instance-without-owner'],
      reservations: ['reservation-unused'],
      all: rules.map(({ id }) => id),
    });
  });

  it('are found by their names, and nothing else is', () => {
    expect(rulesCalled('volumes')).toBe(ruleGroups.volumes);
    for (const name of ['', 'nosuch', 'toString', '__proto__']) expect(rulesCalled(name)).toBeUndefined();
  });
});
