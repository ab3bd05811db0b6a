import type { Client, Interaction } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { data, type Data } from '../json.ts';
import { createDiscordPeer, type DiscordPeer } from './peer.ts';
import { input, label, link, option, row, said, silent } from './samples.ts';
import { restOf, startTinyApp, stopQuietly } from './tiny-app.ts';
import type { DiscordChannel, DiscordGuild, DiscordMessage, DiscordUser } from './world.ts';

const oldKind = 'rows in modals are deprecated';

let peer: DiscordPeer;
let client: Client;
let guild: DiscordGuild;
let maria: DiscordUser;
let ines: DiscordUser;
let ops: DiscordChannel;
/** What the next interaction is answered by. */
let callback: Data;

beforeEach(async () => {
  peer = await createDiscordPeer();
  maria = peer.world.user({ username: 'maria' });
  ines = peer.world.user({ username: 'ines' });
  guild = peer.world.guild({ name: 'Acme', members: [maria, ines] });
  ops = peer.world.channel({ guild, name: 'ops' });
  client = await startTinyApp(peer, (one) => {
    one.on('interactionCreate', ({ id, token }: Interaction) => {
      void restOf(peer)
        .post(`/interactions/${id}/${token}/callback`, { body: callback, auth: false })
        .catch(() => {});
    });
  });
  await client.application?.commands.set([{ name: 'ec2', description: 'EC2' }]);
});
afterEach(async () => {
  await client.destroy();
  await stopQuietly(peer, [oldKind]);
});

const type = () => peer.command({ user: maria, channel: ops, command: '/ec2' });
async function opened(...components: readonly object[]): Promise<void> {
  callback = { type: 9, data: { custom_id: 'm', title: 'Why?', components } };
  await type();
  callback = { type: 4, data: { content: 'thanks', ...silent } };
}
const sent = async (values: Parameters<DiscordPeer['submit']>[0]['values'] = {}) =>
  data((await peer.submit({ user: maria, values })).payload['data'])['components'];

describe('what is filled into a modal is sent', () => {
  it('of a menu, radio buttons and checkboxes by value', async () => {
    const options = [option(1), option(2, { label: 'Two' }), option(3, { default: true })];
    await opened(
      said('Choose'),
      label({ type: 3, custom_id: 'menu', options }, { label: 'Menu' }),
      label({ type: 21, custom_id: 'radio', options }, { label: 'Radio' }),
      label({ type: 22, custom_id: 'boxes', options }, { label: 'Boxes' }),
      label({ type: 23, custom_id: 'box' }, { label: 'Box' }),
    );
    await expect(peer.submit({ user: maria, values: { Menu: 'Four' } })).rejects.toThrow('no option “Four”');
    await expect(peer.submit({ user: maria, values: { Menu: ['1', '2'] } })).rejects.toThrow('takes 1 to 1');
    expect(await sent({ Menu: 'Two', Radio: '1', Boxes: ['1', 'Two'], Box: 'true' })).toMatchObject([
      { type: 10, id: 1 },
      { component: { type: 3, custom_id: 'menu', values: ['2'] } },
      { component: { type: 21, value: '1' } },
      { component: { type: 22, values: ['1', '2'] } },
      { component: { type: 23, value: true } },
    ]);
  });

  it('as it stood there where one leaves it', async () => {
    const options = [option(1), option(2, { default: true })];
    await opened(
      label(input({ value: 'idle' })),
      label({ type: 3, custom_id: 'menu', options }, { label: 'Menu' }),
      label({ type: 23, custom_id: 'box' }, { label: 'Box' }),
      label(input({ custom_id: 'more', required: false }), { label: 'More' }),
    );
    expect(await sent()).toMatchObject([
      { component: { value: 'idle' } },
      { component: { values: ['2'] } },
      { component: { value: false } },
      { component: { value: '' } },
    ]);
  });

  it('of people by their ids', async () => {
    await opened(label({ type: 5, custom_id: 'who' }, { label: 'Who' }));
    expect(await sent({ Who: ines.id })).toMatchObject([{ component: { values: [ines.id] } }]);
  });
});

it('a modal of the old kind can be filled in, and is told of', async () => {
  await opened(row(input({ label: 'Reason' })));
  expect(await sent({ Reason: 'idle' })).toMatchObject([
    { type: 1, components: [{ type: 4, custom_id: 'why', value: 'idle' }] },
  ]);
  expect(peer.violations()).toMatchObject([{ what: oldKind, refused: false }]);
});

it('a link is followed without the app', async () => {
  callback = { type: 4, data: { flags: 1 << 15, components: [row(link())], ...silent } };
  await type();
  const message = await peer.until(() => peer.messages(ops)[0]);
  await expect(peer.press({ user: maria, message, action: 'Go' })).rejects.toThrow('not told of a link');
});

describe('a menu of people, roles or channels', () => {
  const menu = (kind: number) => row({ type: kind, custom_id: 'which', placeholder: 'Which' });
  async function shown(kind: number): Promise<DiscordMessage> {
    callback = { type: 4, data: { flags: 1 << 15, components: [menu(kind)], ...silent } };
    await type();
    callback = { type: 6 };
    return peer.until(() => peer.messages(ops)[0]);
  }

  it('tells who and what was picked', async () => {
    const sre = peer.world.role({ guild, name: 'sre' });
    for (const [kind, id, resolved] of [
      [5, ines.id, { users: { [ines.id]: { username: 'ines' } }, members: { [ines.id]: {} } }],
      [6, sre.id, { roles: { [sre.id]: { name: 'sre' } } }],
      [8, ops.id, { channels: { [ops.id]: { name: 'ops' } } }],
    ] as const) {
      const message = await shown(kind);
      const { payload } = await peer.select({ user: maria, message, action: 'Which', option: id });
      expect(payload['data']).toMatchObject({ component_type: kind, values: [id], resolved });
      peer.forget();
    }
  });
});
