import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minuteMs } from '../../../src/core/time.ts';
import { dataList } from '../../peers/json.ts';
import type { OpenView } from '../../peers/slack/views.ts';
import type { SlackUser } from '../../peers/slack/world.ts';
import { becomes, buttonsOf, closeClean } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

const settledMs = 30 * minuteMs;

const blocksIn = ({ view }: OpenView) => ({ blocks: dataList(view['blocks']) });
const wordsOf = (home: OpenView): string => JSON.stringify(home.view);

describe.each(modes)('over %s', (mode) => {
  let work: Workspace;
  beforeAll(async () => {
    work = await openWorkspace(mode, {
      env: { QUARTERMASTER_ROLES: JSON.stringify({ operator: ['slack:U0MARIA'], approver: ['slack:U0INES'] }) },
    });
    // In its first minutes the demo account moves by itself.
    await work.machine.clock.pass(settledMs);
  });
  afterAll(() => closeClean(work));

  const published = (user: SlackUser): number =>
    work.peer.calls('views.publish').filter(({ args }) => args['user_id'] === user.id).length;
  /** Opens the Home tab, and waits until it was published so often. */
  async function opened(user: SlackUser, times: number): Promise<OpenView> {
    await work.peer.openHome({ user });
    await work.until(() => published(user) === times);
    return homeOf(user);
  }
  async function homeOf(user: SlackUser): Promise<OpenView> {
    return work.until(() => work.peer.home(user));
  }
  /** Lets everything that was begun come to its end. */
  async function quiet(): Promise<void> {
    await work.machine.clock.pass(5_000);
    await work.peer.settled();
  }

  it('opened it shows one’s instances with what can be done, the cost now, waste, what waits, and what one did', async () => {
    const home = await opened(work.maria, 1);
    const words = wordsOf(home);
    expect(words).toContain('web-1');
    expect(words).toMatch(/Yours now.*an hour.*All that you see.*Idle addresses/s);
    expect(words).toContain('No plan waits for you here.');
    expect(words).toContain('You changed nothing in the last seven days.');
    expect(buttonsOf(blocksIn(home))).toEqual(expect.arrayContaining(['Stop', 'Show', 'Cost', 'Help']));
    expect(words).toContain('Demo account');
  });

  it('opened again with nothing changed it is not published again, nor where somebody looks at the messages', async () => {
    const { peer, maria } = work;
    await work.machine.clock.pass(minuteMs);
    await peer.openHome({ user: maria });
    await peer.openHome({ user: maria, tab: 'messages' });
    await quiet();
    expect(published(maria)).toBe(1);
  });

  it('its buttons lead to a plan in the direct conversation, where it is confirmed; the page shows both', async () => {
    const { peer, maria, ops } = work;
    await peer.press({
      user: maria,
      view: 'home',
      action: (one) => /stop i-c4719afa76fa448b5/.test(String(one['value'])),
    });
    const plan = await work.until(() => peer.directMessages(maria).find((one) => one.text.includes('Stop web-1')));
    await work.until(() => published(maria) === 2);
    expect(wordsOf(await homeOf(maria))).toContain('Waits for you');
    await work.presses(plan, 'Confirm');
    await becomes(work, plan, /web-1 .*is stopped/);
    await work.until(() => published(maria) === 3);
    const words = wordsOf(await homeOf(maria));
    expect(words).toContain('No plan waits for you here.');
    expect(words).toContain('What you did last');
    expect(peer.messages(ops)).toEqual([]);
  });

  it('what is looked at from there is answered in the direct conversation', async () => {
    const { peer, maria } = work;
    const before = peer.directMessages(maria).length;
    await peer.press({ user: maria, view: 'home', action: 'Cost' });
    const cost = await work.until(() => peer.directMessages(maria)[before]);
    expect(cost.text).toMatch(/an hour/);
    await quiet();
    expect(published(maria)).toBe(3);
  });

  it('an address is released from there by a form, and waits for another person', async () => {
    const { peer, maria } = work;
    await peer.press({ user: maria, view: 'home', action: /^Release 198\.51\.100\.38/ });
    const plan = await work.until(() =>
      peer.directMessages(maria).find((one) => one.text.includes('Release 198.51.100.38')),
    );
    await work.presses(plan, 'Confirm');
    await work.until(() => peer.modal(maria));
    await peer.submit({ user: maria, values: { typed: '198.51.100.38' } });
    await becomes(work, plan, /another person must approve/);
    await quiet();
    expect(wordsOf(await homeOf(maria))).toContain('No plan waits for you here.');
  });

  it('what is changed elsewhere is on the page the next time it is opened; who never opened it has none', async () => {
    const { peer, maria, ines } = work;
    const times = published(maria);
    await work.says('stop web-2');
    await work.shown('Stop web-2');
    await work.until(() => published(maria) === times + 1);
    await work.says('list', ines);
    await quiet();
    expect(peer.home(ines)).toBeUndefined();
  });

  it('who may change nothing sees no buttons that would', async () => {
    const home = await opened(work.ines, 1);
    const words = wordsOf(home);
    expect(words).toContain('eks-node-1');
    const buttons = buttonsOf(blocksIn(home));
    expect(buttons).toContain('Show');
    expect(buttons.filter((label) => /^(Start|Stop|Reboot|Hibernate|Terminate|Release)/.test(label))).toEqual([]);
  });

  it('what waits for one’s approval is approved or denied there: the page shows it no longer, and who asked is told', async () => {
    const { peer, ines, maria } = work;
    const times = published(ines);
    await peer.press({ user: ines, view: 'home', action: /^Deny / });
    await work.until(() => peer.modal(ines));
    await peer.submit({ user: ines, values: { reason: 'it is in use' } });
    const own = await work.until(() => peer.directMessages(ines).find((one) => wordsIn(one).includes('said no')));
    expect(wordsIn(own)).toContain('it is in use');
    await work.until(() => published(ines) === times + 1);
    expect(buttonsOf(blocksIn(await homeOf(ines))).some((label) => label.startsWith('Deny'))).toBe(false);
    await work.until(() => peer.directMessages(maria).some((one) => wordsIn(one).includes('it is in use')));
  });

  it('its own button looks anew, says when, and answers nowhere else', async () => {
    const { peer, ines } = work;
    const [times, before] = [published(ines), peer.directMessages(ines).length];
    const readAt = async () => /Read from [^>]*<!date\^(\d+)/.exec(wordsOf(await homeOf(ines)))?.[1];
    const first = await readAt();
    await work.machine.clock.pass(minuteMs);
    await peer.press({ user: ines, view: 'home', action: 'Refresh' });
    await work.until(() => published(ines) === times + 1);
    await quiet();
    expect(published(ines)).toBe(times + 1);
    expect(Number(await readAt())).toBeGreaterThan(Number(first));
    expect(peer.directMessages(ines)).toHaveLength(before);
  });

  it('a page that Slack lost is published again', async () => {
    const { peer, ines } = work;
    const times = published(ines);
    await peer.event({ type: 'app_home_opened', user: ines.id, channel: peer.world.im(ines.id).id, tab: 'home' });
    await work.until(() => published(ines) === times + 1);
    expect(wordsIn({ text: '', blocks: blocksIn(await homeOf(ines)).blocks })).toContain('eks-node-1');
  });
});
