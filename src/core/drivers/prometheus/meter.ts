import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Meter } from '../../ports/meter.ts';
import { metrics, type Metric } from '../../ports/metrics.ts';

/** A meter that Prometheus reads. */
export interface PrometheusMeter extends Meter {
  /** All figures, in the form that Prometheus reads. */
  scrape(): Promise<string>;
  /** The media type of a scrape. */
  readonly contentType: string;
  /** Takes what watches the process away. */
  close(): void;
}

/** What stands for a word that a label may not have, or that comes when it has as many as it may. */
const other = 'other';

/** Gauges of Node.js that are named like counters, which Prometheus' own linter refuses; each is also told by type. */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** Counts in memory, with what Node.js tells of itself besides: the event loop, memory, processors, garbage. */
export function prometheusMeter(): PrometheusMeter {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const histograms = new Map<string, Histogram>();
  const bounded = new Map<string, (labels: object) => Record<string, string>>();
  const all: Readonly<Record<string, Metric>> = metrics;
  const rare = new Map<string, Rare>();
  for (const [name, { is, help, labels, rare: words = [], buckets = [] }] of Object.entries(all)) {
    const config = { name, help, labelNames: Object.keys(labels), registers: [registry] };
    bounded.set(name, withinWords(labels));
    switch (is) {
      case 'counter':
        counters.set(name, new Counter(config));
        rare.set(name, { words, seen: new Set() });
        for (const one of everyWord(labels)) counters.get(name)?.inc(one, 0);
        break;
      case 'gauge':
        gauges.set(name, new Gauge(config));
        break;
      case 'histogram':
        histograms.set(name, new Histogram({ ...config, buckets: [...buckets] }));
    }
  }
  const words = (name: string, labels: object) => bounded.get(name)?.(labels) ?? {};
  return {
    add(name, labels, by = 1) {
      const own = words(name, labels);
      const counter = counters.get(name);
      for (const one of atZero(rare.get(name), own)) counter?.inc(one, 0);
      counter?.inc(own, by);
    },
    set(name, labels, value) {
      if (value === undefined) gauges.get(name)?.remove(words(name, labels));
      else gauges.get(name)?.set(words(name, labels), value);
    },
    observe: (name, labels, value) => histograms.get(name)?.observe(words(name, labels), value),
    scrape: () => registry.metrics(),
    contentType: registry.contentType,
    close: () => registry.clear(),
  };
}

/** What of a counter is to stand at 0, and what of it does. */
interface Rare {
  readonly words: readonly string[];
  /** What was counted, but for its outcome. */
  readonly seen: Set<string>;
}

/** Siblings of what is counted the first time, which were never counted. */
function atZero(rare: Rare | undefined, own: Readonly<Record<string, string>>): readonly Record<string, string>[] {
  if (rare === undefined || rare.words.length === 0) return [];
  const key = JSON.stringify({ ...own, outcome: '' });
  if (rare.seen.has(key)) return [];
  rare.seen.add(key);
  return rare.words.map((outcome) => ({ ...own, outcome }));
}

/** Every choice of words, where each label has a list of them; none where one has not. */
function everyWord(labels: Metric['labels']): readonly Record<string, string>[] {
  let all: readonly Record<string, string>[] = [{}];
  for (const [label, may] of Object.entries(labels)) {
    if ('atMost' in may) return [];
    all = all.flatMap((one) => may.map((word) => ({ ...one, [label]: word })));
  }
  return all;
}

/** Holds labels to their words: a figure more is worth less than a server that grows without end. */
function withinWords(labels: Metric['labels']): (given: object) => Record<string, string> {
  const seen = new Map<string, Set<string>>();
  return (given) =>
    Object.fromEntries(
      Object.entries(labels).map(([label, may]) => {
        const word = String(Reflect.get(given, label));
        if ('atMost' in may) {
          const known = seen.get(label) ?? new Set();
          seen.set(label, known);
          if (known.has(word)) return [label, word];
          if (known.size >= may.atMost) return [label, other];
          known.add(word);
          return [label, word];
        }
        return [label, may.includes(word) ? word : other];
      }),
    );
}
