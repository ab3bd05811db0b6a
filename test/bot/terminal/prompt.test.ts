import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMachine, type Machine } from '../../terminal.ts';

let machine: Machine;
let talk: ReturnType<Machine['converse']>;
beforeEach(async () => {
  machine = await openMachine();
  talk = machine.converse();
});
afterEach(() => machine.close());

/** What was written since the last time this was asked. */
const since = () => {
  let read = 0;
  return () => {
    const all = talk.out();
    const fresh = all.slice(read);
    read = all.length;
    return fresh;
  };
};
/** Starts what has no room, and says yes to keep trying. */
async function keepTrying() {
  await talk.type('start gpu-train-2');
  await machine.clock.pass(2_000);
  await talk.type('y');
  await machine.clock.pass(2_000);
  expect(talk.out()).toContain('Keep trying? [y/N]');
  await talk.type('y');
  await machine.clock.pass(7_000);
}

describe('a start that is tried again and again, in a terminal', () => {
  it('shows its timer and how to stop it, and takes other lines meanwhile', async () => {
    await keepTrying();
    expect(talk.out()).toMatch(/attempt 1, the next in 2[05] seconds, until 2026-11-24 10:15:\d\d UTC/);
    expect(talk.out()).toMatch(/Stop trying: cancel [A-Z0-9]{8}/);
    const fresh = since();
    fresh();
    await talk.type('price m5.large');
    await machine.clock.pass(1_000);
    expect(fresh()).toContain('m5.large costs $0.096 an hour');
    await machine.clock.pass(60_000);
    expect(fresh(), 'and the timer goes on').toMatch(/attempt 3, the next in/);
    await talk.type('stop trying');
    await machine.clock.pass(6_000);
    const end = fresh();
    expect(end).toContain('No further attempt is made.');
    expect(end).toContain('then it was stopped');
    await machine.clock.pass(60_000);
    expect(fresh()).not.toContain('attempt');
    expect((await talk.leave()).code).toBe(0);
  });

  it('draws itself over itself, with what is typed kept at the end', async () => {
    await keepTrying();
    const fresh = since();
    fresh();
    await machine.clock.pass(10_000);
    const ticks = fresh().split('\r\u001B[');
    expect(ticks.length).toBeGreaterThan(2);
    expect(ticks.at(-1)).toMatch(/ec2> /);
    await talk.leave();
  });

  it('is stopped by Ctrl-C, and by leaving', async () => {
    await keepTrying();
    const fresh = since();
    fresh();
    await talk.type('\u0003');
    await machine.clock.pass(1_000);
    expect(fresh()).toContain('then it was stopped');
    await talk.leave();
  });
});

describe('an answer that offers nothing while it is under way', () => {
  it('lets lines that are typed meanwhile wait until it is over', async () => {
    await talk.type('stop web-1');
    await machine.clock.pass(1_000);
    await talk.type('y');
    await machine.clock.pass(2_000);
    const fresh = since();
    fresh();
    await talk.type('price m5.large');
    await machine.clock.pass(1_000);
    expect(fresh()).not.toContain('m5.large costs');
    await machine.clock.pass(20_000);
    expect(fresh()).toMatch(/is stopped[^]*m5.large costs/);
    await talk.leave();
  });
});
