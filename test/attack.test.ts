import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyAlphabet } from '../src/core/changes/keys.ts';
import type { Person, Place } from '../src/core/people/person.ts';
import type { ProblemCode } from '../src/core/problem.ts';
import {
  approvals,
  bob,
  channel,
  cleo,
  dora,
  elsewhere,
  eve,
  ines,
  mallory,
  maria,
  mariaInSlack,
  openAttack,
  privately,
  roles,
  type Attack,
  type AttackWish,
  type Said,
} from './attack/house.ts';

let attack: Attack;
const open = async (wish: AttackWish = {}): Promise<void> => {
  attack = await openAttack(wish);
};
const anew = async (wish: AttackWish): Promise<void> => {
  await attack.close();
  await open(wish);
};
beforeEach(() => open());
afterEach(async () => {
  // No attack may lead to a fault of ours.
  const faults = attack.logged.filter((line) => line.includes('fault of ours'));
  await attack.close();
  if (faults.length > 0) throw new Error(faults.join('\n'));
});

const maria_: Said = { by: maria };
/** Says it, and expects this refusal, written down with who said it; nothing reaches the account. */
async function refused(line: string, said: Said, problem: ProblemCode): Promise<void> {
  const before = [...attack.calls];
  const answer = await attack.say(line, said);
  expect(answer.problem?.problem, line).toBe(problem);
  expect(attack.calls, line).toEqual(before);
  const own = (await attack.audit()).filter(({ request }) => request === answer.id);
  expect(own, line).toMatchObject([{ event: 'refused', person: { id: said.by.id } }]);
}
/** It works for whom it is meant for: what was refused before was not refused because it was broken. */
async function works(line: string, said: Said, calls: readonly RegExp[]): Promise<void> {
  attack.calls.length = 0;
  const answer = await attack.say(line, said);
  expect(answer.problem).toBeUndefined();
  expect(attack.calls).toEqual(calls.map((call) => expect.stringMatching(call)));
}
const asked = () => attack.plan('stop web-2', maria_);
/** Confirmed by maria; waits for an approver. */
async function awaiting(line = 'terminate web-1', word = 'web-1', where: Place = channel): Promise<string> {
  const key = await attack.plan(line, { by: maria, where });
  const { problem } = await attack.say(`confirm ${key} ${word}`, { by: maria, where });
  expect(problem).toBeUndefined();
  expect(attack.calls).toEqual([]);
  return key;
}

describe('presses by others', () => {
  it.each<[string, Person]>([
    ['another operator', bob],
    ['an approver', ines],
    ['an admin', dora],
    ['nobody in particular', eve],
    ['one who is called the same and says she has every role', mallory],
    ['one whose id differs in case', { ...maria, id: 'os:Maria' }],
    ['one whose id has something after it', { ...maria, id: 'os:maria ' }],
    ['one whose id looks alike', { ...maria, id: 'os:mаria' }],
    ['one who claims to be linked', { ...eve, also: [maria.id] }],
  ])('%s confirms and cancels nothing of maria', async (_, by) => {
    const key = await asked();
    for (const where of [channel, privately(by), approvals])
      for (const verb of ['confirm', 'cancel']) await refused(`${verb} ${key}`, { by, where }, 'wrong-person');
    await works(`confirm ${key}`, maria_, [/^stop i-\S+ for os:maria$/]);
  });

  it.each<[string, Person, ProblemCode]>([
    ['who asked', maria, 'wrong-person'],
    ['who asked, by another id that is an approver', mariaInSlack, 'wrong-person'],
    ['another operator', bob, 'not-allowed'],
    ['an admin', dora, 'not-allowed'],
    ['nobody in particular', eve, 'not-allowed'],
    ['one who says she has every role', mallory, 'not-allowed'],
  ])('%s approves and denies nothing', async (_, by, problem) => {
    const key = await awaiting();
    for (const where of [channel, privately(by), approvals])
      for (const verb of ['approve', 'deny']) await refused(`${verb} ${key}`, { by, where }, problem);
    await works(`approve ${key}`, { by: ines }, [/^terminate i-\S+ for os:maria by os:ines$/]);
  });

  it('an approver cannot approve what nobody has confirmed, nor confirm it', async () => {
    const key = await attack.plan('terminate web-1', maria_);
    await refused(`approve ${key}`, { by: ines }, 'approval-needed');
    await refused(`confirm ${key} web-1`, { by: ines }, 'wrong-person');
  });
});

