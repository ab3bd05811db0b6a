import { afterEach, describe, expect, it } from 'vitest';
import type { DiscordChannel, DiscordMessage } from '../../peers/discord/world.ts';
import { answerTo, becomes, buttonsOf, closeClean, planned } from './seen.ts';
import { modes, openServer, wordsIn, type Mode, type Server } from './server.ts';

let work: Server;
let dev: DiscordChannel;

afterEach(() => closeClean(work));

/** What only who may see the accounts is told: ids of the demo account, and names in it that nobody asks for. */
const inventory = /i-[0-9a-f]{8,17}|eipalloc-[0-9a-f]{8}|vol-[0-9a-f]{8}|api-\d|batch-\d|bastion|indexer|scratch/;
const reads = ['list', 'list as:csv', 'show web-1', 'cost', 'addresses', 'volumes', 'audit', 'plans', 'list share:yes'];

/** A server where #ops is shown all, #dev what its entry says, and the rest of it nothing. */
async function open(mode: Mode, ofDev: readonly string[] = []): Promise<void> {
  work = await openServer(mode, {
    before({ world }, { acme, ops }) {
      dev = world.channel({ guild: acme, name: 'dev' });
      return { QUARTERMASTER_PLACES: JSON.stringify({ [`discord:${ops.id}`]: 'all', [`discord:${dev.id}`]: ofDev }) };
    },
  });
}
const said = (line: string, channel: DiscordChannel) =>
  answerTo(work, { user: work.maria, channel }, () => work.says(line, work.maria, channel));

describe.each(modes)('over %s', (mode) => {
  it('a channel that is shown nothing shows nothing of the accounts, whatever is asked, nor does a thread in it', async () => {
    await open(mode);
    const thread = work.peer.world.thread({ channel: dev, name: 'a question' });
    for (const channel of [dev, thread]) {
      for (const line of reads) await said(line, channel);
      const seen = work.peer.seenBy(work.maria, channel);
      for (const one of seen) expect(wordsIn(one)).not.toMatch(inventory);
      for (const { files } of seen) for (const { bytes } of files) expect(bytes.toString()).not.toMatch(inventory);
      expect(wordsIn(await said('price m5.large', channel))).toContain('0.096');
    }
  });

  it('a thread of a channel that is shown all is shown all, and a change is planned and followed there', async () => {
    await open(mode);
    const thread = work.peer.world.thread({ channel: work.ops, name: 'a question' });
    expect(wordsIn(await said('show web-1', thread))).toMatch(inventory);
    const plan = await said('stop web-1', thread);
    expect(buttonsOf(plan)).toContain('Confirm');
    await work.presses(plan, 'Confirm');
    await becomes(work, plan, /web-1.*is stopped/);
    expect(work.peer.messages(thread)).toHaveLength(1);
  });

  it('a channel is shown the accounts of its entry alone', async () => {
    await open(mode, ['demo-dev']);
    const listed = await said('list', dev);
    expect(wordsIn(listed)).toMatch(inventory);
    const all = await said('list', work.ops);
    const count = (message: DiscordMessage) => Number(/(\d+) instances/.exec(wordsIn(message))?.[1]);
    expect(count(listed)).toBeLessThan(count(all));
  });

  it('a direct conversation without an entry is shown nothing', async () => {
    await open(mode);
    const direct = work.peer.world.direct(work.maria);
    for (const line of reads.slice(0, 4)) expect(wordsIn(await said(line, direct))).not.toMatch(inventory);
  });

  it('where the bot may not post, the plan and its end are seen all the same: they answer what was said', async () => {
    work = await openServer(mode);
    work.peer.world.deny(work.ops, 'sendMessages', 'viewChannel');
    const plan = await planned(work, 'stop web-1');
    await work.presses(plan, 'Confirm');
    await becomes(work, plan, /web-1.*is stopped/);
    expect(work.peer.messages(work.ops)).toHaveLength(1);
  });
});
