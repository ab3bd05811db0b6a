import fc from 'fast-check';
import { isRegionWord } from '../../src/core/regions.ts';
import { describe, expect, it } from 'vitest';
import type { Grouping } from '../../src/core/estate/grouping.ts';
import { clausesOf, filter, grouping, targets } from '../../src/commands/options/filter.ts';
import {
  freeText,
  instance,
  instanceType,
  isTypeWord,
  key,
  os,
  region,
  wholeNumber,
  word,
  yesNo,
} from '../../src/commands/options/kinds.ts';
import { readArgs, type Option } from '../../src/commands/options/option.ts';
import { keyAlphabet, keyLength, newKey } from '../../src/core/changes/keys.ts';
import { openCatalogue } from '../../src/core/facts/instance-types/catalogue.ts';
import { openPrices } from '../../src/core/facts/prices/prices.ts';
import { operatingSystems } from '../../src/core/ports/price-list.ts';
import { instanceStates } from '../../src/core/ports/instance.ts';
import { isProblem } from '../../src/core/problem.ts';
import { plain } from '../../src/core/text.ts';

/** The value that words have, or the code of the Problem. */
const value = (option: Option<unknown>, ...words: readonly string[]): unknown => {
  const read = option.parse(words);
  return isProblem(read) ? read.problem : read;
};

const number = wholeNumber('A number', { min: 1, max: 20 });

describe('an option reads its words', () => {
  const rows: readonly (readonly [Option<unknown>, readonly string[], unknown])[] = [
    [instanceType(), ['M5.Large'], 'm5.large'],
    [instanceType(), ['m5 large'], 'bad-value'],
    [instanceType(), [''], 'bad-value'],
    [instanceType(), ['m5.large', 'm5.xlarge'], 'bad-value'],
    [region(), ['EU-West-1'], 'eu-west-1'],
    [region(), ['eu west'], 'bad-value'],
    [region(), [''], 'bad-value'],
    [os(), ['Windows'], 'windows'],
    [os(), ['sles'], 'suse'],
    [os(), ['beos'], 'bad-value'],
    [number, ['1'], 1],
    [number, ['20'], 20],
    [number, ['0'], 'bad-value'],
    [number, ['21'], 'bad-value'],
    [number, ['-1'], 'bad-value'],
    [number, ['1.5'], 'bad-value'],
    [number, ['1e1'], 'bad-value'],
    [number, ['0x10'], 'bad-value'],
    [number, [''], 'bad-value'],
    [number, ['9'.repeat(400)], 'bad-value'],
    [yesNo('?'), ['YES'], true],
    [yesNo('?'), ['off'], false],
    [yesNo('?'), ['maybe'], 'bad-value'],
    [key(), ['7qk2m8td'], '7QK2M8TD'],
    [key(), ['7QK2M8T0'], 'bad-value'],
    [key(), ['7QK2M8TDX'], 'bad-value'],
    [freeText('Why'), ['x'.repeat(500)], 'x'.repeat(500)],
    [freeText('Why'), ['x'.repeat(501)], 'bad-value'],
    [freeText('Why'), ['the key is wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'], 'bad-value'],
    [instance(), ['web-1'], 'web-1'],
    [instance(), [' '], 'bad-value'],
    [instance(), ['web-1', 'web-2'], 'bad-value'],
    [grouping(), ['OWNER'], { by: 'owner' }],
    [grouping(), ['team'], { by: 'tag', key: 'team' }],
    [grouping(), ['tag:owner'], { by: 'tag', key: 'owner' }],
    [grouping(), ['tag:'], 'bad-value'],
    [grouping(), ['owner', 'type'], 'bad-value'],
  ];
  const named = rows.map(([option, words, expected]) => [option.shape, words, expected, option] as const);
  it.each(named)('%s: %j is %j', (_, words, expected, option) => {
    expect(value(option, ...words)).toEqual(expected);
  });
});

describe('a filter reads a word as', () => {
  it.each<[string, unknown]>([
    ['stopped', { by: 'state', value: 'stopped' }],
    ['Running', { by: 'state', value: 'running' }],
    ['state:shutting-down', { by: 'state', value: 'shutting-down' }],
    ['state:asleep', 'bad-value'],
    ['id:i-01234567', { by: 'id', value: 'i-01234567' }],
    ['ip=10.0.0.1', { by: 'ip', value: '10.0.0.1' }],
    ['m5.large', { by: 'type', value: 'm5.large' }],
    ['eu-west-1', { by: 'region', value: 'eu-west-1' }],
    ['EU-WEST-1', { by: 'region', value: 'eu-west-1' }],
    ['web-api-1', { by: 'word', value: 'web-api-1' }],
    ['app-east-1', { by: 'word', value: 'app-east-1' }],
    ['us-web-1', { by: 'word', value: 'us-web-1' }],
    ['api.large', { by: 'word', value: 'api.large' }],
    ['web-1.example.com', { by: 'word', value: 'web-1.example.com' }],
    ['tag:env=dev', { by: 'tag', key: 'env', value: 'dev' }],
    ['TAG=env=dev', { by: 'tag', key: 'env', value: 'dev' }],
    ['tag:url=a=b:c', { by: 'tag', key: 'url', value: 'a=b:c' }],
    ['tag:aws:cloudformation:stack-name', { by: 'tag', key: 'aws:cloudformation:stack-name' }],
    ['tag:env=', { by: 'tag', key: 'env', value: '' }],
    ['tag:', 'bad-value'],
    ['tag:=dev', 'bad-value'],
    ['owner:', 'bad-value'],
    ['', 'bad-value'],
    [' ', 'bad-value'],
  ])('%j', (typed, expected) => {
    const read = clausesOf(typed);
    const clauses = typeof expected === 'string' || Array.isArray(expected) ? expected : [expected];
    expect(isProblem(read) ? read.problem : read).toEqual(clauses);
  });

  it('takes every type of the catalogue for a type and every region with prices for a region', async () => {
    const [types, prices] = await Promise.all([openCatalogue(), openPrices()]);
    expect(types.names().length).toBeGreaterThan(1_000);
    expect(types.names().filter((name) => !isTypeWord(name))).toEqual([]);
    expect(prices.regions().length).toBeGreaterThan(30);
    expect(prices.regions().filter((name) => !isRegionWord(name))).toEqual([]);
  });
});