describe('edited keys', () => {
  const next = (sign: string): string => keyAlphabet[(keyAlphabet.indexOf(sign) + 1) % keyAlphabet.length] ?? '';
  it.each<[string, (key: string) => string, ProblemCode]>([
    ['one sign further', (key) => key.slice(0, 7) + next(key.slice(7)), 'unknown-key'],
    ['turned round', (key) => [...key].toReversed().join(''), 'unknown-key'],
    ['one sign short', (key) => key.slice(1), 'bad-value'],
    ['a sign after it', (key) => `${key}2`, 'bad-value'],
    ['a line after it', (key) => `"${key}\n"`, 'bad-value'],
    ['a null after it', (key) => `"${key}\u0000"`, 'bad-value'],
    [
      'in wide letters',
      (key) => String.fromCodePoint(...[...key].map((one) => one.charCodeAt(0) + 0xfee0)),
      'bad-value',
    ],
    ['a path', (key) => `../${key}`, 'bad-value'],
    ['a pattern', () => '%%%%%%%%', 'bad-value'],
    ['a field of every object', () => '__proto__', 'bad-value'],
  ])('%s', async (_, edit, problem) => {
    const key = await asked();
    for (const verb of ['confirm', 'cancel', 'approve', 'deny'])
      await refused(`${verb} ${edit(key)}`, verb === 'approve' ? { by: ines } : maria_, problem);
    await works(`confirm ${key}`, maria_, [/^stop/]);
  });

  it.each(['ſ', 'ﬆ', 'ß', 'ﬀ'])('%s becomes no letter of a key by being made capital', async (sign) => {
    const fits = 'ABCDEFGH'.slice(sign.toUpperCase().length);
    await refused(`confirm ${sign}${fits}`, maria_, 'bad-value');
  });

  it.each<[string, (key: string) => string]>([
    ['in small letters', (key) => key.toLowerCase()],
    ['with a mark that nobody sees', (key) => `${key.slice(0, 4)}\u200B${key.slice(4)}`],
  ])('a key %s is that key, for whom it is meant for alone', async (_, edit) => {
    const key = edit(await asked());
    await refused(`confirm ${key}`, { by: bob }, 'wrong-person');
    await works(`confirm ${key}`, maria_, [/^stop/]);
  });
});

describe('confirmations across places', () => {
  it.each<[string, Place, Place]>([
    ['from a channel in another', channel, elsewhere],
    ['from a channel in the place for approvals', channel, approvals],
    ['from a channel where another reads alone', channel, privately(bob)],
    ['from private in a channel', privately(maria), channel],
    [
      'from private in a place that has its name and is not private',
      privately(maria),
      { id: `${privately(maria).id} ` },
    ],
  ])('%s', async (_, where, wrong) => {
    const key = await attack.plan('stop web-2', { by: maria, where });
    for (const verb of ['confirm', 'cancel'])
      await refused(`${verb} ${key}`, { by: maria, where: wrong }, 'wrong-place');
    await works(`confirm ${key}`, { by: maria, where }, [/^stop/]);
  });

  it.each<[string, Place]>([
    ['another channel', elsewhere],
    ['where another reads alone', privately(bob)],
    ['where who asked reads alone', privately(maria)],
  ])('an approver approves nothing in %s', async (_, where) => {
    const key = await awaiting('terminate web-1', 'web-1', where === elsewhere ? channel : privately(maria));
    for (const verb of ['approve', 'deny']) await refused(`${verb} ${key}`, { by: ines, where }, 'wrong-place');
    await works(`approve ${key}`, { by: ines, where: approvals }, [/by os:ines$/]);
  });
});

