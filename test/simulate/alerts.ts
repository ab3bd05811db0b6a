import { z } from 'zod';
import { createDemoCloud } from '../../src/core/drivers/demo/cloud.ts';
import { createAddresses } from '../../src/core/estate/addresses.ts';
import { openPrices } from '../../src/core/facts/prices/prices.ts';
import { createRests, isResting } from '../../src/core/people/rests.ts';
import { isoTime, type Instant } from '../../src/core/time.ts';
import { identityOf, type Known } from '../../src/core/watch/alert.ts';
import { createAlerts } from '../../src/core/watch/alerts.ts';
import type { FoundRecord } from '../../src/core/watch/finding.ts';
import { createRuns } from '../../src/core/watch/runs.ts';
import { lastUpTo, quietUntil } from '../../src/core/watch/schedule.ts';
import { createSweeper } from '../../src/core/watch/sweep.ts';
import { withKin } from '../../src/core/watch/waste-run.ts';
import { embeddedTypes } from '../embedded-types.ts';
import { hearing } from './changes.ts';
import type { Happening, Part } from './part.ts';
import { people, places, type World } from './world.ts';

const { signal } = new AbortController();
/** Alerts at once. */
const alertsAtMost = 4;

const alertsIn = ({ store, clock }: World): Promise<readonly Known[]> => createAlerts(store, [], clock).list();

/** What people look for, and when. */
const wishes = [
  'idle-addresses every 30m',
  'idle-addresses hourly repeat:1',
  'idle-addresses every 2h form:each',
  'volumes every 6h',
  'volumes,address-unassociated daily 2:30 Europe/Paris',
  'idle-addresses every 1h quiet:22:00-7:00 escalate:1:discord:900',
  'idle-addresses every 3h all-clear:yes',
] as const;

/** What people do about one alert. */
const deeds = ['pause', 'pause', 'resume', 'resume', 'remove'] as const;

const happenings: readonly Happening[] = [
  {
    name: 'subscribe',
    weight: () => 4,
    async happens(world) {
      const { random } = world;
      if ((await alertsIn(world)).length >= alertsAtMost) return;
      const person = random.percent(90) ? people.maria : people.bob;
      const line = `alerts subscribe ${random.pick(wishes)}`;
      world.says({ person, place: random.pick([places.ops, places.dev]), line }, hearing(world));
    },
  },
  {
    name: 'alter',
    weight: () => 3,
    async happens(world) {
      const { random } = world;
      const all = await alertsIn(world);
      if (all.length === 0) return;
      const { name } = random.pick(all).alert;
      const until = random.percent(50) ? '' : ' until:3h';
      const deed = random.pick(deeds);
      world.says(
        { person: people.maria, place: places.ops, line: `alerts ${deed} ${name}${deed === 'pause' ? until : ''}` },
        hearing(world),
      );
    },
  },
  {
    name: 'rest',
    weight: () => 4,
    async happens(world) {
      const { random, aws } = world;
      const { addresses } = await aws.world();
      const ip = random.pick([...addresses.values()]).publicIp;
      const line = random.pick([
        `keep ${ip} reason:wanted`,
        `snooze ${ip} until:2h`,
        `snooze ${ip} until:1d`,
        `unkeep ${ip}`,
      ]);
      world.says({ person: people.maria, place: random.pick([places.ops, places.dev]), line }, hearing(world));
    },
  },
];

const Committed = z.object({ committed: z.number(), run: z.string().optional(), posting: z.literal(true).optional() });

/** One run from which on it counts. */
interface Commit {
  readonly own: string;
  readonly slot: Instant;
  /** Undefined: there was nothing to tell. */
  readonly run: string | undefined;
}

/** Runs in the order in which they began to count. */
function commitsOf({ writes }: World): readonly Commit[] {
  const last = new Map<string, number>();
  return writes.flatMap(({ into, key, verb, value, result }): readonly Commit[] => {
    if (into !== 'watch-states' || verb !== 'swap' || result !== true || key === '*') return [];
    const { data } = Committed.safeParse(value);
    if (data === undefined || data.committed === (last.get(key) ?? 0)) return [];
    last.set(key, data.committed);
    return [{ own: key, slot: data.committed, run: data.posting && data.run }];
  });
}

