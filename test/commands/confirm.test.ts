import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentKeys, openMachine, type Machine } from '../terminal.ts';

let machine: Machine;
beforeEach(async () => {
  machine = await openMachine();
});
afterEach(() => machine.close());

describe('the exit code of a confirmation', () => {
  it('is 0 where all was done, and 1 where AWS refused, also in JSON', async () => {
    const key = documentKeys[0];
    expect((await machine.pipe(['stop web-1', `confirm ${key}`])).code).toBe(0);
    const refused = await machine.pipe(['start gpu-train-2', `confirm ${documentKeys[1]}`], { json: true });
    expect(refused.code).toBe(1);
    const last: unknown = JSON.parse(refused.out.trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ ok: false, command: 'confirm', final: true, problem: null });
  });
});
