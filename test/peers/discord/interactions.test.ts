import { ButtonInteraction, type Client, type Interaction } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeClock } from '../../fake-clock.ts';
import { data, type Data } from '../json.ts';
import { answerWithinMs, tokenLivesMs } from './limits.ts';
import { createDiscordPeer, type DiscordPeer } from './peer.ts';
import { silent } from './samples.ts';
import { startTinyApp } from './tiny-app.ts';
import type { DiscordChannel, DiscordUser } from './world.ts';

const ephemeral = 64;
const v2 = 1 << 15;
const go = { type: 1, components: [{ type: 2, style: 2, label: 'Go', custom_id: 'go' }] };

let peer: DiscordPeer;
let client: Client;
let maria: DiscordUser;
let ines: DiscordUser;
let ops: DiscordChannel;
let heard: Interaction[];
const clock = fakeClock();

beforeEach(async () => {
  peer = await createDiscordPeer({ clock });
  maria = peer.world.user({ username: 'maria' });
  ines = peer.world.user({ username: 'ines' });
  ops = peer.world.channel({ guild: peer.world.guild({ name: 'Acme', members: [maria, ines] }), name: 'ops' });
  heard = [];
  client = await startTinyApp(
    peer,
    (one) => void one.on('interactionCreate', (interaction) => heard.push(interaction)),
  );
  await client.application?.commands.set([{ name: 'ec2', description: 'EC2' }]);
});
afterEach(async () => {
  await client.destroy();
  await peer.stop();
});

