import type { AlertReads, CoreReads } from './commands/core-reads.ts';
import { createAddresses } from './core/estate/addresses.ts';
import { createEstate } from './core/estate/estate.ts';
import { sightingLately } from './core/estate/lately.ts';
import { sightedCloud } from './core/estate/sighted.ts';
import type { Waiting } from './core/changes/changes.ts';
import type { Access } from './core/people/access/access.ts';
import type { AuditRecord } from './core/people/audit.ts';
import { isSame, type Person, type Place } from './core/people/person.ts';
import type { Clock } from './core/ports/clock.ts';
import { alertOf } from './core/watch/notice.ts';
import type { Account } from './core/ports/instance.ts';
import type { Sight } from './core/ports/sight.ts';
import { isProblem } from './core/problem.ts';
import { turn } from './core/slices.ts';
import type { Known } from './core/watch/alert.ts';
import { seesAllOf } from './core/watch/saw.ts';

/** Accounts and regions that are asked about between two turns of the event loop: some milliseconds. */
const askedAtOnce = 8;

/** What is asked of core for somebody. */
export type CoreFor = (person: Person, place: Place) => Promise<CoreReads>;

/** Sweeps what a cloud shows. */
export type SweeperOver = (over: Pick<CoreReads, 'cloud' | 'addresses'>) => CoreReads['sweep'];

/** Gives everybody what they may look at: all of it, or what is left of it. */
export function createCoreFor(
  core: CoreReads,
  access: Pick<Access, 'sight'>,
  clock: Clock,
  sweeperOver: SweeperOver,
): CoreFor {
  const latelyFor = sightingLately(core.lately);
  return async (person, place) => {
    const sight = await access.sight(person, place);
    const own = { ...core, alerts: openAlerts(core.alerts, person) };
    return sight === undefined
      ? own
      : sightedCore({ ...own, lately: latelyFor(sight) }, sight, person, clock, sweeperOver);
  };
}

/** Without those that were made where only others read. */
const openAlerts = (alerts: AlertReads, person: Person): AlertReads =>
  alertsThat(
    alerts,
    ({ made }) => {
      const alone = made?.where.privateTo;
      return alone === undefined || isSame(person, { id: alone });
    },
    true,
  );

/** Those of all alerts that somebody sees. @param seesAll Whether what is about no alert is shown too. */
function alertsThat(alerts: AlertReads, sees: (known: Known) => boolean, seesAll: boolean): AlertReads {
  return {
    ...alerts,
    list: async () => (await alerts.list()).filter(sees),
    async find(name) {
      const found = await alerts.find(name);
      return found !== undefined && sees(found) ? found : undefined;
    },
    async dead() {
      const known = new Map((await alerts.list()).map((one) => [one.alert.name, one]));
      return (await alerts.dead()).filter(({ notice, put }) => {
        const name = alertOf(notice);
        if (name === undefined) return seesAll;
        const of = known.get(name);
        // Who might see one that is there no longer, or was called so before, nobody can tell any more.
        return of !== undefined && put > (of.made?.at ?? 0) && sees(of);
      });
    },
  };
}

/**
 * All that is read, without what somebody may not look at. It is made for one request, for rules may ask for the hour; reads
 * under way are shared by whoever asks the same of the cloud, so nothing is gained by keeping it.
 */
async function sightedCore(
  core: CoreReads,
  sight: Sight,
  person: Person,
  clock: Clock,
  sweeperOver: SweeperOver,
): Promise<CoreReads> {
  const accounts = new Map<string, Account>();
  const seenRegions = new Map<string, Set<string>>();
  let asked = 0;
  let everything = true;
  const homes = await core.cloud.homes();
  for (const { account, regions } of homes) {
    accounts.set(account.name, account);
    const seen = new Set<string>();
    seenRegions.set(account.name, seen);
    for (const region of regions) {
      if (sight.sees({ account, region })) seen.add(region);
      else everything = false;
      asked += 1;
      if (asked % askedAtOnce === 0) await turn();
    }
  }
  // Every read asks which there are; for one request the answer is one.
  const cloud = sightedCloud({ ...core.cloud, homes: async () => homes }, sight, clock);
  const addresses = createAddresses(cloud, clock);
  const seesTarget = ({ account: name, region }: AuditRecord['targets'][number]): boolean => {
    const account = accounts.get(name);
    return account !== undefined && sight.sees({ account, region });
  };
  const seesAll = ({ homes }: Waiting): boolean => homes.every((home) => sight.sees(home));
  /** Whoever sees one of its accounts sees the alert; what it finds is told as its place may see it. */
  const visible = new Set((await cloud.homes()).map(({ account }) => account.name));
  const seesAlert = ({ alert }: Known): boolean => alert.accounts?.some((name) => visible.has(name)) ?? true;
  return {
    ...core,
    cloud,
    estate: createEstate(cloud),
    addresses,
    sweep: sweeperOver({ cloud, addresses }),
    rests: {
      async of(key) {
        const found = await core.rests.of(key);
        return found !== undefined && sight.sees(found.of) ? found : undefined;
      },
      all: async () => new Map([...(await core.rests.all())].filter(([, { of }]) => sight.sees(of))),
    },
    audit: {
      find: (wish, limit, signal) =>
        core.audit.find(
          {
            ...wish,
            // What is told of an account that is configured no longer is shown to those who see all.
            sees: (record) =>
              record.targets.length === 0
                ? everything || (sight.ofPlace !== true && (concernsAll(record) || isSame(person, record.person)))
                : record.targets.every(seesTarget),
          },
          limit,
          signal,
        ),
    },
    leftBehind: { list: async () => (await core.leftBehind.list()).filter((record) => sight.sees(record)) },
    released: {
      async find(ip) {
        const found = await core.released.find(ip);
        return found !== undefined && sight.sees(found) ? found : undefined;
      },
    },
    savings: { list: async (since) => (await core.savings.list(since)).filter((entry) => sight.sees(entry)) },
    plans: {
      waiting: async (by, where) => (await core.plans.waiting(by, where)).filter(seesAll),
      async review(key, by, where, reading) {
        const reviewed = await core.plans.review(key, by, where, reading);
        const [hidden] = isProblem(reviewed) ? [] : sight.hidden(reviewed.waiting.homes);
        return hidden ?? reviewed;
      },
    },
    alerts: {
      ...alertsThat(core.alerts, seesAlert, false),
      async last(known) {
        const last = await core.alerts.last(known);
        if (last === undefined || everything || (last.saw !== undefined && seesAllOf(last.saw, seenRegions)))
          return last;
        return { at: last.at };
      },
    },
    unseen: {
      alerts: async () => (await core.alerts.list()).filter((known) => !seesAlert(known)).length,
      leftBehind: async () => (await core.leftBehind.list()).filter((record) => !sight.sees(record)).length,
      savings: async (since) => (await core.savings.list(since)).filter((entry) => !sight.sees(entry)).length,
      plans: async (by, where) => (await core.plans.waiting(by, where)).filter((one) => !seesAll(one)).length,
    },
  };
}

/** An entry that names no thing may still tell of one in words: of others only what was said to everybody is shown. */
const concernsAll = ({ event }: AuditRecord): boolean =>
  event === 'settings' || event === 'frozen' || event === 'unfrozen';
