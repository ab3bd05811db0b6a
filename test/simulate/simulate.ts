import { alerts } from './alerts.ts';
import { again, faults } from './faults.ts';
import type { Happening, Part } from './part.ts';
import { gate } from './gate.ts';
import { delivery } from './delivery.ts';
import { createWorld, type World } from './world.ts';

const secondMs = 1_000;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Happenings of a run, unless said otherwise. */
export const usualSteps = 160;

/** Everything that is simulated. */
const parts: readonly Part[] = [gate, delivery, alerts];
const happenings: readonly Happening[] = [...faults, ...parts.flatMap((part) => part.happenings)];

/** What came of one run. */
export interface Run {
  readonly seed: number;
  /** What does not hold, in sentences; none: everything does. */
  readonly broken: readonly string[];
  readonly log: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

/** One run, the same for the same numbers. */
export async function simulate(seed: number, steps = usualSteps): Promise<Run> {
  const world = await createWorld(seed);
  const broken: string[] = [];
  try {
    await world.begin();
    for (let step = 0; step < steps; step += 1) {
      await chosen(world).happens(world);
      await world.pass(meanwhile(world));
    }
    await recover(world);
    for (const part of parts) broken.push(...(await part.broken(world)));
  } catch (error) {
    broken.push(`it failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  const figures = parts.map((part) => part.figures(world));
  return { seed, broken, log: world.log, figures: Object.assign({}, ...figures) };
}

/** One of what may happen now, by its weight. */
function chosen(world: World): Happening {
  const weights = happenings.map((one) => one.weight(world));
  let left = world.random.below(weights.reduce((sum, weight) => sum + weight, 0));
  for (const [at, one] of happenings.entries()) {
    left -= weights[at] ?? 0;
    if (left < 0) return one;
  }
  throw new Error('nothing can happen');
}

/** Until the next happening: most often what was begun goes on meanwhile. */
function meanwhile({ random }: World): number {
  const kind = random.below(100);
  if (kind < 50) return random.between(0, 6_000);
  if (kind < 88) return random.between(6, 60) * secondMs;
  if (kind < 97) return random.between(2, 40) * minuteMs;
  return random.between(1, 40) * hourMs;
}

/** The next noon, UTC. */
const noonAfter = (at: number): number => Math.ceil((at - 12 * hourMs) / (24 * hourMs)) * 24 * hourMs + 12 * hourMs;

/** Nothing goes wrong any longer, somebody sends again what was given up, and there is time for all that is left. */
async function recover(world: World): Promise<void> {
  const { chats, faults: rates, houses, note } = world;
  note('everything recovers');
  Object.assign(rates, { refusedWrites: 0, slowWrites: 0, lostAnswers: 0, slowCalls: 0 });
  Object.assign(chats.mood, { notNow: 0, unanswered: 0, slow: 0 });
  chats.away.clear();
  chats.closed.clear();
  for (const house of houses()) {
    house.diskFullUntil = 0;
    delete house.doom;
  }
  if (houses().every(({ stopping }) => stopping)) await world.begin();
  for (let rounds = 0; rounds < 3; rounds += 1) {
    for (let hours = 0; hours < 12; hours += 1) await world.pass(hourMs);
    await again(world);
  }
  for (let minutes = 0; minutes < 5; minutes += 1) await world.pass(121 * minuteMs);
  // At noon no alert has quiet hours. Nobody looks for anything further then, and what was found is told.
  await world.pass(noonAfter(world.clock.now()) + hourMs - world.clock.now());
  for (const { end } of houses()) end.abort(new Error('it is over'));
  const [last] = houses();
  for (let rounds = 0; last !== undefined && rounds < 3; rounds += 1) {
    await world.pass(2 * minuteMs);
    const telling = last.quartermaster.notices(() => true, chats.postOf(last), new AbortController().signal);
    await world.pass(2 * minuteMs);
    await telling;
  }
  for (const house of houses()) house.life.die();
}
