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

/** Counts in memory, with what Node.js tells of itself besides: the event loop, memory, processors, garbage. */
export function prometheusMeter(): PrometheusMeter {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const histograms = new Map<string, Histogram>();
  const bounded = new Map<string, (labels: object) => Record<string, string>>();
  const all: Readonly<Record<string, Metric>> = metrics;
  for (const [name, { is, help, labels, buckets = [] }] of Object.entries(all)) {
    const config = { name, help, labelNames: Object.keys(labels), registers: [registry] };
    bounded.set(name, withinWords(labels));
    switch (is) {
      case 'counter':
        counters.set(name, new Counter(config));
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
    add: (name, labels, by = 1) => counters.get(name)?.inc(words(name, labels), by),
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
