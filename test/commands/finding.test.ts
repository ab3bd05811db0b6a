import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CoreReads } from '../../src/commands/core-reads.ts';
import { isProblem } from '../../src/core/problem.ts';
import { dayMs, hourMs } from '../../src/core/time.ts';
import type { Cloud } from '../../src/core/ports/cloud.ts';
import { matterOf } from '../../src/commands/matters.ts';
import { partlyBlind } from '../partly-blind.ts';
import { documentKeys } from '../terminal.ts';
import {
  asideOf,
  fieldsOf,
  ines,
  linesOf,
  maria,
  openTalk,
  rowsOf,
  settingsThat,
  wordsOf,
  type Talk,
} from './house.ts';

const idle = '198.51.100.45';
const batch7 = 'i-d29bc2541ef841f56';
const stopped = 'rule:stopped-instance-volumes';

let talk: Talk;
beforeAll(async () => {
  talk = await openTalk();
});
afterAll(() => talk.close());

/** The same account where nobody tagged an owner: two rules find stopped instances. */
const ownerless = (own: Cloud): Cloud => ({
  ...own,
  instances: async (...asked) => {
    const all = await own.instances(...asked);
    return { ...all, items: all.items.map((one) => ({ ...one, tags: {} })) };
  },
});
/** First seen by an alert so long ago. */
const seenFor =
  (ms: number) =>
  (own: CoreReads): Partial<CoreReads> => ({
    ...own,
    seen: { ...own.seen, of: async () => talk.machine.clock.now() - ms },
  });
const itself = (own: Cloud): Cloud => own;

