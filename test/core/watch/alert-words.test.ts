import { describe, expect, it } from 'vitest';
import { isAlertName } from '../../../src/core/watch/alert.ts';
import { isGrouping, isPlaceId, readDollars, readTag, tagInWords } from '../../../src/core/watch/alert-words.ts';
import { ruleGroups, rules } from '../../../src/core/watch/rules/index.ts';
import { ruleNames, rulesInWords, rulesNamed } from '../../../src/core/watch/rules/named.ts';
import { hoursInWords, readHours, readTimeOfDay } from '../../../src/core/watch/time-of-day.ts';

describe('words of an alert are read', () => {
  it.each([
    ['env=dev', { key: 'env', value: 'dev' }],
    [' aws:x=a=b ', { key: 'aws:x', value: 'a=b' }],
    ['env=*', { key: 'env', value: '*' }],
    ['env=my team', { key: 'env', value: 'my team' }],
    ['env', undefined],
    ['env=', undefined],
    ['=dev', undefined],
    [`${'k'.repeat(129)}=v`, undefined],
    [`k=${'v'.repeat(257)}`, undefined],
  ])('a tag: %s', (words, tag) => {
    expect(readTag(words)).toEqual(tag);
    if (tag !== undefined) expect(readTag(tagInWords(tag))).toEqual(tag);
  });

  it.each([
    ['30', '30'],
    ['$2.50', '2.5'],
    ['0030.00', '30'],
    ['0', '0'],
    ['0.0104', '0.0104'],
    ['100', '100'],
    ['-1', undefined],
    ['1e3', undefined],
    ['1,5', undefined],
    ['', undefined],
    ['1234567890', undefined],
  ])('dollars: %s', (words, amount) => {
    expect(readDollars(words)).toBe(amount);
  });

  it.each([
    ['7', '07:00'],
    ['7:05', '07:05'],
    ['07.05', '07:05'],
    ['12am', '00:00'],
    ['12pm', '12:00'],
    ['5:30pm', '17:30'],
    ['noon', '12:00'],
    ['midnight', '00:00'],
    ['24:00', undefined],
    ['7:60', undefined],
    ['13pm', undefined],
    ['x', undefined],
  ])('a time of the day: %s', (words, time) => {
    expect(readTimeOfDay(words)).toBe(time);
  });

  it.each([
    ['22:00-7:00', '22:00-7:00'],
    ['10pm - 7am', '22:00-7:00'],
    ['22 to 7', '22:00-7:00'],
    ['22–7', '22:00-7:00'],
    ['0:30-9:00', '0:30-9:00'],
    ['22:00', undefined],
    ['22-25', undefined],
    ['22-7-9', undefined],
  ])('hours: %s', (words, hours) => {
    const read = readHours(words);
    expect(read && hoursInWords(read)).toBe(hours);
    if (read !== undefined) expect(readHours(hoursInWords(read))).toEqual(read);
  });

  it.each([
    ['slack:C0123', true],
    ['terminal:abc:os:maria', true],
    ['discord:4567', true],
    ['discord:abc', false],
    ['slak:C1', false],
    ['slack:', false],
    ['slack:C1 C2', false],
    ['owner', false],
  ])('a place: %s', (word, is) => {
    expect(isPlaceId(word)).toBe(is);
  });

  it('names and groupings, and no others', () => {
    expect(['a', 'idle-addresses', '4', 'a'.repeat(63)].filter((name) => !isAlertName(name))).toEqual([]);
    expect(['', '-a', 'A', 'a b', 'a/b', 'a'.repeat(64), 'ä'].filter(isAlertName)).toEqual([]);
    expect(['account', 'owner', 'tag:team', 'tag:my team'].filter((words) => !isGrouping(words))).toEqual([]);
    expect(['team', 'tag:', 'Account', ''].filter(isGrouping)).toEqual([]);
  });
});

describe('the names of rules', () => {
  const all = rules.map(({ id }) => id);

  const groups = Object.entries(ruleGroups).map(([name, members]) => [name, members.map(({ id }) => id)] as const);

  it.each([...groups, ...all.map((id) => [id, [id]] as const)])('%s', (name, ids) => {
    const inOrder = all.filter((id) => ids.includes(id));
    expect(rulesNamed([name])).toEqual(inOrder);
    expect(rulesNamed([` ${name.toUpperCase()} `])).toEqual(inOrder);
    expect(rulesNamed(rulesInWords(ids))).toEqual(inOrder);
  });

  it('are taken together, each rule once and in one order', () => {
    expect(rulesNamed(['volume-unattached', 'address-second', 'volumes'])).toEqual([
      'address-second',
      'stopped-instance-volumes',
      'volume-unattached',
    ]);
    expect(rulesNamed(['volumes', 'all'])).toEqual(all);
  });

  it('differ, and groups are of rules that there are', () => {
    expect(new Set(ruleNames).size).toBe(ruleNames.length);
    expect(groups.flatMap(([, ids]) => ids).filter((id) => !all.includes(id))).toEqual([]);
  });

  it.each(['nosuch', '', 'constructor', '__proto__'])('are not %j', (word) => {
    expect(rulesNamed(['volumes', word])).toMatchObject({ problem: 'bad-value' });
  });
});
