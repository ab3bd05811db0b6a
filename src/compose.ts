import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { countedDispatch } from './bot/counted.ts';
import { createRates } from './bot/rates.ts';
import { createSharedRates } from './bot/shared-rates.ts';
import { overReply } from './commands/notices.ts';
import type { CoreReads } from './commands/core-reads.ts';
import { addressResource } from './core/changes/addresses/resource.ts';
import { examine } from './core/changes/doctor.ts';
import { countedChanges } from './core/changes/counted.ts';
import { createChanges } from './core/changes/gate.ts';
import { instanceResource } from './core/changes/instances/resource.ts';
import { newKey } from './core/changes/keys.ts';
import { createLeftBehind } from './core/changes/left-behind.ts';
import { createReleased } from './core/changes/released.ts';
import { createControl } from './core/drivers/ec2/control.ts';
import { createAddresses } from './core/estate/addresses.ts';
import { createEstate } from './core/estate/estate.ts';
import { createLately } from './core/estate/lately.ts';
import { openTypes } from './core/facts/instance-types/types.ts';
import { createEstateCosts } from './core/estate/estate-cost.ts';
import { openPrices } from './core/facts/prices/prices.ts';
import { openTopics } from './core/facts/topic-search/topics.ts';
import { createAudit } from './core/people/audit-search.ts';
import { anchorCheck } from './core/people/anchor-check.ts';
import { createDirectory } from './core/people/directory.ts';
import { shownIn } from './core/people/places.ts';
import { createFreeze } from './core/people/freeze.ts';
import { createRests } from './core/people/rests.ts';
import { createTally } from './core/people/tally.ts';
import { createPlaceDefaults } from './core/people/defaults.ts';
import { quietlyFromMemory } from './core/from-memory.ts';
import { noMeter } from './core/ports/meter.ts';
import { plain } from './core/text.ts';
import { minuteMs, secondMs } from './core/time.ts';
import { logFailure } from './core/log-failure.ts';
import { listenedToByMany, within } from './core/until-aborted.ts';
import { identityOf } from './core/watch/alert.ts';
import { countedPost, countedSweeper } from './core/watch/counted.ts';
import { createLedger } from './core/watch/ledger.ts';
import { createOutbox } from './core/watch/outbox.ts';
import { createSweeper } from './core/watch/sweep.ts';
import { allOrNothing, type Opened } from './all-or-nothing.ts';
import { createBackground } from './background.ts';
import { auditCopies, createForgetting } from './audit-care.ts';
import { readGauges } from './health/gauges.ts';
import { openAccess } from './open-access.ts';
import { openAudit } from './open-audit.ts';
import { openDriver } from './open-driver.ts';
import { openReadJobs } from './open-jobs.ts';
import { openRoad, stampedIn } from './open-road.ts';
import { createRefusals } from './refusals.ts';
import { rulesAnnounced } from './rules-announced.ts';
import { createSettings } from './settings.ts';
import { createCoreFor, type SweeperOver } from './sighted-core.ts';
import { alertsUnheard, chatsOn } from './alerts-unheard.ts';
import { createAnswers, posting } from './unasked.ts';
import { createWatching, openWatched, quietOf } from './watching.ts';
import type { ComposeParts, Quartermaster } from './quartermaster.ts';

/** Whoever waits for an answer waits at most so long for changes of lost processes to be looked up; what is left is looked up the next time. */
const lookUpMs = 5_000;

/**
 * The only place that puts the parts together. Rejects with StoreForeign or StoreUnwritable where the store cannot be opened or
 * written, with RulesError where the access rules are bad; then nothing of it is left open.
 */
export const compose = (parts: ComposeParts): Promise<Quartermaster> =>
  allOrNothing((opened) => composed(parts, opened));

