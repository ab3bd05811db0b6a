import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../fake-clock.ts';
import { createSlackPeer, type SlackPeer } from './peer.ts';
import { startTinyApp, type TinyApp } from './tiny-app.ts';
import type { SlackChannel, SlackUser } from './world.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
const card = (said: string) => [
  { type: 'section' as const, block_id: 'said', text: plain(said) },
  {
    type: 'actions' as const,
    block_id: 'do',
    elements: [
      { type: 'button' as const, action_id: 'stop', text: plain('Stop'), value: 'i-1', style: 'danger' as const },
      { type: 'static_select' as const, action_id: 'size', options: [option('Small'), option('Large')] },
      { type: 'external_select' as const, action_id: 'which', min_query_length: 2 },
    ],
  },
];
const modal = {
  type: 'modal' as const,
  callback_id: 'reason',
  title: plain('Why?'),
  submit: plain('Send'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input' as const,
      block_id: 'why',
      label: plain('Reason'),
      element: { type: 'plain_text_input' as const, action_id: 'text', min_length: 3 },
    },
  ],
};

/** What the little app does, and what it was told. */
const listening = (told: unknown[]) => (app: App) => {
  app.command('/ec2', async ({ command, ack, respond }) => {
    await ack();
    told.push([command.text, command.user_id, command.channel_name]);
    await respond({ text: 'a card', blocks: card('hello'), response_type: 'in_channel' });
  });
  app.action('stop', async ({ ack, body, client, action }) => {
    await ack();
    told.push(action);
    if ('trigger_id' in body) await client.views.open({ trigger_id: body.trigger_id, view: modal });
  });
  app.action('size', async ({ ack, body, respond }) => {
    await ack();
    told.push('state' in body ? body.state : undefined);
    await respond({ text: 'picked', blocks: card('picked'), replace_original: true });
  });
  app.action('which', async ({ ack, action }) => {
    await ack();
    told.push(action);
  });
  app.options('which', async ({ ack, payload }) => {
    await ack({ options: [option(`${payload.value}-1`), option('other')] });
  });
  app.view({ callback_id: 'reason', type: 'view_submission' }, async ({ ack, view }) => {
    const said = view.state.values['why']?.['text']?.value ?? '';
    told.push(said);
    if (said === 'because') await ack({ response_action: 'errors', errors: { why: 'Say more.' } });
    else await ack();
  });
  app.view({ callback_id: 'reason', type: 'view_closed' }, async ({ ack }) => {
    await ack();
    told.push('closed');
  });
  app.shortcut('look-up', async ({ ack, shortcut }) => {
    await ack();
    told.push(shortcut.type === 'message_action' ? (shortcut.message.text ?? '') : 'anywhere');
  });
  app.event('app_mention', async ({ event, body, say }) => {
    told.push([event.text, body.event_id]);
    await say({ text: 'yes?', thread_ts: event.ts });
  });
  app.message(async ({ message, say }) => {
    if (message.subtype !== undefined) return void told.push(message.subtype);
    told.push('text' in message ? message.text : undefined);
    await say('directly');
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: card(event.tab ?? '') } });
  });
};

