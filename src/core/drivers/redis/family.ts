import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import { StoreForeign, type Bounds, type Family, type FamilyName, type Kept, type Schema } from '../../ports/store.ts';
import { claimValue, deleteValue, listValues, putValue, swapValue, takeValue } from './family-scripts.ts';
import { jsonOf } from './json.ts';
import type { Opened } from './once.ts';
import { run } from './script.ts';

/** Expired values are swept out at the first write and every tenth from then on, twice as many as were written, so that a family cannot grow by what nobody asks for. */
const writesASweep = 10;
const sweptAtOnce = 20;

const Listed = z.array(z.string());
/** See `family-scripts.ts`: version, end, JSON. */
const form = /^(\d+) (-|\d+) (.*)$/s;

/** A family on four keys that lie together; each call is one script, so it is atomic across processes. */
export function redisFamily<T>(
  { calls, onceOf, prefix, where }: Opened,
  clock: Clock,
  name: FamilyName,
  schema: Schema<T>,
  bounds: Bounds,
): Family<T> {
  const group = `{${prefix}:family:${name}}`;
  const [values, index, ends, versions] = [
    `${group}:values`,
    `${group}:index`,
    `${group}:ends`,
    `${group}:versions`,
  ] as const;
  const once = onceOf(group, bounds.unflushed !== true);
  const write = (script: typeof putValue, ...args: readonly (string | number)[]): Promise<string> =>
    once.write(script, [values, index, ends, versions], [clock.now(), ...args]);
  const expires = () => (bounds.ttlMs === 'forever' ? '-' : clock.now() + bounds.ttlMs);
  let written = 0;
  const swept = (): number => {
    if (bounds.ttlMs === 'forever') return 0;
    written += 1;
    return written % writesASweep === 1 ? sweptAtOnce : 0;
  };
  const fits = (key: string, json: string): T => {
    const value = schema.safeParse(jsonOf(json));
    if (!value.success)
      throw new StoreForeign(
        `${where}: the record ${name}/${JSON.stringify(key)} does not fit: ${z.prettifyError(value.error)}`,
      );
    return value.data;
  };
  const read = (key: string, kept: string): Kept<T> | undefined => {
    const [, version, end, json = ''] = form.exec(kept) ?? [];
    if (end !== undefined && end !== '-' && Number(end) <= clock.now()) return undefined;
    return { key, value: fits(key, json), version: Number(version) };
  };

  return {
    async get(key) {
      const kept = await calls.read((reading) => reading.hget(values, key));
      return kept === null ? undefined : read(key, kept);
    },
    async put(key, value) {
      await write(putValue, key, swept(), expires(), JSON.stringify(value));
    },
    async claim(key, value) {
      return (await write(claimValue, key, swept(), expires(), JSON.stringify(value))) === '1';
    },
    async take(key) {
      const taken = await write(takeValue, key);
      return taken === '0' ? undefined : fits(key, taken.slice(1));
    },
    async swap(kept, to) {
      return (await write(swapValue, kept.key, kept.version, JSON.stringify(to))) === '1';
    },
    async delete(key) {
      await write(deleteValue, key);
    },
    async list({ limit, after }) {
      const args = [clock.now(), after === undefined ? '-' : `(${after}`, limit];
      const found = Listed.parse(
        await calls.read((reading) => run(reading, listValues, { keys: [index, values], args })),
      );
      return Array.from({ length: found.length / 2 }, (_, at) =>
        read(found[2 * at] ?? '', found[2 * at + 1] ?? ''),
      ).filter((kept) => kept !== undefined);
    },
  };
}
