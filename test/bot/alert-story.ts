import { expect, it } from 'vitest';

/** What the tests of alerts say and see, whichever the chat is. */
export interface AlertTalk<M> {
  says(line: string): Promise<unknown>;
  presses(message: M, label: string): Promise<unknown>;
  /** A message that everybody sees, and one that maria alone does. */
  shown(words: string | RegExp): Promise<M>;
  whispered(words: string | RegExp): Promise<M>;
  /** Subscribes, and gives what everybody sees. */
  subscribed(line: string, name: string): Promise<M>;
  /** Sends the form that is open as it is. */
  submits(): Promise<unknown>;
  /** All that stand in the channel, in words. */
  words(): readonly string[];
}

/** What an alert of a channel does by its buttons, the same in each chat. */
export function alertStory<M>(talk: () => AlertTalk<M>): void {
  it('sent as it was opened, changes nothing', async () => {
    const { subscribed, presses, submits, shown } = talk();
    await presses(await subscribed('volumes hourly', 'same'), 'Edit');
    await submits();
    await shown('is as it was');
  });

  it('is tried out: its sample comes into the channel, once', async () => {
    const { subscribed, presses, shown, words } = talk();
    await presses(await subscribed('volumes hourly', 'sampled'), 'Test');
    await shown('A test of the alert');
    expect(words().filter((one) => one.includes('A test of the alert'))).toHaveLength(1);
  });

  it('rests, goes on, and is removed by its buttons', async () => {
    const { subscribed, presses, shown, says, whispered } = talk();
    const made = await subscribed('volumes hourly', 'gone');
    await presses(made, 'Pause');
    await presses(await shown(/gone.* rests/), 'Let it go on');
    await shown(/gone.* goes on/);
    await presses(made, 'Remove');
    await shown(/gone.* is removed/);
    await says('alerts show gone');
    await whispered('There is no alert');
  });
}
