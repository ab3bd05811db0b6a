import { afterEach, describe, expect, it } from 'vitest';
import { createClients } from '../../../src/bot/slack/clients.ts';
import { createWho } from '../../../src/bot/slack/who.ts';
import { buttonsOf, closeClean, keyIn } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

let work: Workspace;

afterEach(() => closeClean(work));

const approving = {
  QUARTERMASTER_ROLES: JSON.stringify({ operator: ['slack:U0MARIA'], approver: ['slack:U0INES'] }),
};

describe.each(modes)('what is told to one person stands in their own conversation, over %s', (mode) => {
  it('an approval that is wanted of somebody, though the change has its message in that of another', async () => {
    work = await openWorkspace(mode, { env: { ...approving, QUARTERMASTER_APPROVALS_PLACE: 'slack:U0INES' } });
    const { peer, ines, maria } = work;
    await peer.direct({ user: maria, text: 'terminate web-1 reason:"no longer used"' });
    const plan = await work.until(() =>
      peer.directMessages(maria).find((one) => wordsIn(one).includes('Nothing has happened yet')),
    );
    await work.presses(plan, 'Confirm');
    await work.until(() => peer.modal(maria));
    await peer.submit({ user: maria, values: { typed: 'web-1' } });
    const wanted = await work.until(() =>
      peer.directMessages(ines).find((one) => wordsIn(one).includes('wants to terminate')),
    );
    expect(buttonsOf(wanted)).toContain('Approve');
    expect(peer.directMessages(maria).filter((one) => wordsIn(one).includes('wants to terminate'))).toEqual([]);
  });

  it('an outcome for who approved there while Slack was away', async () => {
    work = await openWorkspace(mode, { env: approving });
    const { peer, maria, ines } = work;
    await work.says('terminate web-1 reason:"no longer used"');
    const plan = await work.shown('Nothing has happened yet');
    const key = keyIn(plan);
    await work.presses(plan, 'Confirm');
    await work.until(() => peer.modal(maria));
    await peer.submit({ user: maria, values: { typed: 'web-1' } });
    await work.until(() => buttonsOf(peer.current(plan) ?? plan).includes('Approve'));
    peer.faults.decide = ({ method }) =>
      method === 'chat.update' || method === 'chat.postMessage' ? { status: 503 } : undefined;
    await peer.direct({ user: ines, text: `approve ${key}` });
    await work.pass(60_000);
    peer.faults.decide = () => undefined;
    await work.until(() => peer.directMessages(ines).some((one) => wordsIn(one).includes('is terminated')));
    await work.until(() => wordsIn(peer.current(plan) ?? plan).includes('is terminated'));
  });
});

describe('somebody of another workspace', () => {
  it('has a private place that people of other organisations read, whoever bears that id here', async () => {
    work = await openWorkspace('http');
    const { peer } = work;
    const silent = { info: () => {}, warn: () => {}, error: () => {} };
    const { lookups } = createClients(peer.tokens.bot, peer.apiUrl, silent);
    const who = createWho({ client: lookups, team: 'T0ACME', clock: work.machine.clock, log: silent });
    expect(await who.told('slack:T0GLOBEX:U0MARIA')).toMatchObject({ outside: true });
    expect(await who.told('slack:U0MARIA')).not.toHaveProperty('outside');
  });

  it('is not who bears their id here: nothing is told to either, and the log says so', async () => {
    work = await openWorkspace('http', {
      env: { QUARTERMASTER_APPROVALS_PLACE: 'slack:T0GLOBEX:U0INES', ...approving },
    });
    const { peer, maria, ines } = work;
    await work.says('terminate web-1 reason:"no longer used"');
    const plan = await work.shown('Nothing has happened yet');
    await work.presses(plan, 'Confirm');
    await work.until(() => peer.modal(maria));
    await peer.submit({ user: maria, values: { typed: 'web-1' } });
    await work.until(() => work.machine.logged.some((line) => line.includes('is given up')));
    expect(peer.directMessages(ines)).toEqual([]);
  });
});