/** What people believe of an alert, after all that it has told them. */
type Believed = Map<string, FoundRecord>;

/** What alerts find is told once, whatever happens, and what they believe in the end is so. */
export const alerts: Part = {
  happenings,
  async broken(world) {
    const { store, writes, chats } = world;
    const broken: string[] = [];
    const commits = commitsOf(world);
    const runs = createRuns(store);
    const before = new Map<string, number>();
    for (const { own, slot } of commits) {
      if (slot <= (before.get(own) ?? 0)) broken.push(`${own} counts again at ${isoTime(slot)}`);
      before.set(own, slot);
    }
    const counting = new Set(commits.flatMap(({ run }) => run ?? []));
    const put = writes.flatMap(({ into, verb, key, result }) =>
      into === 'outbox' && verb === 'claim' && result === true && key.startsWith('alert/') ? [key] : [],
    );
    for (const run of counting)
      if (!put.some((key) => key.startsWith(`alert/${run}/`))) broken.push(`nothing of the run ${run} was ever put`);
    for (const key of put)
      if (![...counting].some((run) => key.startsWith(`alert/${run}/`)))
        broken.push(`${key} is of a run that never counted`);
    for (const { key } of chats.messages)
      if (key.startsWith('alert/') && !put.includes(key)) broken.push(`${key} was posted, and never put`);

    const believed = new Map<string, Believed>();
    for (const { own, run: key } of commits) {
      const run = key === undefined ? undefined : await runs.of(key);
      if (key !== undefined && run === undefined) broken.push(`the run ${key} is not kept`);
      if (run?.is !== 'waste') continue;
      const now: Believed = believed.get(own) ?? new Map();
      believed.set(own, now);
      for (const { finding, why } of run.told) {
        const known = now.get(finding.key);
        if ((why === 'new') !== (known === undefined))
          broken.push(
            `${key} tells ${finding.key} as ${why}, which was ${known === undefined ? 'not ' : ''}told before`,
          );
        if (why === 'changed' && known?.facts === finding.facts)
          broken.push(`${key} tells that ${finding.key} changed, and it did not`);
        now.set(finding.key, finding);
      }
      for (const { finding } of run.resolved)
        if (!now.delete(finding.key)) broken.push(`${key} tells that ${finding.key} is over, which was never told`);
    }
    broken.push(...(await untrue(world, believed)));
    return broken;
  },
  figures(world) {
    const commits = commitsOf(world);
    return {
      alertRuns: commits.length,
      alertRunsTold: commits.filter(({ run }) => run !== undefined).length,
      alertMessages: world.chats.messages.filter(({ key }) => key.startsWith('alert/')).length,
    };
  },
};

/** What is believed of alerts that are there, and is not so, or is so and not believed. */
async function untrue(world: World, believed: ReadonlyMap<string, Believed>): Promise<readonly string[]> {
  const { store, clock, aws } = world;
  const cloud = createDemoCloud({ ec2: aws, clock });
  const addresses = createAddresses(cloud, clock);
  const sweep = createSweeper({
    cloud,
    addresses,
    prices: await openPrices(),
    types: await embeddedTypes(),
    clock,
    idleTags: [],
  });
  const rests = await createRests(store).all();
  const broken: string[] = [];
  for (const known of await alertsIn(world)) {
    const { alert, paused, since } = known;
    const { watches, quiet, when, name } = alert;
    const now = clock.now();
    // Nobody was to look since it went on, or since what was due last.
    if (paused !== undefined || watches.is !== 'waste' || lastUpTo(when, now) <= since) continue;
    if (quiet !== undefined && quietUntil(quiet, when.timeZone, now) !== undefined) continue;
    const found = (await sweep({}, withKin(watches.rules), { signal })).findings.filter(({ rule }) =>
      watches.rules.includes(rule),
    );
    const told: Believed = believed.get(identityOf(known)) ?? new Map();
    for (const { key, facts } of found)
      if (!isResting(rests.get(key), now) && told.get(key)?.facts !== facts)
        broken.push(`${name} has not told ${key} as it is: ${facts}`);
    for (const key of told.keys())
      if (!found.some((one) => one.key === key)) broken.push(`${name} has not told that ${key} is over`);
  }
  return broken;
}
