import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minuteMs } from '../../../src/core/time.ts';
import type { SlackChannel, SlackMessage } from '../../peers/slack/world.ts';
import { becomes, buttonsOf, closeClean, confirmedTermination, keyIn } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

const roles = { operator: ['slack:U0MARIA'], approver: ['slack:U0INES'] };

describe.each(modes)('over %s, the card in the place for approvals', (mode) => {
  let work: Workspace;
  let place: SlackChannel;
  beforeAll(async () => {
    work = await openWorkspace(mode, {
      env: { QUARTERMASTER_ROLES: JSON.stringify(roles), QUARTERMASTER_APPROVALS_PLACE: 'slack:C0APPROVALS' },
    });
    place = work.peer.world.channel({ name: 'approvals', members: [work.ines] });
  });
  afterAll(() => closeClean(work));

  /** Asks for a termination as maria, confirms it, and gives its message and its card. */
  async function asked(name: string): Promise<{ readonly waits: SlackMessage; readonly card: SlackMessage }> {
    const waits = await confirmedTermination(work, name);
    const card = await work.shown(new RegExp(`wants to terminate .*${name}`), place);
    expect(buttonsOf(card)).toContain('Approve');
    return { waits, card };
  }
  const ended = async (card: SlackMessage, words: RegExp): Promise<void> => {
    const now = await becomes(work, card, words);
    for (const label of ['Approve', 'Deny', 'Show']) expect(buttonsOf(now)).not.toContain(label);
    // Whoever reads there was told when it was asked for; that it is over needs no message of its own.
    expect(work.peer.thread(card)).toEqual([]);
  };

  it('says who approved where the change was asked for, and how it ended', async () => {
    const { waits, card } = await asked('web-1');
    await work.presses(waits, 'Approve', work.ines);
    await becomes(work, waits, /web-1 .*is terminated/);
    await ended(card, /web-1 .*is terminated.*maria asked, ines approved/s);
  });

  it('is told of while it is done', async () => {
    const { waits, card } = await asked('web-2');
    await work.presses(waits, 'Approve', work.ines);
    const now = await becomes(work, card, /0 of 1 done/);
    expect(buttonsOf(now)).toEqual([]);
    await ended(card, /web-2 .*is terminated/);
  });

  it('says that another person said no', async () => {
    const { peer, ines } = work;
    const { waits, card } = await asked('api-1');
    await work.presses(waits, 'Deny', ines);
    await work.until(() => peer.modal(ines));
    await peer.submit({ user: ines, values: { reason: 'the sale is on' } });
    await becomes(work, waits, /said no/);
    await ended(card, /said no.*the sale is on/s);
  });

  it('says that who asked has taken it back', async () => {
    const { waits, card } = await asked('api-2');
    await work.presses(waits, 'Cancel');
    await ended(card, /Cancelled\. Nothing was done/);
  });

  it('says that nobody approved in time, with a button that asks for the same again', async () => {
    const { waits, card } = await asked('indexer');
    await work.machine.clock.pass(61 * minuteMs);
    const end = await becomes(work, waits, /Nobody approved in time/);
    expect(buttonsOf(end)).toEqual(['Ask again']);
    await ended(card, /Nobody approved in time/);
  });

  it('says so where it was decided in the direct conversation, as does what was looked at there', async () => {
    const { peer, ines } = work;
    const { waits, card } = await asked('build-runner');
    await peer.direct({ user: ines, text: `plans ${keyIn(waits)}` });
    const looked = await work.until(() => peer.directMessages(ines).findLast((one) => wordsIn(one).includes('Deny')));
    await work.says(`deny ${keyIn(waits)}`, ines, place);
    await becomes(work, waits, /said no/);
    await ended(card, /said no/);
    await ended(looked, /said no/);
  });

  it('says so where it was decided outside of Slack', async () => {
    const { waits, card } = await asked('bastion');
    const { dispatch } = work.machine.house;
    const ines = { id: 'slack:U0INES', name: 'ines', roles: ['approver'] };
    await dispatch(
      {
        id: 'elsewhere',
        person: ines,
        place: { id: 'terminal:1', privateTo: ines.id },
        line: `deny ${keyIn(waits)}`,
        signal: new AbortController().signal,
      },
      () => {},
    );
    await becomes(work, waits, /said no/);
    await ended(card, /said no/);
  });
});
