import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../peers/slack/world.ts';
import { alertStory } from '../alert-story.ts';
import { buttonsOf, closeClean } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

describe.each(modes)('over %s, an alert of a channel', (mode) => {
  let work: Workspace;
  beforeAll(async () => {
    work = await openWorkspace(mode);
  });
  afterAll(() => closeClean(work));

  /** What `alerts show` says of it to maria. */
  async function shown(name: string, words: string | RegExp): Promise<string> {
    await work.says(`alerts show ${name}`);
    return wordsIn(await work.whispered(words));
  }
  /** Subscribes, and gives what everybody sees. */
  async function subscribed(line: string, name: string): Promise<SlackMessage> {
    await work.says(`alerts subscribe ${line} name:${name}`);
    return work.shown(`alerts remove ${name}`);
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
    expect(await shown('idle-addresses', 'rules: [idle-addresses]')).toContain(`to: [slack:${work.ops.id}]`);
  });

  it('is told to another channel that is mentioned', async () => {
    await work.says(`alerts subscribe volumes hourly name:there to:<#${work.ops.id}|ops>,owner`);
    await work.shown('alerts remove there');
    expect(await shown('there', 'owner]')).toContain(`to: [slack:${work.ops.id}, owner]`);
  });

  it('is changed in a form that shows it as it is; what is emptied is taken away', async () => {
    const { peer, maria } = work;
    const made = await subscribed('idle-addresses weekdays 9:00 Europe/Paris days:3 quiet:22-7', 'mine');
    await work.presses(made, 'Edit');
    await work.until(() => peer.modal(maria));
    // What is left as it is stays.
    const { errors } = await peer.submit({ user: maria, values: { When: 'daily 8:30', usd: '5', quiet: '' } });
    expect(errors).toEqual({});
    const changed = await work.shown('is changed');
    expect(wordsIn(changed)).toContain('daily 8:30 Europe/Paris');
    const now = await shown('mine', 'daily 8:30 Europe/Paris');
    expect(now).toContain('atLeast: {days: 3, usdPerMonth: 5}');
    expect(now).not.toContain('quiet: 22');
    await work.says('audit since:1h');
    expect(wordsIn(await work.whispered('alerts edit'))).toContain('daily 8:30 Europe/Paris');
  });

  it('tells at the fields what is wrong, and the form stays until it is right', async () => {
    const { peer, maria } = work;
    const made = await subscribed('volumes hourly', 'wrong');
    await work.presses(made, 'Edit');
    await work.until(() => peer.modal(maria));
    const first = await peer.submit({ user: maria, values: { when: 'weekdys 9:00', days: 'soon' } });
    expect(first.errors).toEqual({
      when: 'weekdys is no day, no time and no time zone. Did you mean weekdays?',
      days: 'soon does not fit DAYS. It takes days from 0 to 3650, or none.',
    });
    expect(peer.modal(maria)).toBeDefined();
    expect(await shown('wrong', 'hourly UTC')).not.toContain('weekdys');
    const second = await peer.submit({ user: maria, values: { when: 'weekdays 9:00', days: '4' } });
    expect(second.errors).toEqual({});
    expect(await shown('wrong', 'weekdays 9:00 UTC')).toContain('atLeast: {days: 4}');
  });

  it('is made by the form of the list, too', async () => {
    const { peer, maria } = work;
    await work.says('alerts list');
    const list = await work.whispered('Subscribe');
    await work.presses(list, 'Subscribe');
    await work.until(() => peer.modal(maria));
    const { errors } = await peer.submit({
      user: maria,
      values: { what: 'reservations', when: 'mondays 9am', usd: '10' },
    });
    expect(errors).toEqual({});
    expect(wordsIn(await work.shown('mondays 9:00 UTC'))).toContain('$10.00 a month');
  });

  it('told in the direct conversation is seen by who has it, and nobody else', async () => {
    const { peer, maria, ines } = work;
    await peer.direct({ user: ines, text: 'alerts subscribe volumes daily 7:00 name:secretly' });
    await work.until(() => peer.directMessages(ines).find((one) => wordsIn(one).includes('Subscribed:')));
    await work.says('alerts show secretly', ines);
    await work.whispered('daily 7:00 UTC', ines);
    await work.says('alerts show secretly', maria);
    await work.whispered(/There is no alert .*secretly/, maria);
  });
});
