import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { render } from '../../src/bot/terminal/render.ts';
import { styler } from '../../src/bot/terminal/style.ts';
import { partlyBlind } from '../partly-blind.ts';
import { asideOf, linesOf, openTalk, rowsOf, wordsOf, type Talk } from './house.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await openTalk();
});
afterAll(() => talk.close());

describe('addresses', () => {
  it('shows what idles first, with the reason and the price of each', async () => {
    const page = await talk.reply('addresses');
    expect(rowsOf(page)[0]).toMatchObject({ Verdict: 'idle', '$/month': '$3.65', '$/hour': '$0.005' });
    expect(rowsOf(page).map(({ Verdict }) => Verdict)).toEqual([
      ...Array.from({ length: 7 }, () => 'idle'),
      'unknown',
      'in transfer',
      'extra',
    ]);
  });

  it('sums up what idles and what is charged in all; unknown is counted, extra is not waste', async () => {
    const aside = asideOf(await talk.reply('addresses')).join(' ');
    expect(aside).toContain('7 idle: $0.035 an hour, $25.55 a month.');
    expect(aside).toContain('whether 1 more is charged is not known');
    expect(aside).toContain('1 is a further address of an instance that has one already');
  });

  it('prices nothing that AWS does not charge for, or of which that is not known', async () => {
    const [own] = rowsOf(await talk.reply('addresses 198.51.100.94'));
    expect(own).toMatchObject({ Verdict: 'own range', '$/month': '0' });
    const [shared] = rowsOf(await talk.reply('addresses 198.51.100.87'));
    expect(shared).toMatchObject({ Verdict: 'unknown', '$/month': 'unknown' });
  });

  it('offers to release what idles, and never what is extra, managed, shared or in use', async () => {
    let page = await talk.reply('addresses');
    const offered: string[] = [];
    const idle: string[] = [];
    for (;;) {
      offered.push(...Object.values(linesOf(page)).filter((line) => line.startsWith('release ')));
      idle.push(...rowsOf(page).flatMap((row) => (row['Verdict'] === 'idle' ? [`release ${row['Address']}`] : [])));
      const more = linesOf(page)['More'];
      if (more === undefined) break;
      page = await talk.reply(more);
    }
    expect(offered.length).toBeGreaterThan(0);
    expect(idle).toEqual(expect.arrayContaining(offered));
  });

  it.each([
    ['addresses idle', 7],
    ['addresses idle region:eu-west-1', 2],
    ['addresses owner:lena', 3],
    ['addresses 198.51.100.10', 1],
    ['addresses name:bastion', 1],
    ['addresses account:demo-prod idle', 2],
  ])('%s finds %i', async (line, count) => {
    expect(rowsOf(await talk.reply(line)).filter(({ Address }) => Address !== '')).toHaveLength(count);
  });

  it('lists auto-assigned ones of machines that run, as in use', async () => {
    const rows = rowsOf(await talk.reply('addresses name:web-1'));
    expect(rows).toMatchObject([
      { Address: '203.0.113.10', Verdict: 'auto-assigned', Why: 'web-1 has it while it runs' },
    ]);
  });

  it('says what it could not see, and calls nothing idle for it', async () => {
    const ask = talk.over((cloud) => partlyBlind(cloud, 'us-east-1', ['instances']));
    const page = await ask('addresses 198.51.100.10');
    expect(rowsOf(page)).toMatchObject([{ Verdict: 'unknown', Why: expect.stringContaining('could not be read') }]);
    expect(wordsOf(page)).toContain('AWS did not answer in us-east-1');
  });

  it('never says that none idles where some could not be read', async () => {
    const ask = talk.over((cloud) => partlyBlind(cloud, 'us-east-1', ['addresses']));
    expect(wordsOf(await ask('addresses idle type:x1.16xlarge'))).toContain('None of those that were read idles.');
    expect(wordsOf(await ask('addresses region:us-east-1'))).toContain('None of those that were read idles. At least');
    expect(wordsOf(await ask('addresses idle'))).toMatch(/at least \d+ idle: at least \$/);
  });

  it('tells where a transfer could not be read, and the plan of a release warns of it', async () => {
    const ask = talk.over((cloud) => ({
      ...cloud,
      addressDetails: async (all, reading) => ({ ...(await cloud.addressDetails(all, reading)), items: [] }),
    }));
    const [row] = rowsOf(await ask('addresses 198.51.100.38'));
    expect(row?.['Why']).toContain('whether it is offered to another account could not be read');
  });

  it.each([
    ['addresses bastion', ['198.51.100.10']],
    ['addresses gpu-train-2', ['198.51.100.24']],
    ['addresses idle stopped', ['198.51.100.101', '198.51.100.24', '198.51.100.31']],
    ['addresses idle type:x1.16xlarge', []],
  ])('%s finds by the instance that has it', async (line, expected) => {
    expect(rowsOf(await talk.reply(line)).map(({ Address }) => Address)).toEqual(expected);
  });
});

