/**
 * The pictures benchmark in a process of its own, so that memory is its own: draws so many different pictures of a kind and
 * prints its figures as JSON: `pictures-run.ts COUNT spot|digest`.
 */
import { performance } from 'node:perf_hooks';
import { createDrawer } from '../src/bot/pictures/draw.ts';
import { dayTeller } from '../src/commands/reply/days.ts';
import { history, type Picture } from '../src/commands/reply/picture.ts';
import { ms, spread } from './measure.ts';

const count = Number(process.argv[2]);
/** Pictures after which memory is looked at first: fonts and code are in it by then. */
const settled = 100;
const hourMs = 3_600_000;

/** Four zones over thirty days, a price every two hours; no two are equal. */
const spot = (index: number): Picture => ({
  kind: 'picture',
  title: `Spot price, picture ${index}`,
  alt: [],
  form: index % 2 === 0 ? 'apart' : 'together',
  across: { label: 'Time', of: 'time' },
  up: { label: 'Price', unit: 'USD an hour' },
  series: ['a', 'b', 'c', 'd'].map((zone, row) => ({
    label: `us-east-1${zone}`,
    points: Array.from({ length: 360 }, (_, hour) => ({
      at: hour * 2 * hourMs,
      value: (0.04 + row / 100 + Math.sin((hour + index) / (9 + row)) / 100).toFixed(6),
    })),
  })),
});

/** Eight weeks of waste, a figure a day; no two are equal. */
function digest(index: number): Picture {
  const start = Date.UTC(2026, 8, 30, 9);
  const made = history({
    title: `What wasted in the last weeks: alert-${index}`,
    label: 'All that is told',
    per: 'month',
    points: Array.from({ length: 56 }, (_, day) => ({
      at: start + day * 24 * hourMs,
      value: (400 + 100 * Math.sin((day + index) / 9)).toFixed(2),
    })),
    dayOf: dayTeller('Europe/Paris', start),
  });
  if (made === undefined) throw new Error('there is nothing to draw');
  return made;
}

const pictureOf = process.argv[3] === 'digest' ? digest : spot;

const rssMiB = (): number => Math.round(process.memoryUsage().rss / 1_048_576);
const before = rssMiB();
const drawer = createDrawer();
const start = performance.now();
const first = await drawer.png(pictureOf(0));
const firstMs = ms(performance.now() - start);
let index = 0;
const draw = () => drawer.png(pictureOf((index += 1)));
for (let drawn = 1; drawn < settled; drawn += 1) await draw();
const settledMiB = rssMiB();
const eachMs = await spread(count - settled, draw, undefined, { runs: 0, ms: 0 });
const report = {
  pictures: count,
  bytes: first.byteLength,
  firstMs,
  eachMs,
  rssMiB: { before, [`after${settled}`]: settledMiB, [`after${count}`]: rssMiB() },
};
await drawer.close();
process.stdout.write(`${JSON.stringify(report)}\n`);
