import type { metrics, Words } from './metrics.ts';

type Metrics = typeof metrics;
/** Names of metrics of one sort. */
type Named<Is> = { [N in keyof Metrics]: Metrics[N]['is'] extends Is ? N : never }[keyof Metrics];
type WordOf<W extends Words> = W extends readonly (infer One)[] ? One : string;
/** The labels of a metric, each with a word that it may have. */
export type LabelsOf<N extends keyof Metrics> = {
  readonly [L in keyof Metrics[N]['labels']]: Metrics[N]['labels'][L] extends Words
    ? WordOf<Metrics[N]['labels'][L]>
    : never;
};

/** Counts what happens, for whoever watches the process. Cheap, never rejects, and nothing depends on it. */
export interface Meter {
  /** @param by 1 if left out. */
  add<N extends Named<'counter'>>(name: N, labels: LabelsOf<N>, by?: number): void;
  /** @param value Undefined: it is not known now, and not told. */
  set<N extends Named<'gauge'>>(name: N, labels: LabelsOf<N>, value: number | undefined): void;
  observe<N extends Named<'histogram'>>(name: N, labels: LabelsOf<N>, value: number): void;
}

/** Figures that can be read. */
export interface ScrapedMeter extends Meter {
  /** All figures, in the form that Prometheus reads. */
  scrape(): Promise<string>;
  /** The media type of a scrape. */
  readonly contentType: string;
  /** Takes what watches the process away. */
  close(): void;
}

/** Counts nothing: nobody watches. */
export const noMeter: Meter = { add() {}, set() {}, observe() {} };

/** The platform that a place, or a person, is of, as metrics name it. */
export function platformOf(id: string): 'slack' | 'discord' | 'terminal' {
  const [word] = id.split(':', 1);
  return word === 'slack' || word === 'discord' ? word : 'terminal';
}