describe('volumes', () => {
  it.each([
    ['volumes bastion', ['gp2 of bastion (running)']],
    ['volumes type:io2', ['io2 of ledger (running)']],
    ['volumes name:gpu-train-2', ['gp3 of gpu-train-2 (stopped)']],
  ])('%s finds by the volume or by the instance that has it', async (line, expected) => {
    const rows = rowsOf(await talk.reply(line));
    expect(rows.map((row) => `${row['Kind']} of ${row['Attached to']}`)).toEqual(expected);
  });

  it('shows the dearest first, who has it, and the sum', async () => {
    const page = await talk.reply('volumes');
    expect(rowsOf(page)[0]).toMatchObject({ Kind: 'io2', GiB: '300', 'Attached to': 'ledger (running)' });
    expect(asideOf(page).join(' ')).toMatch(/They cost at least \$[\d,.]+ a month \(\d+ without a known price\)/);
  });

  it('unattached ones are those that belong to nothing', async () => {
    const page = await talk.reply('volumes unattached');
    expect(rowsOf(page).map((row) => row['Attached to'])).toEqual(['nothing', 'nothing', 'nothing', 'nothing']);
    expect(asideOf(page).join(' ')).toContain('They cost $482.50 a month.');
  });

  it.each([
    ['volumes unattached owner:tariq', 1],
    ['volumes unattached account:demo-prod', 1],
    ['volumes unattached "db-1 before"', 1],
    ['volumes vol-442e4facff574be52', 1],
  ])('%s finds %i', async (line, count) => {
    expect(rowsOf(await talk.reply(line))).toHaveLength(count);
  });
});

describe('leftovers', () => {
  it('names who left what, offers what can be done, and goes when that is done', async () => {
    const own = await openTalk();
    try {
      const plan = linesOf(await own.reply('stop bastion'));
      const stopped = await own.reply(plan['Confirm'] ?? '');
      expect(linesOf(stopped)).toMatchObject({
        'Release 198.51.100.10': 'release 198.51.100.10',
        Leftovers: 'leftovers',
      });
      const left = await own.reply('leftovers');
      expect(
        rowsOf(left)
          .map((row) => `${row['What']}: ${row['Left by']}, ${row['$/month']}`)
          .toSorted(),
      ).toEqual(["198.51.100.10: maria's stop of bastion, $3.65", "gp2 8 GiB: maria's stop of bastion, $0.80"]);
      expect(rowsOf(await own.reply('addresses 198.51.100.10'))).toMatchObject([
        { 'Left by': "maria's stop of bastion" },
      ]);
      await own.reply('keep 198.51.100.10 reason:"partners know it" until:2026-11-25');
      expect(rowsOf(await own.reply('leftovers'))).toHaveLength(1);
      expect(rowsOf(await own.reply('leftovers kept')).find(({ What }) => What === '198.51.100.10')?.['Kept']).toBe(
        'by maria: partners know it, until 2026-11-25',
      );
      await own.machine.clock.pass(24 * 3_600_000);
      expect(rowsOf(await own.reply('leftovers')), 'the day has come').toHaveLength(2);
      const start = linesOf(await own.reply('start bastion'));
      await own.reply(start['Confirm'] ?? '');
      expect(rowsOf(await own.reply('leftovers kept'))).toEqual([]);
    } finally {
      await own.close();
    }
  });

  it('are kept by those who may change things, and only what there is', async () => {
    const viewer = { id: 'os:vera', name: 'vera', roles: [] };
    expect((await talk.ask('keep 198.51.100.38 reason:x', viewer)).problem?.problem).toBe('not-allowed');
    expect((await talk.ask('keep 198.51.100.200 reason:x')).problem?.problem).toBe('address-not-found');
    expect((await talk.ask('keep 198.51.100.38 reason:x until:2026-06-31')).problem?.problem).toBe('bad-value');
  });
});

