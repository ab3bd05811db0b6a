import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../src/config/read.ts';
import { prometheusMeter } from '../src/core/drivers/prometheus/meter.ts';
import { metrics, type Metric } from '../src/core/ports/metrics.ts';
import { fileAt, root } from './house-files.ts';
import { holdMarked } from './marked.ts';

const declared: Readonly<Record<string, Metric>> = metrics;
const page = 'docs/operating.md';

/** Names that a scrape can have, ours and those of Node.js, each with its labels. */
async function scraped(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const meter = prometheusMeter();
  const text = await meter.scrape();
  meter.close();
  const all = new Map<string, ReadonlySet<string>>();
  for (const [, name = '', is = ''] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    const own = Object.keys(declared[name]?.labels ?? {});
    if (is !== 'histogram') all.set(name, new Set(own));
    else {
      all.set(`${name}_bucket`, new Set([...own, 'le']));
      for (const part of ['sum', 'count']) all.set(`${name}_${part}`, new Set(own));
    }
  }
  return all;
}

/** Labels that Prometheus itself gives what it scrapes, and series of its own. */
const ofPrometheus = new Set(['job', 'instance']);
const ownSeries: ReadonlyMap<string, ReadonlySet<string>> = new Map([['up', new Set<string>()]]);

/** Words of PromQL that are no metrics. */
const language =
  /^(sum|max|count|absent|rate|increase|changes|topk|by|or|unless|and|histogram_quantile|label_values|le|inf)$/;

/** Which series an expression asks for, each with the labels that it names in braces, and all that it groups by. */
function namesIn(expression: string) {
  const groups = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(/,\s*/));
  const bare = expression.replaceAll(/\bby \([^)]*\)/g, ' ');
  const series = [...bare.matchAll(/([a-z_][a-z0-9_]*)(\{[^}]*\})?/gi)].flatMap(([, name = '', braces = '']) =>
    language.test(name) || name.startsWith('$')
      ? []
      : [
          {
            name,
            words: [...braces.matchAll(/(\w+)(?:=|!=|=~)"([^"]*)"/g)].map(([, label = '', word = '']) => ({
              label,
              word,
            })),
          },
        ],
  );
  return { series, groups };
}
/** The same without strings, spans and variables, which are no series. */
const plain = (expression: string): string => expression.replaceAll(/\[[^\]]*\]/g, ' ').replaceAll(/"\$\w+"/g, '""');

async function expectKnown(expression: string): Promise<void> {
  const known = new Map([...(await scraped()), ...ownSeries]);
  const { series, groups } = namesIn(plain(expression));
  expect(series.length, expression).toBeGreaterThan(0);
  for (const { name, words } of series) {
    expect([...known.keys()], expression).toContain(name);
    for (const { label, word } of words) {
      expect([...(known.get(name) ?? []), ...ofPrometheus], `${name}: ${label}`).toContain(label);
      const may = declared[name]?.labels[label];
      if (may !== undefined && !('from' in may)) expect(may, expression).toContain(word);
    }
  }
  for (const label of groups)
    expect([...series.flatMap(({ name }) => [...(known.get(name) ?? [])]), ...ofPrometheus], expression).toContain(
      label,
    );
}

const Rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string().default('0m'),
          labels: z.object({ severity: z.enum(['warning', 'critical']) }),
          annotations: z.object({ summary: z.string(), description: z.string(), runbook: z.string() }),
        }),
      ),
    }),
  ),
});
const rules = Rules.parse(parse(fileAt('deploy/prometheus/alerts.yaml').text)).groups.flatMap((group) => group.rules);

const Dashboard = z.object({
  panels: z.array(
    z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).default([]), type: z.string() }),
  ),
  templating: z.object({ list: z.array(z.object({ name: z.string(), definition: z.string().optional() })) }),
});
const dashboard = Dashboard.parse(JSON.parse(fileAt('deploy/grafana/quartermaster.json').text));

/** As GitHub makes the anchor of a heading. */
const anchors = [...fileAt(page).text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-'),
);

