import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiscordMessage } from '../../peers/discord/world.ts';
import { alertStory } from '../alert-story.ts';
import { buttonsOf, closeClean } from './seen.ts';
import { modes, openServer, wordsIn, type Server } from './server.ts';

describe.each(modes)('over %s, an alert of a channel', (mode) => {
  let work: Server;
  beforeAll(async () => {
    work = await openServer(mode);
  });
  afterAll(() => closeClean(work));

  /** What `alerts show` says of it to maria. */
  async function shown(name: string, words: string | RegExp): Promise<string> {
    await work.says(`alerts show ${name}`);
    return wordsIn(await work.whispered(words));
  }
  /** Subscribes, and gives what everybody sees. */
  async function subscribed(line: string, name: string): Promise<DiscordMessage> {
    await work.says(`alerts subscribe ${line} name:${name}`);
    return work.shown(new RegExp(`It is the alert .${name}.;`));
  }

  alertStory(() => ({
    says: (line) => work.says(line),
    presses: (message, label) => work.presses(message, label),
    shown: (words) => work.shown(words),
    whispered: (words) => work.whispered(words),
    subscribed,
    async submits() {
      const { peer, maria } = work;
      await work.until(() => peer.modal(maria));
      await peer.submit({ user: maria });
    },
    words: () => work.peer.messages(work.ops).map(wordsIn),
  }));

  it('is made by a line that names nothing but what and when, and told to everybody there', async () => {
    await work.says('alerts subscribe idle-addresses weekdays 9:00 Europe/Paris');
    const made = await work.shown('Subscribed:');
    expect(buttonsOf(made)).toEqual(['Edit', 'Pause', 'Run now', 'Test', 'Remove']);
    expect(await shown('idle-addresses', 'rules: [idle-addresses]')).toContain(`to: [discord:${work.ops.id}]`);
  });

  it('is told to another channel that is mentioned', async () => {
    await work.says(`alerts subscribe volumes hourly name:there to:<#${work.ops.id}>,owner`);
    await work.shown(/It is the alert .there.;/);
    expect(await shown('there', 'owner')).toContain(`to: [discord:${work.ops.id}, owner]`);
  });

  it('is changed in a form that shows it as it is; what is emptied is taken away', async () => {
    const { peer, maria } = work;
    const made = await subscribed('idle-addresses weekdays 9:00 Europe/Paris days:3 quiet:22-7', 'mine');
    await work.presses(made, 'Edit');
    await work.until(() => peer.modal(maria));
    // What is left as it is stays.
    await peer.submit({ user: maria, values: { When: 'daily 8:30', usd: '5', quiet: '' } });
    await work.shown(/daily 8\W+30 Europe/);
    const now = await shown('mine', /when: daily 8:30 Europe\/Paris/);
    expect(now).toContain('atLeast: {days: 3, usdPerMonth: 5}');
    expect(now).not.toContain('quiet: 22');
  });

  it('tells what is wrong in it once the form is closed, and stays as it was', async () => {
    const { peer, maria } = work;
    const made = await subscribed('volumes hourly', 'wrong');
    await work.presses(made, 'Edit');
    await work.until(() => peer.modal(maria));
    await peer.submit({ user: maria, values: { when: 'weekdys 9:00' } });
    expect(wordsIn(await work.shown('weekdys'))).toMatch(/Did you mean .*weekdays/);
    expect(await shown('wrong', 'when: hourly UTC')).not.toContain('weekdys');
  });

  it('is made by the form of the list, too', async () => {
    const { peer, maria, ops } = work;
    await peer.command({ user: maria, channel: ops, command: '/ec2 alerts list' });
    const list = await work.whispered('Subscribe');
    await work.presses(list, 'Subscribe');
    await work.until(() => peer.modal(maria));
    await peer.submit({ user: maria, values: { what: ['reservations'], when: 'mondays 9am', usd: '10' } });
    expect(wordsIn(await work.shown(/mondays 9\W+00 UTC/))).toMatch(/\$10.00 a month/);
  });
});