describe('undo', () => {
  it('asks for the way back of one’s own last change, and the plan is a plan like any other', async () => {
    const own = await openTalk();
    try {
      expect((await own.ask('undo')).problem?.problem).toBe('nothing-to-undo');
      await own.reply(linesOf(await own.reply('stop web-1'))['Confirm'] ?? '');
      const other = { id: 'os:ole', name: 'ole', roles: ['operator'] };
      expect((await own.ask('undo', other)).problem?.problem).toBe('nothing-to-undo');
      const back = await own.reply('undo');
      expect(wordsOf(back)).toContain('Start web-1');
      await own.reply(linesOf(back)['Confirm'] ?? '');
      expect(rowsOf(await own.reply('list name:web-1'))).toMatchObject([{ State: 'running' }]);
    } finally {
      await own.close();
    }
  });
});

describe('use', () => {
  it('narrows what a line does not say, and every answer says so', async () => {
    const own = await openTalk();
    try {
      await own.reply('use account:demo-prod region:eu-west-1');
      const list = await own.reply('list');
      expect(new Set(rowsOf(list).map((row) => `${row['Account']} ${row['Region']}`))).toEqual(
        new Set(['demo-prod eu-west-1']),
      );
      expect(asideOf(list).join(' ')).toContain('This place looks at demo-prod, eu-west-1 where a line does not say');
      expect(rowsOf(await own.reply('list account:demo-dev region:us-east-1 name:web-1'))).toHaveLength(1);
      expect(new Set(rowsOf(await own.reply('list region:us-east-1')).map((row) => row['Region']))).toEqual(
        new Set(['us-east-1']),
      );
      expect((await own.ask('stop web-1')).problem?.problem).toBe('instance-not-found');
      expect(wordsOf(await own.reply('price m5.large'))).toContain('eu-west-1');
      await own.reply('use everything');
      expect(wordsOf(await own.reply('list name:web-1'))).toContain('web-1');
      expect(wordsOf(await own.reply('list name:web-1'))).not.toContain('This place looks at');
    } finally {
      await own.close();
    }
  });

  it('of a place that others share is set by those who may change things', async () => {
    const dispatch = talk.machine.house.dispatch;
    const say = (line: string, roles: readonly string[]) =>
      dispatch(
        {
          id: 'r',
          person: { id: 'slack:U1', name: 'vera', roles },
          place: { id: 'slack:C1' },
          line,
          signal: new AbortController().signal,
        },
        () => {},
      );
    expect((await say('use region:eu-west-1', [])).problem?.problem).toBe('not-allowed');
    expect(wordsOf((await say('list', [])).reply)).not.toContain('This place looks at');
    expect((await say('use region:eu-west-1', ['operator'])).problem).toBeUndefined();
    expect(wordsOf((await say('list', [])).reply)).toContain('This place looks at every account, eu-west-1');
  });

  it.each([
    ['use account:demo-prot', 'Did you mean demo-prod?'],
    ['use region:eu-west-9', 'Did you mean eu-west-1?'],
  ])('%s: %s', async (line, todo) => {
    const { reply, problem } = await talk.ask(line);
    expect(problem).toBeDefined();
    expect(wordsOf(reply)).toContain(todo);
  });
});

