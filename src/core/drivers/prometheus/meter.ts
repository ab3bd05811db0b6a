import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { exposition } from './exposition.ts';
import type { ScrapedMeter } from '../../ports/meter.ts';
import { metrics, type Metric } from '../../ports/metrics.ts';

/** What stands for a word that a label may not have, or that comes when it has as many as it may. */
const other = 'other';

/** Gauges of Node.js that are named like counters, which Prometheus' own linter refuses; each is also told by type. */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** Counts in memory, with what Node.js tells of itself besides: the event loop, memory, processors, garbage. */
export function prometheusMeter(): ScrapedMeter {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
  const counters = new Map<string, Own<Counter>>();
  const gauges = new Map<string, Own<Gauge>>();
  const histograms = new Map<string, Own<Histogram>>();
  const all: Readonly<Record<string, Metric>> = metrics;
  for (const [name, { is, help, labels, rare = [], buckets = [] }] of Object.entries(all)) {
    const config = { name, help, labelNames: Object.keys(labels), registers: [registry] };
    switch (is) {
      case 'counter': {
        const counter = new Counter(config);
        const zero = (one: Series): void => counter.inc(one, 0);
        for (const one of everyWord(labels)) zero(one);
        counters.set(name, {
          metric: counter,
          series: seriesOf(labels, (own) => rare.forEach((outcome) => zero({ ...own, outcome }))),
        });
        break;
      }
      case 'gauge':
        gauges.set(name, { metric: new Gauge(config), series: seriesOf(labels) });
        break;
      case 'histogram':
        histograms.set(name, {
          metric: new Histogram({ ...config, buckets: [...buckets] }),
          series: seriesOf(labels),
        });
    }
  }
  return {
    add(name, labels, by = 1) {
      const own = counters.get(name);
      own?.metric.inc(own.series(labels), by);
    },
    set(name, labels, value) {
      const own = gauges.get(name);
      if (value === undefined) own?.metric.remove(own.series(labels));
      else own?.metric.set(own.series(labels), value);
    },
    observe(name, labels, value) {
      const own = histograms.get(name);
      own?.metric.observe(own.series(labels), value);
    },
    scrape: () => exposition(registry),
    contentType: registry.contentType,
    close: () => registry.clear(),
  };
}

/** Labels with words that they may have. */
type Series = Record<string, string>;

/** A metric, and which of its series labels mean. */
interface Own<M> {
  readonly metric: M;
  readonly series: (labels: object) => Series;
}

/**
 * Holds labels to their words: a figure more is worth less than a server that grows without end. What was held before is looked up,
 * for this is done at every operation of the store.
 * @param first Told of each series when it is counted the first time.
 */
function seriesOf(labels: Metric['labels'], first: (own: Series) => void = () => {}): (given: object) => Series {
  const known = new Map<string, Series>();
  const seen = new Map<string, Set<string>>();
  const names = Object.keys(labels);
  const held = (label: string, word: string): string => {
    const may = labels[label] ?? [];
    if (!('atMost' in may)) return may.includes(word) ? word : other;
    const words = seen.get(label) ?? new Set();
    seen.set(label, words);
    if (!words.has(word) && words.size >= may.atMost) return other;
    words.add(word);
    return word;
  };
  return (given) => {
    let key = '';
    for (const name of names) key += `${String(Reflect.get(given, name))}\n`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const own = Object.fromEntries(names.map((name) => [name, held(name, String(Reflect.get(given, name)))]));
    // What has too many words would be remembered without end.
    if (!Object.values(own).includes(other)) {
      known.set(key, own);
      first(own);
    }
    return own;
  };
}

/** Every choice of words, where each label has a list of them; none where one has not. */
function everyWord(labels: Metric['labels']): readonly Series[] {
  let all: readonly Series[] = [{}];
  for (const [label, may] of Object.entries(labels)) {
    if ('atMost' in may) return [];
    all = all.flatMap((one) => may.map((word) => ({ ...one, [label]: word })));
  }
  return all;
}