describe('a finding, explained', () => {
  it('says what it is, why, what it costs and by which rule, with what can be done', async () => {
    const reply = await talk.reply(`finding ${idle}`);
    expect(reply.tone).toBe('warning');
    expect(wordsOf(reply)).toMatch(/^198\.51\.100\.45 wastes \$3\.65 a month\n/);
    expect(fieldsOf(reply)).toEqual({
      Why: 'associated with nothing',
      Since: 'not known: AWS does not tell, and no alert has seen it before',
      'A month': '$3.65, $0.005 an hour',
      Owner: '(no owner tag)',
      Id: 'eipalloc-9d066e0eebd2a40b3',
      Account: 'demo-dev',
      Region: 'us-east-1',
      Rule: 'address-unassociated: Elastic IPs that are associated with nothing',
    });
    expect(asideOf(reply)[0]).toContain('AWS charges $0.005 an hour for every public IPv4');
    const named = `${idle} account:demo-dev region:us-east-1`;
    expect(linesOf(reply)).toEqual({ Release: `release ${idle}`, Keep: `keep ${named}` });
    const choice = reply.blocks.find((block) => block.kind === 'choice');
    expect(choice).toMatchObject({ before: `snooze ${named} until:`, after: '' });
    expect(choice?.options.map(({ word, label }) => [word, label])).toEqual([
      ['1d', '1 day'],
      ['1w', '1 week'],
      ['30d', '1 month'],
    ]);
  });

  it('is for as long as AWS tells, with what it has cost to the cent', async () => {
    const reply = await talk.reply(`finding ${batch7} ${stopped}`);
    expect(wordsOf(reply)).toMatch(/^batch-7 wastes \$3\.20 a month, \$3\.58 so far\n/);
    expect(fieldsOf(reply)).toMatchObject({
      Since: '2026-10-21T09:59:40Z, for 34 days, as AWS tells it',
      'A month': '$3.20',
      'So far': '$3.58',
      Owner: 'tariq',
    });
    expect(asideOf(reply).join('\n')).toContain(`start ${batch7} uses it again, and terminate ${batch7} ends it`);
    expect(linesOf(reply)['Owner']).toBe(`owner ${batch7} account:demo-dev region:us-east-1 ${stopped}`);
    expect(linesOf(reply)['Release']).toBeUndefined();
  });

  it.each([
    [12 * dayMs, 'wastes $3.65 a month, at least $1.44 so far', 'for 12 days, when an alert saw it first', '≥ $1.44'],
    [hourMs, 'wastes $3.65 a month, at least $0.00 so far', 'for 1 hour, when an alert saw it first', '≥ $0.00'],
  ])('is for at least as long as an alert has seen it: %d ms', async (ms, title, since, soFar) => {
    const reply = await talk.over(itself, seenFor(ms))(`finding ${idle}`);
    expect(wordsOf(reply)).toContain(title);
    expect(fieldsOf(reply)['Since']).toMatch(new RegExp(`^at least 2026-11-.*${since}$`));
    expect(fieldsOf(reply)['So far']).toBe(soFar);
  });

  it.each([
    ['vol-7eedcae53cb88b131', 'volume db-1 before upgrade wastes $30.00 a month', 'Quartermaster deletes no data'],
    ['cr-8486a0198adf1dad4', 'reservation launch day wastes', 'aws ec2 cancel-capacity-reservation'],
    ['198.51.100.59', '198.51.100.59: a further address of ledger', 'may be meant'],
    ['444455556666', 'account demo-dev: 22 public IPv4 addresses', 'addresses account:demo-dev lists them'],
    ['bastion', 'bastion wastes $0.88 a month', 'instance-successor'],
  ])('%s: %s', async (word, title, aside) => {
    const reply = await talk.reply(`finding ${word}`);
    expect(wordsOf(reply).startsWith(title)).toBe(true);
    expect(wordsOf(reply)).toContain(aside);
  });

  it('that a change made here left behind says who left it, and when', async () => {
    const own = await openTalk();
    try {
      await own.reply('stop bastion');
      await own.reply(`confirm ${documentKeys[0]}`);
      const reply = await own.reply('finding 198.51.100.10');
      expect(fieldsOf(reply)['Left by']).toMatch(/^maria's stop of bastion, at 2026-11-24T10:0\d:\d\dZ$/);
      expect(fieldsOf(reply)['Why']).toContain('bastion is stopped');
    } finally {
      await own.close();
    }
  });

  it('that may be meant is not offered for release, nor called waste', async () => {
    const reply = await talk.reply('finding 198.51.100.59');
    expect(reply.tone).toBe('plain');
    expect(Object.keys(linesOf(reply))).toEqual(['Keep', 'Owner']);
    expect(wordsOf(reply)).not.toContain('wastes');
  });

  it('is named by its whole key as well, as the choice of a digest names it', async () => {
    const keyed = await talk.reply(`finding 444455556666/us-east-1/${batch7}/stopped`);
    expect(fieldsOf(keyed)).toEqual(fieldsOf(await talk.reply(`finding ${batch7} ${stopped}`)));
    expect(wordsOf(await talk.reply('finding "444455556666/all regions/444455556666"'))).toContain('22 public IPv4');
  });

  it('of which several are found has the lines that say which, as they can be said', async () => {
    const ask = talk.over(ownerless);
    const lines = ['stopped-instance-volumes', 'instance-without-owner'].map(
      (rule) => `finding ${batch7} account:demo-dev region:us-east-1 rule:${rule}`,
    );
    await expect(ask(`finding ${batch7}`)).rejects.toThrow(`2 things are said of ${batch7}.`);
    await expect(ask(`finding ${batch7}`)).rejects.toThrow(`Say which: ${lines.join(' or ')}.`);
    for (const line of lines) expect(fieldsOf(await ask(line))['Id']).toBe(batch7);
  });
});

describe('what is kept or put off', () => {
  it.each([
    [
      `keep ${idle} reason:"the office firewall" until:2026-12-01`,
      'Kept on purpose by maria since',
      'until 2026-12-01: the office firewall',
      'Keep no longer',
    ],
    [
      `keep ${idle} reason:"the office firewall"`,
      'Kept on purpose by maria since',
      ', for good: the office firewall',
      'Keep no longer',
    ],
    [`snooze ${idle} until:2026-12-01`, 'Snoozed by maria since', 'until 2026-12-01T00:00:00Z', 'Snooze no longer'],
  ])('%s: says by whom, until when and the way back', async (line, by, until, back) => {
    const own = await openTalk();
    try {
      await own.reply(line);
      const reply = await own.reply(`finding ${idle}`);
      expect(reply.tone).toBe('plain');
      const said = asideOf(reply).find((words) => words.startsWith(by));
      expect(said).toContain(until);
      expect(linesOf(reply)).toEqual({
        Release: `release ${idle}`,
        [back]: `unkeep ${idle} account:demo-dev region:us-east-1`,
      });
      expect(reply.blocks.some(({ kind }) => kind === 'choice')).toBe(false);
      await own.machine.clock.pass(8 * dayMs);
      const later = await own.reply(`finding ${idle}`);
      const over = line.includes('until:');
      expect(wordsOf(later).includes('which is over')).toBe(over);
      expect('Keep' in linesOf(later)).toBe(over);
    } finally {
      await own.close();
    }
  });

  it('is told of a thing as well that is no waste any longer', async () => {
    const own = await openTalk();
    try {
      await own.reply(`keep ${batch7} reason:spring`);
      await own.reply('start batch-7 reason:now');
      await own.reply(`confirm ${documentKeys[0]}`);
      const reply = await own.reply(`finding ${batch7}`);
      expect(reply.tone).toBe('plain');
      expect(wordsOf(reply)).toContain(`${batch7} is no waste now: no rule finds anything in it`);
      expect(linesOf(reply)).toMatchObject({ Show: `show ${batch7}` });
    } finally {
      await own.close();
    }
  });
});

describe('what is no waste', () => {
  it.each([
    ['198.51.100.10', '198.51.100.10 is no waste now: bastion uses it', 'addresses 198.51.100.10'],
    ['198.51.100.73', '198.51.100.73 is no waste now: used by a NAT gateway', 'addresses 198.51.100.73'],
    ['198.51.100.94', '198.51.100.94 is no waste now: of an address range brought to AWS', 'addresses 198.51.100.94'],
  ])('%s says so', async (word, title, show) => {
    const reply = await talk.reply(`finding ${word}`);
    expect(wordsOf(reply)).toContain(title);
    expect(reply.tone).toBe('plain');
    expect(linesOf(reply)['Show']).toBe(show);
  });

  it('since it was released says who did, and what that saves', async () => {
    const own = await openTalk();
    try {
      await own.reply(`release ${idle}`);
      await own.reply(`confirm ${documentKeys[0]} ${idle}`);
      await own.reply(`approve ${documentKeys[0]}`, ines);
      const reply = await own.reply(`finding ${idle} account:demo-dev region:us-east-1`);
      expect(wordsOf(reply)).toMatch(
        /^198\.51\.100\.45 was released by maria at 2026-11-24T10:\d\d:\d\dZ, which saves \$3\.65 a month/,
      );
      expect(linesOf(reply)).toEqual({ Recover: `recover ${idle}` });
    } finally {
      await own.close();
    }
  });

  it.each([
    ['finding 198.51.100.200', 'address-not-found'],
    ['finding eipalloc-00000000', 'address-not-found'],
    ['finding vol-00000000', 'bad-value'],
    ['finding web-1', 'bad-value'],
    ['finding nosuch', 'bad-value'],
    [`finding ${idle} rule:nosuch`, 'bad-value'],
    [`finding ${idle} rule:volume-unattached`, 'bad-value'],
    ['finding', 'missing-value'],
  ])('%s is %s', async (line, problem) => {
    expect((await talk.ask(line)).problem?.problem).toBe(problem);
  });
});

describe('where not everything can be read', () => {
  it.each([
    [`finding ${batch7}`, ['instances', 'volumes']],
    ['finding vol-7eedcae53cb88b131', ['volumes']],
  ] as const)('%s is not said to be in order', async (line, reads) => {
    const ask = talk.over((own) => partlyBlind(own, 'us-east-1', reads));
    await expect(ask(line)).rejects.toThrow('AWS did not answer in us-east-1');
  });

  it('what was found elsewhere is told with what could not be read', async () => {
    const ask = talk.over((own) => partlyBlind(own, 'us-east-1', ['volumes']));
    const reply = await ask('finding edge-2');
    expect(asideOf(reply).join(' ')).toContain('Could not be read: AWS did not answer in us-east-1.');
  });
});

describe('the matter that is to be left alone', () => {
  const context = async () => {
    const { house, clock } = talk.machine;
    const place = { id: 'terminal:maria', privateTo: maria.id };
    const core = { ...(await house.coreFor(maria, place)) };
    return {
      person: maria,
      place,
      request: 'r',
      core: {
        ...core,
        settings: settingsThat(() => Promise.reject(new Error('nothing is set here'))),
      },
      now: clock.now(),
      uses: {},
      everything: false,
      signal: new AbortController().signal,
      commands: [],
      parse: () => {
        throw new Error('nothing is read here');
      },
      words: [],
      pageRows: 10,
      show() {},
    };
  };

  it('is named with its rule where the thing has several matters', async () => {
    const found = await matterOf({ what: batch7 }, () => '', await context());
    expect(found).toMatchObject({
      key: `444455556666/us-east-1/${batch7}/stopped`,
      id: batch7,
      label: 'batch-7',
      rule: 'stopped-instance-volumes',
    });
  });

  it('is what a change left behind, without a look at AWS', async () => {
    const own = await openTalk();
    try {
      await own.reply('stop bastion');
      await own.reply(`confirm ${documentKeys[0]}`);
      const left = rowsOf(await own.reply('leftovers')).find(({ What }) => What === '198.51.100.10');
      const { core, ...rest } = await context();
      const blind = {
        ...core,
        leftBehind: own.machine.house.core.leftBehind,
        sweep: () => Promise.reject(new Error('no look')),
      };
      for (const what of ['198.51.100.10', left?.['Id'] ?? '', `444455556666/us-east-1/${left?.['Id']}`]) {
        const found = await matterOf({ what }, () => '', { ...rest, core: blind });
        expect(isProblem(found) ? found : found.key).toBe(`444455556666/us-east-1/${left?.['Id']}`);
      }
      for (const named of [{ account: 'demo-prod' }, { region: 'eu-west-1' }, { rule: 'address-unassociated' }])
        await expect(matterOf({ what: '198.51.100.10', ...named }, () => '', { ...rest, core: blind })).rejects.toThrow(
          'no look',
        );
    } finally {
      await own.close();
    }
  });
});
