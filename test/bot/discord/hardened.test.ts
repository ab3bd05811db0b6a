import { afterEach, describe, expect, it } from 'vitest';
import { action, actions, paragraph, reply } from '../../../src/commands/reply/reply.ts';
import { bodyOf } from '../../../src/bot/discord/message.ts';
import { commandFor } from '../../../src/bot/discord/register.ts';
import { render } from '../../../src/bot/discord/render.ts';
import { say } from '../../../src/core/text.ts';
import { isData } from '../../peers/json.ts';
import type { DiscordMessage } from '../../peers/discord/world.ts';
import { answerTo, becomes, buttonsOf, closeClean, counting, keyIn, now, planned } from './seen.ts';
import { openServer, wordsIn, type Server } from './server.ts';

/** What once went wrong, each by the way that it was found. */
let work: Server;

afterEach(() => closeClean(work));

const minuteMs = 60_000;
const callback = '/interactions/{interaction}/{token}/callback';
const edit = '/channels/{channel}/messages/{message}';

describe('an interaction that comes again', () => {
  it.each([true, false])('gives nobody back the role that they have lost since (%s)', async (replayed) => {
    const { made, calls } = counting();
    work = await openServer('http', {
      calls,
      before: ({ world }, { acme, maria }) => {
        const role = world.role({ guild: acme, name: 'operators' });
        world.join(acme, maria, { roles: [role] });
        return {
          QUARTERMASTER_ROLES: JSON.stringify({ operator: [`discord:${role.id}`] }),
          QUARTERMASTER_DISCORD_DIRECT_MESSAGES: 'all',
          QUARTERMASTER_DISCORD_SERVERS: JSON.stringify([acme.id]),
        };
      },
    });
    const { peer, maria, acme, door } = work;
    const plan = await planned(work, 'stop web-1');
    const other = await planned(work, 'stop web-2');
    const { payload } = await peer.press({ user: maria, message: other, action: 'Cancel' });
    await work.says('price m5.large');
    await work.whispered('m5.large');
    const old = door?.sent.at(-1);
    peer.world.join(acme, maria);
    await work.pass(2.5 * minuteMs);
    if (replayed && old !== undefined) await door?.post(old);
    // A press where Discord tells no roles with it.
    const direct = peer.world.direct(maria);
    const { member, guild_id: _, ...rest } = payload;
    if (door === undefined || !isData(member)) throw new Error('it was no press in a server');
    await door.post(
      door.write({
        ...rest,
        id: peer.world.id(),
        user: member['user'],
        channel_id: direct.id,
        channel: { id: direct.id, type: 1 },
        context: 1,
        data: { component_type: 2, custom_id: `r0|confirm ${keyIn(plan)}` },
      }),
    );
    await work.pass(minuteMs);
    expect(made).toEqual([]);
    expect(now(work, plan)).not.toContain('is stopped');
  });
});

describe('a first answer', () => {
  it('that was taken though nobody said so, before a long rest, is gone on with', async () => {
    work = await openServer('gateway');
    const { peer } = work;
    peer.faults.fail({ route: callback }, 'cut-after');
    peer.faults.fail({ route: callback }, { limitedFor: 120 });
    await work.says('price m5.large');
    await work.whispered('0.096');
  });

  it('whose rate is limited for a moment is made after it', async () => {
    const { made, calls } = counting();
    work = await openServer('gateway', { calls });
    const { peer } = work;
    const plan = await planned(work, 'stop web-1');
    peer.faults.fail({ route: callback }, { limitedFor: 0.2 });
    const pressed = work.presses(plan, 'Confirm');
    await work.still(() => peer.calls('POST', callback).at(-1)?.status === 204);
    await pressed;
    await becomes(work, plan, /web-1.*is stopped/);
    expect(made).toEqual(['stop 1']);
  });
});

