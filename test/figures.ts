/** The figure of a metric with these labels, whatever others it has; undefined: there is none. */
export type Figures = (name: string, labels: Readonly<Record<string, string>>) => number | undefined;

/** Reads what /metrics tells (Prometheus, "Exposition formats"). */
export function figuresIn(text: string): Figures {
  const samples = text.split('\n').flatMap((line) => {
    const [, name = '', labels = '', value = ''] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    return name === '' ? [] : [{ name, labels: new Set(labels.match(/\w+="[^"]*"/g)), value: Number(value) }];
  });
  return (name, wanted) =>
    samples.find(
      (sample) =>
        sample.name === name &&
        Object.entries(wanted).every(([label, word]) => sample.labels.has(`${label}="${word}"`)),
    )?.value;
}
