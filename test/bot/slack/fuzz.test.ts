import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { formCallback } from '../../../src/bot/slack/form.ts';
import type { PayloadKind } from '../../peers/slack/delivery.ts';
import type { Data } from '../../peers/json.ts';
import { faultsOf, firstKey, hostileText, sampled, small } from '../hostile-lines.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** Payloads sent, so many at a time. */
const payloads = 2_000;
const atOnce = 40;

let work: Workspace;
const made: string[] = [];

beforeAll(async () => {
  work = await openWorkspace('http', {
    // Ines has no role, and whoever else is told of in a payload is nobody.
    env: { QUARTERMASTER_ROLES: JSON.stringify({ operator: ['slack:U0MARIA'], approver: ['slack:U0MARIA'] }) },
    calls: (own) => ({
      ...own,
      change(kind, home, targets, dryRun, signal, by) {
        if (!dryRun) made.push(`${kind} for ${by?.id}`);
        return own.change(kind, home, targets, dryRun, signal, by);
      },
    }),
  });
});
afterAll(async () => {
  await work.close();
});

const line = fc.record(
  { does: hostileText, form: fc.anything(), from: fc.anything(), extra: fc.anything() },
  { requiredKeys: [] },
);
const value = fc.oneof(
  line.map((one) => JSON.stringify(one)),
  hostileText.map((does) => JSON.stringify({ does })),
  fc.string(),
  fc.json(),
  fc.constant('{"does":"confirm 7QK2M8TD","form":{"typed":"web-1"}}'),
);
const blockId = fc.oneof(
  fc.string(),
  hostileText.map((before) => JSON.stringify({ before, after: '', of: 'many', first: `cancel ${firstKey}` })),
  hostileText.map((before) => JSON.stringify({ before, after: before, of: 'one' })),
);
const id = fc.constantFrom('U0INES', 'U0NOBODY', 'W0ELSE', 'U0QUARTER', '');
const channelId = fc.constantFrom('C0OPS', 'C0NONE', 'D0INES', 'G0X', '#ops', '');
const team = fc.constantFrom('T0ACME', 'T0GLOBEX', 'E0ORG');

type Payload = readonly [kind: PayloadKind, payload: Data];
const command: fc.Arbitrary<Payload> = fc
  .record({ text: hostileText, user_id: id, channel_id: channelId, team_id: team })
  .map((of) => [
    'slash_commands',
    { ...of, command: '/ec2', response_url: `${work.peer.apiUrl}none`, trigger_id: randomUUID() },
  ]);
const base = { user_: id, team_: team, channel_: channelId };
const press: fc.Arbitrary<Payload> = fc
  .record({
    ...base,
    value: fc.oneof(value, small),
    block_id: fc.oneof(blockId, small),
    action_id: fc.constantFrom('run.0', 'form.0', 'pick.0', 'run.', 'form.99999', 'pick.-1', '__proto__', ''),
    chosen: fc.array(fc.record({ value: fc.oneof(hostileText, fc.constant('web-1')) }), { maxLength: 3 }),
    container: fc.constantFrom('message', 'view', 'message_attachment', ''),
    hidden: fc.boolean(),
  })
  .map(({ user_, team_, channel_, chosen, container, hidden, ...action }) => [
    'interactive',
    {
      type: 'block_actions',
      user: { id: user_, team_id: team_ },
      team: { id: team_ },
      trigger_id: randomUUID(),
      channel: { id: channel_ },
      container: { type: container, message_ts: '1.1', is_ephemeral: hidden },
      ...(hidden && { response_url: `${work.peer.apiUrl}none` }),
      actions: [{ type: 'button', action_ts: randomUUID(), ...action, selected_options: chosen, text: { text: 'x' } }],
    },
  ]);
const form: fc.Arbitrary<Payload> = fc
  .record({
    ...base,
    callback_id: fc.constantFrom(formCallback, 'other', ''),
    private_metadata: fc.oneof(
      value,
      fc
        .record({ does: hostileText, typed: fc.constantFrom('web-1', '') })
        .map((one) => JSON.stringify({ ...one, from: { user: 'U0MARIA', team: 'T0ACME', channel: 'C0OPS' } })),
    ),
    values: fc.oneof(
      fc.constant({ typed: { typed: { value: 'web-1' } } }),
      fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.record({ value: small, selected_date: small }))),
    ),
  })
  .map(({ user_, team_, channel_: _, values, ...view }) => [
    'interactive',
    {
      type: 'view_submission',
      user: { id: user_, team_id: team_ },
      team: { id: team_ },
      view: { id: randomUUID(), hash: '1', type: 'modal', ...view, state: { values } },
    },
  ]);
const event: fc.Arbitrary<Payload> = fc
  .record({
    type: fc.constantFrom(
      'message',
      'app_mention',
      'app_home_opened',
      'subteam_members_changed',
      'tokens_revoked',
      'x',
    ),
    // Bolt itself fails where it is null.
    user: fc.oneof(id, fc.string(), fc.integer()),
    channel: channelId,
    text: fc.oneof(hostileText, small),
    channel_type: fc.constantFrom('im', 'channel', 'mpim'),
    subtype: fc.option(fc.constantFrom('message_changed', 'bot_message'), { nil: undefined }),
    subteam_id: fc.constant('S0OPS'),
    added_users: fc.oneof(fc.constant(['U0INES']), small),
  })
  .map((of) => ['events_api', { type: 'event_callback', event_id: randomUUID(), team_id: 'T0ACME', event: of }]);
const other: fc.Arbitrary<Payload> = fc
  .record({
    type: fc.constantFrom('view_closed', 'message_action', 'shortcut', 'block_suggestion'),
    ...base,
    callback_id: fc.constantFrom('look_up', 'x'),
    text: hostileText,
    deep: fc.jsonValue(),
  })
  .map(({ user_, team_, channel_, text, deep, ...of }) => [
    'interactive',
    {
      ...of,
      action_id: 'run.0',
      block_id: 'b',
      value: text,
      user: { id: user_, team_id: team_ },
      trigger_id: randomUUID(),
      channel: { id: channel_ },
      view: { id: 'V1', callback_id: 'form', type: 'modal' },
      message: { text, blocks: [deep] },
    },
  ]);

it('whatever is sent is acknowledged, alters nothing in AWS, and is no fault of ours', async () => {
  const { door } = work;
  if (door === undefined) throw new Error('not over HTTP');
  await work.says('stop web-1');
  const plan = await work.shown('Nothing has happened yet');
  expect(JSON.stringify(plan)).toContain(firstKey);
  const all = sampled(fc.oneof(command, press, press, form, event, other), payloads);
  for (let at = 0; at < all.length; at += atOnce) {
    const sent = all.slice(at, at + atOnce);
    const acks = await Promise.all(sent.map(([kind, payload]) => door.post(door.write(kind, payload))));
    const refused = acks.flatMap(({ status }, index) => (status === 200 ? [] : [{ status, sent: sent[index] }]));
    expect({ refused, log: refused.length > 0 && work.logged.slice(-5) }).toEqual({ refused: [], log: false });
    await work.pass(2_000);
  }
  await work.pass(60_000);
  expect(made).toEqual([]);
  expect(faultsOf(work)).toEqual([]);
  // The plan of who may is as it was.
  await work.presses(plan, 'Confirm');
  await work.until(() => made.length === 1);
  expect(made).toEqual(['stop for slack:U0MARIA']);
}, 120_000);
