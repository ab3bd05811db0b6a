import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complete } from '../../src/bot/complete.ts';
import { commands } from '../../src/commands/index.ts';
import type { Person, Place } from '../../src/core/people/person.ts';
import { plain } from '../../src/core/text.ts';
import { asideOf, fieldsOf, openTalk, rowsOf, wordsOf, type Talk } from './house.ts';

const ann: Person = { id: 'slack:U1', name: 'ann', roles: ['operator'] };
const ben: Person = { id: 'slack:U2', name: 'ben', roles: ['operator', 'approver'] };
const workspace = 'slack:T1';
const seeing: Place = { id: 'slack:C1', workspace };
const dev: Place = { id: 'slack:C2', workspace };
const blind: Place = { id: 'slack:C9', workspace };
const shared: Place = { id: 'slack:C8', workspace, outside: true };
const alone: Place = { id: 'slack:D1', workspace, privateTo: ann.id };

let talk: Talk;
/** Names, ids and addresses of everything that there is. */
let things: ReadonlySet<string>;
let asked = 0;
beforeAll(async () => {
  talk = await openTalk({ QUARTERMASTER_PLACES: '{"slack:C1":"all","slack:C2":["demo-dev"]}' });
  const { cloud } = talk.machine.house.core;
  const reading = { signal: new AbortController().signal };
  const [instances, volumes, addresses] = await Promise.all([
    cloud.instances({}, reading),
    cloud.volumes({}, reading),
    cloud.addresses({}, reading),
  ]);
  things = new Set([
    ...instances.items.flatMap(({ id, name = id, privateIp = id }) => [id, name, privateIp]),
    ...volumes.items.map(({ id }) => id),
    ...addresses.items.flatMap(({ allocationId, publicIp }) => [allocationId ?? publicIp, publicIp]),
  ]);
  // Something of each kind that is remembered.
  await said('release 198.51.100.10', seeing);
  await said('stop web-1', seeing);
  await said(`confirm ${await keyOf('stop erp reason:x', seeing)}`, seeing);
});
afterAll(() => talk.close());

