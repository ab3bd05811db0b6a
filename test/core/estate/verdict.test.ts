import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verdict, type AddressFacts } from '../../../src/core/estate/verdict.ts';
import { plain } from '../../../src/core/text.ts';
import { dayMs } from '../../../src/core/time.ts';
import { anyFacts, cases, free, now, onInstance } from './address-cases.ts';

describe('what an Elastic IP is', () => {
  it.each(cases)('row %i: %s', (row, _what, facts, is, charged, says) => {
    const found = verdict({ extra: false, ...facts }, now);
    expect(found).toMatchObject({ row, is, charged });
    expect(plain(found.says())).toContain(says);
  });

  it('reaches every row of the table', () => {
    expect(new Set(cases.map(([row]) => row))).toEqual(
      new Set(Array.from({ length: 11 }, (_unused, index) => index + 1)),
    );
  });

  it('tells since when it idles where the stop of its instance tells that', () => {
    const since = now - 9 * dayMs;
    const stopped = { id: 'i-1', state: 'stopped', stateSince: since } as const;
    expect(verdict({ address: onInstance, instance: stopped, extra: false }, now).since).toBe(since);
    expect(verdict({ address: free, extra: false }, now).since).toBeUndefined();
  });

  it('never calls idle what runs, what a service manages, what is not charged, or what could not be read', () => {
    fc.assert(
      fc.property(anyFacts, (facts: AddressFacts) => {
        const found = verdict(facts, now);
        if (found.is !== 'idle') return;
        expect(found.charged).toBe('yes');
        expect(facts.address.serviceManaged).toBeUndefined();
        expect([undefined, 'amazon']).toContain(facts.address.pool);
        if (facts.instance !== undefined) expect(['stopped', 'stopping']).toContain(facts.instance.state);
        else if (facts.address.associationId !== undefined) expect(facts.interface?.status).toBe('available');
      }),
      { numRuns: 1_000 },
    );
  });
});
