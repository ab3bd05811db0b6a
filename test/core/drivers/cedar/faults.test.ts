import { describe, expect, it } from 'vitest';
import type { RuleFault } from '../../../../src/core/ports/policy.ts';
import { cedar } from '../../people/access/house.ts';

/** What is said of a text; empty: it is in order. */
async function faultsOf(text: string): Promise<readonly RuleFault[]> {
  const read = await cedar.read(text, false);
  return 'all' in read ? [] : read;
}

const told = ({ line, column, says, nearest }: RuleFault): string =>
  `${line}:${column} ${says}${nearest === undefined ? '' : ` → ${nearest}`}`;

const any = (condition: string): string => `permit (principal, action, resource) when { ${condition} };`;
const change = (condition: string): string =>
  `permit (principal, action in Action::"change", resource) when { ${condition} };`;

describe('rules that are in order', () => {
  it.each([
    ['none at all', ''],
    ['comments alone', '// nothing\n  // at all'],
    ['one for everybody', 'permit (principal, action, resource);'],
    ['a string with a semicolon, a quote and two slashes', any('context.place like "a;b\\"//*"')],
    ['a semicolon in a comment', 'permit (principal, // ; here\n action, resource);'],
    ['a comment that a carriage return ends', '// old\rpermit (principal, action, resource);'],
    ['windows line ends', '@id("a")\r\npermit (principal, action, resource);\r\n'],
    ['an @id with dots', '@id("a.b-c_9") permit (principal, action, resource);'],
    ['a test for what one of the types has', change('resource has type && resource.type like "t*"')],
    ['a test through a test', any('context has approver.name && context.approver.name == "ana"')],
    ['an attribute of whoever approves', any('context has approver && context.approver.platform == "os"')],
    ['forty-five conditions', any(Array.from({ length: 45 }, (_, index) => `context.hour != ${index}`).join(' && '))],
    [
      'a long list',
      any(`[${Array.from({ length: 500 }, (_, index) => `"C${index}"`).join(', ')}].contains(context.place)`),
    ],
    ['days', any('context.weekday != "monday" && ["saturday", "sunday"].contains(context.weekday)')],
    ['names of other scripts', any('context.place == "Zürich 東京"')],
  ])('%s', async (_, text) => {
    expect((await faultsOf(text)).map(told)).toEqual([]);
  });
});

