import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { bundled } from '../scripts/bundled.ts';
import { faultsOfPosts, killInPost, postMoments, type PostMoment } from '../test/attack/kill-post.ts';
import { killInChanges, killRedisInChange, written, type ChangeMoment } from '../test/attack/kill-replica.ts';
import { endsOf, faultsOf, killAt, killed, type Aftermath, type Moment } from '../test/attack/kill.ts';
import type { Random } from '../test/attack/rounds.ts';
import { startRedis } from '../test/peers/redis/server.ts';
import type { PlatformName } from '../test/replicas.ts';

/**
 * `npm run torture -- --rounds N --seed N`: processes are killed with SIGKILL in changes of every kind and in posts, at the moments
 * that matter and at random ones: one alone on a file, which is started again, and one of three on one Redis, whose others go
 * on; and Redis itself, which is started again. One JSON document on stdout; exit code 1 where an intent was not reconciled truly,
 * a call was made twice, an alert was lost or repeated without a word, or the audit did not verify.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    // A millisecond's worth of chance; told in the report, so that a run can be had again.
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
  },
});
const [rounds, seed] = [whole('--rounds', values.rounds), whole('--seed', values.seed)];
/** Rounds at once: each is processes that mostly wait for the other end. */
const atOnce = 2;

/** What is killed. */
type Setting = 'one on a file' | 'one of three on Redis' | 'the poster of three' | 'Redis under three';
type Plan =
  | { readonly setting: 'one on a file'; readonly call: Call; readonly moment: Moment }
  | { readonly setting: 'one of three on Redis'; readonly call: Call; readonly moment: ChangeMoment }
  | { readonly setting: 'Redis under three'; readonly call: Call; readonly moment: Random }
  | { readonly setting: 'the poster of three'; readonly platform: PlatformName; readonly moment: PostMoment | Random };
type Call = keyof typeof killed;

/** After the press: most of a change is made in some tenths of a second, then it is followed. */
const random = fc.oneof(fc.nat(400), fc.nat(3_000)).map((afterMs): Random => ({ afterMs }));
const call = fc.constantFrom(...Object.keys(killed).filter(isCall));
const mostlyRandom = <T>(...named: readonly T[]): fc.Arbitrary<T | Random> =>
  fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...named) }, { weight: 2, arbitrary: random });
const atCall = ['on receipt', 'before the answer', 'after the answer'] as const;
const is = <S extends Setting>(setting: S) => fc.constant(setting);
const plan: readonly Plan[] = fc.sample(
  fc.oneof(
    fc.record({ setting: is('one on a file'), call, moment: mostlyRandom<Exclude<Moment, Random>>(...atCall) }),
    fc.record({
      setting: is('one of three on Redis'),
      call,
      moment: mostlyRandom<Exclude<ChangeMoment, Random>>(...atCall, ...Object.keys(written).filter(isWritten)),
    }),
    fc.record({
      setting: is('the poster of three'),
      platform: fc.constantFrom<PlatformName[]>('slack', 'discord'),
      // Rounds of the watch are ten seconds apart.
      moment: fc.oneof(
        fc.constantFrom(...postMoments),
        fc.nat(15_000).map((afterMs): Random => ({ afterMs })),
      ),
    }),
    fc.record({ setting: is('Redis under three'), call, moment: random }),
  ),
  { numRuns: rounds, seed },
);

interface Outcome {
  readonly plan: Plan;
  readonly faults: readonly string[];
  readonly after?: Aftermath;
  readonly repeats?: readonly boolean[];
}

async function outcomeOf(one: Plan, prefix: string, port: number, program: string): Promise<Outcome> {
  const round = { redis: { port, prefix }, program };
  const changed = (after: Aftermath | undefined, kind: Call): Outcome => {
    if (after === undefined) throw new Error('a round has an end');
    return { plan: one, after, faults: faultsOf(kind, after) };
  };
  try {
    switch (one.setting) {
      case 'one on a file':
        return changed(await killAt(killed[one.call], one.moment, program), one.call);
      case 'one of three on Redis': {
        const [after] = await killInChanges([{ call: killed[one.call], moment: one.moment }], round);
        return changed(after, one.call);
      }
      case 'Redis under three':
        return changed(await killRedisInChange(killed[one.call], one.moment, program), one.call);
      case 'the poster of three': {
        const posted = await killInPost(one.platform, one.moment, round);
        return { plan: one, repeats: posted.repeats, faults: faultsOfPosts(posted) };
      }
    }
  } catch (error) {
    // One that comes to no end is a fault like another, and ends no run.
    return { plan: one, faults: [error instanceof Error ? error.message : String(error)] };
  }
}

const began = performance.now();
const outcomes: Outcome[] = [];
const server = await startRedis({ settings: ['--appendfsync', 'always'] });
const built = await bundled(new URL('../src/entry.ts', import.meta.url));
try {
  const waiting = [...plan.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      outcomes.push(await outcomeOf(next[1], `round-${next[0]}`, server.port, join(built, 'entry.mjs')));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
} finally {
  await rm(built, { recursive: true });
  await server.close();
}

const count = (words: readonly string[]): Readonly<Record<string, number>> =>
  words.reduce<Record<string, number>>((counts, word) => ({ ...counts, [word]: (counts[word] ?? 0) + 1 }), {});
const wordOf = (moment: Plan['moment']): string => (typeof moment === 'string' ? moment : 'random');
const afters = outcomes.flatMap(({ after }) => after ?? []);
const posts = outcomes.filter(({ repeats }) => repeats !== undefined);
const faults = outcomes.flatMap(({ plan: { setting, moment }, faults: all }) =>
  all.map((fault) => ({ setting, moment, fault })),
);
const report = {
  rounds: outcomes.length,
  seed,
  seconds: Math.round((performance.now() - began) / 1_000),
  settings: count(outcomes.map(({ plan: { setting } }) => setting)),
  moments: count(outcomes.map(({ plan: { moment } }) => wordOf(moment))),
  kinds: count(outcomes.map(({ plan: one }) => ('call' in one ? one.call : `a post in ${one.platform}`))),
  /** Where the process died: before any intent; with an intent that was looked up later; after the end. */
  died: count(
    afters.map(({ entries }) => {
      const events = entries.map(({ event }) => event);
      if (events.includes('reconciled')) return 'within the change';
      return events.includes('confirmed') ? 'after its end' : 'before it was confirmed';
    }),
  ),
  done: afters.filter(({ did }) => did).length,
  reconciledAs: count(afters.flatMap(({ entries }) => endsOf(entries))),
  chainsVerified: afters.filter(({ verified }) => verified.code === 0).length,
  posts: {
    alerts: posts.length,
    /** Posted twice, the second as what may be a repeat, against kills between the platform's having it and the note of its answer. */
    repeated: posts.filter(({ repeats = [] }) => repeats.length > 1).length,
    killedInTheGap: posts.filter(
      ({ plan: { moment } }) => moment === 'before the answer' || moment === 'after the answer',
    ).length,
  },
  faults,
};
process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;

/** A number of the command line. */
function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} wants a whole number: ${name} 50`);
  return Number(text);
}
function isCall(name: string): name is Call {
  return Object.hasOwn(killed, name);
}
function isWritten(name: string): name is keyof typeof written {
  return Object.hasOwn(written, name);
}
