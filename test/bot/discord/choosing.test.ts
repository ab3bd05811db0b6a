import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiscordMessage } from '../../peers/discord/world.ts';
import { answerTo, becomes, buttonsOf, choicesIn, closeClean, keyIn, planned } from './seen.ts';
import { modes, openServer, wordsIn, type Server } from './server.ts';

const minuteMs = 60_000;

describe.each(modes)('over %s', (mode) => {
  let work: Server;
  beforeAll(async () => {
    work = await openServer(mode, { env: { QUARTERMASTER_DISCORD_DIRECT_MESSAGES: 'all' } });
  });
  afterAll(() => closeClean(work));

  const choose = (message: DiscordMessage, option: string | readonly string[], user = work.maria) =>
    work.peer.select({ user, message, action: 'Choose', option });
  const said = (line: string, user = work.maria, channel = work.ops) =>
    answerTo(work, { user, channel }, () => work.says(line, user, channel));
  /** The one of the machines so called that runs. */
  const running = (message: DiscordMessage): string => {
    const id = /(i-[0-9a-f]+)[^i]*?running/.exec(wordsIn(message))?.[1];
    return choicesIn(message).find((value) => value === id) ?? choicesIn(message)[0] ?? '';
  };

  it('targets of a plan are left out: the message has a new plan with a new key, and the old key is dead', async () => {
    const { peer, ops } = work;
    const plan = await planned(work, 'stop web-1 web-2 api-1');
    const [first, second] = choicesIn(plan);
    await choose(plan, [first ?? '', second ?? '']);
    const next = await becomes(work, plan, /Stop 2 instances\?/);
    expect(keyIn(next)).not.toBe(keyIn(plan));
    expect(choicesIn(next)).toEqual([first, second]);
    const refused = await said(`confirm ${keyIn(plan)}`);
    expect(wordsIn(refused)).toMatch(/cancelled/i);
    await work.presses(next, 'Confirm');
    const end = await becomes(work, plan, /All 2 instances are stopped/);
    expect(end.id).toBe(plan.id);
    expect(peer.messages(ops).filter((one) => wordsIn(one).includes('are stopped'))).toHaveLength(1);
  });

  it('with nothing left the plan is cancelled', async () => {
    const plan = await planned(work, 'reboot api-2 indexer');
    await choose(plan, []);
    expect(buttonsOf(await becomes(work, plan, /Cancelled\\?\\?\. Nothing was done/))).toEqual([]);
  });

  it('nobody takes something out of the plan of another', async () => {
    const { peer, ines } = work;
    const plan = await planned(work, 'reboot api-2 indexer');
    await choose(plan, choicesIn(plan).slice(1), ines);
    expect(wordsIn(await work.whispered('Problem:', ines))).toMatch(/maria/);
    expect(peer.current(plan)?.components).toEqual(plan.components);
    await work.presses(plan, 'Cancel');
    await becomes(work, plan, /Cancelled/);
  });

  it('whoever did not ask may not confirm: they alone are told, and the plan stays as it is', async () => {
    const { peer, ines } = work;
    const plan = await planned(work, 'reboot web-2');
    await work.presses(plan, 'Confirm', ines);
    await work.whispered('only maria can confirm', ines);
    expect(peer.current(plan)?.components).toEqual(plan.components);
    await work.presses(plan, 'Cancel');
    await becomes(work, plan, /Cancelled/);
  });

  it('typed in the channel, a press that is refused is told to who typed alone, and the plan stays as it is', async () => {
    const { peer, maria, ines, ops } = work;
    const plan = await planned(work, 'terminate web-2');
    const before = peer.messages(ops).length;
    const stands = () => {
      expect(peer.current(plan)).toEqual(plan);
      expect(peer.messages(ops)).toHaveLength(before);
    };
    await work.says(`confirm ${keyIn(plan)} web-1`);
    expect((await work.whispered(/web-1.* is not .*web-2/)).onlyFor).toBe(maria.id);
    await work.pass(10_000);
    stands();
    await work.says(`confirm ${keyIn(plan)} web-2`, ines);
    await work.whispered('only maria can confirm', ines);
    await work.says(`approve ${keyIn(plan)}`, ines);
    await work.pass(10_000);
    stands();
    await work.says(`cancel ${keyIn(plan)}`);
    await becomes(work, plan, /Cancelled/);
    await work.until(() => peer.messages(ops).length === before);
  });

  it('a second press of the same button, and one that comes twice, do nothing more', async () => {
    const { peer, maria } = work;
    const plan = await planned(work, 'start batch-7');
    const press = await peer.press({ user: maria, message: plan, action: 'Confirm' });
    await press.again();
    await peer.press({ user: maria, message: plan, action: 'Confirm', stale: true });
    await becomes(work, plan, /batch-7.*is started/);
    await work.says('audit since:1h');
    expect(wordsIn(await work.whispered('start confirmed')).match(/start confirmed/g)).toHaveLength(1);
  });

  it('a name that several have is chosen among them, and what was asked goes on', async () => {
    const ask = await said('stop scratch');
    expect(wordsIn(ask)).toContain('Which one?');
    expect(choicesIn(ask)).toHaveLength(2);
    await choose(ask, running(ask));
    const plan = await work.shown('Stop scratch');
    await work.presses(plan, 'Cancel');
    await becomes(work, plan, /Cancelled/);
  });

  it('of what is only looked at, the answer takes the place of the question', async () => {
    const { peer, maria, ops } = work;
    const before = peer.messages(ops).length;
    const ask = await said('show scratch');
    await choose(ask, choicesIn(ask)[0] ?? '');
    const answer = await becomes(work, ask, /t3\.small/);
    expect(answer.onlyFor).toBe(maria.id);
    expect(choicesIn(answer)).toEqual([]);
    expect(peer.messages(ops)).toHaveLength(before);
  });

  it('another page of a list takes the place of the one that was turned, for who asked alone', async () => {
    const { peer, maria, ops } = work;
    const page = await said('list');
    expect(wordsIn(page)).toContain('page 1 of');
    const before = peer.seenBy(maria, ops).length;
    await work.presses(page, 'More');
    const second = await becomes(work, page, /page 2 of/);
    expect(second.onlyFor).toBe(maria.id);
    await work.presses(second, 'Back');
    await becomes(work, page, /page 1 of/);
    expect(peer.seenBy(maria, ops)).toHaveLength(before);
  });

  it('an answer is shared by its button: everybody sees it, and who shared it', async () => {
    const { peer, maria, ops } = work;
    const own = await said('show web-1');
    const before = peer.messages(ops).length;
    await work.presses(own, 'Share in channel');
    const shared = await work.until(() => {
      const last = peer.messages(ops).at(-1);
      return peer.messages(ops).length > before && last !== undefined && wordsIn(last).includes('web-1') && last;
    });
    expect(wordsIn(shared)).toContain(`<@${maria.id}>`);
    expect(buttonsOf(shared)).not.toContain('Share in channel');
    await work.until(() => peer.current(own) === undefined);
    expect(peer.messages(ops)).toHaveLength(before + 1);
  });

  it('what cannot be shared now can be shared later', async () => {
    const { peer } = work;
    const own = await said('show web-2');
    peer.faults.decide = ({ method, route }) =>
      method === 'POST' && route === '/webhooks/{application}/{token}' ? { error: 50_013, refusedBy: 403 } : undefined;
    await work.presses(own, 'Share in channel');
    const kept = await becomes(work, own, /share it again/);
    expect(kept.onlyFor).toBe(work.maria.id);
    peer.faults.decide = () => undefined;
    await work.presses(kept, 'Share in channel');
    await work.until(() => peer.current(own) === undefined);
  });

  it('rows come as a CSV file to who asked alone, or to all where they are shared', async () => {
    const { maria } = work;
    const own = await said('list as:csv');
    expect(own.onlyFor).toBe(maria.id);
    expect(own.files.map(({ name }) => name)).toEqual([expect.stringMatching(/\.csv$/)]);
    expect(own.files[0]?.bytes.toString()).toContain('web-1');
    await work.says('list share:yes as:csv');
    const file = await work.until(() => work.peer.messages(work.ops).find(({ files }) => files.length > 0));
    expect(file.files[0]?.bytes.toString()).toContain('web-1');
    expect(file.replyTo).toBeDefined();
  });

  it('a message is looked up by its shortcut', async () => {
    const { peer, ines, maria, ops } = work;
    const message = peer.says({ user: ines, channel: ops, text: 'is web-1 a t3.micro?' });
    const names = peer
      .commands()
      .filter(({ type }) => type === 3)
      .map(({ name }) => String(name));
    await peer.shortcut({ user: maria, message, name: names[0] ?? '' });
    await work.whispered(/t3\.micro/);
  });

  it('a button of a message of hours ago works, and so does one whose line is kept in the store', async () => {
    const own = await said('show api-2');
    await work.machine.clock.pass(120 * minuteMs);
    await work.presses(own, 'Reboot');
    const plan = await work.shown('Reboot api-2');
    await work.presses(plan, 'Cancel');
    await becomes(work, plan, /Cancelled/);
    const long = await planned(work, `stop api-2 reason:"${'a long reason '.repeat(12)}"`);
    await work.machine.clock.pass(11 * minuteMs);
    const over = await becomes(work, long, /This plan ended/);
    await work.stop();
    await work.start();
    await work.presses(over, 'Ask again');
    const again = await work.until(() =>
      work.peer.messages(work.ops).findLast((one) => one.id !== long.id && /a long reason.*Confirm/.test(wordsIn(one))),
    );
    expect(keyIn(again)).not.toBe(keyIn(long));
  });

  it('what is done in the conversation with the bot stays there', async () => {
    const { peer, maria } = work;
    const direct = peer.world.direct(maria);
    const ask = await said('stop scratch', maria, direct);
    await choose(ask, running(ask));
    const plan = await becomes(work, ask, /Stop scratch/);
    await work.presses(plan, 'Cancel');
    await becomes(work, ask, /Cancelled/);
    expect(peer.directMessages(maria)).toHaveLength(1);
  });
});