describe.each(['socket', 'http'] as const)('over %s', (over) => {
  let peer: SlackPeer;
  let tiny: TinyApp;
  let ann: SlackUser;
  let ops: SlackChannel;
  let told: unknown[];
  const clock = fakeClock();

  beforeEach(async () => {
    peer = await createSlackPeer({ clock });
    ann = peer.world.user({ name: 'ann' });
    ops = peer.world.channel({ name: 'ops', members: [ann] });
    told = [];
    tiny = await startTinyApp(peer, over, listening(told));
  });
  afterEach(async () => {
    await tiny.stop();
    await peer.stop();
    const [violation] = peer.violations();
    if (violation !== undefined) throw new Error(JSON.stringify(violation));
  });

  const theCard = async () => {
    await peer.command({ user: ann, channel: ops, text: 'list' });
    return peer.until(() => peer.messages(ops)[0]);
  };

  it('a command is acknowledged, and answered where it was typed', async () => {
    const { ack } = await peer.command({ user: ann, channel: ops, text: 'list' });
    expect(ack).toMatchObject({ status: 200, body: undefined });
    const message = await peer.until(() => peer.messages(ops)[0]);
    expect(message).toMatchObject({ text: 'a card', byApp: true });
    expect(told).toEqual([['list', ann.id, 'ops']]);
  });

  it('a press opens a modal, whose errors stay and whose sending closes it', async () => {
    const message = await theCard();
    await peer.press({ user: ann, message, action: 'Stop' });
    await peer.until(() => told.length === 2);
    expect(told.at(-1)).toMatchObject({ action_id: 'stop', value: 'i-1', block_id: 'do', type: 'button' });
    await peer.until(() => peer.modal(ann));
    await expect(peer.submit({ user: ann })).rejects.toThrow('must be filled in');
    await expect(peer.submit({ user: ann, values: { Reason: 'no' } })).rejects.toThrow('too short');
    expect(await peer.submit({ user: ann, values: { Reason: 'because' } })).toMatchObject({
      errors: { why: 'Say more.' },
    });
    expect(peer.modal(ann)).toBeDefined();
    await peer.submit({ user: ann, values: { why: 'it is idle' } });
    expect(peer.modal(ann)).toBeUndefined();
    expect(told.slice(-2)).toEqual(['because', 'it is idle']);
  });

  it('a modal that is closed is told of where the app wants it', async () => {
    await peer.press({ user: ann, message: await theCard(), action: /^Stop$/ });
    await peer.until(() => peer.modal(ann));
    await peer.close({ user: ann });
    await peer.until(() => told.includes('closed'));
    expect(peer.modal(ann)).toBeUndefined();
  });

  it('a choice comes with the state of the message, and replaces it', async () => {
    const message = await theCard();
    await peer.select({ user: ann, message, action: 'size', option: 'Large' });
    const now = await peer.until(() => peer.messages(ops).find(({ earlier }) => earlier.length > 0));
    expect(now).toMatchObject({ ts: message.ts, text: 'picked' });
    expect(told.at(-1)).toMatchObject({
      values: {
        do: { size: { type: 'static_select', selected_option: { value: 'large' } }, which: { selected_option: null } },
      },
    });
  });

  it('suggestions come as one types, and are then picked', async () => {
    const message = await theCard();
    await expect(peer.suggest({ user: ann, message, action: 'which', query: 'w' })).rejects.toThrow(
      'from 2 characters',
    );
    const { options } = await peer.suggest({ user: ann, message, action: 'which', query: 'web' });
    expect(options).toHaveLength(2);
    await peer.select({ user: ann, message, action: 'which', option: 'web-1' });
    await peer.until(() => told.length === 2);
    expect(told.at(-1)).toMatchObject({ type: 'external_select', selected_option: { value: 'web-1' } });
  });

  it('shortcuts carry the message they are of', async () => {
    const message = peer.says({ user: ann, channel: ops, text: 'look at i-0abc' });
    await peer.shortcut({ user: ann, message, callbackId: 'look-up' });
    await peer.globalShortcut({ user: ann, callbackId: 'look-up' });
    const attachments = [{ text: 'alarm for i-0def' }];
    const alarm = peer.otherAppSays({ channel: ops, attachments });
    const { payload } = await peer.shortcut({ user: ann, message: alarm, callbackId: 'look-up' });
    expect(payload['message']).toMatchObject({ subtype: 'bot_message', attachments });
    await peer.until(() => told.length === 3);
    expect(told).toEqual(['look at i-0abc', 'anywhere', '']);
  });

  it('a mention is answered in its thread; its retry has the same event id', async () => {
    const mention = await peer.mention({ user: ann, channel: ops, text: 'hello' });
    await peer.until(() => peer.thread(mention.message).length === 1);
    await mention.again(1);
    await peer.until(() => peer.thread(mention.message).length === 2);
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(JSON.stringify(told[0])).toContain(`<@${peer.world.app.userId}> hello`);
  });

  it('a direct message and the Home tab', async () => {
    await peer.direct({ user: ann, text: 'hi' });
    await peer.until(() => peer.directMessages(ann).length === 2);
    expect(peer.directMessages(ann).map(({ text }) => text)).toEqual(['hi', 'directly']);
    await peer.openHome({ user: ann });
    await peer.until(() => peer.home(ann));
    await peer.press({ user: ann, view: 'home', action: 'Stop' });
    await peer.until(() => peer.modal(ann));
  });

  it('the app is told of its own direct messages, of which Bolt keeps back all but edits', async () => {
    const { channel = '', ts = '' } = await tiny.app.client.chat.postMessage({
      token: peer.tokens.bot,
      channel: ann.id,
      text: 'one',
    });
    await tiny.app.client.chat.update({ token: peer.tokens.bot, channel, ts, text: 'two' });
    await peer.settled();
    await peer.mention({ user: ann, channel: ops, text: 'hello' });
    await peer.until(() => told.length === 2);
    expect(told[0]).toBe('message_changed');
  });

  it('who does not see a message cannot press on it', async () => {
    const message = await theCard();
    const bob = peer.world.user({ name: 'bob' });
    await expect(peer.press({ user: bob, message, action: 'Stop' })).rejects.toThrow('does not see');
  });
});