describe('what is wrong is told with its place, and what was perhaps meant', () => {
  it.each([
    ['an attribute', change('resource.nme == "x"'), '1:65 attribute `nme` on entity type `Address` not found → name'],
    [
      'an attribute far from all',
      change('resource.zzzzzzzz == "x"'),
      '1:65 attribute `zzzzzzzz` on entity type `Address` not found',
    ],
    [
      'an attribute of the circumstances',
      any('"é" == context.wekday'),
      '1:52 attribute `wekday` in context not found → weekday',
    ],
    [
      'an attribute of the approver',
      any('context has approver && context.approver.nam == "x"'),
      '1:69 attribute `nam` on entity type `Person` not found → name',
    ],
    [
      'an attribute that may be missing',
      change('resource.name == "x"'),
      /^1:65 unable to guarantee safety of access to optional attribute `name`/,
    ],
    [
      'a tag that may be missing',
      change('resource.getTag("env") == "x"'),
      /^1:65 unable to guarantee safety of access to tag `"env"`.*hasTag\("env"\)/,
    ],
    ['a day in capitals', any('context.weekday == "Saturday"'), '1:64 `weekday` is never "Saturday" → saturday'],
    ['a day in a set', any('["saturday", "sun"].contains(context.weekday)'), '1:58 `weekday` is never "sun" → sunday'],
    ['a day that is none', any('"xyz" != context.weekday'), '1:45 `weekday` is never "xyz"'],
    [
      'a test for no attribute',
      change('resource has nme'),
      '1:78 attribute `nme` not found on Instance, Address → name',
    ],
    [
      'a test beside another',
      change('resource has type || resource has hourlyUSD'),
      '1:99 attribute `hourlyUSD` not found on Instance, Address → hourlyUsd',
    ],
    [
      'a negated test',
      'forbid (principal, action in Action::"change", resource) unless { context has aproval };',
      '1:79 attribute `aproval` not found on context',
    ],
    ['a test of the principal', any('principal has role'), '1:59 attribute `role` not found on Person'],
    ['a test in quotes', any('context has "resaon"'), '1:58 attribute `resaon` not found on context → reason'],
    ['a test through a test', any('context has approver.nme'), '1:66 attribute `nme` not found on Person → name'],
    ['a test of a choice', any('(if context.private then principal else context.approver) has nme'), /^1:\d+ .*/],
    ['a test of a person by name', any('Person::"os:ana" has nme'), '1:66 attribute `nme` not found on Person → name'],
    [
      'a test that only another type passes',
      'permit (principal, action == Action::"release", resource is Address) when { resource has type };',
      '1:90 attribute `type` not found on Address',
    ],
    [
      'an action',
      'permit (principal, action == Action::"stopp", resource);',
      '1:30 unrecognized action `Action::"stopp"` → stop',
    ],
    [
      'a group of actions',
      'permit (principal, action in Action::"changes", resource);',
      '1:30 unrecognized action `Action::"changes"` → change',
    ],
    ['a type', 'permit (principal in Rolle::"x", action, resource);', '1:22 unrecognized entity type `Rolle` → Role'],
    [
      'a type of things',
      'permit (principal, action, resource is Instnace);',
      '1:40 unrecognized entity type `Instnace` → Instance',
    ],
    ['types that do not fit', any('context.hour == "8"'), /^1:45 the types Long and String are not compatible/],
    ['a function', any('foo(1)'), '1:45 `foo` is not a valid function'],
    ['an operator', any('context.hour = 8'), /^1:45 '=' is not a valid operator in Cedar; try using '==' instead/],
    ['a comma', '\n\n  permit (principal, action resource);', /^3:29 unexpected token `resource`; expected/],
    ['no end', 'permit (principal, action, resource)', /^1:37 unexpected end of input; expected `;`/],
    ['an open string', any('context.place == "x'), /^1:62 invalid token; try checking that all strings are closed/],
    ['a semicolon too many', 'permit (principal, action, resource);;', /^1:38 unexpected token `;`/],
    [
      'a template',
      'permit (principal == ?principal, action, resource);',
      /^1:22 expected a static policy, got a template/,
    ],
    [
      'an action for other things',
      'permit (principal, action == Action::"start", resource is Address);',
      '1:1 unable to find an applicable action given the policy scope constraints',
    ],
    [
      'the group as an action',
      'permit (principal, action == Action::"change", resource);',
      '1:1 unable to find an applicable action given the policy scope constraints',
    ],
    [
      'a rule that never applies',
      'forbid (principal, action, resource) when { false };',
      '1:1 policy is impossible: the policy expression evaluates to false for all valid requests',
    ],
    ['a direction mark', any('context.place == "\u202E"'), /^1:\d+ .*BIDI control characters/],
    [
      'an @id of two words',
      '@id("a b") permit (principal, action, resource);',
      '1:1 @id is no plain word of at most 63 letters, digits, dots and hyphens',
    ],
    [
      'an @id without a value',
      '@id permit (principal, action, resource);',
      '1:1 @id is no plain word of at most 63 letters, digits, dots and hyphens',
    ],
    [
      'an @id that stands twice',
      '@id("a")\npermit (principal, action, resource);\n\n@id("a")\nforbid (principal, action in Action::"change", resource);',
      '4:1 @id("a") stands in line 1 already',
    ],
    [
      'brackets without end',
      any(`${'('.repeat(60)}true${')'.repeat(60)}`),
      '1:1 the rule nests deeper than 50 levels; make several of it',
    ],
    [
      'conditions without end',
      any(Array.from({ length: 60 }, () => 'context.private').join(' || ')),
      '1:1 the rule nests deeper than 50 levels; make several of it',
    ],
    [
      'brackets that are never closed',
      any('('.repeat(5_000)),
      '1:1 the rule nests deeper than 50 levels; make several of it',
    ],
    [
      'too many rules',
      Array.from({ length: 1_001 }, () => 'permit (principal, action, resource);').join('\n'),
      '1001:1 there are more than 1000 rules',
    ],
    ['too large a file', `//${' '.repeat(256 * 1_024)}`, '1:1 the file is larger than 256 KiB'],
  ])('%s', async (_, text, says) => {
    const [first = ''] = (await faultsOf(text)).map(told);
    expect(first).toEqual(says instanceof RegExp ? expect.stringMatching(says) : says);
  });

  it('in the order of the file, one a place, each rule read by itself', async () => {
    const text = [
      '@id("one") permit (principal, action, resource) when { context.wekday == "x" };',
      '@id("one") permit (principal, action == Action::"stpo", resource);',
      'permit (principal, action == Action::"look", resource) when { resource.regoin == "x" || context.hor == 1 };',
    ].join('\n');
    expect((await faultsOf(text)).map(told)).toEqual([
      '1:56 attribute `wekday` in context not found → weekday',
      '2:1 @id("one") stands in line 1 already',
      '2:41 unrecognized action `Action::"stpo"` → stop',
      '3:63 attribute `regoin` on entity type `Region` not found → region',
      '3:89 attribute `hor` in context not found → hour',
    ]);
  });

  it('of rules that cannot be read first, and of twenty at most', async () => {
    const bad = Array.from({ length: 30 }, () => 'permit (principal action, resource);').join('\n');
    const faults = await faultsOf(`${any('context.wekday == "x"')}\n${bad}`);
    expect(faults.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
  });
});
