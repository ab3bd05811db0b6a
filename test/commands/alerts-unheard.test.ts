import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMachine, type Machine } from '../terminal.ts';
import { maria, openTalk, wordsOf, type Talk } from './house.ts';

const configured = JSON.stringify({
  nightly: { rules: ['volumes'], when: 'daily 22:00 Europe/Paris', to: ['slack:C0OPS', 'owner'] },
});

let talk: Talk;
beforeEach(async () => {
  talk = await openTalk({ QUARTERMASTER_ALERTS: configured });
});
afterEach(() => talk.close());

let asked = 0;
/** What is answered in a channel of Slack. */
async function there(line: string): Promise<string> {
  const { reply } = await talk.machine.house.dispatch(
    {
      id: `said-${(asked += 1)}`,
      person: maria,
      place: { id: 'slack:C0OPS', workspace: 'slack:T0' },
      line,
      signal: new AbortController().signal,
    },
    () => {},
  );
  return wordsOf(reply);
}

describe('a place in a chat that is not switched on', () => {
  const waits = (name: string, platform: string) =>
    `Nothing is told in ${name} as long as ${platform}: is not in the configuration: what is found waits until then, for 30 days at most.`;

  it.each([
    'subscribe volumes hourly to:here,slack:C0123456',
    'subscribe cost hourly name:costs to:slack:C0123456',
    'edit nightly-2 to:slack:C0123456',
    'show nightly-2',
    'test nightly-2',
  ])('is warned of by alerts %s', async (line) => {
    await talk.reply('alerts subscribe volumes daily 9:00 name:nightly-2 to:slack:C0123456');
    const reply = await talk.reply(`alerts ${line}`);
    expect(wordsOf(reply)).toContain(waits('slack:C0123456', 'slack'));
    expect(line.startsWith('show') || reply.tone === 'warning').toBe(true);
  });

  it('is none where it is said in that chat itself, nor a terminal', async () => {
    expect(await there('alerts subscribe volumes hourly')).not.toContain('Nothing is told');
    expect(wordsOf(await talk.reply('alerts subscribe volumes hourly'))).not.toContain('Nothing is told');
    expect(await there('alerts edit volumes to:discord:1,here')).toContain(waits('discord:1', 'discord'));
  });

  it('is none where it is switched on, and is told by the doctor and the log where it is not', async () => {
    const over = new AbortController();
    over.abort();
    const warned = async (machine: Machine): Promise<readonly string[]> => {
      await machine.house.watch(over.signal);
      return machine.logged.filter((line) => line.includes('Nothing is told'));
    };
    expect(await warned(talk.machine)).toEqual([expect.stringContaining('"alert":"alerts.nightly.to"')]);
    const checks = await talk.machine.house.doctor(new AbortController().signal);
    expect(checks.filter(({ what }) => what.startsWith('alerts.'))).toMatchObject([{ is: 'missing', needed: false }]);
    const served = await openMachine({ QUARTERMASTER_ALERTS: configured, QUARTERMASTER_SLACK_MODE: 'socket' });
    expect(await warned(served)).toEqual([]);
    await served.close();
  });
});
