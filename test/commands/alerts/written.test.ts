import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from '../../../src/bot/grammar.ts';
import { alertsSubscribe } from '../../../src/commands/alerts-subscribe.ts';
import { alertLine } from '../../../src/commands/alerts/line.ts';
import { usualAlert, withSaid } from '../../../src/commands/alerts/said.ts';
import { alertYaml } from '../../../src/commands/alerts/yaml.ts';
import { commands } from '../../../src/commands/index.ts';
import { looked, newAlertName } from '../../../src/commands/options/alert-kinds.ts';
import { alertOptions } from '../../../src/commands/alerts/said.ts';
import { readArgs } from '../../../src/commands/options/option.ts';
import { readConfig } from '../../../src/config/read.ts';
import { isProblem } from '../../../src/core/problem.ts';
import { Alert, isSameAlert } from '../../../src/core/watch/alert.ts';
import { anyAlert, whenOf } from '../../core/watch/alert-samples.ts';

const place = { id: 'slack:C0HERE' };
const accounts = [
  { name: 'demo-prod', id: '111122223333' },
  { name: 'demo-dev', id: '444455556666' },
];

/** The alert that a line makes. */
function madeBy(line: string): Alert {
  const parsed = parse(line, commands);
  if (isProblem(parsed)) throw new Error(`${line}: ${JSON.stringify(parsed)}`);
  expect(parsed.command).toBe(alertsSubscribe);
  const args = readArgs(
    { what: looked().required(), name: newAlertName(), ...alertOptions },
    parsed.raw,
    'alerts subscribe',
  );
  if (isProblem(args)) throw new Error(`${line}: ${JSON.stringify(args)}`);
  const { what, name = '', ...said } = args;
  const base = usualAlert(name, what, said, place, 'Asia/Tokyo');
  const alert = isProblem(base) ? base : withSaid(base, said, { place, accounts });
  if (isProblem(alert)) throw new Error(`${line}: ${JSON.stringify(alert)}`);
  return alert;
}

describe('the line of an alert', () => {
  it('makes the same alert, wherever it is said', () => {
    fc.assert(
      fc.property(anyAlert, (alert) => {
        expect(Alert.parse(madeBy(alertLine(alert)))).toEqual(Alert.parse(alert));
      }),
      { numRuns: 300 },
    );
  });

  it('is short where things are as usual', () => {
    expect(
      alertLine({
        name: 'idle',
        watches: { is: 'waste', rules: ['volume-unattached'] },
        when: whenOf('weekdays 9:00 Europe/Paris'),
        to: ['slack:C0123'],
        atLeast: {},
        form: 'digest',
        repeatDays: 7,
        allClear: false,
      }),
    ).toBe('alerts subscribe volume-unattached weekdays 9:00 Europe/Paris name:idle to:slack:C0123');
  });
});

describe('the YAML of an alert', () => {
  let cwd = '';
  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'quartermaster-yaml-'));
  });
  afterAll(() => rm(cwd, { recursive: true }));

  it('is read by the configuration to the same alert', async () => {
    await fc.assert(
      fc.asyncProperty(anyAlert, async (alert) => {
        await writeFile(join(cwd, 'quartermaster.yaml'), alertYaml(alert).join('\n'));
        const { alerts } = await readConfig({ cwd, env: {} });
        expect(alerts.map((one) => Alert.parse(one))).toEqual([Alert.parse(alert)]);
      }),
      { numRuns: 200 },
    );
  });

  it('is as people write it', () => {
    expect(
      alertYaml({
        name: 'spent',
        watches: { is: 'budget', usdPerHour: '30.5', tag: { key: 'env', value: 'dev' } },
        accounts: ['demo-prod'],
        when: whenOf('every 15m UTC'),
        to: ['slack:C0123', 'owner'],
        atLeast: {},
        form: 'digest',
        repeatDays: 7,
        quiet: { from: '22:00', to: '07:00' },
        allClear: false,
      }),
    ).toEqual([
      'alerts:',
      '  spent:',
      '    budget: {usdPerHour: 30.5, tag: env=dev}',
      '    accounts: [demo-prod]',
      '    when: every 15m UTC',
      '    to: [slack:C0123, owner]',
      '    quiet: 22:00-7:00',
    ]);
  });
});

describe('what is said of an alert', () => {
  it('and nothing, leaves it as it is', () => {
    fc.assert(
      fc.property(anyAlert, (alert) => {
        const nothing = readArgs(alertOptions, {}, 'alerts edit');
        const same = isProblem(nothing) ? nothing : withSaid(alert, nothing, { place, accounts });
        expect(!isProblem(same) && isSameAlert(same, alert)).toBe(true);
      }),
    );
  });
});