describe('targets of a change', () => {
  it.each([
    'tag:env=*',
    '*',
    '**',
    '*web',
    'all',
    'ALL',
    'tag:',
    'tag=',
    'tag:*',
    'name:',
    'name:*',
    'name:**',
    'id:i-*',
    'id:i*',
  ])('are never as wide as %s', (wide) => {
    expect(value(targets(), wide)).toBe('too-wide');
    expect(value(targets(), 'web-1', wide)).toBe('too-wide');
  });

  it('are no whole account, nor whatever runs in it, but may be something of it', () => {
    expect(value(targets(), 'account:prod')).toBe('too-wide');
    expect(value(targets(), 'account:prod', 'running')).toBe('too-wide');
    expect(value(targets(), 'account:prod', 'tag:env=dev')).toHaveLength(2);
  });

  it.each(['web-1', 'name:web-*', 'tag:env=dev', 'id:i-0123*', 'region:eu-west-1', 'allocator'])(
    'may be %s',
    (fine) => {
      expect(value(targets(), fine)).toHaveLength(1);
    },
  );

  it('says what to say instead of everything', () => {
    const refused = targets().parse(['*']);
    expect(isProblem(refused) && plain(refused.todo)).toContain('stop web-1 web-2');
  });
});

describe('parse undoes print', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  const holds = <T>(option: Option<T>, values: fc.Arbitrary<T>) =>
    fc.assert(
      fc.property(values, (one) => {
        expect(option.parse(option.print(one))).toEqual(one);
      }),
    );

  it('for an operating system', () => holds(os().required(), fc.constantFrom(...operatingSystems)));
  it('for a number', () => holds(number.required(), fc.integer({ min: 1, max: 20 })));
  it('for yes and no', () => holds(yesNo('?').required(), fc.boolean()));
  it('for a word', () => holds(word('Any').required(), text));
  it('for text', () => holds(freeText('Any').required(), text));
  it('for a key', () =>
    holds(
      key().required(),
      fc.string({ unit: fc.constantFrom(...keyAlphabet), minLength: keyLength, maxLength: keyLength }),
    ));
  it('for a key made by the program', () => {
    expect(key().recognises(newKey().toLowerCase())).toBe(true);
  });
  it('for a grouping', () =>
    holds<Grouping>(
      grouping().required(),
      fc.oneof(
        fc.record({ by: fc.constantFrom('account', 'region', 'type', 'owner') }),
        fc.record({ by: fc.constant('tag'), key: text }),
      ),
    ));
  it('for what a filter made of any words', () => {
    const words = fc.array(fc.oneof(text, fc.constantFrom(...instanceStates, 'tag:a=b=c', 'name:web*', 'tag:x')), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(words, (some) => {
        const read = filter().parse(some);
        if (!isProblem(read)) expect(filter().parse(filter().print(read))).toEqual(read);
      }),
    );
  });
});

describe('the values of a command', () => {
  const options = { type: instanceType().required(), region: region(), times: number };

  it('are undefined where an option was not given', () => {
    expect(readArgs(options, { type: ['m5.large'] }, 'price')).toEqual({
      type: 'm5.large',
      region: undefined,
      times: undefined,
    });
  });

  it('are refused where a needed one is missing, with what it looks like', () => {
    const refused = readArgs(options, { region: ['eu-west-1'] }, 'price');
    expect(refused).toMatchObject({ problem: 'missing-value' });
    expect(isProblem(refused) && `${plain(refused.what)} ${plain(refused.todo)}`).toBe(
      'price needs TYPE. An instance type, such as m5.large; see help price.',
    );
  });

  it('are refused where one does not fit, and the option is named', () => {
    const refused = readArgs(options, { type: ['m5.large'], times: ['99'] }, 'price');
    expect(refused).toMatchObject({ problem: 'bad-value' });
    expect(isProblem(refused) && plain(refused.where ?? [])).toBe('In times of price.');
  });
});

describe('a word that reads like a filter of a key that there is not', () => {
  it.each([
    [
      'onwer:maria',
      'There is no filter onwer.',
      'Did you mean owner:, or the tag tag:onwer=maria? A name is said as name:onwer:maria.',
    ],
    ['env=dev', 'There is no filter env.', 'For a tag say tag:env=dev. A name is said as name:env=dev.'],
  ])('%s', (word, what, todo) => {
    const clause = clausesOf(word);
    if (!isProblem(clause)) throw new Error('it was taken');
    expect(plain(clause.what)).toBe(what);
    expect(plain(clause.todo)).toBe(todo);
  });
});
