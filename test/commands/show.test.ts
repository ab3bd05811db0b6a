import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plain } from '../../src/core/text.ts';
import { partlyBlind } from '../partly-blind.ts';
import { asideOf, fieldsOf, linesOf, openTalk, rowsOf, wordsOf, type Talk } from './house.ts';

let talk: Talk;
beforeAll(async () => {
  talk = await openTalk();
});
afterAll(() => talk.close());

describe('show', () => {
  it('tells all of a running machine: what it is, whose, where, and since when', async () => {
    const page = await talk.reply('show web-1');
    expect(plain(page.title)).toMatch(/^web-1 \(i-[0-9a-f]{17}\)$/);
    expect(fieldsOf(page)).toMatchObject({
      State: 'running',
      Type: 'm5.large: 2 vCPU, 8 GiB, Intel, previous generation',
      Platform: 'Linux, x86_64',
      Purchase: 'On-Demand, shared tenancy',
      Account: 'demo-dev (444455556666)',
      Zone: 'us-east-1a',
      Owner: 'maria',
      Role: 'instance profile web-server',
      'Private IPv4': '10.2.0.10',
      Protection: 'stop off, termination off',
      Hibernation: 'not enabled',
      Started: '2026-11-01T09:59:40Z (23 days ago)',
      Made: '2025-10-08T10:00:00Z (412 days ago)',
      Tags: 'env=dev, team=web and owner=maria',
    });
  });

  it('lists its volumes with size, kind, encryption, end and price', async () => {
    const rows = rowsOf(await talk.reply('show db-1'));
    expect(rows.map(({ Volume: _, ...rest }) => rest)).toEqual([
      {
        Device: '/dev/xvda',
        Kind: 'gp3',
        GiB: '50',
        Encrypted: 'yes',
        'When terminated': 'deleted',
        '$/month': '$4.00',
      },
      {
        Device: '/dev/sdf',
        Kind: 'io1, 3000 IOPS',
        GiB: '200',
        Encrypted: 'yes',
        'When terminated': 'kept',
        '$/month': '$220.00',
      },
    ]);
  });

  // m5.large 0.096 $/h, IPv4 0.005 $/h, gp3 0.08 $/GB-month; 23 days and 20 seconds since the start, 412 days since the making.
  it('tells what it costs by part, since its last start, and at most since it was made', async () => {
    const page = await talk.reply('show web-1');
    expect(asideOf(page)).toContain('Costs now: $0.114151 an hour, $83.33 a month.');
    expect(fieldsOf(page)).toMatchObject({
      Machine: '$0.096 an hour',
      Volumes: '$9.60 a month',
      'Public IPv4': '$0.005 an hour (1)',
      'Since last start': '$52.99 in 23 days (the machine alone, at today’s price)',
      'Since it was made':
        'at most $949.25 in 412 days (the machine alone, at today’s price, had it never been stopped: EC2 tells the last start alone)',
    });
  });

  it('tells of a stopped machine what goes on being paid, and nothing since a start that is over', async () => {
    const page = await talk.reply('show batch-7');
    const fields = fieldsOf(page);
    expect(fields['State']).toBe(
      'stopped since 2026-10-21T09:59:40Z (34 days): Client.UserInitiatedShutdown: User initiated shutdown',
    );
    expect(fields['Machine']).toBe('$0.34 an hour when it runs; nothing now');
    expect(fields['Since last start']).toBeUndefined();
    expect(asideOf(page)).toContain('Costs now: $0.004384 an hour, $3.20 a month.');
  });

  it.each<readonly [name: string, label: string, value: RegExp]>([
    ['sql-1', 'Platform', /^Windows with SQL Server Standard, x86_64$/],
    ['sql-1', 'Protection', /^stop on, termination off$/],
    ['db-1', 'Public IPv4', /^\$0\.005 an hour \(1\)$/],
    ['ledger', 'Public IPv4', /^\$0\.01 an hour \(2\)$/],
    ['ledger', 'Protection', /^stop off, termination on$/],
    ['ledger', 'Managed by', /^CloudFormation stack ledger-prod$/],
    ['shop-asg-1', 'Managed by', /^Auto Scaling group shop$/],
    ['build-runner', 'Managed by', /^Terraform \(by its tags\)$/],
    ['eks-auto-1', 'Managed by', /^A service of AWS eks\.amazonaws\.com$/],
    ['crawler-spot-2', 'Purchase', /^spot, persistent request \(active\), shared tenancy$/],
    ['licensed', 'Purchase', /^On-Demand, dedicated tenancy$/],
    ['reserved-room', 'Purchase', /^On-Demand, shared tenancy, Capacity Reservation cr-/],
    ['notebook', 'Hibernation', /^enabled at launch$/],
    ['indexer', 'Type', /^m5d\.xlarge: 4 vCPU, 16 GiB, Intel, 150 GB instance store$/],
    ['gpu-train-1', 'Type', /1 \S+ GPU/],
    ['bastion', 'Role', /^\(none\)$/],
    ['cache-store', 'Owner', /^platform$/],
  ])('of %s says under %s %s', async (name, label, value) => {
    expect(fieldsOf(await talk.reply(`show ${name}`))[label]).toMatch(value);
  });

  it('says of a Spot machine, and of a dedicated one, that the price is unknown, never that it is nothing', async () => {
    for (const name of ['crawler-spot-1', 'licensed']) {
      const page = await talk.reply(`show ${name}`);
      expect(fieldsOf(page)['Machine'], name).toMatch(/^unknown: /);
      expect(
        asideOf(page).find((words) => words.startsWith('Costs now')),
        name,
      ).toContain('at least');
      expect(fieldsOf(page)['Since it was made'], name).toBeUndefined();
    }
  });

  it('says of a volume without a known price that it is unknown, and of the sum that it is at least', async () => {
    const page = await talk.reply('show edge-2');
    expect(rowsOf(page).map((row) => row['$/month'])).toEqual(['unknown']);
    expect(fieldsOf(page)['Volumes']).toBe('at least $0.00 a month');
    expect(asideOf(page)).toContain('Not priced: No price is known for EBS gp3 in ap-northeast-1.');
  });

  it('takes volumes and addresses that could not be read for unknown, not for none', async () => {
    const ask = talk.over((cloud) => partlyBlind(cloud, 'us-east-1', ['volumes', 'addresses']));
    const page = await ask('show db-1');
    expect(fieldsOf(page)).toMatchObject({ Volumes: 'at least $0.00 a month' });
    expect(wordsOf(page)).toContain('198.51.100.17 (Elastic IP, stays over a stop)');
    expect(wordsOf(page)).toContain('at least $0 an hour (0)');
    expect(asideOf(page)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Costs now: at least /),
        'Not priced: 2 of its volumes could not be read.',
        'Not priced: Its Elastic IP could not be read.',
        'Could not be read: AWS did not answer in us-east-1.',
      ]),
    );
  });

  it('says where another of its name may be hidden', async () => {
    const ask = talk.over((cloud) => partlyBlind(cloud, 'eu-west-1', ['instances']));
    expect(asideOf(await ask('show web-1'))).toContain('Could not be read: AWS did not answer in eu-west-1.');
  });

  it.each([
    [
      'running',
      'web-1',
      {
        Stop: /^stop i-/,
        Reboot: /^reboot i-/,
        Terminate: /^terminate i-/,
        Price: /^price i-/,
      },
    ],
    ['stopped', 'batch-7', { Start: /^start i-/, Terminate: /^terminate i-/, Price: /^price i-/ }],
    [
      'running one that can hibernate',
      'notebook-2',
      { Stop: /./, Hibernate: /^hibernate i-/, Reboot: /./, Terminate: /./, Price: /./ },
    ],
    ['stopping', 'old-1', { Terminate: /^terminate i-/, Price: /^price i-/ }],
    ['running Windows', 'ad-1', { Stop: /^stop i-/, Reboot: /./, Terminate: /./, Price: /^price i-/ }],
  ] as const)('offers for a %s machine what makes sense', async (_, name, expected) => {
    const lines = linesOf(await talk.reply(`show ${name}`));
    expect(Object.keys(lines)).toEqual(Object.keys(expected));
    for (const [label, form] of Object.entries(expected)) expect(lines[label]).toMatch(form);
  });

  it('shows what its actions need: the offered price is the price of the machine', async () => {
    const page = await talk.reply('show ad-1');
    const quote = await talk.reply(linesOf(page)['Price'] ?? '');
    expect(fieldsOf(quote)['Hour']).toBe(fieldsOf(page)['Machine']?.replace(' an hour', ''));
  });

  it.each([
    ['show scratch', 'ambiguous-name'],
    ['show nothing-like-it', 'instance-not-found'],
    ['show', 'missing-value'],
    ['show web-1 web-2', 'bad-value'],
    ['show ""', 'bad-value'],
    ['show toString', 'instance-not-found'],
  ])('%s: %s', async (line, problem) => {
    expect((await talk.ask(line)).problem?.problem).toBe(problem);
  });
});
