import { describe, expect, it } from 'vitest';
import { openMachine } from '../../terminal.ts';

describe('CSV in a terminal', () => {
  it('is never made of a plan: its key and warnings would be lost', async () => {
    const machine = await openMachine();
    try {
      const { out, code: exit } = await machine.pipe(['stop web-1 as:csv', 'audit']);
      expect(exit).toBe(1);
      expect(out).toContain('Say it without asking for rows');
      expect(out).toContain('stop refused');
      expect(out).not.toContain('stop asked');
    } finally {
      await machine.close();
    }
  });

  it('of a list has all rows, not a page, and nothing but rows', async () => {
    const machine = await openMachine();
    try {
      const { out, aside } = await machine.pipe(['list as:csv']);
      expect(aside).toContain('Demo account');
      expect(aside).not.toContain('i-');
      const lines = out.trim().split('\n');
      expect(lines[0]).toBe('Name,Id,State,Type,Account,Region,Owner,Public IPv4');
      expect(lines.length).toBeGreaterThan(35);
      expect(lines.every((line) => line.split(',').length >= 8)).toBe(true);
      const costs = await machine.pipe(['cost by:type as:csv']);
      expect(costs.out).not.toContain('more');
      expect(costs.aside).toMatch(/at least .* an hour[\s\S]*Not priced/);
      const { out: problem } = await machine.pipe(['lst as:csv']);
      expect(problem).toContain('Did you mean list');
    } finally {
      await machine.close();
    }
  });

  it('is the only word of its kind: nobody else sees a terminal, so sharing is no option of a line', async () => {
    const machine = await openMachine();
    try {
      const { out } = await machine.pipe(['price m5.large share:yes']);
      expect(out).toContain('has no option share');
    } finally {
      await machine.close();
    }
  });
});
