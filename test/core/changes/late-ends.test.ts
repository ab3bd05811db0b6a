import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cloud, Listing } from '../../../src/core/ports/cloud.ts';
import type { Instance } from '../../../src/core/ports/instance.ts';
import { minuteMs } from '../../../src/core/time.ts';
import { documentKeys, openMachine } from '../../terminal.ts';
import { openTalk, rowsOf, wordsOf, type Talk } from '../../commands/house.ts';

const [first, second] = documentKeys;
let talk: Talk;
/** What reads of the cloud are told instead of what is so. */
let told: (one: Instance) => Instance = (one) => one;
beforeEach(async () => {
  talk = await openTalk();
  told = (one) => one;
  const { cloud } = talk.machine.house.core;
  const { instances, instancesById } = cloud;
  const lie =
    <A extends readonly unknown[]>(read: (...args: A) => Promise<Listing<Instance>>) =>
    async (...args: A): Promise<Listing<Instance>> => {
      const listing = await read(...args);
      return { ...listing, items: listing.items.map((one) => told(one)) };
    };
  Object.assign(cloud, { instances: lie(instances), instancesById: lie(instancesById) });
});
afterEach(() => talk.close());

/** What is posted in the terminal's place now. */
async function notices(): Promise<readonly string[]> {
  const posted: string[] = [];
  await talk.machine.house.notices(
    (id) => id === 'terminal:os:maria',
    async (_, reply) => void posted.push(wordsOf(reply)),
    new AbortController().signal,
  );
  return posted;
}

describe('a change that AWS takes longer for than anybody waits', () => {
  it('is looked at again, told when it is over, remembered with what it left, and can be undone', async () => {
    await talk.reply('stop bastion');
    told = (one) => (one.name === 'bastion' && one.state === 'stopped' ? { ...one, state: 'stopping' } : one);
    expect(wordsOf((await talk.ask(`confirm ${first}`)).reply)).toContain('after 10 minutes it is stopping');
    expect(await notices()).toEqual([]);
    await talk.machine.clock.pass(20 * minuteMs);
    expect(await notices()).toEqual([]);
    told = (one) => one;
    await talk.machine.clock.pass(20 * minuteMs);
    expect((await notices()).join()).toContain('Found later');
    expect(await notices()).toEqual([]);
    expect(rowsOf(await talk.reply('leftovers')).map(({ What }) => What)).toContain('198.51.100.10');
    expect(wordsOf(await talk.reply('undo'))).toContain('Start bastion');
  });

  it('does not become the last change of somebody who has changed other things since', async () => {
    await talk.reply('stop bastion');
    told = (one) => (one.name === 'bastion' && one.state === 'stopped' ? { ...one, state: 'stopping' } : one);
    await talk.ask(`confirm ${first}`);
    await talk.reply('stop web-1');
    await talk.reply(`confirm ${second}`);
    told = (one) => one;
    await talk.machine.clock.pass(40 * minuteMs);
    expect(await notices()).toHaveLength(1);
    expect(wordsOf(await talk.reply('undo'))).toContain('Start web-1');
  });
});

describe('what could not be read when a change was planned', () => {
  it('is left behind by name all the same: volumes by id, an Elastic IP by its address', async () => {
    const { cloud } = talk.machine.house.core;
    const { volumes, addresses } = cloud;
    const blind: Pick<Cloud, 'volumes' | 'addresses'> = {
      volumes: async (...args) => ({ ...(await volumes(...args)), items: [] }),
      addresses: async (...args) => ({ ...(await addresses(...args)), items: [] }),
    };
    Object.assign(cloud, blind);
    expect(wordsOf(await talk.reply('terminate bastion'))).toContain(
      'Its Elastic IP 198.51.100.10 stays; its record could not be read',
    );
    await talk.reply('stop bastion');
    await talk.reply(`confirm ${second}`);
    Object.assign(cloud, { volumes, addresses });
    const left = rowsOf(await talk.reply('leftovers')).map(({ What }) => What);
    expect(left).toEqual(expect.arrayContaining(['198.51.100.10', expect.stringMatching(/^volume at /)]));
  });
});

describe('a process that ends between the steps of a release', () => {
  it('tells the step that was done as done', async () => {
    const machine = await openMachine();
    try {
      const stop = new AbortController();
      const ask = (line: string, name = 'maria', signal = new AbortController().signal) =>
        machine.house.dispatch(
          {
            id: line,
            person: { id: `os:${name}`, name, roles: ['operator', 'approver'] },
            place: { id: 'p' },
            line,
            signal,
          },
          ({ reply }) => {
            if (wordsOf(reply).includes('disassociated')) stop.abort(new Error('enough'));
          },
        );
      await ask('release 198.51.100.10');
      await ask(`confirm ${first} 198.51.100.10`);
      const released = ask(`approve ${first}`, 'ana', stop.signal);
      let over = false;
      void released.finally(() => (over = true));
      while (!over) await machine.clock.pass(500);
      expect(wordsOf((await released).reply)).toContain('disassociated, but not released');
    } finally {
      await machine.close();
    }
  });
});