describe('cli:yes', () => {
  it.each([
    ['stop web-1 cli:yes', /^aws ec2 stop-instances --instance-ids i-\w+ --region us-east-1 --profile demo-dev$/m],
    ['hibernate notebook-2 cli:yes', /^aws ec2 stop-instances --instance-ids i-\w+ --hibernate --region/m],
    [
      'release 198.51.100.10 cli:yes',
      /^aws ec2 disassociate-address --association-id eipassoc-\w+ --region us-east-1 .*\naws ec2 release-address --allocation-id eipalloc-\w+/m,
    ],
    [
      'list tag:env=dev stopped region:us-east-1 cli:yes',
      /^aws ec2 describe-instances --filters Name=tag:env,Values=dev Name=instance-state-name,Values=stopped --region us-east-1 --profile demo-prod$/m,
    ],
    ['show web-1 cli:yes', /^aws ec2 describe-instances --instance-ids i-\w+ --region us-east-1 --profile demo-dev$/m],
    ['addresses region:eu-west-1 cli:yes', /^aws ec2 describe-addresses --region eu-west-1 --profile demo-prod$/m],
    [
      'price m5.large windows cli:yes',
      /^aws pricing get-products .*Field=operation,Value=RunInstances:0002 .*--region us-east-1$/m,
    ],
    [
      'list "name:$(reboot)\'; rm x" cli:yes',
      /--filters '\[{"Name":"tag:Name","Values":\["\$\(reboot\)'\\''; rm x"\]}\]' --region/m,
    ],
    ['list "tag:env=dev,prod" cli:yes', /--filters '\[{"Name":"tag:env","Values":\["dev,prod"\]}\]'/m],
    ['list name:web-1 name:web-2 cli:yes', /--filters Name=tag:Name,Values=web-1,web-2 --region/m],
    ['list "tag:a=*x*" cli:yes', /"Values":\["\\\\\*x\*"\]/m],
    [
      'list web-1 owner:maria cli:yes',
      /^aws ec2 describe-instances --region [^]*Narrowed here, not there: owner:maria and web-1\./m,
    ],
    ['addresses idle owner:maria cli:yes', /Narrowed here, not there: owner:maria and what idles\./m],
  ])('%s', async (line, expected) => {
    expect(wordsOf(await talk.reply(line))).toMatch(expected);
  });

  it('tells every call of a change, and breaks none of them, whatever the width', async () => {
    const reply = await talk.reply('terminate tag:env=dev even-in-group:yes region:us-east-1 cli:yes');
    const calls = wordsOf(reply).match(/^aws ec2 terminate-instances .*$/gm) ?? [];
    expect(calls.length).toBeGreaterThan(8);
    const shown = render(reply, 40, styler(false));
    expect(shown).toEqual(expect.arrayContaining([...calls]));
  });
});

describe('how long an address idles', () => {
  it('is told as finding tells it, once a sweep has seen it', async () => {
    const own = await openTalk();
    const cell = async () =>
      rowsOf(await own.reply('addresses idle')).find(({ Address }) => Address === '198.51.100.45')?.['For'];
    expect(await cell()).toBe('unknown');
    await own.machine.house.watchRound(new AbortController().signal);
    await own.machine.clock.pass(60_000);
    expect(await cell()).toBe('at least 1 minute');
    expect(wordsOf(await own.reply('finding 198.51.100.45'))).toContain('1 minute, when an alert saw it first');
    expect(wordsOf(await own.reply('addresses idle'))).toContain('counts from when a sweep for alerts saw it first');
    await own.close();
  });
});
