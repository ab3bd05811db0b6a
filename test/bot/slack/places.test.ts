import { afterEach, describe, expect, it } from 'vitest';
import type { SlackChannel, SlackUser } from '../../peers/slack/world.ts';
import { openWorkspace, wordsIn, type Workspace, type WorkspaceParts } from './workspace.ts';

let work: Workspace;
let shared: SlackChannel;
let foreign: SlackUser;

afterEach(async () => {
  const { peer } = work;
  await work.close();
  expect(peer.violations()).toEqual([]);
});

/** A workspace with a channel that another organisation reads. */
async function open(parts: WorkspaceParts = {}): Promise<void> {
  work = await openWorkspace('http', parts);
  const { world } = work.peer;
  foreign = world.user({ name: 'gil', standing: 'stranger' });
  shared = world.channel({ name: 'with-globex', members: [work.maria, work.ines, foreign], external: true });
}
const places = (given: Readonly<Record<string, unknown>>): WorkspaceParts => ({
  env: { QUARTERMASTER_PLACES: JSON.stringify(given) },
});

/** What only who may see the accounts is told: ids, names, addresses and figures of the demo account. */
const inventory =
  /i-[0-9a-f]{8,17}|eipalloc-[0-9a-f]{8}|vol-[0-9a-f]{8}|\b(?:web-\d|db-\d|batch-\d+|golden|bastion)\b|i-c4719afa76fa448b5/;
/** All that Slack was told about a channel, or by the addresses that came with what was said there. */
const told = (from: number): string =>
  work.peer
    .calls()
    .slice(from)
    .filter(({ method }) => /^(?:chat\.|response_url|views\.|files\.|upload)/.test(method))
    .map(({ args }) => JSON.stringify(args))
    .join('\n');
/** Without what was asked, which is repeated. */
const leaked = (from: number, asked: string): string | undefined =>
  inventory.exec(
    asked.split(' ').reduce((rest, word) => (word.length > 3 ? rest.replaceAll(word, '') : rest), told(from)),
  )?.[0];
const answered = async (from: number): Promise<void> => {
  await work.until(() =>
    /chat\.|response_url/.test(
      work.peer
        .calls()
        .slice(from)
        .map(({ method }) => method)
        .join(' '),
    ),
  );
  await work.pass(3_000);
};

const reads = [
  'list',
  'list env:prod',
  'list as:csv',
  'show web-1',
  'show i-c4719afa76fa448b5',
  'cost',
  'addresses',
  'addresses idle',
  'volumes',
  'leftovers',
  'audit',
  'plans',
  'home',
  'list share:yes',
  'show web-1 share:yes',
  'addresses share:yes as:csv',
  'lookup web-1',
  'stop web-1',
  'stop we',
];

describe('a channel that another organisation reads', () => {
  it.each(['a member', 'a stranger'])('shows nothing of the accounts to %s, whatever is asked', async (which) => {
    await open();
    // There is something to be told.
    await work.says('stop web-2');
    await work.shown('Nothing has happened yet');
    for (const line of reads) {
      const from = work.peer.calls().length;
      await work.says(line, which === 'a member' ? work.maria : foreign, shared);
      await answered(from);
      expect({ line, leaked: leaked(from, line) }).toEqual({ line, leaked: undefined });
    }
  });

  it('tells facts and prices, and in private why the rest is not shown', async () => {
    await open();
    await work.says('price m5.large', foreign, shared);
    await work.whispered('0.096', foreign, shared);
    await work.says('explain burstable', foreign, shared);
    await work.whispered('burst', foreign, shared);
    await work.says('list', work.maria, shared);
    await work.whispered('not shown here', work.maria, shared);
  });

  it('shows nothing by the message shortcut either', async () => {
    await open();
    const message = work.peer.says({ user: foreign, channel: shared, text: 'is i-c4719afa76fa448b5 a t3.micro?' });
    const from = work.peer.calls().length;
    await work.peer.shortcut({ user: foreign, message, callbackId: 'look_up' });
    await answered(from);
    expect(told(from)).not.toContain('web-1');
  });

  it('is shown what its own entry says, and the workspace’s entry is none of its', async () => {
    await open(places({ 'slack:T0ACME': 'all', 'slack:C0WITHGLOBEX': ['demo-dev'] }));
    await work.says('show web-1', work.maria, shared);
    await work.whispered('i-c4719afa76fa448b5', work.maria, shared);
  });

  it('where it has none, is shown nothing though the workspace is shown all', async () => {
    await open(places({ 'slack:T0ACME': 'all' }));
    await work.says('show web-1', work.maria, shared);
    await work.whispered('not shown here', work.maria, shared);
    await work.says('show web-1');
    await work.whispered('i-c4719afa76fa448b5');
  });
});

describe('a stranger', () => {
  it('sees nothing of the accounts in App Home, nor in the direct conversation', async () => {
    await open();
    await work.peer.openHome({ user: foreign });
    const home = await work.until(() => work.peer.home(foreign));
    expect(JSON.stringify(home.view)).not.toMatch(inventory);
    const from = work.peer.calls().length;
    await work.peer.direct({ user: foreign, text: 'list' });
    await answered(from);
    expect(told(from)).not.toMatch(inventory);
  });

  it('in a channel of which Slack tells nothing is shown nothing either', async () => {
    await open();
    const hidden = work.peer.world.channel({
      name: 'hidden',
      kind: 'private',
      members: [foreign, work.maria],
      withoutBot: true,
      external: true,
    });
    const from = work.peer.calls().length;
    await work.says('list', foreign, hidden);
    await answered(from);
    expect(told(from)).not.toMatch(inventory);
    // Of the team, and alone with the answer.
    await work.says('show web-1', work.maria, hidden);
    await work.whispered('i-c4719afa76fa448b5', work.maria, hidden);
  });
});

describe('a channel of which Slack does not tell now what it is', () => {
  it.each([
    ['429', { limitedFor: 30 }],
    ['503', { status: 503 }],
    ['missing_scope', { error: 'missing_scope' }],
    ['cut', 'cut-before'],
  ] as const)('is taken for one that others read (%s), until it does', async (_, fault) => {
    await open();
    work.peer.faults.decide = ({ method }) => (method === 'conversations.info' ? fault : undefined);
    await work.says('show web-1 share:yes', work.maria, shared);
    await work.whispered('not shown here', work.maria, shared);
    await work.says('price m5.large');
    await work.whispered('0.096');
    work.peer.faults.decide = () => undefined;
    await work.pass(31_000);
    await work.says('show web-1');
    await work.whispered('i-c4719afa76fa448b5');
  });
});

describe('what is said unasked', () => {
  it('about an approval is said where it belongs, and shows no account that the place is not shown', async () => {
    await open({
      env: {
        QUARTERMASTER_ROLES: JSON.stringify({ operator: ['slack:U0MARIA'], approver: ['slack:U0INES'] }),
        QUARTERMASTER_APPROVALS_PLACE: 'slack:C0WITHGLOBEX',
      },
    });
    await work.says('terminate web-1');
    const plan = await work.shown('Nothing has happened yet');
    await work.presses(plan, 'Confirm');
    await work.until(() => work.peer.modal(work.maria));
    await work.peer.submit({ user: work.maria, values: { typed: 'web-1' } });
    await work.until(() => wordsIn(work.peer.current(plan) ?? plan).includes('approv'));
    await work.pass(20_000);
    expect(work.peer.messages(shared).map(wordsIn).join('\n')).not.toMatch(inventory);
  });
});
