import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config/read.ts';
import { createLeftBehind } from '../src/core/changes/left-behind.ts';
import { createRests } from '../src/core/people/rests.ts';
import { openSqliteStore } from '../src/core/drivers/sqlite/open.ts';
import { systemClock } from '../src/core/drivers/system-clock.ts';
import { spread, type Spread } from './measure.ts';

/**
 * The processes of `reads.ts`, over an estate of so many copies of the demo's, whose store is in the folder:
 * `reads-run.mjs prepare FOLDER COPIES` fills a ledger and an audit as some work would have;
 * `reads-run.mjs measure FOLDER COPIES RUNS WARM-UP LINE…` answers each line so often, one instance changed before each
 * call, after at most so many that do not count, and tells what that took as JSON; `reads-run.mjs once-read …` does so after
 * the whole account was read, as a process would that asked AWS for it.
 */
const [mode, folder = '', copiesText = '1', runs = '1', warm = '0', ...lines] = process.argv.slice(2);
const copies = Number(copiesText);
const person = { id: 'os:bench', name: 'bench', roles: ['operator'] };
const { signal } = new AbortController();
/** A line is not warmed up for longer. */
const warmUpMs = 4_000;
/** Entries of the audit before the first line. */
const asked = 15;
/** Ids of the instances that run, for whoever changes them. */
const runningFile = join(folder, 'running.json');

const config = await readConfig({ cwd: folder, env: {} });
const quiet = { info() {}, warn() {}, error() {} };
const house = await compose({ config, clock: systemClock, log: quiet, copies, rates: { take: () => undefined } });
const store = await openSqliteStore({ path: config.store.path, clock: systemClock, purpose: 'demo' });

const ask = async (line: string): Promise<void> => {
  const answer = await house.dispatch({ id: 'bench', person, place: { id: 'bench' }, line, signal }, () => {});
  if (answer.problem !== undefined) throw new Error(`${line}: ${answer.problem.problem}`);
};

if (mode === 'prepare') await prepare();
else {
  if (mode === 'once-read') await readAccount();
  process.stdout.write(`${JSON.stringify(await measure())}\n`);
}
await store.close();
await house.close();

/** One volume and one address of each copy were left behind, and some stops were asked for. */
async function prepare(): Promise<void> {
  const { cloud } = house.core;
  const volumes = await cloud.volumes({}, { signal });
  const addresses = await cloud.addresses({}, { signal });
  const loose = volumes.items.filter(({ attachedTo }) => attachedTo.length === 0);
  const free = addresses.items.filter(({ associationId }) => associationId === undefined);
  const ledger = createLeftBehind(store, createRests(store));
  const left = { kind: 'terminate', by: person, at: systemClock.now(), of: { id: 'i-0', name: 'gone' } } as const;
  for (let copy = 0; copy < copies; copy += 1) {
    const [volume, address] = [loose[copy], free[copy]];
    if (volume === undefined || address === undefined) throw new Error('the estate has too few loose things');
    const { account, region, allocationId = '', publicIp } = address;
    const { account: of, region: where, id } = volume;
    await ledger.note({ ...left, account: of, region: where, id, what: 'volume', label: 'gp3', perMonth: '1' });
    await ledger.note({ ...left, account, region, id: allocationId, what: 'address', label: publicIp, perMonth: '3' });
  }
  const instances = await cloud.instances({}, { signal });
  const running = instances.items.filter(({ state }) => state === 'running').map(({ id }) => id);
  for (let entry = 0; entry < asked; entry += 1) await ask('stop web-1');
  await writeFile(runningFile, JSON.stringify(running));
}

async function readAccount(): Promise<void> {
  const { cloud } = house.core;
  await Promise.all([cloud.instances({}, { signal }), cloud.volumes({}, { signal }), cloud.addresses({}, { signal })]);
}

async function measure() {
  const running = z.array(z.string()).parse(JSON.parse(await readFile(runningFile, 'utf8')));
  // By another connection, as a second process on the same store would: the measured one must read what changed.
  const changes = store.journal(
    'demo',
    z.object({ do: z.literal('change'), kind: z.literal('stop'), ids: z.array(z.string()) }),
  );
  let next = (await changes.head()).position;
  const change = async () => {
    await changes.append({ do: 'change', kind: 'stop', ids: running.slice(next, (next += 1)) });
  };
  const figures: Record<string, Spread> = {};
  for (const line of lines)
    figures[line] = await spread(Number(runs), () => ask(line), change, { runs: Number(warm), ms: warmUpMs });
  return { figures, rssMiB: Math.round(process.memoryUsage().rss / 1_048_576) };
}