async function said(line: string, place: Place, person = ann) {
  const answering = talk.machine.house.dispatch(
    { id: `request-${(asked += 1)}`, person, place, line, signal: new AbortController().signal },
    () => {},
  );
  let ended = false;
  void answering.finally(() => (ended = true));
  for (let turn = 0; turn < 500 && !ended; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  while (!ended) await talk.machine.clock.pass(500);
  return answering;
}
const keyOf = async (line: string, place: Place): Promise<string> =>
  /confirm (\S{8})/.exec(wordsOf((await said(line, place)).reply))?.[1] ?? '';

const whole = (word: string): RegExp =>
  new RegExp(`(^|[^\\w.-])${word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}($|[^\\w.-])`);
/** What of all that there is a text tells, but for what was asked for. */
const leaks = (text: string, line = ''): readonly string[] =>
  [...things].filter((word) => !whole(word).test(line) && whole(word).test(text));

describe.each([
  ['a place that shows nothing', blind],
  ['a place that people of other organisations read', shared],
  ['a conversation in a workspace that is not named', alone],
])('in %s', (_, place) => {
  it.each([
    'list',
    'list account:demo-prod',
    'show web-1',
    'show erp',
    'volumes',
    'addresses',
    'addresses idle',
    'cost by:owner',
    'price erp',
    'image web-1',
    'leftovers',
    'audit',
    'audit who:ann',
    'plans',
    'undo',
    'recover 198.51.100.10',
    'explain ebs',
    'whoami',
    'stop web-1',
    'terminate web-1',
    'release 198.51.100.11',
    'access test stop web-1',
  ])('%s tells nothing of what there is', async (line) => {
    const { reply, problem } = await said(line, place);
    expect(leaks(wordsOf(reply), line)).toEqual([]);
    expect(problem?.problem).not.toBe('internal');
  });

  it.each(['price m5.large', 'explain spot', 'explain m5.large', 'compare m5.large m6g.large', 'help'])(
    '%s answers as everywhere',
    async (line) => {
      expect((await said(line, place)).problem).toBeUndefined();
      expect(leaks(wordsOf((await said(line, place)).reply))).toEqual([]);
    },
  );

  it('nothing is planned, confirmed, approved, denied or looked at that was asked elsewhere', async () => {
    expect((await said('stop web-1', place)).problem?.problem).toBe('instance-not-found');
    const key = await keyOf('stop web-2', seeing);
    const confirmed = await said(`confirm ${key}`, place);
    expect(confirmed.problem?.problem).toMatch(/^(wrong-place|not-shown)$/);
    expect(leaks(wordsOf(confirmed.reply))).toEqual([]);
    const waits = await keyOf('terminate web-2', seeing);
    await said(`confirm ${waits} web-2`, seeing);
    for (const line of [`approve ${waits}`, `deny ${waits}`, `plans ${waits}`]) {
      const no = await said(line, place.privateTo === undefined ? place : { ...place, privateTo: ben.id }, ben);
      expect(no.problem?.problem, line).toMatch(/^(wrong-place|not-shown|unknown-key)$/);
      expect(leaks(wordsOf(no.reply))).toEqual([]);
    }
    expect((await said(`cancel ${waits}`, seeing)).problem).toBeUndefined();
  });

  it.each(['list', 'list stopped', 'volumes', 'addresses', 'addresses idle', 'cost'])(
    '%s says that it is not shown, not that there is nothing',
    async (line) => {
      const { reply, problem } = await said(line, place);
      expect(problem?.problem).toBe('not-shown');
      expect(plain(reply.title)).toBe('Not shown here');
    },
  );

  it('home says so too, with what waits', async () => {
    const { reply } = await said('home', place);
    expect(plain(reply.title)).toBe('Not shown here');
    expect(asideOf(reply).join(' ')).toMatch(/places:.*No plan waits for you here/);
  });

  it('is told that the place shows no account, and what would', async () => {
    expect(asideOf((await said('list', place)).reply).join(' ')).toMatch(
      /(demo-prod and demo-dev are not shown in this place|in the accounts is not shown here, for people of other organisations).*places:/,
    );
    const told = fieldsOf((await said('whoami', place)).reply);
    expect(told['Place']).toContain(place.id);
    expect(told['Shown here']).toMatch(/^no account/);
    expect(told['Accounts']).toBe('(none)');
    expect(told['May change']).toBe(
      'start, stop, hibernate, reboot, terminate, disassociate, release and recover, as far as the rules go',
    );
    expect(wordsOf((await said('whoami', place)).reply)).not.toContain('quartermaster.yaml');
  });

  it('is offered nothing by completion', async () => {
    const core = talk.machine.house.coreFor(ann, place);
    for (const line of ['show ', 'stop w', 'list account:', 'list owner:', 'release ', 'use ']) {
      const { candidates } = await complete(line, { commands, words: [], core, person: ann, place });
      expect(leaks(candidates.map(({ word }) => word).join('\n')), line).toEqual([]);
      expect(candidates.map(({ word }) => word).join(' ')).not.toContain('demo-');
    }
  });
});

describe('in a place that shows one account', () => {
  it('is listed and changed what is in it, and the other is said to be left out', async () => {
    const { reply } = await said('list', dev);
    expect(new Set(rowsOf(reply).map(({ Account }) => Account))).toEqual(new Set(['demo-dev']));
    expect(asideOf(reply).join(' ')).toContain('demo-prod is not shown in this place');
    expect(plain((await said('list tag:no=such', dev)).reply.title)).toBe('No instance fits.');
    expect((await said('list account:demo-prod', dev)).problem?.problem).toBe('not-shown');
    expect(await keyOf('stop web-2', dev)).not.toBe('');
    expect((await said('stop erp', dev)).problem?.problem).toBe('instance-not-found');
    expect(fieldsOf((await said('whoami', dev)).reply)['Shown here']).toBe('demo-dev, by places: in the configuration');
  });

  it('is told of the audit what is about it, and nothing of the rest', async () => {
    await said('use demo-prod', seeing);
    await said('use everything', seeing);
    const targets = rowsOf((await said('audit', dev)).reply).map(({ Targets = '' }) => Targets);
    expect(targets.join()).toContain('web-2');
    expect(targets.filter((target) => target === '' || target.includes('erp'))).toEqual([]);
  });
});

describe('in a place that shows all', () => {
  it('and in a terminal, nothing is left out', async () => {
    for (const place of [seeing, { id: 'terminal:x' }]) {
      const { reply } = await said('list', place);
      expect(asideOf(reply).join(' ')).not.toContain('not shown');
      expect(new Set(rowsOf(reply).map(({ Account }) => Account)).size).toBeGreaterThan(0);
    }
    expect(fieldsOf((await said('whoami', seeing)).reply)['Shown here']).toBe('every account');
    expect(fieldsOf((await said('whoami', { id: 'terminal:x' })).reply)['Shown here']).toBeUndefined();
  });
});
