import { parseArgs } from 'node:util';
import { simulate, usualSteps, type Run } from '../test/simulate/simulate.ts';

/**
 * `npm run simulate -- --seeds 200`: so many runs of the simulation, from seed 1 on, or from `--from`. One JSON document on
 * stdout; of what does not hold the seed and the last steps before it on stderr, and exit code 1. `--seed N` plays one of
 * them again and tells all of it.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    steps: { type: 'string', default: String(usualSteps) },
  },
});
/** Lines of the log that are told of a run in which something does not hold. */
const lastLines = 40;
/** Of what does not hold so much is told. */
const toldOfEach = 5;

const steps = Number(values.steps);
const one = values.seed === undefined ? undefined : Number(values.seed);
const from = one ?? Number(values.from);
const count = one === undefined ? Number(values.seeds) : 1;

const began = performance.now();
const figures: Record<string, number> = {};
const failed: Pick<Run, 'seed' | 'broken'>[] = [];
for (let seed = from; seed < from + count; seed += 1) {
  const { log, broken, figures: own } = await simulate(seed, steps);
  for (const [name, figure] of Object.entries(own)) figures[name] = (figures[name] ?? 0) + figure;
  if (one !== undefined) process.stderr.write(`${log.join('\n')}\n`);
  if (broken.length === 0) continue;
  failed.push({ seed, broken: broken.slice(0, toldOfEach) });
  process.stderr.write(
    `seed ${seed}: ${broken.join('\n  ')}\n${one === undefined ? `${log.slice(-lastLines).join('\n')}\n` : ''}` +
      `npm run simulate -- --seed ${seed}${steps === usualSteps ? '' : ` --steps ${steps}`}\n`,
  );
}
const seconds = Math.round((performance.now() - began) / 1_000);
process.stdout.write(`${JSON.stringify({ seeds: count, from, steps, seconds, figures, failed }, undefined, 2)}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
