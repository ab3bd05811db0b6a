import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionedAtMost, mentionedIn, messageLimit, plainWordsAtMost } from '../../src/bot/mentioned.ts';

describe('what a message may name of EC2', () => {
  it.each<[string, readonly string[]]>([
    ['', []],
    ['i-0abc1234def567890 is down', ['i-0abc1234def567890']],
    ['old one: i-1a2b3c4d.', ['i-1a2b3c4d']],
    ['I-0ABC1234DEF567890', ['i-0abc1234def567890']],
    ['i-0abc1234def56789 has a digit too few', ['i-0abc1234def56789', 'digit']],
    ['arn:aws:ec2:eu-west-1:123456789012:instance/i-0abc1234def567890', ['i-0abc1234def567890']],
    ['_i-1a2b3c4d_ *i-1a2b3c4e* `i-1a2b3c4f`', ['i-1a2b3c4d', 'i-1a2b3c4e', 'i-1a2b3c4f']],
    ['i-1a2b3c4d,i-1a2b3c4e;i-1a2b3c4d', ['i-1a2b3c4d', 'i-1a2b3c4e']],
    ['https://console.aws.amazon.com/ec2/home?region=eu-west-1#Instances:instanceId=i-1a2b3c4d', ['i-1a2b3c4d']],
    ['eipalloc-0abc1234def567890 at 203.0.113.7', ['eipalloc-0abc1234def567890', '203.0.113.7']],
    ['10.0.0.1:22, 10.0.0.2/32 (10.0.0.3).', ['10.0.0.1', '10.0.0.2', '10.0.0.3']],
    ['999.1.1.1 1.2.3 1.2.3.4.5 01.2.3.4', []],
    ['Why m5.large, not C7G.2xlarge/t3.micro?', ['m5.large', 'c7g.2xlarge', 't3.micro']],
    ['web-1 is slow again, and m5.large is full', ['m5.large', 'web-1', 'full']],
    ['api_prod, db2 and "web.example.com"', ['api_prod', 'db2', 'web.example.com']],
    ['please restart Search', ['Search']],
    ['search search SEARCH', ['search']],
    ['can you do it now', []],
    ["web-1's disk, isn't it? It doesn't help.", ['web-1', 'disk']],
    ['in eu-west-1 or eu-west-1a or us-west-2-lax-1a', []],
    ['vol-0abc1234def567890 sg-1a2b3c4d subnet-1a2b3c4d', []],
    ['web-1a2b3c4d is a name', ['web-1a2b3c4d', 'name']],
    ['at 10:30 on 2026-11-24: 500 errors, 10ms, 3rd, 40k', ['errors']],
    ['<@U0123ABCD> look at <#C0123ABCD|ops>', []],
    ['@maria maria.diaz@example.com <mailto:ana@example.com|ana@example.com>', []],
    ['größe-1 数据库-2', ['größe-1', '数据库-2']],
    ['--- ... ___ -web-2-', ['web-2']],
    [
      'db2 10.0.0.1 i-1a2b3c4d t3.nano eipalloc-1a2b3c4d',
      ['i-1a2b3c4d', 'eipalloc-1a2b3c4d', '10.0.0.1', 't3.nano', 'db2'],
    ],
  ])('%j: %j', (text, words) => {
    expect(mentionedIn(text)).toEqual(words);
  });

  it('is bounded, the surest kept', () => {
    const names = Array.from({ length: 100 }, (_, index) => `web-${index}`).join(' ');
    const found = mentionedIn(`${names} 10.0.0.1 i-1a2b3c4d`);
    expect(found).toHaveLength(mentionedAtMost);
    expect(found.slice(0, 3)).toEqual(['i-1a2b3c4d', '10.0.0.1', 'web-0']);
    const letters = [...'abcdefghijklmnopqrst'].map((letter) => letter.repeat(5)).join(' ');
    expect(mentionedIn(letters)).toHaveLength(plainWordsAtMost);
    expect(mentionedIn(`${'a'.repeat(129)} ${'-'.repeat(messageLimit)} i-1a2b3c4d`)).toEqual([]);
  });

  it.each([
    'a',
    '-',
    '.',
    'a-',
    'a.',
    '1.',
    'm5.',
    'a1.1',
    'i-1',
    '@',
    'ap-east-',
    '://',
    'a ',
    'a1 ',
    '25',
    '\uD800',
    '数',
  ])('is found in one turn over as much of %j as a message holds', (part) => {
    const hostile = part.repeat(Math.ceil(messageLimit / part.length));
    // So often that no test would end in time were it quadratic.
    for (let turn = 0; turn < 20; turn += 1) mentionedIn(`${hostile}${turn}`);
    expect(mentionedIn(hostile).length).toBeLessThanOrEqual(mentionedAtMost);
  });

  it('never holds a space, and each once', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (text) => {
        const found = mentionedIn(text);
        expect(new Set(found).size).toBe(found.length);
        for (const word of found) expect(word).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u);
      }),
    );
  });
});
