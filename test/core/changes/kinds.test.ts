import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askedReply } from '../../../src/commands/reply/plan-reply.ts';
import { actionsOf } from '../../../src/commands/reply/reply.ts';
import { judge as judgeAddress } from '../../../src/core/changes/addresses/judge.ts';
import { standing as addressStanding } from '../../../src/core/changes/addresses/standing.ts';
import { judge as judgeInstance } from '../../../src/core/changes/instances/judge.ts';
import { standing as instanceStanding } from '../../../src/core/changes/instances/standing.ts';
import { kindNames, rowOf, type AddressState, type Kind } from '../../../src/core/changes/kinds.ts';
import type { TargetRecord } from '../../../src/core/changes/record.ts';
import { instanceStates, type Address } from '../../../src/core/ports/instance.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { fileAt, filesUnder } from '../../house-files.ts';
import { linesOf, openTalk, type Talk } from '../../commands/house.ts';
import { instance } from './instance.ts';
import { ana, channel, openHouse, type House } from './house.ts';

const table = 'src/core/changes/kinds.ts';
const of = (what: 'instance' | 'address') => kindNames.filter((kind) => rowOf(kind).of === what);
const addressStates: readonly AddressState[] = ['associated', 'free', 'released'];
const record = (kind: Kind): TargetRecord => ({
  id: 'x-1',
  account: { name: 'a', id: '1' },
  region: 'us-east-1',
  associationId: 'eipassoc-1',
  seen: {},
  left: [],
  steps: [kind],
  done: 0,
  called: 1,
  phase: 'under-way',
  says: '',
});
/** What the states of the table say of one kind and one state. */
const meaning = (kind: Kind, state: string): 'move' | 'already' | 'refused' => {
  const { from, already } = rowOf(kind);
  if (from.some((one) => one === state)) return 'move';
  return already.some((one) => one === state) ? 'already' : 'refused';
};

describe('states stand in the table of kinds, and decide', () => {
  it.each(of('instance').flatMap((kind) => instanceStates.map((state) => [kind, state] as const)))(
    'whether to %s what is %s',
    (kind, state) => {
      const whole = { instance: instance({ state, hibernation: true }), volumes: [], addresses: [] };
      expect(judgeInstance(kind, whole, undefined, false).is).toBe(meaning(kind, state));
    },
  );

  it.each(of('address').flatMap((kind) => (['associated', 'free'] as const).map((state) => [kind, state] as const)))(
    'whether to %s what is %s',
    (kind, state) => {
      // Of an address that is to be recovered nothing is there to be judged: see the resource.
      if (kind === 'recover') return;
      const address: Address = {
        account: { name: 'a', id: '1' },
        region: 'us-east-1',
        publicIp: '198.51.100.1',
        tags: {},
        ...(state === 'associated' && { associationId: 'eipassoc-1' }),
      };
      const verdict = { is: 'in-use', row: 6, charged: 'yes', says: () => [] } as const;
      const found = { ...address, ip: address.publicIp, kind: 'elastic', verdict, address } as const;
      const one = {
        found,
        address,
        details: undefined,
        records: { items: [], gaps: [], asOf: 0, source: { name: 'AWS' } },
      } as const;
      expect(judgeAddress(kind, one).is).toBe(meaning(kind, state));
    },
  );

  it.each(of('instance').flatMap((kind) => instanceStates.map((state) => [kind, state] as const)))(
    'how a call to %s stands with what is %s',
    (kind, state) => {
      const { to, already } = rowOf(kind);
      // A reboot leads to no other state: it is over when it is taken.
      const expected =
        to === undefined || state === to ? 'done' : already.includes(state) ? 'under-way' : ['failed', undefined];
      const stands = instanceStanding(kind, 0, record(kind), { state })?.phase;
      expect([expected].flat()).toContain(stands);
    },
  );

  it.each(of('address').flatMap((kind) => addressStates.map((state) => [kind, state] as const)))(
    'how a call to %s stands with what is %s',
    (kind, state) => {
      const { to, already, from } = rowOf(kind);
      const look = { state, associationId: 'eipassoc-1', reverseDns: 'mail.example.com' };
      const expected = state === to || already.includes(state) ? 'done' : from.includes(state) ? undefined : 'failed';
      expect(addressStanding(kind, 0, record(kind), look)?.phase).toBe(expected);
    },
  );
});

