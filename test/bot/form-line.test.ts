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