describe('a message that cannot be edited now', () => {
  it('for its thread is archived says how the change ended when that is opened again', async () => {
    work = await openServer('gateway');
    const { peer, ops, maria, ines } = work;
    const thread = peer.world.thread({ channel: ops, name: 'q' });
    const plan = await answerTo(work, { user: maria, channel: thread }, () =>
      work.says('terminate web-1 reason:"no longer used"', maria, thread),
    );
    await work.presses(plan, 'Confirm');
    await work.until(() => peer.modal(maria));
    await peer.submit({ user: maria, values: { typed: 'web-1' } });
    await becomes(work, plan, /another person must approve/);
    peer.faults.decide = ({ method, route, params }) =>
      method === 'PATCH' && route === edit && params['channel'] === thread.id
        ? { error: 50_083, refusedBy: 400, message: 'Thread is archived' }
        : undefined;
    await work.says(`approve ${keyIn(plan)}`, ines, ops);
    await work.until(() => peer.messages(thread).some((one) => wordsIn(one).includes('is terminated')));
    expect(now(work, plan)).not.toContain('is terminated');
    // What was posted below it has opened it.
    peer.faults.decide = () => undefined;
    await becomes(work, plan, /is terminated/);
    expect(buttonsOf(peer.current(plan) ?? plan)).not.toContain('Approve');
  });

  it('keeps no other from being mended, and is tried ever more seldom', async () => {
    work = await openServer('gateway');
    const { peer } = work;
    // More than a round gives up after, all before the one that can be edited.
    const barred: DiscordMessage[] = [];
    for (const name of ['web-1', 'api-1', 'api-2', 'indexer']) barred.push(await planned(work, `stop ${name}`));
    const other = await planned(work, 'stop web-2');
    peer.faults.decide = ({ method, path }) =>
      method === 'PATCH' && barred.some(({ id }) => path.includes(id)) ? { status: 500 } : undefined;
    await work.pass(40 * minuteMs);
    expect(now(work, other)).toContain('nothing was done');
    for (const one of barred) {
      expect(now(work, one)).toContain('Nothing has happened yet');
      expect(peer.calls('PATCH').filter(({ path }) => path.includes(one.id)).length).toBeLessThan(40);
    }
    peer.faults.decide = () => undefined;
    await work.until(() => barred.every((one) => now(work, one).includes('nothing was done')));
  });
});

describe('a message', () => {
  it('calls those whom its texts name, whatever stands on its buttons', async () => {
    work = await openServer('gateway');
    const how = { command: commandFor('ec2') };
    const { messages } = render(
      reply('plain', say`for you`, paragraph('x'), actions(action('<@123456789012345678>', 'list'))),
      how,
    );
    const [{ components } = { components: [] }] = messages;
    expect(bodyOf({ components, files: [] }, { calls: true }).allowed_mentions).toMatchObject({ users: [] });
  });

  it('has its rows of buttons below what each is about, where there are many', async () => {
    work = await openServer('gateway');
    await work.says('home');
    const words = wordsIn(await work.whispered('api-1'));
    const at = (text: string): number => words.indexOf(text);
    const ids = [...words.matchAll(/show (i-[0-9a-f]{17})/g)].map(([, id]) => id ?? '');
    expect(ids.length).toBeGreaterThan(3);
    // Each id stands in its own line, before its buttons and after those of the one before.
    for (const [index, id] of ids.entries()) {
      expect(at(id)).toBeLessThan(at(`show ${id}`));
      if (index > 0) expect(at(`show ${ids[index - 1]}`)).toBeLessThan(at(id));
    }
  });

  it('shows lines as they are said here, and takes them back as they are shown', async () => {
    work = await openServer('gateway');
    await work.says('help approve');
    await work.whispered('/ec2 do approve KEY');
    await work.says('/ec2 do price m5.large');
    await work.whispered('0.096');
    await work.says('/ec2 price t3.micro');
    await work.whispered('0.0104');
  });
});
