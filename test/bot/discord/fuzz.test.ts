import { afterEach, describe, expect, it } from 'vitest';
import type { Delivered } from '../../peers/discord/deliver.ts';
import type { DiscordChannel, DiscordMessage, DiscordUser } from '../../peers/discord/world.ts';
import { faultsOf, firstKey, sampled } from '../hostile-lines.ts';
import { anyInteraction, type Sent } from './forged.ts';
import { answerTo, becomes, buttonsOf, choicesIn, counting, idsOf, keyIn, now, planned } from './seen.ts';
import { modes, openServer, wordsIn, type Server } from './server.ts';

/** Interactions sent over each way, so many at a time. */
const interactions = 150;
const atOnce = 50;

let work: Server;
afterEach(() => work.close());

/** Sends them, while time passes, and gives what became of each. */
async function sends(all: readonly Sent[], on: Readonly<Record<'plan' | 'choice', DiscordMessage>>) {
  const { peer, maria, ines, ops } = work;
  const people: Readonly<Record<Sent['who'], DiscordUser>> = {
    maria,
    ines,
    eve: peer.world.user({ username: 'eve' }),
    gil: peer.world.user({ username: 'gil', takesDirect: false }),
  };
  peer.world.join(work.acme, people.eve);
  const channelOf = (user: DiscordUser, there: Sent['where']): DiscordChannel =>
    there === 'ops' ? ops : peer.world.direct(user);
  const under: Promise<Delivered>[] = [];
  for (let at = 0; at < all.length; at += atOnce) {
    for (const { who, where: there, on: named, ...sent } of all.slice(at, at + atOnce)) {
      const user = people[who];
      const message = named && on[named];
      const done = { ...sent, ...(message && { message, source: message.id }), optionType: 3, metadata: () => ({}) };
      under.push(peer.deliver({ user, channel: channelOf(user, there) }, done));
    }
    await work.pass(2_000);
  }
  await work.pass(20_000);
  return Promise.all(under);
}

describe.each(modes)('over %s', (mode) => {
  it('whatever is sent alters nothing in AWS and is no fault of ours, and what comes next is answered', async () => {
    const { made, calls } = counting();
    work = await openServer(mode, {
      calls,
      before: (_, { maria }) => ({
        // Ines has no role, Eve is a member and no more, and Gil is in no server of ours.
        QUARTERMASTER_ROLES: JSON.stringify({ operator: [`discord:${maria.id}`], approver: [`discord:${maria.id}`] }),
        QUARTERMASTER_DISCORD_DIRECT_MESSAGES: 'all',
      }),
    });
    const { peer, maria, ines, ops } = work;
    const plan = await planned(work, 'stop web-1 web-2');
    expect(keyIn(plan)).toBe(firstKey);
    const choice = await answerTo(work, { user: ines, channel: ops }, () => work.says('stop scratch'));
    expect(choicesIn(choice)).not.toEqual([]);
    const own = [plan, choice].flatMap(idsOf);
    expect(own.length).toBeGreaterThan(3);
    const all = sampled(anyInteraction(own), interactions);
    const delivered = await sends(all, { plan, choice });
    // Over HTTP each has a status; over the gateway each was heard.
    const lost = delivered.filter(({ ack }) => ack.status !== 200 && ack.status !== 202);
    expect(lost.map(({ payload, ack }) => ({ payload, ack }))).toEqual([]);
    expect(delivered.filter(({ answered }) => answered !== undefined).length).toBeGreaterThan(interactions / 3);
    expect(made).toEqual([]);
    expect(faultsOf(work)).toEqual([]);
    // The plan of who may is as it was.
    expect(now(work, plan)).toContain('Nothing has happened yet');
    expect(buttonsOf(peer.current(plan) ?? choice)).toEqual(buttonsOf(plan));
    const price = await answerTo(work, { user: ines, channel: ops }, () => work.says('price m5.large', ines));
    expect(wordsIn(price)).toContain('0.096');
    await work.presses(plan, 'Confirm', maria);
    await becomes(work, plan, /are stopped/);
    expect(made).toEqual(['stop 2']);
  });
});