describe('buttons', () => {
  let talk: Talk;
  beforeAll(async () => {
    talk = await openTalk();
  });
  afterAll(() => talk.close());

  it.each(['web-1', 'notebook-2', 'batch-7', 'new-1', 'old-1', 'gone-1', 'gone-2'])(
    'of show %s are the kinds that its state allows',
    async (name) => {
      const listing = await talk.machine.house.core.cloud.instances({}, { signal: AbortSignal.timeout(10_000) });
      const found = listing.items.find((one) => one.name === name);
      if (found === undefined) throw new Error(`the demo account has no ${name}`);
      const expected = of('instance')
        .filter((kind) => rowOf(kind).from.includes(found.state))
        // EC2 hibernates only what was launched so.
        .filter((kind) => rowOf(kind).cli !== '--hibernate' || found.hibernation)
        .map((kind) => rowOf(kind).label);
      const labels = Object.keys(linesOf(await talk.reply(`show ${found.id}`)));
      expect(labels.filter((label) => label !== 'Price')).toEqual(expected);
    },
  );
});

describe('a plan', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());
  /** One thing of the demo account that each kind can be asked for. */
  const things = {
    start: 'batch-7',
    stop: 'web-1',
    hibernate: 'notebook-2',
    reboot: 'api-1',
    terminate: 'web-2',
    disassociate: '198.51.100.10',
    release: '198.51.100.38',
    recover: '198.51.100.200',
  } as const satisfies Record<Exclude<Kind, 'reset-dns'>, string>;

  it.each(
    Object.entries(things).flatMap(([name, thing]) =>
      kindNames.filter((kind) => kind === name).map((kind) => [kind, thing] as const),
    ),
  )('to %s %s has the danger, the typed word and the money of its row', async (kind, thing) => {
    const row = rowOf(kind);
    const account = { name: 'demo-dev', id: '444455556666' };
    if (kind === 'recover')
      await house.ledgers.released.note({
        ip: thing,
        allocationId: 'eipalloc-1',
        account,
        region: 'us-east-1',
        tags: {},
        by: ana,
        at: 0,
      });
    const target =
      row.of === 'instance'
        ? (await house.byName(thing))[0]
        : kind === 'recover'
          ? { id: thing, account, region: 'us-east-1' }
          : await house.byIp(thing);
    if (target === undefined) throw new Error('missing');
    const changes = await house.process(`p-${kind}`);
    const wish = { kind, by: ana, where: channel, request: 'r', evenInGroup: false };
    const plan = await house.settle(changes.plan(wish, [target], { signal: new AbortController().signal }));
    if (isProblem(plan)) throw new Error(`no plan to ${kind}: ${plan.problem}`);
    const [confirm] = actionsOf(askedReply({ plan, key: 'K', expiresAt: 0 }, []));
    expect(confirm?.style).toBe(row.danger ? 'danger' : 'primary');
    expect(confirm?.form?.typed !== undefined).toBe(row.typed);
    const codes = plan.together.map(({ code }) => code);
    expect(codes.includes('saves')).toBe(row.money === 'saved');
    expect(codes.includes('begins-to-cost')).toBe(row.money === 'begun');
  });
});

