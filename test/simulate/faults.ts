import { createOutbox } from '../../src/core/watch/outbox.ts';
import type { Happening } from './part.ts';
import { housesAtMost, places, type World } from './world.ts';

const secondMs = 1_000;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const silent = { info: () => {}, warn: () => {}, error: () => {} };

const ifAny =
  (weight: number) =>
  ({ houses }: World): number =>
    houses().length > 0 ? weight : 0;
const oneOf = ({ random, houses }: World) => random.pick(houses());

/** Sends again what was given up. */
export async function again(world: World): Promise<void> {
  const outbox = createOutbox(world.store, world.clock, silent);
  for (const { key, error } of await outbox.dead()) {
    world.note(`${key} is sent again, which was given up: ${error}`);
    await outbox.again(key);
  }
}

/** What goes wrong with processes, disks and chats. */
export const faults: readonly Happening[] = [
  {
    name: 'begin',
    weight: ({ houses }) => (houses().length === 0 ? 200 : houses().length < housesAtMost ? 3 : 0),
    happens: (world) => world.begin(),
  },
  { name: 'kill', weight: ifAny(2), happens: (world) => world.kill(oneOf(world)) },
  {
    name: 'doom',
    weight: ifAny(6),
    happens(world) {
      const { random } = world;
      const into = random.pick(['any', 'outbox', 'outbox-told', 'audit', 'changes', 'changes-acting']);
      const fate = random.pick(['dies before', 'dies after', 'refused'] as const);
      oneOf(world).doom = { writes: random.between(1, into === 'any' ? 60 : 6), fate, into };
    },
  },
  {
    name: 'stop',
    weight: ifAny(1),
    async happens(world) {
      const house = oneOf(world);
      world.note(`${house.name} is stopped`);
      house.stopping = true;
      await world.pass(world.random.between(0, 20) * secondMs);
      house.end.abort(new Error('it is stopped'));
      await world.pass(world.random.between(0, 2) * secondMs);
      house.life.die();
    },
  },
  {
    name: 'stall',
    weight: ifAny(2),
    happens(world) {
      const house = oneOf(world);
      const ms = world.random.between(1, 300) * secondMs;
      world.note(`${house.name} stands still for ${ms / secondMs} s`);
      house.life.stall(world.clock.sleep(ms, new AbortController().signal));
    },
  },
  {
    name: 'disk',
    weight: ifAny(2),
    happens(world) {
      const house = oneOf(world);
      const ms = world.random.between(1, 900) * secondMs;
      world.note(`the disk of ${house.name} is full for ${ms / secondMs} s`);
      house.diskFullUntil = world.clock.now() + ms;
    },
  },
  {
    name: 'weather',
    weight: () => 3,
    happens({ random, faults: rates, chats: { mood }, note }) {
      const often = random.pick([0, 0, 5, 20]);
      Object.assign(rates, {
        refusedWrites: random.pick([0, 0, 1]),
        slowWrites: random.pick([0, often]),
        lostAnswers: often,
        slowCalls: often,
      });
      Object.assign(mood, { notNow: often, unanswered: random.pick([0, often]), slow: often });
      note(`the weather: ${JSON.stringify({ ...rates, ...mood })}`);
    },
  },
  {
    name: 'away',
    weight: () => 2,
    happens({ random, clock, chats: { away }, note }) {
      const platform = random.pick(['slack', 'discord']);
      const ms = random.pick([
        random.between(10, 300) * secondMs,
        random.between(5, 120) * minuteMs,
        random.between(2, 16) * hourMs,
      ]);
      const isSilent = random.percent(30);
      note(`${platform} is away for ${Math.round(ms / secondMs)} s${isSilent ? ', and does not say so' : ''}`);
      away.set(platform, { until: clock.now() + ms, silent: isSilent });
    },
  },
  {
    name: 'close',
    weight: () => 1,
    happens({ random, chats: { closed }, note }) {
      const place = random.pick(Object.values(places));
      if (closed.delete(place)) note(`${place} is open again`);
      else {
        closed.add(place);
        note(`${place} is closed`);
      }
    },
  },
  { name: 'again', weight: () => 1, happens: again },
];
