import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleSentence } from '../../src/commands/reply/rule-words.ts';
import type { Person } from '../../src/core/people/person.ts';
import { plain } from '../../src/core/text.ts';
import { secondMs } from '../../src/core/time.ts';
import { openAwsMachine } from '../aws-machine.ts';
import { cedar } from '../core/people/access/house.ts';
import { asideOf, fieldsOf, openTalk, rowsOf, wordsOf, type Talk } from './house.ts';
import { abel, narrowRules, nina, olga, openUnder } from './sighted.ts';

const person = (name: string, ...roles: readonly string[]): Person => ({ id: `os:${name}`, name, roles });

describe('access show', () => {
  let talk: Talk;
  beforeAll(async () => {
    talk = await openTalk({
      QUARTERMASTER_ROLES: '{"operator":["os:maria"],"approver":["os:ana","slack:U1"],"admin":[]}',
    });
  });
  afterAll(() => talk.close());

  it('tells the starter in words, how to begin rules of one’s own, and who has which role', async () => {
    const shown = await talk.reply('access show');
    expect(plain(shown.title)).toBe('Access rules: those that come with Quartermaster');
    expect(rowsOf(shown).map(({ Rule, Effect }) => `${Rule} ${Effect}`)).toEqual([
      'look allows',
      'operate allows',
      'destroy allows',
      'production forbids',
      'untouchable forbids',
      'settings allows',
      'freeze allows',
    ]);
    expect(rowsOf(shown)[5]?.['In words']).toBe('Operators alter what Quartermaster keeps for everybody.');
    expect(fieldsOf(shown)).toEqual({ operator: 'os:maria', approver: 'os:ana and slack:U1', admin: '(nobody)' });
    expect(asideOf(shown).join(' ')).toContain('Rules of your own stand in access.cedar beside the configuration');
  });

  it('tells a file, and what is wrong with it where it has become bad', async () => {
    const own = await openUnder(narrowRules);
    try {
      const shown = await own.reply('access show', nina);
      expect(plain(shown.title)).toMatch(/^Access rules of .*access\.cedar$/);
      expect(shown.tone).toBe('plain');
      expect(rowsOf(shown)[2]?.['In words']).toBe(
        'Who has the role operator may start, stop, reset-dns, disassociate, release or recover.',
      );
      expect(asideOf(shown).join(' ')).toContain('roles: is not configured');
      await own.write('permit (principal, action == Action::"stopp", resource);');
      await own.machine.clock.pass(secondMs);
      const bad = await own.reply('access show', nina);
      expect(bad.tone).toBe('warning');
      expect(rowsOf(bad)).toEqual([
        { Line: '1', Column: '30', 'What is wrong': 'unrecognized action `Action::"stopp"`', Nearest: 'stop' },
      ]);
      expect(wordsOf(bad)).toContain('Developers look at demo-dev in us-east-1.');
      await own.write('@id("all") @says("All.") permit (principal, action, resource);');
      await own.machine.clock.pass(secondMs);
      expect(rowsOf(await own.reply('access show', nina))).toEqual([
        { Rule: 'all', Effect: 'allows', 'In words': 'All.' },
      ]);
      await own.write('');
      await own.machine.clock.pass(secondMs);
    } finally {
      await own.close();
    }
  });

  it.each([
    ['permit (principal, action, resource);', /^Everyone may start, stop, .* or break-glass\.$/],
    ['permit (principal in Role::"a", action == Action::"stop", resource);', 'Who has the role a may stop.'],
    [
      '// why\n@id("x")\nforbid (\n  principal, // all\n  action in [Action::"stop", Action::"start"], resource,\n)\nwhen { context.private }\nunless { context has reason };',
      'Everyone must not start or stop, when { context.private } unless { context has reason }.',
    ],
    [
      'permit (principal, action == Action::"stop", resource) when { resource.id == "a  // b" };',
      'Everyone may stop, when { resource.id == "a  // b" }.',
    ],
    [
      'permit (principal == Person::"os:a", action == Action::"stop", resource);',
      'permit (principal == Person::"os:a", action == Action::"stop", resource);',
    ],
    [
      'permit (principal, action == Action::"stop", resource is Instance) when { true };',
      'permit (principal, action == Action::"stop", resource is Instance) when { true };',
    ],
    ['@says("Words.") permit (principal, action, resource);', 'Words.'],
  ])('says %s in words where it has none', async (text, words) => {
    const rules = await cedar.read(text, true);
    if (!('all' in rules)) throw new Error('these rules are bad');
    expect(rules.all.map((rule) => plain(ruleSentence(rule)))).toEqual([
      typeof words === 'string' ? words : expect.stringMatching(words),
    ]);
  });
});

