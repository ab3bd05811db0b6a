import type { MetricValue, Registry } from 'prom-client';
import { inSlices } from '../../slices.ts';

/** A figure as prom-client gives it: those of histograms have names of their own. */
type Figure = MetricValue<string> & { readonly metricName?: string };

/**
 * All figures in Prometheus' text format, version 0.0.4 (Prometheus, "Exposition formats"): what `Registry.metrics` of prom-client
 * tells, which builds it at once, put together in slices. A large installation has ten thousand lines and more.
 */
export async function exposition(registry: Registry): Promise<string> {
  const parts: string[] = [];
  for (const { name, help, type, values } of await registry.getMetricsAsJSON()) {
    let text = `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}`;
    const add = ({ metricName = name, labels, value }: Figure): void => {
      text += `\n${metricName}${inBraces(labels)} ${words(value)}`;
    };
    await inSlices(values, add, never);
    parts.push(text);
  }
  return `${parts.join('\n\n')}\n`;
}

const never = new AbortController().signal;

function inBraces(labels: Figure['labels']): string {
  let text = '';
  for (const name in labels)
    text += `${text && ','}${name}="${escaped(String(labels[name])).replaceAll('"', String.raw`\"`)}"`;
  return text && `{${text}}`;
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', String.raw`\n`);

const words = (value: number): string =>
  Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : value < 0 ? '-Inf' : '+Inf';
