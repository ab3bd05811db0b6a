import { expect } from 'vitest';
import { patienceMs } from '../../served.ts';
import type { Operated } from '../operated.ts';
import type { Stories } from '../story.ts';

/** A channel that alerts are told in, and the configuration of one. */
export function tellsIn({ peer, maria }: Operated) {
  const channel = peer.world.channel({ name: 'alerts', members: [maria] });
  const nightly = { rules: ['idle-addresses'], when: 'every 5m', to: [`slack:${channel.id}`] };
  return { channel, config: `alerts: ${JSON.stringify({ nightly })}\n` };
}

/** What becomes of what is said unasked. */
export const ofTheWatch: Stories = {
  async 'The outbox is stuck'(page, all) {
    const { channel, config } = tellsIn(all);
    const { shell, line } = await all.serves(config);
    all.peer.faults.fail({ method: 'chat.postMessage', channel: channel.id }, { error: 'internal_error' });
    await all.says('alerts test nightly', 'on its way');
    await line(/could not be posted/);
    expect((await shell.shows(page.next('grep '))).out).toContain('internal_error');
  },

  async 'Posts were given up'(page, all) {
    const { channel, config } = tellsIn(all);
    const { line } = await all.serves(config);
    channel.archived = true;
    await all.says('alerts test nightly', 'on its way');
    await line(/is given up/);
    await all.says(page.next('alerts list').text, 'is_archived');
    channel.archived = false;
    await all.says(page.next('alerts resend all').text, '1 message is posted again');
    await all.peer.until(() => all.peer.messages(channel).length > 0 || undefined, patienceMs);
    channel.archived = true;
    await all.says('alerts test nightly', 'on its way');
    const drop = page.next('alerts drop all').text;
    while (!(await all.says(drop, /forgotten|Nothing waits/)).includes('forgotten'));
  },

  async 'Sweeps do not see all'(page, all) {
    const { shell } = await all.serves(tellsIn(all).config);
    all.aws.fault = ({ action, region }) =>
      action === 'DescribeAddresses' && region === 'eu-west-1' ? { refuse: 'UnauthorizedOperation' } : undefined;
    await all.says(page.next('alerts run NAME').text.replace('NAME', 'nightly'), 'dev in eu-west-1');
    expect((await shell.types(page.next('quartermaster doctor'))).out).toMatch(/Missing.*DescribeAddresses/);
  },

  async 'Letting all changes rest'(page, { serves, says }) {
    await serves();
    await says(page.next('freeze on').text, 'Changes are frozen');
    await says('start batch-7', 'frozen');
    expect(await says(page.next('freeze show').text, 'Changes are frozen')).toContain('By maria');
    await says(page.next('freeze off').text, 'Changes go on');
    await says('start batch-7', 'Nothing has happened yet');
  },
};