describe('access test', () => {
  let talk: Talk;
  beforeAll(async () => {
    talk = await openTalk();
  });
  afterAll(() => talk.close());
  const tested = async (line: string, by = nina) => {
    const answer = await talk.ask(`access test ${line}`, by);
    return { ...answer, title: plain(answer.reply.title), rows: rowsOf(answer.reply) };
  };

  it.each([
    ['maria roles:operator "stop web-1"', 'maria: stop web-1: allowed', 'operate: Operators start'],
    [
      'who:os:maria roles:operator does:"terminate web-1"',
      'maria: terminate web-1: needs the approval of an approver',
      'destroy: ',
    ],
    ['maria roles:operator "terminate web-1" approver:ana', 'maria: terminate web-1: allowed', 'destroy: '],
    [
      'maria roles:operator "terminate web-1" approver:maria',
      'maria: terminate web-1: needs the approval of an approver',
      'destroy: ',
    ],
    [
      'maria roles:operator "stop licensed"',
      'maria: stop licensed: needs a reason and the approval of an approver',
      'production: ',
    ],
    [
      'maria roles:operator "stop licensed" reason:x',
      'maria: stop licensed: needs the approval of an approver',
      'production: ',
    ],
    [
      'maria roles:operator "stop licensed reason:x"',
      'maria: stop licensed: needs the approval of an approver',
      'production: ',
    ],
    ['maria roles:approver,admin "stop web-1"', 'maria: stop web-1: refused', 'no rule allows it'],
    [
      'maria roles:operator "release 198.51.100.101"',
      'maria: release 198.51.100.101: needs the approval of an approver',
      'To disassociate: destroy: ',
    ],
    ['maria roles:admin "freeze off"', 'maria: freeze off: allowed', 'freeze: '],
    ['maria roles:operator "freeze on reason:x"', 'maria: freeze on reason:x: refused', 'no rule allows it'],
    ['maria roles:operator "keep vol-1 reason:x"', 'maria: keep vol-1 reason:x: allowed', 'settings: '],
    ['maria roles:reader "demo reset"', 'maria: demo reset: refused', 'no rule allows it'],
  ])('%s', async (line, title, rule) => {
    const { title: told, rows, problem } = await tested(line);
    expect([told, problem]).toEqual([title, undefined]);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.['Rule']).toContain(rule);
  });

  it.each([
    ['maria list', 'maria: list: allowed, everywhere'],
    ['maria roles:reader "use demo-dev"', 'maria: use demo-dev: allowed'],
  ])('%s needs no right', async (line, title) => {
    expect((await tested(line)).title).toBe(title);
  });

  it.each([
    ['maria "stpo web-1"', 'unknown-command'],
    ['maria "stop nowhere-1"', 'instance-not-found'],
    ['maria "stop *"', 'too-wide'],
    ['maria stop', 'missing-value'],
    ['maria "recover 192.0.2.7"', 'address-not-found'],
    ['maria "release 192.0.2.7"', 'address-not-found'],
    ['maria "confirm 7QK2M8TD"', 'bad-value'],
    ['maria "approve 7QK2M8TD"', 'bad-value'],
    ['maria "  "', 'bad-value'],
    ['maria', 'missing-value'],
  ])('%s is a Problem of the line: %s', async (line, problem) => {
    expect((await tested(line)).problem?.problem).toBe(problem);
  });

  it('tells of many things the first 25, and each rule once', async () => {
    const { title, rows, reply } = await tested('maria roles:operator "stop tag:env"');
    expect(title).toBe('maria: stop 41 instances: 15 allowed, 10 with more');
    expect(rows).toHaveLength(25);
    expect(asideOf(reply)).toContain('The first 25 of 41 were looked at.');
    expect(Object.keys(fieldsOf(reply)).slice(-2)).toEqual(['operate', 'production']);
  });

  it('tells that changes rest, and who may go on', async () => {
    await talk.reply('freeze on reason:"the sale is on"', person('dana', 'admin'));
    expect(asideOf((await tested('maria roles:operator "stop web-1"')).reply).join(' ')).toContain(
      'the sale is on. maria may not go on through it.',
    );
    expect(asideOf((await tested('maria roles:operator,admin "stop web-1"')).reply).join(' ')).toContain(
      'may go on through it with break-glass:yes and a reason',
    );
    await talk.reply('freeze off', person('dana', 'admin'));
  });

  it('writes nothing down', async () => {
    const last = async () => rowsOf(await talk.reply('audit'))[0];
    const before = await last();
    await tested('maria roles:operator "terminate web-1"');
    await tested('maria roles:reader "terminate web-1"');
    await tested('maria roles:reader "freeze off"');
    expect(await last()).toEqual(before);
    expect(rowsOf(await talk.reply('plans'))).toEqual([]);
  });

  it('says what happens when the line is said', async () => {
    for (const by of [person('maria', 'operator'), person('ana', 'approver'), person('vera')])
      for (const line of [
        'stop web-1',
        'stop licensed',
        'terminate web-2',
        'stop licensed reason:x',
        'release 198.51.100.38',
        'reboot api-1',
        'hibernate notebook-2',
      ]) {
        const { title } = await tested(`${by.name} roles:${by.roles.join(',') || 'none'} "${line}"`);
        const { problem, reply } = await talk.ask(line, by);
        const said = wordsOf(reply);
        const expected = title.endsWith('refused') ? 'not-allowed' : undefined;
        expect([line, by.name, problem?.problem]).toEqual([line, by.name, expected]);
        if (expected !== undefined) continue;
        expect([line, title.includes('a reason')]).toEqual([line, /wants? a reason|reason:"/i.test(said)]);
        expect([line, title.includes('approval')]).toEqual([line, /approv/i.test(said)]);
      }
  });

  it('asks AWS for no dry run', async () => {
    const aws = await openAwsMachine();
    try {
      await aws.pipe([
        'access test who:maria does:"terminate web-1"',
        'access test who:maria does:"release 198.51.100.101"',
      ]);
      expect(aws.peer.seen.length).toBeGreaterThan(0);
      expect(
        aws.peer.seen.filter(({ action, dryRun }) => dryRun || !/^(Describe|Get|List|Assume)/.test(action)),
      ).toEqual([]);
    } finally {
      await aws.close();
    }
  });
});

describe('who is meant, by the configuration', () => {
  let talk: Talk;
  beforeAll(async () => {
    talk = await openTalk({
      QUARTERMASTER_ROLES: '{"operator":["os:maria","slack:U7"],"approver":["os:ana","slack:ana"],"admin":["os:dana"]}',
      QUARTERMASTER_PEOPLE: '{"mb":["os:maria","slack:U1"]}',
    });
  });
  afterAll(() => talk.close());
  const whoIs = async (word: string) => {
    const { problem, reply } = await talk.ask(`access test who:${word} does:list`, person('nina'));
    return problem?.problem ?? fieldsOf(reply)['Person'];
  };

  it.each([
    ['maria', 'os:maria (operator)'],
    ['MARIA', 'os:maria (operator)'],
    ['mb', 'os:maria (operator)'],
    ['slack:U1', 'slack:U1 (operator)'],
    ['U7', 'slack:U7 (operator)'],
    ['dana', 'os:dana (admin)'],
    ['ana', 'bad-value'],
    ['os:ana', 'os:ana (approver)'],
    ['zoe', 'os:zoe (no role)'],
    ['nina', 'os:nina (no role)'],
    ['maria roles:admin,approver', 'os:maria (admin and approver)'],
  ])('%s is %s', async (word, told) => {
    expect(await whoIs(word)).toBe(told);
  });

  it('names who could approve', async () => {
    const { reply } = await talk.ask('access test maria "terminate web-1"', person('nina'));
    expect(plain(reply.title)).toBe('maria: terminate web-1: needs the approval of an approver (os:ana or slack:ana)');
  });
});

it('what is refused of a setting stands in the audit once, with the rule that decided', async () => {
  const talk = await openUnder(`permit (principal, action, resource);
    @id("calm") forbid (principal, action == Action::"freeze", resource);`);
  try {
    expect((await talk.ask('freeze on reason:"sale"', nina)).problem?.problem).toBe('not-allowed');
    const refused = rowsOf(await talk.reply('audit', nina)).filter(({ What = '' }) => What.endsWith('refused'));
    expect(refused).toMatchObject([{ Who: 'nina', What: 'freeze on refused', Rules: 'calm' }]);
  } finally {
    await talk.close();
  }
});

describe('access test counts as a plan does', () => {
  it('the things that would be changed, and not those that are there already', async () => {
    const talk = await openUnder(`permit (principal, action, resource);
      @id("many") forbid (principal, action in Action::"change", resource) when { context.targets > 2 };`);
    try {
      for (const [line, refused] of [
        ['stop web-1 web-2 batch-7', false],
        ['stop web-1 web-2 api-1', true],
      ] as const) {
        const { reply } = await talk.ask(`access test nina "${line}"`, nina);
        const answers = rowsOf(reply).map(({ Answer }) => Answer);
        expect([line, answers]).toEqual([line, answers.map(() => (refused ? 'refused' : 'allowed'))]);
        expect([line, (await talk.ask(line, nina)).problem !== undefined]).toEqual([line, refused]);
      }
    } finally {
      await talk.close();
    }
  });

  it('the calls that a release takes, the reset of a reverse DNS name among them', async () => {
    const talk = await openTalk();
    try {
      const { core } = talk.machine.house;
      const reading = { signal: new AbortController().signal };
      const { items } = await core.cloud.addresses({}, reading);
      const details = await core.cloud.addressDetails(items, reading);
      const named = details.items.find(({ reverseDns }) => (reverseDns ?? '') !== '');
      const ip = items.find(({ allocationId }) => allocationId === named?.allocationId)?.publicIp ?? '';
      const { reply } = await talk.ask(`access test nina roles:operator "release ${ip}"`, nina);
      expect(rowsOf(reply)[0]?.['Rule']).toMatch(/^To reset-dns: .*To release: /);
    } finally {
      await talk.close();
    }
  });
});

describe('access test of who may not look everywhere', () => {
  let talk: Awaited<ReturnType<typeof openUnder>>;
  beforeAll(async () => {
    talk = await openUnder(narrowRules);
  });
  afterAll(() => talk.close());

  it('says that the line would not find what they may not look at, and by which rule', async () => {
    const { reply } = await talk.ask('access test olga roles:developer,operator "stop erp"', abel);
    expect(plain(reply.title)).toBe('olga: stop erp: not found, for they may not look there');
    expect(rowsOf(reply)[0]?.['Rule']).toBe(
      'olga may not look at demo-prod (eu-west-1). No rule permits it. Roles: developer and operator.',
    );
    const looked = await talk.ask('access test olga roles:developer list', abel);
    expect(plain(looked.reply.title)).toBe('olga: list: allowed, not everywhere');
    expect(asideOf(looked.reply).join(' ')).toContain('Not shown: olga may not look at demo-prod');
  });

  it('shows whoever asks no more than they see themselves', async () => {
    expect((await talk.ask('access test abel roles:auditor,operator "stop erp"', olga)).problem?.problem).toBe(
      'instance-not-found',
    );
    const { reply } = await talk.ask('access test abel roles:auditor,operator "stop tag:env"', olga);
    expect(wordsOf(reply)).not.toContain('erp');
    expect(asideOf(reply).join(' ')).toContain('Not everything was looked at: olga may not look at');
  });
});