async function composed(parts: ComposeParts, opened: Opened): Promise<Quartermaster> {
  const {
    config,
    clock,
    log,
    copies,
    keys,
    rates: given,
    calls = (own) => own,
    openStore = openAudit,
    meter = noMeter,
    ending,
    env = {},
  } = parts;
  const { store, witness, journal: openJournal } = await openStore(config, clock, { log, env, meter });
  opened.add(store.close);
  const directory = createDirectory(config, parts.registered, parts.groups);
  const driver = await openDriver(config, clock, log, store, meter, copies);
  opened.add(() => driver.close?.());
  const types = await openTypes({
    account: driver.accountReads,
    store,
    clock,
    log,
    ...(driver.typeReads && { reads: driver.typeReads }),
  });
  const estate = createEstate(driver.cloud);
  const prices = await openPrices(driver.priceList && { priceList: driver.priceList, store, clock, log });
  const outbox = createOutbox(store, clock, log);
  const answers = createAnswers(outbox, clock);
  const refusals = createRefusals(openJournal(auditCopies(config.audit.copyTo, outbox, log)));
  const { journal } = refusals;
  const audit = createAudit(journal, directory.called);
  const forget = createForgetting({ store, journal, clock, log, keepDays: config.audit.keepDays });
  await forget();
  const addresses = createAddresses(driver.cloud, clock);
  const end = new AbortController();
  const lately = createLately({ cloud: driver.cloud, addresses, clock, over: listenedToByMany(end.signal) });
  const rests = createRests(store);
  const leftBehind = createLeftBehind(store, rests);
  const released = createReleased(store);
  const defaults = createPlaceDefaults(store);
  const looks = {
    cloud: driver.cloud,
    estate,
    addresses,
    prices,
    costs: createEstateCosts(prices),
    types,
    audit,
    leftBehind,
    released,
    savings: createLedger(store),
    rests,
  };
  const holder = `${hostname()}:${process.pid}:${randomUUID()}`;
  const watched = openWatched(store, config, clock, holder);
  const control = createControl(calls(driver.calls), clock);
  const freeze = createFreeze(store, clock);
  const access = await openAccess(config, clock, log, store, directory, rulesAnnounced(store, journal, log));
  const gate = createChanges({
    resources: { instance: instanceResource(looks), address: addressResource({ ...looks, released }) },
    control,
    ledgers: looks,
    clock,
    log,
    store,
    journal,
    maxTargets: config.confirmations.maxTargets,
    ttlMs: config.confirmations.ttlSeconds * secondMs,
    keepTrying: {
      everyMs: config.changes.keepTrying.everySeconds * secondMs,
      forMs: config.changes.keepTrying.forMinutes * minuteMs,
    },
    holder,
    newKey: keys ?? newKey,
    approvals: { ttlMs: config.approvals.ttlMinutes * minuteMs, place: config.approvals.place },
    rights: { access, directory, freeze, tally: createTally(store, clock, config.changes.perHour) },
    tell: (says, change, place) => outbox.put(`${says}/${change}`, place, { says, change, at: clock.now() }),
    owe: answers.owe,
  });
  const changes = countedChanges(gate, meter);
  const unasked = {
    journal,
    outbox,
    runs: watched.runs,
    quietUntil: quietOf(watched.alerts, watched.runs, clock),
    places: config.places,
    demo: driver.cloud.demo,
    clock,
    log,
  };
  let looking: Promise<unknown> | undefined;
  /** Whoever asks meanwhile waits for the same. */
  const lookUp = (signal: AbortSignal): Promise<unknown> =>
    (looking ??= changes.reconcile(signal).finally(() => (looking = undefined)));
  const sweeperOver: SweeperOver = (over) =>
    countedSweeper(createSweeper({ ...over, prices, types, clock, idleTags: config.watch.idleTags }), meter);
  const core: CoreReads = {
    ...looks,
    lately,
    sweep: sweeperOver(looks),
    seen: watched.seen,
    topics: openTopics(),
    plans: changes,
    freeze,
    access,
    directory,
    shownIn: (place) => shownIn(place, config.places),
    alerts: {
      ...watched.alerts,
      chats: chatsOn(config),
      timeZone: config.watch.timeZone,
      last: async (known) => (await watched.states.of(identityOf(known)))?.last,
      dead: () => outbox.dead(),
    },
    unseen: { leftBehind: async () => 0, savings: async () => 0, plans: async () => 0, alerts: async () => 0 },
  };
  const coreFor = createCoreFor(core, access, clock, sweeperOver);
  const { parts: cloudParts } = driver;
  const jobs = cloudParts && (await openReadJobs({ config, env, cloud: driver.cloud, parts: cloudParts, clock, log }));
  opened.add(async () => jobs?.close());
  const reads = cloudParts && jobs && { parts: cloudParts, jobs };
  const watcher = createWatching({
    ...looks,
    ...watched,
    config,
    store,
    clock,
    log,
    outbox,
    background: createBackground({ core, coreFor, reads, access, clock, sweeperOver }),
    demo: driver.cloud.demo,
    directory,
    access,
    meter,
  });
  const { reset } = driver;
  const settingsOver = ({ alerts: seen }: CoreReads) =>
    createSettings({
      clock,
      journal,
      defaults,
      rests,
      alerts: { alerts: watched.alerts, seen, outbox },
      freeze,
      access,
      directory,
      ...(reset && {
        async resetDemo() {
          await reset();
          await looks.savings.endAll(clock.now());
        },
      }),
    });
  const { demo } = driver.cloud;
  const stamped = stampedIn(demo);
  const road = openRoad({
    clock,
    log,
    // A store of its own server is shared by processes, and so are their counts.
    rates: given ?? (config.redis === undefined ? createRates(clock) : createSharedRates(store, clock, log)),
    refusals,
    access,
    directory,
    defaults,
    coreFor,
    changes,
    settingsOver,
    demo,
  });
  const dispatch = countedDispatch(road, { meter, log, ending });
  return {
    core,
    // What it is asked for may be shown, and changes nothing.
    coreFor: (person, place) => quietlyFromMemory(() => coreFor(directory.now(person), place)),
    store,
    directory,
    dispatch,
    async notices(speaks, post, signal, placeOf) {
      // What waits to be said must not keep anybody from being answered: a store that cannot be written is said in the log.
      const attempt = (what: string, work: () => Promise<unknown>): Promise<unknown> =>
        work().catch(logFailure(log, what, signal));
      await within(clock, lookUpMs, signal, async (inTime) => {
        await attempt('changes under way could not be looked up', () => lookUp(inTime));
        await attempt('notices could not be posted', () =>
          outbox.deliver(
            speaks,
            countedPost(posting({ ...unasked, changes, signal: inTime }, post, placeOf), meter),
            signal,
          ),
        );
      });
      await forget();
    },
    async watch(signal) {
      for (const { what, says } of await alertsUnheard(watched.alerts, config).catch(() => []))
        log.warn({ alert: what }, plain(says));
      // Whoever watches works for the others as well.
      await Promise.all([watcher.watch(signal), jobs?.work(signal)]);
    },
    watchRound: watcher.round,
    tellLater: answers.tellLater,
    shown: answers.shown,
    async over(change) {
      const outcome = await changes.over(change);
      return outcome && stamped(overReply(outcome));
    },
    missing: async () => driver.missing?.(),
    doctor: async (signal) => [
      await anchorCheck(store.id, journal, witness),
      ...(await examine(
        { cloud: driver.cloud, control, store, ...(driver.examiner && { examiner: driver.examiner }) },
        { signal: listenedToByMany(signal) },
      )),
      ...(await alertsUnheard(watched.alerts, config)),
    ],
    glance: driver.glance,
    gauges: () => readGauges({ outbox, freeze, clock, meter }),
    async close() {
      end.abort(new Error('the end'));
      await opened.close();
    },
  };
}