describe('stale and guessed keys', () => {
  const uses: readonly [string, string, readonly (readonly [line: string, said: Said])[], number, ProblemCode][] = [
    ['used', 'stop web-2', [['confirm KEY', maria_]], 0, 'used-key'],
    ['cancelled', 'stop web-2', [['cancel KEY', maria_]], 0, 'used-key'],
    ['expired', 'stop web-2', [], 301_000, 'expired-key'],
    [
      'denied',
      'terminate web-1',
      [
        ['confirm KEY web-1', maria_],
        ['deny KEY', { by: ines }],
      ],
      0,
      'used-key',
    ],
    [
      'taken back',
      'terminate web-1',
      [
        ['confirm KEY web-1', maria_],
        ['cancel KEY', maria_],
      ],
      0,
      'used-key',
    ],
    ['not approved in time', 'terminate web-1', [['confirm KEY web-1', maria_]], 3_601_000, 'expired-key'],
    [
      'approved before',
      'terminate web-1',
      [
        ['confirm KEY web-1', maria_],
        ['approve KEY', { by: ines }],
      ],
      0,
      'used-key',
    ],
  ];
  it.each(uses)('%s', async (_, line, before, passMs, problem) => {
    const key = await attack.plan(line, maria_);
    for (const [said, who] of before) expect((await attack.say(said.replace('KEY', key), who)).problem).toBeUndefined();
    await attack.clock.pass(passMs);
    // What waits was confirmed, and what was asked is not to be approved: that is said first, whatever the time.
    const [waits, neverConfirmed] = [before.length === 1 && passMs > 0, before.length === 0];
    await refused(`confirm ${key} web-1`, maria_, waits ? 'used-key' : problem);
    await refused(`cancel ${key}`, maria_, problem);
    for (const verb of ['approve', 'deny'])
      await refused(`${verb} ${key}`, { by: cleo }, neverConfirmed ? 'approval-needed' : problem);
  });

  it('who guesses rests after five wrong keys, in all places and processes, even with a right one', async () => {
    const key = await asked();
    const other = await attack.start(roles);
    for (const guess of ['22222222', 'ZZZZZZZZ', 'ABCDEFGH', '7QK2M8TD', 'B4XN9WHR'])
      await refused(`confirm ${guess}`, { by: maria, where: elsewhere }, 'unknown-key');
    await refused(`confirm ${key}`, maria_, 'paused');
    await refused(`confirm ${key}`, { by: maria, to: other }, 'paused');
    await attack.clock.pass(61_000);
    await works(`confirm ${key}`, maria_, [/^stop/]);
  });
});

describe('rights that are taken away', () => {
  it.each<[string, Readonly<Record<string, readonly string[]>>, 'confirm' | 'approve']>([
    ['the requester, before the confirmation', { ...roles, operator: [bob.id] }, 'confirm'],
    ['the requester, before the approval', { ...roles, operator: [bob.id] }, 'approve'],
    ['the approver, before the approval', { ...roles, approver: [cleo.id] }, 'approve'],
    ['all', {}, 'confirm'],
  ])('of %s', async (_, later, verb) => {
    const key = verb === 'confirm' ? await asked() : await awaiting();
    const to = await attack.start(later);
    await refused(`${verb} ${key}`, { by: verb === 'confirm' ? maria : ines, to }, 'not-allowed');
  });

  it('by rules that are written anew, between ask and press', async () => {
    const look = 'permit (principal, action == Action::"look", resource);';
    await anew({ rules: `${look}\npermit (principal in Role::"operator", action in Action::"change", resource);` });
    const key = await asked();
    await attack.rewrite(look);
    await attack.clock.pass(2_000);
    await refused(`confirm ${key}`, maria_, 'not-allowed');
  });

  it('by a freeze, which operators and approvers neither end nor break', async () => {
    const [key, waits] = [await asked(), await awaiting()];
    expect((await attack.say('freeze on reason:"the sale"', { by: dora })).problem).toBeUndefined();
    await refused(`confirm ${key}`, maria_, 'frozen');
    await refused(`approve ${waits}`, { by: ines }, 'frozen');
    await refused('stop web-2 break-glass:yes reason:"now"', maria_, 'not-allowed');
    for (const by of [maria, ines, eve, mallory])
      for (const line of ['freeze off', 'freeze on reason:"mine"']) await refused(line, { by }, 'not-allowed');
    // Who may break the glass may change nothing by that alone.
    await refused('stop web-2 break-glass:yes reason:"now"', { by: dora }, 'not-allowed');
  });
});