/** Status and body of a request that carries no token but that in its path. */
async function ask(method: string, path: string, body?: unknown): Promise<readonly [number, Data]> {
  const answer = await fetch(`${peer.apiUrl}/v10${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const said = await answer.text();
  return [answer.status, said === '' ? {} : data(JSON.parse(said))];
}

/** Somebody types the command; the app does not answer by itself. */
async function typed(): Promise<Interaction> {
  const before = heard.length;
  void peer.command({ user: maria, channel: ops, command: '/ec2' });
  return peer.until(() => heard[before]);
}
const pressed = async (): Promise<Interaction> => {
  const before = heard.length;
  const [message] = peer.seenBy(maria, ops).slice(-1);
  if (message === undefined) throw new Error('nothing to press on');
  void peer.press({ user: maria, message, action: 'Go' });
  return peer.until(() => heard[before]);
};
const callback = ({ id, token }: Interaction, type: number, body?: object, query = '') =>
  ask('POST', `/interactions/${id}/${token}/callback${query}`, { type, ...(body && { data: body }) });
const webhook = ({ token }: Interaction) => `/webhooks/${peer.applicationId}/${token}`;
const original = (one: Interaction) => `${webhook(one)}/messages/@original`;
const said = (content: string, more: object = {}) => ({ content, ...silent, ...more });
const offences = () => peer.violations().map(({ what }) => what);

describe('a callback', () => {
  it('answers with a message that everybody sees, or one person alone', async () => {
    expect(await callback(await typed(), 4, said('all'))).toEqual([204, {}]);
    await callback(await typed(), 4, said('you', { flags: ephemeral }));
    const contents = (user: DiscordUser) => peer.seenBy(user, ops).map(({ content }) => content);
    expect([contents(maria), contents(ines)]).toEqual([['all', 'you'], ['all']]);
    expect(peer.messages(ops).map(({ content }) => content)).toEqual(['all']);
    expect(offences()).toEqual([]);
  });

  it('tells of the message where that is asked for', async () => {
    const one = await typed();
    const [status, body] = await callback(one, 4, said('hi'), '?with_response=true');
    const [message] = peer.messages(ops);
    expect([status, body]).toMatchObject([
      200,
      {
        interaction: { id: one.id, type: 2, response_message_id: message?.id, response_message_ephemeral: false },
        resource: { type: 4, message: { content: 'hi', type: 20, interaction_metadata: { id: one.id } } },
      },
    ]);
  });

  it('tells of no message where the answer is yet to come', async () => {
    const [, body] = await callback(await typed(), 5, {}, '?with_response=true');
    expect(body).toMatchObject({ interaction: { response_message_loading: true }, resource: { type: 5 } });
    expect(body['resource']).not.toHaveProperty('message');
  });

  it('is taken once', async () => {
    const one = await typed();
    await callback(one, 5);
    expect(await callback(one, 4, said('x'))).toMatchObject([400, { code: 40_060 }]);
    expect(peer.messages(ops)).toMatchObject([{ content: '', flags: 128 }]);
  });

  it('is not taken after 3 seconds, nor is anything that follows', async () => {
    const one = await typed();
    await clock.pass(answerWithinMs + 1);
    expect(await callback(one, 5)).toMatchObject([404, { code: 10_062 }]);
    expect(await ask('PATCH', original(one), said('x'))).toMatchObject([404, { code: 10_015 }]);
    const other = await typed();
    await clock.pass(answerWithinMs);
    expect(await callback(other, 5)).toEqual([204, {}]);
  });

  it('that takes more than 3 seconds of real time is told apart', async () => {
    const one = await typed();
    const real = performance.now.bind(performance);
    const later = vi.spyOn(performance, 'now').mockImplementation(() => real() + answerWithinMs);
    expect(await callback(one, 5)).toEqual([204, {}]);
    later.mockRestore();
    expect(peer.late()).toMatchObject([expect.stringMatching(/^interaction 2 after 3\d{3} ms$/)]);
    expect(offences()).toEqual([]);
  });

  it('is not taken for an interaction that is none, or with the token of another', async () => {
    const [one, other] = [await typed(), await typed()];
    expect(await ask('POST', `/interactions/1/x/callback`, { type: 5 })).toMatchObject([404, { code: 10_062 }]);
    expect(await ask('POST', `/interactions/${one.id}/${other.token}/callback`, { type: 5 })).toMatchObject([
      404,
      { code: 10_062 },
    ]);
  });

  it('that is refused leaves the interaction to be answered', async () => {
    const one = await typed();
    expect(await callback(one, 4, said('x'.repeat(2_001)))).toMatchObject([
      400,
      { code: 50_035, errors: { data: { content: { _errors: [{ message: 'Must be 2000 or fewer in length.' }] } } } },
    ]);
    expect(await callback(one, 7, said('x'))).toMatchObject([400, { code: 50_035 }]);
    expect(await callback(one, 4, said(''))).toMatchObject([400, { code: 50_006 }]);
    expect(await callback(one, 4, said('short'))).toEqual([204, {}]);
    expect(peer.violations()).toMatchObject([
      { where: 'callback', at: '/data/content', refused: true },
      { at: '/type' },
    ]);
  });

  it('of a component edits its message, or leaves it for later', async () => {
    await callback(await typed(), 4, said('card', { components: [go] }));
    const [card] = peer.messages(ops);
    await callback(await pressed(), 7, said('edited'));
    expect(peer.messages(ops)).toMatchObject([{ id: card?.id, content: 'edited', components: [{ type: 1 }] }]);
    const one = await pressed();
    expect(one).toBeInstanceOf(ButtonInteraction);
    await callback(one, 6);
    expect(peer.messages(ops)[0]).toMatchObject({ content: 'edited', flags: 0 });
    await ask('PATCH', original(one), said('done', { components: [] }));
    expect(peer.messages(ops)).toMatchObject([{ id: card?.id, content: 'done', components: [] }]);
  });

  it('of a component may answer beside the message', async () => {
    await callback(await typed(), 4, said('card', { components: [go] }));
    await callback(await pressed(), 4, said('beside'));
    const [card, beside] = peer.messages(ops);
    expect([card?.content, beside?.content]).toEqual(['card', 'beside']);
    expect(beside).toMatchObject({ replyTo: card?.id, interaction: { interacted_message_id: card?.id } });
  });

  it('opens a modal, which one of a modal cannot', async () => {
    const modal = {
      custom_id: 'm',
      title: 'Why?',
      components: [{ type: 18, label: 'Reason', component: { type: 4, custom_id: 'r', style: 1 } }],
    };
    const one = await typed();
    await callback(one, 9, modal);
    expect(peer.modal(maria)?.modal).toMatchObject({ components: [{ id: 1, component: { id: 2 } }] });
    expect(await ask('GET', original(one))).toMatchObject([404, { code: 10_008 }]);
    void peer.submit({ user: maria, values: { Reason: 'x' } });
    const sent = await peer.until(() => heard[1]);
    expect(await callback(sent, 9, modal)).toMatchObject([400, { code: 50_035 }]);
    expect(peer.modal(maria)).toBeDefined();
    await callback(sent, 4, said('thanks'));
    await peer.until(() => peer.modal(maria) === undefined);
  });
});

describe('a deferral', () => {
  it('says that the bot is thinking until its answer is filled in', async () => {
    const one = await typed();
    await callback(one, 5, { flags: ephemeral });
    expect(peer.seenBy(maria, ops)).toMatchObject([{ flags: 128 | 64, onlyFor: maria.id }]);
    const components = [{ type: 10, content: 'hi' }];
    expect(await ask('PATCH', original(one), { flags: v2, components, ...silent })).toMatchObject([
      200,
      { flags: v2 | 64 },
    ]);
    expect(peer.seenBy(ines, ops)).toEqual([]);
    expect(offences()).toEqual([]);
  });

  it('takes no flag but EPHEMERAL', async () => {
    const one = await typed();
    await callback(one, 5, { flags: v2 | ephemeral });
    expect(peer.seenBy(maria, ops)).toMatchObject([{ flags: 128 | 64 }]);
    expect(offences()).toEqual(['a deferral takes no flag but EPHEMERAL']);
  });

  it('is filled in by the first follow-up, whose own flag says nothing', async () => {
    const one = await typed();
    await callback(one, 5);
    await ask('POST', webhook(one), said('first', { flags: ephemeral }));
    expect(peer.messages(ops)).toMatchObject([{ content: 'first', flags: 0 }]);
    expect(offences()).toEqual(['EPHEMERAL is as the deferral said, whatever the first follow-up says']);
    await ask('POST', webhook(one), said('second', { flags: ephemeral }));
    expect(peer.messages(ops)).toHaveLength(1);
    expect(peer.seenBy(maria, ops).map(({ content }) => content)).toEqual(['first', 'second']);
  });

  it('that was filled in by an edit is followed by a message of its own', async () => {
    const one = await typed();
    await callback(one, 5, { flags: ephemeral });
    await ask('PATCH', original(one), said('first'));
    await ask('POST', webhook(one), said('second'));
    expect(peer.messages(ops).map(({ content }) => content)).toEqual(['second']);
    expect(offences()).toEqual([]);
  });
});

describe('the webhook of a token', () => {
  it('reads, edits and deletes the answer and what followed, and nothing else', async () => {
    const one = await typed();
    await callback(one, 4, said('first'));
    const [, followed] = await ask('POST', webhook(one), said('second'));
    const path = `${webhook(one)}/messages/${String(followed['id'])}`;
    expect(await ask('GET', original(one))).toMatchObject([200, { content: 'first' }]);
    expect(await ask('PATCH', path, said('2'))).toMatchObject([200, { content: '2' }]);
    const theirs = peer.says({ user: maria, channel: ops, text: 'mine' });
    expect(await ask('DELETE', `${webhook(one)}/messages/${theirs.id}`)).toMatchObject([404, { code: 10_008 }]);
    expect(await ask('DELETE', path)).toEqual([204, {}]);
    expect(await ask('GET', path)).toMatchObject([404, { code: 10_008 }]);
    expect(await ask('DELETE', original(one))).toEqual([204, {}]);
    expect(await ask('PATCH', original(one), said('x'))).toMatchObject([404, { code: 10_008 }]);
    expect(peer.messages(ops).map(({ content }) => content)).toEqual(['mine']);
  });

  it('is one for 15 minutes, and of its own app', async () => {
    const one = await typed();
    await callback(one, 5);
    expect(await ask('POST', `/webhooks/1/${one.token}`, said('x'))).toMatchObject([404, { code: 10_015 }]);
    await clock.pass(tokenLivesMs);
    expect(await ask('PATCH', original(one), said('just'))).toMatchObject([200, {}]);
    await clock.pass(1);
    for (const [method, path] of [
      ['PATCH', original(one)],
      ['GET', original(one)],
      ['POST', webhook(one)],
    ] as const)
      expect(await ask(method, path, method === 'GET' ? undefined : said('x'))).toMatchObject([401, { code: 50_027 }]);
  });

  it('is none before the interaction was answered, nor for a token that is none', async () => {
    const one = await typed();
    expect(await ask('POST', webhook(one), said('x'))).toMatchObject([404, { code: 10_015 }]);
    expect(await ask('POST', `/webhooks/${peer.applicationId}/x`, said('x'))).toMatchObject([401, { code: 50_027 }]);
  });

  it('is no way around what is published of messages', async () => {
    const one = await typed();
    await callback(one, 4, { flags: v2, components: [{ type: 10, content: 'hi' }], ...silent });
    expect(await ask('PATCH', original(one), said('x'))).toMatchObject([
      400,
      { code: 50_035, errors: { content: {} } },
    ]);
    expect(peer.messages(ops)[0]?.earlier).toEqual([]);
  });
});

it('what somebody sees alone is not read by its channel', async () => {
  await callback(await typed(), 4, said('you', { flags: ephemeral }));
  const [message] = peer.seenBy(maria, ops);
  const channel = await client.channels.fetch(ops.id);
  if (!channel?.isTextBased()) throw new Error('not a channel');
  await expect(channel.messages.fetch(message?.id ?? '')).rejects.toMatchObject({ code: 10_008 });
});

it('an interaction that is sent again was answered before', async () => {
  const sending = peer.command({ user: maria, channel: ops, command: '/ec2' });
  await callback(await peer.until(() => heard[0]), 5);
  const sent = await sending;
  await sent.again();
  const again = await peer.until(() => heard[1]);
  expect(again.id).toBe(sent.interaction.id);
  expect(await callback(again, 5)).toMatchObject([400, { code: 40_060 }]);
});
