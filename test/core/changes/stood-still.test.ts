import { afterEach, expect, it } from 'vitest';
import { leaseMs } from '../../../src/core/changes/hold.ts';
import { newKey } from '../../../src/core/changes/keys.ts';
import type { Ec2Calls } from '../../../src/core/drivers/ec2/calls.ts';
import { plain } from '../../../src/core/text.ts';
import { fakeClock } from '../../fake-clock.ts';
import { mortalProcess, type Write } from '../../mortal.ts';
import { documentKeys, openMachine, type Machine } from '../../terminal.ts';

const machines: Machine[] = [];
afterEach(async () => {
  for (const machine of machines.splice(0).toReversed()) await machine.close();
});

const never = new AbortController().signal;

/** The writes of a change, from its confirmation to its call. */
const moments: readonly (readonly [name: string, is: (write: Write) => boolean])[] = [
  ['it was taken up', ({ into, verb }) => into === 'changes' && verb === 'swap'],
  ['its intent was written', ({ into, value }) => into === 'audit' && JSON.stringify(value).includes('about to call')],
  ['the call was noted', ({ into, value }) => into === 'changes' && JSON.stringify(value).includes('"called":1')],
];

it.each(moments)(
  'a process that stands still after %s, longer than its lease, calls nothing that another has told of as not done',
  async (_, is) => {
    const clock = fakeClock();
    const made: string[] = [];
    const calls = (own: Ec2Calls): Ec2Calls => ({
      ...own,
      change(kind, home, targets, dryRun, signal, caller) {
        if (!dryRun) made.push(kind);
        return own.change(kind, home, targets, dryRun, signal, caller);
      },
    });
    let still = 0;
    const life = mortalProcess(clock, {
      made(write) {
        if (still > 0 || !is(write)) return;
        still += 1;
        life.stall(clock.sleep(leaseMs + 5_000, never));
      },
    });
    const first = await openMachine({}, { clock: { ...clock, ...life.clock }, openStore: life.openStore, calls });
    machines.push(first);
    const second = await openMachine({ QUARTERMASTER_STORE_PATH: first.storePath }, { clock, calls, keys: newKey });
    machines.push(second);
    const told: string[] = [];
    const lookUp = () =>
      second.house.notices(
        () => true,
        async (_place, { title }) => void told.push(plain(title)),
        never,
      );
    const { out } = await first.pipe(['stop web-1']);
    expect(out).toContain(documentKeys[0]);
    const pressed = first.pipe([`confirm ${documentKeys[0]}`]);
    while (still === 0) await clock.pass(100);
    await clock.pass(leaseMs + 1_000);
    await lookUp();
    await pressed;
    for (let seconds = 0; seconds < 300; seconds += 1) await clock.pass(1_000);
    await lookUp();
    const said = told.join() + (await pressed).out;
    expect(made.length).toBe(/not done|withheld|took this change over/.test(said) ? 0 : 1);
    expect(still).toBe(1);
  },
);
