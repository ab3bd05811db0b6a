import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PublicAddress } from '../../../../src/core/estate/judge.ts';
import { verdict, type AddressFacts, type Verdict } from '../../../../src/core/estate/verdict.ts';
import type { Address } from '../../../../src/core/ports/instance.ts';
import { plain } from '../../../../src/core/text.ts';
import { dayMs } from '../../../../src/core/time.ts';
import { rules } from '../../../../src/core/watch/rules/index.ts';
import type { Known } from '../../../../src/core/watch/rules/rule.ts';
import { anyFacts, cases, onInstance, onInterface } from '../../estate/address-cases.ts';
import { judgedRecordings, recordedVerdicts } from '../../estate/recorded-verdicts.ts';
import { instance } from '../../changes/instance.ts';
import { known, now, ruleOver, told } from './known.ts';

const about = (address: Address, found: Verdict): PublicAddress => ({
  ip: address.publicIp,
  kind: 'elastic',
  account: address.account,
  region: address.region,
  tags: address.tags,
  verdict: found,
  address,
});
const judged = (facts: AddressFacts): PublicAddress => about(facts.address, verdict(facts, now));
const own = rules.filter((rule) => rule.over === 'addresses');
/** The rules that find something in an address. */
const findersOf = (one: PublicAddress, besides?: Partial<Known>) =>
  own.filter((rule) => rule.judge(one, known(besides)) !== undefined);
const idsOf = (one: PublicAddress, besides?: Partial<Known>) => findersOf(one, besides).map(({ id }) => id);

const ruleOfRow: Readonly<Record<number, string>> = {
  5: 'address-unassociated',
  7: 'address-on-stopped-instance',
  8: 'address-on-loose-interface',
};

