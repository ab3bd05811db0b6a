import type { Bot } from '../bot/bot.ts';
import type { HealthConfig } from '../config/health.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Glimpse } from '../core/ports/glance.ts';
import type { Log } from '../core/ports/log.ts';
import type { ScrapedMeter } from '../core/ports/meter.ts';
import { problems } from '../core/problem.ts';
import { isoTime } from '../core/time.ts';
import { jsonPage, openHealthServer, type Page } from './server.ts';
import { accountsProbe, storeProbe, type Probed } from './probes.ts';
import type { Quartermaster } from '../quartermaster.ts';
import { createSince, readinessOf, type Part, type Readiness } from './readiness.ts';

/** What is told of. */
export interface HealthParts {
  readonly settings: HealthConfig;
  readonly house: Pick<Quartermaster, 'store' | 'glance' | 'gauges'>;
  readonly bots: readonly Pick<Bot, 'name' | 'standing'>[];
  readonly meter: ScrapedMeter;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether the process has begun to serve: every platform is connected, refused us, or is not waited for. */
  begun(): boolean;
  /** Aborted when it is to end. */
  readonly end: AbortSignal;
}

/** It tells how the process is until it is closed. */
export interface Health {
  /** `health on 127.0.0.1:9464`. */
  readonly words: string;
  close(): Promise<void>;
}

/** Accounts that are named where they cannot be read; the rest is told by its number. */
const accountsNamed = 20;

/** Tells how the process is. Rejects with StartError where the port cannot be had. */
export async function openHealth(parts: HealthParts): Promise<Health> {
  const { settings, house, meter, clock, log } = parts;
  const began = clock.now();
  const over = new AbortController();
  const store = storeProbe(house.store, clock, log);
  const accounts = house.glance && accountsProbe(house.glance, clock, log);
  const evaluate = evaluating(parts, store, accounts?.seen);
  const pages = new Map<string, () => Promise<Page>>([
    // A restart cures a process that does not turn, and nothing else: nothing else is looked at.
    ['/healthz', async () => jsonPage(200, { alive: true, since: isoTime(began) })],
    [
      '/readyz',
      async () => {
        const { ready, parts: all } = await evaluate();
        return jsonPage(ready ? 200 : 503, {
          ready,
          parts: all.map(({ since, ...part }) => ({ ...part, since: isoTime(since) })),
        });
      },
    ],
    [
      '/metrics',
      async () => {
        await house.gauges();
        meter.set('quartermaster_ready', {}, Number((await evaluate()).ready));
        for (const { name, standing } of parts.bots)
          meter.set('quartermaster_platform_connected', { platform: name }, Number(standing().heard));
        return { status: 200, type: meter.contentType, text: await meter.scrape() };
      },
    ],
  ]);
  const server = await openHealthServer(settings, pages, log);
  const watching = accounts?.watch(AbortSignal.any([parts.end, over.signal]));
  return {
    words: `health on ${settings.host}:${server.port}`,
    async close() {
      over.abort(new Error('it is over'));
      await watching;
      await server.close();
      meter.close();
    },
  };
}

/** Asks every part how it is. */
function evaluating(
  { house, bots, clock, begun, end }: HealthParts,
  store: () => Promise<Probed>,
  accounts: (() => readonly Glimpse[] | undefined) | undefined,
): () => Promise<Readiness> {
  const since = createSince(clock);
  const part = (name: string, there: boolean, says: string): Part => ({
    part: name,
    there,
    since: since(name, there ? 'there' : says),
    says,
  });
  const own = (): Part => {
    if (end.aborted) return part('process', false, 'it ends, and begins nothing any longer');
    return begun() ? part('process', true, 'it serves') : part('process', false, 'it begins: a platform is waited for');
  };
  const platforms = (): readonly Part[] =>
    bots.map(({ name, standing }) => {
      const { heard, since: at, says } = standing();
      return { part: name, there: heard, since: at, says };
    });
  return async () => {
    const found = await store();
    return readinessOf([
      [own()],
      platforms(),
      [part('store', found === undefined, found ?? 'it can be read and written')],
      accountParts(house.glance === undefined ? [] : accounts?.(), part),
    ]);
  };
}

/** What is told of accounts: each that cannot be read, and how many can. AWS's own words stay in the log, for they may name roles and persons. */
function accountParts(
  seen: readonly Glimpse[] | undefined,
  part: (name: string, there: boolean, says: string) => Part,
): readonly Part[] {
  if (seen === undefined) return [part('accounts', false, 'they were not looked at yet')];
  if (seen.length === 0) return [part('accounts', true, 'the demo account, which can always be read')];
  const missing = seen.flatMap(({ account, problem }) =>
    problem === undefined ? [] : [part(`account ${account}`, false, problems[problem.problem])],
  );
  const readable = seen.length - missing.length;
  return [
    part('accounts', readable > 0, `${readable} of ${seen.length} can be read`),
    ...missing.slice(0, accountsNamed),
  ];
}
