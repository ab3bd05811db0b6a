import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMachine, type Machine } from '../../terminal.ts';

let machine: Machine;
let talk: ReturnType<Machine['converse']>;
beforeEach(async () => {
  machine = await openMachine();
  talk = machine.converse();
  await talk.shows(/ec2> /);
});
afterEach(() => machine.close());

/** Starts what has no room, and says yes to keep trying. */
async function keepTrying() {
  await talk.type('start gpu-train-2');
  await talk.shows(/Confirm\? \[y\/N\]/);
  await talk.type('y');
  await talk.shows(/Keep trying\? \[y\/N\]/);
  await talk.type('y');
}

describe('a start that is tried again and again, in a terminal', () => {
  it('shows its timer and how to stop it, and takes other lines meanwhile', async () => {
    await keepTrying();
    const timer = await talk.shows(/attempt 1, the next in 25 seconds[^]*ec2> /);
    expect(timer).toMatch(/until 2026-11-24 10:15:\d\d UTC/);
    expect(timer).toMatch(/Stop trying: cancel [A-Z0-9]{8}/);
    await talk.type('price m5.large');
    await talk.shows(/m5\.large costs \$0\.096 an hour/);
    await talk.shows(/attempt 3, the next in/);
    await talk.type('stop trying');
    const end = await talk.shows(/then it was stopped/);
    expect(end).toContain('No further attempt is made.');
    expect(end.slice(end.indexOf('then it was stopped'))).not.toContain('attempt 4');
    expect((await talk.leave()).code).toBe(0);
  });

  it('draws its timer over itself, with the prompt and what is typed after it', async () => {
    await keepTrying();
    await talk.shows(/the next in 25 seconds[^]*ec2> /);
    const tick = await talk.shows(/the next in 20 seconds[^]*ec2> /);
    // Back to the first column, up over all lines of the timer, and everything below is wiped.
    expect(tick.startsWith('\r\u001B[')).toBe(true);
    expect(tick).toMatch(/^\r\u001B\[\d+A\u001B\[0J/);
    await talk.leave();
  });

  it('is stopped by Ctrl-C', async () => {
    await keepTrying();
    await talk.shows(/the next in 25 seconds/);
    await talk.type('\u0003');
    await talk.shows(/then it was stopped/);
    expect((await talk.leave()).code).toBe(0);
  });

  it('is stopped by leaving', async () => {
    await keepTrying();
    await talk.shows(/the next in 25 seconds/);
    expect((await talk.leave()).code).toBe(0);
  });
});

describe('an answer that offers nothing while it is under way', () => {
  it('lets lines that are typed meanwhile wait until it is over', async () => {
    await talk.type('stop web-1');
    await talk.shows(/Confirm\? \[y\/N\]/);
    await talk.type('y');
    await talk.shows(/0 of 1 done/);
    await talk.type('price m5.large');
    const rest = await talk.shows(/m5\.large costs/);
    expect(rest).toMatch(/is stopped[^]*m5\.large costs/);
    await talk.leave();
  });
});
