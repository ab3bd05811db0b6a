import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { bundled } from '../scripts/bundled.ts';
import { endsOf, faultsOf, killAt, killed, type Aftermath, type Moment } from '../test/attack/kill.ts';

/**
 * `npm run torture -- ROUNDS SEED`: the program is killed with SIGKILL in changes of every kind, at the moments that matter
 * and at random ones, and started again. One JSON document on stdout; exit code 1 where an intent was not reconciled truly, a
 * call was made twice, or the audit did not verify.
 */
const [rounds = 50, seed = Date.now() % 1_000_000_000] = process.argv.slice(2).map(Number);
/** Rounds at once: each is a process that mostly waits for the other end. */
const atOnce = 2;

/** After the press: most of a change is made in some tenths of a second, then it is followed. */
const afterMs = fc.oneof(fc.nat(400), fc.nat(3_000)).map((ms): Moment => ({ afterMs: ms }));
const named = fc.constantFrom<Moment[]>('on receipt', 'before the answer', 'after the answer');
const plan = fc.sample(
  fc.record({
    call: fc.constantFrom(...Object.entries(killed)),
    moment: fc.oneof({ weight: 1, arbitrary: named }, { weight: 2, arbitrary: afterMs }),
  }),
  { numRuns: rounds, seed },
);

const began = performance.now();
const built = await bundled(new URL('../src/main.ts', import.meta.url));
const outcomes: { readonly kind: string; readonly moment: Moment; readonly after: Aftermath }[] = [];
try {
  const waiting = [...plan];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [kind, call] = next.call;
      outcomes.push({ kind, moment: next.moment, after: await killAt(call, next.moment, join(built, 'main.mjs')) });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
} finally {
  await rm(built, { recursive: true });
}

const count = (words: readonly string[]): Readonly<Record<string, number>> =>
  words.reduce<Record<string, number>>((counts, word) => ({ ...counts, [word]: (counts[word] ?? 0) + 1 }), {});
const faults = outcomes.flatMap(({ kind, moment, after }) =>
  faultsOf(kind, after).map((fault) => ({ kind, moment, fault })),
);
const report = {
  rounds: outcomes.length,
  seed,
  seconds: Math.round((performance.now() - began) / 1_000),
  moments: count(outcomes.map(({ moment }) => (typeof moment === 'string' ? moment : 'random'))),
  kinds: count(outcomes.map(({ kind }) => kind)),
  /** Where the process died: before any intent; with an intent that the restart looked up; after the end. */
  died: count(
    outcomes.map(({ after: { entries } }) => {
      const events = entries.map(({ event }) => event);
      if (events.includes('reconciled')) return 'within the change';
      return events.includes('confirmed') ? 'after its end' : 'before it was confirmed';
    }),
  ),
  done: outcomes.filter(({ after }) => after.did).length,
  reconciledAs: count(outcomes.flatMap(({ after }) => endsOf(after.entries))),
  chainsVerified: outcomes.filter(({ after }) => after.verified.code === 0).length,
  faults,
};
process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
