import { describe, expect, it } from 'vitest';
import { lineOf, wrongIn } from '../../src/bot/form-line.ts';
import { commands } from '../../src/commands/index.ts';

describe('what somebody filled in makes a line', () => {
  it.each([
    [{ does: 'confirm 7QK2M8TD', typed: 'web-1' }, { typed: 'web-1' }, 'confirm 7QK2M8TD web-1'],
    [{ does: 'confirm 7QK2M8TD', typed: 'my box' }, { typed: 'my box' }, 'confirm 7QK2M8TD "my box"'],
    [{ does: 'deny 7QK2M8TD', reason: true }, { reason: '' }, 'deny 7QK2M8TD'],
    [{ does: 'deny 7QK2M8TD', reason: true }, { reason: ' the\n sale ' }, 'deny 7QK2M8TD reason:"the sale"'],
    [{ does: 'keep eip-1', until: true }, { until: ' 2027-03-01 ' }, 'keep eip-1 until:2027-03-01'],
    [{ does: 'keep eip-1', until: true }, { until: 'March key:x' }, 'keep eip-1 until:"March key:x"'],
  ])('%j with %j: %s', (asked, values, made) => {
    expect(lineOf(asked, values)).toBe(made);
  });
});

describe('a form is told what is wrong in it', () => {
  it.each([
    [{ does: 'confirm K', typed: 'web-1' }, { typed: ' web-1 ' }, []],
    [{ does: 'confirm K', typed: 'web-1' }, { typed: 'web-2' }, ['typed']],
    [{ does: 'confirm K', typed: 'web-1' }, {}, ['typed']],
    [{ does: 'confirm K', reason: true }, {}, ['reason']],
    [{ does: 'confirm K', reason: true }, { reason: '…' }, ['reason']],
    [{ does: 'deny K', reason: true }, {}, []],
    [{ does: 'deny K', reason: true }, { reason: '…' }, ['reason']],
    [{ does: 'deny K', reason: true }, { reason: 'eyJhbGciOiJub25l.eyJz.x' }, ['reason']],
  ])('%j with %j', (asked, values, wrong) => {
    expect(Object.keys(wrongIn(asked, values, commands))).toEqual(wrong);
  });
});

describe('options that a form fills in', () => {
  const fields = [
    { key: 'when', label: 'When', value: 'weekdays 9:00 Europe/Paris' },
    { key: 'days', label: 'Days', value: '3', optional: true },
    { key: 'quiet', label: 'Quiet', optional: true },
  ];
  const asked = { does: 'alerts edit idle', fields };
  const asIs = { when: 'weekdays 9:00 Europe/Paris', days: '3' };

  it.each([
    [asIs, 'alerts edit idle'],
    [{ ...asIs, when: ' weekdays  9:00 Europe/Paris ' }, 'alerts edit idle'],
    [{ ...asIs, when: 'daily 8:30' }, 'alerts edit idle when:"daily 8:30"'],
    [{ when: asIs.when }, 'alerts edit idle days:none'],
    [{ ...asIs, days: ' ' }, 'alerts edit idle days:none'],
    [{ ...asIs, quiet: '22:00-7:00' }, 'alerts edit idle quiet:22:00-7:00'],
    // What cannot be empty is as it was.
    [{ ...asIs, when: '' }, 'alerts edit idle'],
    [{ when: 'x" to:slack:C1', days: '3' }, 'alerts edit idle when:"x\\" to:slack:C1"'],
    [{ when: '--tag', days: '4\n5' }, 'alerts edit idle when:"--tag" days:"4 5"'],
  ])('%j: %s', (values, line) => {
    expect(lineOf(asked, values)).toBe(line);
  });

  it('of a form that was empty are all that was filled in', () => {
    const empty = { does: 'alerts subscribe', fields: fields.map(({ value: _, ...field }) => field) };
    expect(lineOf(empty, { when: 'hourly' })).toBe('alerts subscribe when:hourly');
  });

  it.each<[Readonly<Record<string, string>>, Readonly<Record<string, string | RegExp>>]>([
    [asIs, {}],
    [
      { ...asIs, when: 'weekdys 9:00' },
      { when: 'weekdys is no day, no time and no time zone. Did you mean weekdays?' },
    ],
    [{ ...asIs, days: 'soon' }, { days: 'soon does not fit DAYS. It takes days from 0 to 3650, or none.' }],
    [
      { when: 'daily 25:00', days: '-1', quiet: '22' },
      { when: /^25:00 is no time/, days: /^-1 does not fit/, quiet: /^22 does not fit/ },
    ],
    // What was not touched is not held against what is right by now.
    [{ ...asIs, days: '' }, {}],
  ])('%j is wrong in %j', (values, wrong) => {
    const told = wrongIn(asked, values, commands);
    expect(Object.keys(told)).toEqual(Object.keys(wrong));
    for (const [key, words] of Object.entries(wrong)) expect(told[key]).toMatch(words);
  });

  it('of a line that is none of ours are never wrong', () => {
    expect(wrongIn({ does: 'nosuch "', fields }, { when: 'x' }, commands)).toEqual({});
    expect(wrongIn({ does: 'list', fields }, { when: 'x' }, commands)).toEqual({});
    expect(
      wrongIn({ does: 'alerts edit idle', fields: [{ key: 'constructor' }] }, { constructor: 'x' }, commands),
    ).toEqual({});
  });
});
