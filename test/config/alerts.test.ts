import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config/read.ts';
import { Alert } from '../../src/core/watch/alert.ts';
import { ruleGroups } from '../../src/core/watch/rules/index.ts';

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'quartermaster-config-'));
});
afterAll(() => rm(cwd, { recursive: true }));

/** What is said of a configuration that is wrong. */
async function told(text: string): Promise<string> {
  try {
    await read(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'nothing';
}

async function read(text: string, env: Readonly<Record<string, string>> = {}) {
  await writeFile(join(cwd, 'quartermaster.yaml'), text);
  return readConfig({ cwd, env });
}

const everything = `
alerts:
  idle-addresses:
    rules: [idle-addresses, volume-unattached]
    accounts: [demo-prod]
    when: weekdays 9:00 Europe/Paris
    to: [slack:C0123, discord:4567, owner]
    atLeast: {days: 3, usdPerMonth: 5.50}
    form: each
    repeatDays: never
    escalate: {afterDays: 14, to: [slack:C0999]}
    quiet: 22:00-7:00
    allClear: true
`;

const idsOf = (group: keyof typeof ruleGroups) => ruleGroups[group].map(({ id }) => id);

describe('alerts of the configuration', () => {
  it('are read with all that may be said', async () => {
    const { alerts } = await read(everything);
    expect(alerts).toEqual([
      {
        name: 'idle-addresses',
        watches: { is: 'waste', rules: [...idsOf('idle-addresses'), 'volume-unattached'] },
        accounts: ['demo-prod'],
        when: { said: 'weekdays 9:00 Europe/Paris', cron: '0 9 * * 1-5', timeZone: 'Europe/Paris' },
        to: ['slack:C0123', 'discord:4567', 'owner'],
        atLeast: { days: 3, usdPerMonth: '5.5' },
        form: 'each',
        escalate: { afterDays: 14, to: ['slack:C0999'] },
        quiet: { from: '22:00', to: '07:00' },
        allClear: true,
      },
    ]);
    expect(Alert.array().parse(alerts)).toEqual(alerts);
  });

  it('have what is usual where less is said, each by its kind, and stand in the order of their names', async () => {
    const { alerts } = await read(`
alerts:
  spent: {budget: {usdPerHour: 30, tag: env=dev}, to: [slack:C1]}
  costs: {report: "tag:team", to: [slack:C1]}
  all: {rules: [all], when: 9am, to: [slack:C1]}
watch: {timeZone: europe/paris}
`);
    const usual = { to: ['slack:C1'], atLeast: {}, form: 'digest', repeatDays: 7, allClear: false };
    expect(alerts).toEqual([
      {
        ...usual,
        name: 'all',
        watches: { is: 'waste', rules: idsOf('all') },
        when: { said: 'daily 9:00 Europe/Paris', cron: '0 9 * * *', timeZone: 'Europe/Paris' },
      },
      {
        ...usual,
        name: 'costs',
        watches: { is: 'cost', by: 'tag:team' },
        when: { said: 'mondays 9:00 Europe/Paris', cron: '0 9 * * 1', timeZone: 'Europe/Paris' },
      },
      {
        ...usual,
        name: 'spent',
        watches: { is: 'budget', usdPerHour: '30', tag: { key: 'env', value: 'dev' } },
        when: { said: 'every 15m Europe/Paris', cron: '*/15 * * * *', timeZone: 'Europe/Paris' },
      },
    ]);
  });

  it('name each rule once, whatever groups it is in', async () => {
    const { alerts } = await read(
      'alerts: {a: {rules: [volumes, all, volume-unattached], when: hourly, to: [slack:C1]}}',
    );
    expect(alerts).toMatchObject([{ watches: { rules: { length: idsOf('all').length } } }]);
  });

  it('may come from the environment', async () => {
    const given = { budget: { usdPerHour: '2.5' }, to: ['terminal:s:os:maria'] };
    const { alerts } = await read('roles: {}', { QUARTERMASTER_ALERTS: JSON.stringify({ spent: given }) });
    expect(alerts).toMatchObject([{ name: 'spent', watches: { is: 'budget', usdPerHour: '2.5' } }]);
  });

  it('are none where none is configured', async () => {
    expect((await read('roles: {}')).alerts).toEqual([]);
  });
});

describe('what holds for all alerts', () => {
  it('is UTC, no tag, and every six hours where nothing is said', async () => {
    expect((await read('roles: {}')).watch).toEqual({ timeZone: 'UTC', idleTags: [], everyHours: 6 });
  });

  it('is as it was said', async () => {
    const { watch } = await read(
      'watch: {timeZone: america/new_york, idleTags: ["status=unused", "state=*"], everyHours: 1}',
    );
    expect(watch).toEqual({
      timeZone: 'America/New_York',
      idleTags: [
        { key: 'status', value: 'unused' },
        { key: 'state', value: '*' },
      ],
      everyHours: 1,
    });
  });
});

const one = (rest: string) => `alerts:\n  idle:\n    ${rest}`;
const waste = (rest: string) => one(`rules: [all]\n    when: hourly\n    to: [slack:C1]\n    ${rest}`);

describe('what is wrong with an alert is told with its place', () => {
  it.each([
    ['alerts: 5', 'quartermaster.yaml:1:9 alerts: expected keys with values, received number'],
    [
      'alerts: {Idle: {}}',
      `quartermaster.yaml:1:10 alerts.Idle: expected a plain word of at most 63 lower-case letters, digits and hyphens`,
    ],
    [
      waste('evry: 5'),
      'quartermaster.yaml:6:5 alerts.idle.evry: unknown key; there are rules, report, budget, accounts, when, to, atLeast, form, repeatDays, escalate, quiet, allClear',
    ],
    [waste('quite: 22-7'), 'quartermaster.yaml:6:5 alerts.idle.quite: unknown key; did you mean quiet?'],
    [waste('atLeast: {day: 3}'), 'quartermaster.yaml:6:15 alerts.idle.atLeast.day: unknown key; did you mean days?'],
    [
      one('to: [slack:C1]'),
      'quartermaster.yaml:3:5 alerts.idle: expected rules, report or budget, for what is looked for',
    ],
    [
      waste('budget: {usdPerHour: 3}'),
      'quartermaster.yaml:6:13 alerts.idle.budget: does not go with rules: write two alerts',
    ],
    [one('rules: [all]\n    to: [slack:C1]'), 'quartermaster.yaml:3:5 alerts.idle.when: is missing'],
    [one('rules: [all]\n    when: hourly'), 'quartermaster.yaml:3:5 alerts.idle.to: is missing'],
    [
      one('report: owner\n    to: [slack:C1]\n    repeatDays: 3'),
      'quartermaster.yaml:5:17 alerts.idle.repeatDays: goes with rules, not with report',
    ],
    [
      one('budget: {usdPerHour: 1}\n    to: [slack:C1]\n    form: each'),
      'quartermaster.yaml:5:11 alerts.idle.form: goes with rules, not with budget',
    ],
    [
      one('rules: [idle-adresses]\n    when: hourly\n    to: [slack:C1]'),
      'quartermaster.yaml:3:13 alerts.idle.rules[0]: There is no rule or group of rules idle-adresses. Did you mean idle-addresses?',
    ],
    [
      one('rules: []\n    when: hourly\n    to: [slack:C1]'),
      'quartermaster.yaml:3:12 alerts.idle.rules: expected at least one rule or group of rules',
    ],
    [
      one('report: team\n    to: [slack:C1]'),
      'quartermaster.yaml:3:13 alerts.idle.report: expected account, region, type, owner or tag:KEY',
    ],
    [
      one('budget: {usdPerHour: -3}\n    to: [slack:C1]'),
      'quartermaster.yaml:3:26 alerts.idle.budget.usdPerHour: expected an amount of US dollars, such as 30 or 2.5',
    ],
    [
      one('budget: {usdPerHour: 0.00}\n    to: [slack:C1]'),
      'quartermaster.yaml:3:26 alerts.idle.budget.usdPerHour: expected more than 0',
    ],
    [one('budget: {}\n    to: [slack:C1]'), 'quartermaster.yaml:3:13 alerts.idle.budget.usdPerHour: is missing'],
    [
      one('budget: {usdPerHour: 1, tag: env}\n    to: [slack:C1]'),
      'quartermaster.yaml:3:34 alerts.idle.budget.tag: expected a tag and its value, such as env=dev, or env=* for any',
    ],
    [
      waste('accounts: [prod]'),
      'quartermaster.yaml:6:16 alerts.idle.accounts[0]: no account is called so; did you mean demo-prod?',
    ],
    [
      waste('accounts: [zzz]'),
      'quartermaster.yaml:6:16 alerts.idle.accounts[0]: no account is called so; there are demo-prod, demo-dev',
    ],
    [waste('accounts: [demo-dev, demo-dev]'), 'quartermaster.yaml:6:15 alerts.idle.accounts: an account stands twice'],
    [
      waste('accounts: []'),
      'quartermaster.yaml:6:15 alerts.idle.accounts: expected at least one account; leave the key out for all',
    ],
    [
      one('rules: [all]\n    when: weekdys 9:00\n    to: [slack:C1]'),
      'quartermaster.yaml:4:11 alerts.idle.when: weekdys is no day, no time and no time zone. Did you mean weekdays?',
    ],
    [
      one('rules: [all]\n    when: daily 9:00 Europe/Pari\n    to: [slack:C1]'),
      /^quartermaster.yaml:4:11 alerts.idle.when: There is no time zone Europe\/Pari. Did you mean Europe\/Paris/,
    ],
    [
      one('rules: [all]\n    when: 9\n    to: [slack:C1]'),
      'quartermaster.yaml:4:11 alerts.idle.when: expected string, received number',
    ],
    [
      one('rules: [all]\n    when: hourly\n    to: [owner]'),
      'quartermaster.yaml:5:9 alerts.idle.to: expected at least one place besides owner, for not everything has one',
    ],
    [
      one('rules: [all]\n    when: hourly\n    to: [slak:C1]'),
      'quartermaster.yaml:5:10 alerts.idle.to[0]: expected the id of a place, as whoami tells it there (slack:C0123456), or owner',
    ],
    [
      one('rules: [all]\n    when: hourly\n    to: [slack:C1, slack:C1]'),
      'quartermaster.yaml:5:9 alerts.idle.to: a place stands twice',
    ],
    [waste('form: page'), 'quartermaster.yaml:6:11 alerts.idle.form: expected digest or each'],
    [waste('repeatDays: 0'), 'quartermaster.yaml:6:17 alerts.idle.repeatDays: expected 1 at least'],
    [waste('repeatDays: often'), 'quartermaster.yaml:6:17 alerts.idle.repeatDays: expected days, 1 to 3650, or never'],
    [waste('escalate: {to: [slack:C1]}'), 'quartermaster.yaml:6:15 alerts.idle.escalate.afterDays: is missing'],
    [
      waste('escalate: {afterDays: 3, to: [owner]}'),
      'quartermaster.yaml:6:35 alerts.idle.escalate.to[0]: expected the id of a place, as whoami tells it there (slack:C0123456)',
    ],
    [waste('atLeast: {days: -1}'), 'quartermaster.yaml:6:21 alerts.idle.atLeast.days: expected 0 at least'],
    [
      waste('quiet: 22:00'),
      'quartermaster.yaml:6:12 alerts.idle.quiet: expected two times of the day, such as 22:00-7:00',
    ],
    [waste('allClear: maybe'), 'quartermaster.yaml:6:15 alerts.idle.allClear: expected true or false'],
    [waste('allClear: yes'), 'quartermaster.yaml:6:15 alerts.idle.allClear: expected true or false, not yes'],
    [
      'watch: {timeZone: Paris}',
      'quartermaster.yaml:1:19 watch.timeZone: expected a time zone such as Europe/Berlin or UTC',
    ],
    [
      'watch: {idleTags: [unused]}',
      'quartermaster.yaml:1:20 watch.idleTags[0]: expected a tag and its value, such as env=dev, or env=* for any',
    ],
    ['watch: {everyHours: 25}', 'quartermaster.yaml:1:21 watch.everyHours: expected 24 at most'],
    ['watch: {everyHour: 5}', 'quartermaster.yaml:1:9 watch.everyHour: unknown key; did you mean everyHours?'],
  ])('%s', async (text, words) => {
    if (typeof words === 'string') expect(await told(text)).toBe(words);
    else expect(await told(text)).toMatch(words);
  });
});