/** Rules of EC2 and of ours about one kind, which no column of the table could hold: where, and what they are about. */
const knowsOneKind: Readonly<Record<string, string>> = {
  'src/bot/preview/before.ts': 'what is said before an example, by the name of its command',
  'src/commands/ask.ts': 'what is to be recovered is found in our own ledger, not at AWS',
  'src/commands/cli/changes.ts': 'what the CLI calls the target of a call',
  'src/commands/show.ts': 'EC2 hibernates only what was launched so',
  'src/commands/subjects.ts': 'what is to be recovered is found in our own ledger, not at AWS',
  'src/core/changes/addresses/consequences.ts': 'what follows for an address',
  'src/core/changes/addresses/facts.ts': 'the steps of a release',
  'src/core/changes/addresses/resource.ts': 'what a release and a recovery read',
  'src/core/changes/addresses/standing.ts': 'what tells that an association or a reverse DNS name is gone',
  'src/core/changes/doctor.ts': 'what a right can be tried on',
  'src/core/changes/iam-policy.ts': 'a recovery has nothing yet that could bear a tag',
  'src/core/changes/instances/consequences.ts': 'what follows for an instance',
  'src/core/changes/instances/judge.ts': 'what EC2 refuses',
  'src/core/changes/instances/resource.ts': 'a termination is remembered with the flags of its volumes',
  'src/core/changes/instances/standing.ts': 'a start may fall back, and a hibernation may be a stop',
  'src/core/changes/outcome.ts': 'a release that got no further than its first step leaves the address',
  'src/core/changes/settle.ts': 'what a start, a release and a recovery do to the ledgers',
};

describe('nothing else repeats the table', () => {
  // Topics tell people of EC2's actions and states in EC2's words; nothing is decided by them.
  const topics = 'src/core/facts/topics/';
  const sources = filesUnder('src', '.ts').filter(({ path }) => path !== table && !path.startsWith(topics));
  const ofCommandsAndChanges = sources.filter(({ path }) => /^src\/(commands|core\/changes|bot)\//.test(path));
  const rows = kindNames.map((kind) => rowOf(kind));
  const kind = `(${kindNames.join('|')})`;
  const states = [...new Set(rows.flatMap(({ from, already, to = '' }) => [...from, ...already, to]))].filter(Boolean);

  /** A text of the source in any quotes, or a sentence that begins with it. */
  const said = (words: string) => new RegExp(`['"\`]${words.replaceAll('-', '\\-')}(['"\`]| \\$\\{)`);

  it.each(
    rows.flatMap(({ label, going, permission, command }) => [
      label,
      going,
      permission,
      ...(command ? [command.summary] : []),
    ]),
  )('not the words “%s”', (words) => {
    expect(sources.filter(({ text }) => said(words).test(code(text))).map(({ path }) => path)).toEqual([]);
  });

  it('and no permission by its name alone', () => {
    for (const { permission } of rows) {
      const action = permission.replace('ec2:', '');
      // The SDK's commands bear EC2's names; only the driver speaks them.
      const named = sources.filter(
        ({ path, text }) =>
          new RegExp(`\\b${action}(?!Command)\\b`).test(code(text)) && !path.startsWith('src/core/drivers/'),
      );
      expect(named.map(({ path }) => path)).toEqual([]);
    }
  });

  it('and no list of states', () => {
    const lists = new RegExp(`\\[\\s*'(${states.join('|')})'\\s*(,|\\])`);
    expect(ofCommandsAndChanges.filter(({ text }) => lists.test(code(text))).map(({ path }) => path)).toEqual([]);
  });

  it('and no button, danger or typed word that a state or a kind by its name decides', () => {
    const decided = new RegExp(
      [
        `=== '(${states.join('|')})'[^\\n]*changeAction`,
        `changeAction\\('${kind}'[^\\n]*state`,
        `'${kind}'[^\\n]*'danger'`,
        `\\b(danger|typed): (true|false)`,
      ].join('|'),
    );
    expect(ofCommandsAndChanges.filter(({ text }) => decided.test(code(text))).map(({ path }) => path)).toEqual([]);
  });

  it('and who knows one kind by its name says why', () => {
    const names = new RegExp(`(kind|step|does) [!=]== '${kind}'|case '${kind}':`);
    const knowing = ofCommandsAndChanges.filter(({ text }) => names.test(code(text))).map(({ path }) => path);
    expect(knowing.toSorted()).toEqual(Object.keys(knowsOneKind).toSorted());
  });

  it('and the walk sees what it looks for', () => {
    const own = fileAt(table).text;
    for (const { label, going, permission } of rows)
      for (const words of [label, going, permission]) expect(own).toMatch(said(words));
  });
});

/** A source without its comments. */
function code(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}