describe('every metric', () => {
  it('stands in the page for operators as it is declared', () => {
    const wordsOf = (labels: Metric['labels']): string =>
      Object.entries(labels)
        .map(([label, words]) => {
          if ('from' in words) return `\`${label}\`: ${words.from}`;
          return words.length > 12 ? `\`${label}\`` : `\`${label}\`: ${words.map((word) => `\`${word}\``).join(', ')}`;
        })
        .join('; ');
    const rows = Object.entries(declared).map(
      ([name, { is, help, labels }]) => `| \`${name}\` | ${is} | ${help} | ${wordsOf(labels)} |`,
    );
    holdMarked(page, 'metrics', ['| Name | Is | Tells | Labels |', '| --- | --- | --- | --- |', ...rows].join('\n'));
  });

  it.each(Object.entries(declared))(
    '%s has a name by Prometheus’ conventions, and helps',
    (name, { is, help, buckets }) => {
      expect(name).toMatch(/^quartermaster(_[a-z]+)+$/);
      expect(name.endsWith('_total')).toBe(is === 'counter');
      if (is === 'histogram') expect(name).toMatch(/_seconds$/);
      expect(buckets !== undefined).toBe(is === 'histogram');
      expect(help).toMatch(/^[A-Z].+\.$/);
    },
  );

  it('is drawn, or watched for', () => {
    const all = [...dashboard.panels.flatMap(({ targets }) => targets), ...rules].map(({ expr }) => expr).join('\n');
    for (const name of Object.keys(declared)) expect(all).toMatch(new RegExp(`\\b${name}\\b|\\b${name}_bucket\\b`));
  });
});

describe('the alert rules', () => {
  it('stand in the page for operators, each with what is to be done', () => {
    const rows = rules.map(
      ({ alert, labels: { severity }, for: after, annotations: { runbook } }) =>
        `| [${alert}](${runbook.replace(page, '')}) | ${severity} | ${after} |`,
    );
    holdMarked(page, 'watch', ['| Alert | Severity | After |', '| --- | --- | --- |', ...rows].join('\n'));
  });

  it.each(rules)('$alert asks for what there is, and leads to what is to be done', async ({ expr, annotations }) => {
    await expectKnown(expr);
    const [file, anchor] = annotations.runbook.split('#');
    expect(file).toBe(page);
    expect(anchors).toContain(anchor);
  });

  it('are taken by promtool, and fire where they are to', () => {
    const cwd = join(root, 'deploy/prometheus');
    expect(execFileSync('promtool', ['check', 'rules', 'alerts.yaml'], { cwd, encoding: 'utf8' })).toContain(
      `SUCCESS: ${rules.length} rules found`,
    );
    expect(execFileSync('promtool', ['test', 'rules', 'alerts.test.yaml'], { cwd, encoding: 'utf8' })).toContain(
      'SUCCESS',
    );
  });
});

describe('the settings in the page', () => {
  const [health = '', scrape = '', ...more] = [...fileAt(page).text.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(
    ([, block = '']) => block,
  );
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('of Quartermaster are what is so where nothing is said', async () => {
    expect(more).toEqual([]);
    await writeFile(join(folder, 'quartermaster.yaml'), health.replace('info', 'warn'));
    const said = await readConfig({ cwd: folder, env: {} });
    await writeFile(join(folder, 'quartermaster.yaml'), 'health: {}\n');
    expect(said).toEqual(await readConfig({ cwd: folder, env: {} }));
  });

  it('of Prometheus are taken by promtool, with the job that the rules ask for', async () => {
    await writeFile(join(folder, 'prometheus.yml'), scrape);
    await copyFile(join(root, 'deploy/prometheus/alerts.yaml'), join(folder, 'alerts.yaml'));
    const said = execFileSync('promtool', ['check', 'config', 'prometheus.yml'], { cwd: folder, encoding: 'utf8' });
    expect(said).toContain(`${rules.length} rules found`);
    const jobs = rules.flatMap(({ expr }) => [...expr.matchAll(/job="(\w+)"/g)].map(([, job]) => job));
    expect(jobs.length).toBeGreaterThan(2);
    for (const job of jobs) expect(scrape).toContain(`job_name: ${job}\n`);
  });
});

describe('the dashboard', () => {
  const drawn = dashboard.panels.filter(({ type }) => type !== 'row');
  it.each(drawn.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr }))))(
    '$title asks for what there is: $expr',
    ({ expr }) => expectKnown(expr),
  );

  it('draws something in every panel, and finds its instances', async () => {
    for (const { title, targets } of drawn) expect(targets.length, title).toBeGreaterThan(0);
    const instances = dashboard.templating.list.flatMap(({ definition }) => definition ?? []);
    expect(instances).toEqual(['label_values(quartermaster_build_info, instance)']);
  });
});