describe('what is found of an Elastic IP', () => {
  it.each(cases)('of row %i, %s, is its rule’s and no other’s', (row, what, facts) => {
    const second = what === 'a second one of a running instance';
    const wanted = second ? ['address-second'] : row in ruleOfRow ? [ruleOfRow[row]] : [];
    expect(idsOf(judged({ extra: false, ...facts }))).toEqual(wanted);
  });

  it('of every answer that AWS really gave is what idles by the table that was written by hand, and nothing else', async () => {
    const recordings = await judgedRecordings();
    expect(recordings.length).toBe(recordedVerdicts.length);
    const found = recordings.map(({ answer, address, verdicts }) => [
      answer,
      address.publicIp,
      ...verdicts.map((one) => (findersOf(about(address, one)).some(({ sums }) => sums) ? 'idle' : '')),
    ]);
    const wanted = recordedVerdicts.map(([answer, ip, ...standings]) => [
      answer,
      ip,
      ...standings.map((is) => (is === 'idle' ? is : '')),
    ]);
    expect(found).toEqual(wanted);
  });

  it('counts as waste only what idles and is charged, by one rule, and what a tag says of addresses in use', () => {
    fc.assert(
      fc.property(anyFacts, fc.boolean(), (facts, marks) => {
        const one = judged(facts);
        const { is, charged } = one.verdict;
        const marked = marks && facts.address.tags['state'] === 'idle';
        const idleTagOf = () => (marked ? { key: 'state', value: 'idle' } : undefined);
        const strong = findersOf(one, { idleTagOf })
          .filter(({ sums }) => sums)
          .map(({ id }) => id);
        const idles = is === 'idle' && charged === 'yes';
        const isMarked = marked && (is === 'in-use' || is === 'extra') && charged === 'yes';
        expect(strong).toEqual([
          ...(idles ? [ruleOfRow[one.verdict.row]] : []),
          ...(isMarked ? ['address-idle-by-tag'] : []),
        ]);
        const weak = findersOf(one).filter(({ sums }) => !sums);
        expect(weak.map(({ id }) => id)).toEqual(is === 'extra' ? ['address-second'] : []);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each<[charged: Verdict['charged']]>([['no'], ['unknown']])(
    'is no waste, whatever the rest of its verdict is, where it is charged: %s',
    (charged) => {
      for (const row of [5, 7, 8])
        expect(idsOf(about(onInstance, { is: 'idle', row, charged, says: () => [] }))).toEqual([]);
      const extra: Verdict = { is: 'extra', row: 6, charged, says: () => [] };
      expect(idsOf(about(onInstance, extra), { idleTagOf: () => ({ key: 'a', value: 'b' }) })).toEqual([]);
    },
  );

  it('of an address that AWS lends to an instance is nothing, whatever its tags say', () => {
    const lent: PublicAddress = {
      ip: '203.0.113.10',
      kind: 'auto-assigned',
      account: onInstance.account,
      region: onInstance.region,
      tags: { state: 'idle' },
      verdict: { is: 'in-use', row: 0, charged: 'yes', says: () => [] },
      instance: instance(),
    };
    expect(idsOf(lent, { idleTagOf: () => ({ key: 'state', value: 'idle' }) })).toEqual([]);
  });
});

describe('what is said of an Elastic IP', () => {
  const since = now - 34 * dayMs;
  const stopped = { id: 'i-1', name: 'web-1', state: 'stopped', stateSince: since } as const;

  it('is the verdict on it, since when AWS says, and what it costs', () => {
    const rule = ruleOver('addresses', 'address-on-stopped-instance');
    expect(told(rule.judge(judged({ address: onInstance, extra: false, instance: stopped }), known()))).toEqual({
      says: 'web-1 is stopped, for 34 days',
      facts: 'row 7 i-1',
      since,
      perMonth: '3.65',
    });
  });

  it('has no sum where the price is not known', () => {
    const rule = ruleOver('addresses', 'address-on-stopped-instance');
    const found = rule.judge(
      judged({ address: onInstance, extra: false, instance: stopped }),
      known({ addressMonth: () => undefined }),
    );
    expect(told(found)).toMatchObject({ facts: 'row 7 i-1', perMonth: undefined });
  });

  it('becomes another matter with what holds it, and with nothing else', () => {
    const loose = ruleOver('addresses', 'address-on-loose-interface');
    const on = (id: string) =>
      loose.judge(
        about({ ...onInterface, networkInterfaceId: id }, { is: 'idle', row: 8, charged: 'yes', says: () => [] }),
        known(),
      )?.facts;
    expect([on('eni-1'), on('eni-2')]).toEqual(['row 8 eni-1', 'row 8 eni-2']);
    const stop = ruleOver('addresses', 'address-on-stopped-instance');
    const facts = (stateSince: number) =>
      stop.judge(judged({ address: onInstance, extra: false, instance: { ...stopped, stateSince } }), known())?.facts;
    expect(facts(since)).toBe(facts(now));
  });

  it('names the tag that marks it', () => {
    const address = { ...onInstance, tags: { state: 'Idle-2026' } };
    const found = ruleOver('addresses', 'address-idle-by-tag').judge(
      judged({ address, extra: false, instance: { ...stopped, state: 'running' } }),
      known({ idleTagOf: () => ({ key: 'state', value: 'idle*' }) }),
    );
    expect(told(found)).toEqual({
      says: 'web-1 uses it, and its tag state=Idle-2026 marks it as idle',
      facts: 'tag state=Idle-2026',
      since: undefined,
      perMonth: '3.65',
    });
  });

  it('of a second one names its instance, and is weak', () => {
    const rule = ruleOver('addresses', 'address-second');
    const found = rule.judge(
      judged({ address: onInstance, extra: true, instance: { ...stopped, state: 'running' } }),
      known(),
    );
    expect(rule.sums).toBe(false);
    expect(told(found)).toMatchObject({ says: 'a further address of web-1', facts: 'row 6 i-1', perMonth: '3.65' });
  });

  it('says what could not be read of one that may be in transfer', () => {
    const rule = ruleOver('addresses', 'address-on-stopped-instance');
    const found = rule.judge(
      judged({ address: onInstance, extra: false, instance: stopped, transfer: 'unread' }),
      known(),
    );
    expect(plain(found?.says() ?? [])).toContain('whether it is offered to another account could not be read');
  });
});
