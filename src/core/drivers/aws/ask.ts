import type { EC2Client } from '@aws-sdk/client-ec2';
import { accountGapsOf, here } from '../../gaps.ts';
import { gathered } from '../../gathered.ts';
import { didYouMean } from '../../near.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Reading, Scan, Scope, Source } from '../../ports/cloud.ts';
import type { Account, Home } from '../../ports/instance.ts';
import type { Failure, Part } from '../../ports/parts.ts';
import { isProblem, type Problem } from '../../problem.ts';
import { code, say } from '../../text.ts';
import { listenedToByMany } from '../../until-aborted.ts';
import type { AccountConfig } from './account.ts';
import { allPages } from './all-pages.ts';
import type { Clients } from './clients.ts';
import { PartUnread, readProblem, Stopped } from './errors.ts';
import type { Identify } from './identify.ts';
import { once, readPage, recordsOf, type Inputs, type Nouns, type Page, type PagedApi } from './pages.ts';
import { pooled } from './pool.ts';
import type { RegionsOf } from './regions.ts';
import { twinsOf } from './twins.ts';

/** Where all of it comes from. */
export const source: Source = { name: 'AWS' };
/** Records of one page; with it, EC2 takes the calls from the larger of its request buckets ("Request throttling"). */
export const pageSize = 1_000;
/** Values of one filter (EC2 API: at most 200). */
export const idsAtOnce = 200;

/** One account in one region: what one client speaks to. */
export interface Pair {
  readonly config: AccountConfig;
  readonly account: Account;
  readonly region: string;
}

/** Where to ask, and why elsewhere is not asked. */
export interface Asked {
  readonly pairs: readonly Pair[];
  readonly gaps: readonly Problem[];
}

/** A thing with its home. */
export type Located = Home & { readonly id: string };

/** Notes what could not be read of a pair while the rest was. @param what Of it, `transfers of addresses`; left out: all. */
export type Failed = (error: unknown, what?: string) => void;

/** What is asked of one pair. */
export type AskPair<T> = (client: EC2Client, pair: Pair, signal: AbortSignal, failed: Failed) => Promise<readonly T[]>;

/** Asks accounts and regions at once; each that fails is a gap. */
export interface Ask {
  pairsOf(scope: Scope, reading: Reading): Promise<Asked>;
  /** The pairs that these things are in, and the ids of each. */
  homesOf(
    things: readonly Located[],
    reading: Reading,
  ): Promise<Asked & { readonly idsOf: (pair: Pair) => readonly string[] }>;
  /** One page of a list of one pair. Records that cannot be read are left out, and told as missing. */
  page<A extends PagedApi>(
    api: A,
    client: EC2Client,
    pair: Pair,
    input: Inputs[A],
    signal: AbortSignal,
    failed: Failed,
  ): Promise<Page<Nouns[A]>>;
  /** Every page of it, and each thing once. */
  pages<A extends PagedApi>(
    api: A,
    client: EC2Client,
    pair: Pair,
    input: Inputs[A],
    signal: AbortSignal,
    failed: Failed,
  ): Promise<readonly Nouns[A][]>;
  /** Asks one pair, with all that failed. Rejects when the signal is aborted. */
  part<T>(pair: Pair, signal: AbortSignal, ask: AskPair<T>): Promise<Part<T>>;
  /** Asks every pair; the answers in one listing, the failures as its gaps. A pair that is not read whole when the reading is stopped is one; its `signal` says so. A pair of which anything was noted as failed was read partly. */
  over<T>(asked: Asked | Promise<Asked>, reading: Reading, ask: AskPair<T>): Promise<Scan<T>>;
}

/** See {@link Ask}. */
export function createAsk(
  accounts: readonly AccountConfig[],
  clients: Clients,
  identify: Identify,
  regionsOf: RegionsOf,
  clock: Clock,
): Ask {
  const pairsOf = async (scope: Scope, reading: Reading): Promise<Asked> => {
    const { signal } = reading;
    const end = endOf(reading);
    const named = await Promise.all(
      accounts.map(async (config) => {
        try {
          const account = await identify(config, end);
          return { config, account, ...(isProblem(account) ? { regions: [] } : await regionsOf(config, end)) };
        } catch (error) {
          signal.throwIfAborted();
          if (!end.aborted) throw error;
          const stopped = readProblem(new Stopped(), say`account ${config.name}`);
          return { config, account: stopped, regions: [], unsure: undefined };
        }
      }),
    );
    /** Nobody knows what the others of these have. */
    const unsure = named.filter(({ account }) => isProblem(account)).map(({ config }) => config);
    const wanted = named.filter(
      ({ config, account }) =>
        scope.accounts === undefined ||
        scope.accounts.includes(config.name) ||
        (!isProblem(account) && scope.accounts.includes(account.id)),
    );
    signal.throwIfAborted();
    const identified = wanted.flatMap(({ config, account, regions: own }) =>
      isProblem(account)
        ? []
        : [{ config, account, regions: own.filter((region) => scope.regions?.includes(region) ?? true) }],
    );
    /** Each account and region once: of two names of one account, the first asks. */
    const pairs = new Map<string, Pair>();
    for (const { config, account, regions: own } of identified)
      for (const region of own) {
        const key = `${account.id}/${region}`;
        if (!pairs.has(key)) pairs.set(key, { config, account, region });
      }
    const known = named.flatMap(({ config, account }) =>
      isProblem(account) ? [config.name] : [config.name, account.id],
    );
    const regions = [
      ...new Set(named.flatMap(({ config, regions: own }) => (config.regions === 'all' ? own : config.regions))),
    ];
    /** What is asked of regions that are looked at anyway is told whole. */
    const regionsUnsure = wanted.flatMap(({ config, unsure: why, regions: own }) =>
      why !== undefined && scope.regions?.every((region) => own.includes(region)) !== true
        ? [[config.name, why] as const]
        : [],
    );
    return {
      pairs: [...pairs.values()],
      gaps: [
        ...accountGapsOf(wanted.flatMap(({ config, account }) => (isProblem(account) ? [[config.name, account]] : []))),
        ...accountGapsOf(regionsUnsure),
        ...(scope.accounts ?? [])
          .filter((name) => !known.includes(name) && !(unsure.length > 0 && isAccountId(name)))
          .map((name) => notConfigured('account', name, known)),
        ...(scope.regions ?? [])
          .filter((name) => !regions.includes(name) && unsure.every((config) => config.regions !== 'all'))
          .map((name) => notConfigured('region', name, regions)),
        ...twinsOf(identified.map(({ account, regions: own }) => ({ ...account, regions: own }))).map(
          ({ problem }) => problem,
        ),
      ],
    };
  };

  const page: Ask['page'] = async (api, client, pair, input, abortSignal, failed) => {
    const found = await readPage[api](client, input, pair, abortSignal);
    abortSignal.throwIfAborted();
    if (found.partUnread) failed(new PartUnread(), recordsOf[api]);
    return found;
  };

  const part: Ask['part'] = async (pair, signal, ask) => {
    const failures: Failure[] = [];
    const partsUnread = new Set<string | undefined>();
    const note: Failed = (error, what) => {
      // Said once of a list, whichever of its pages it is.
      if (error instanceof PartUnread && partsUnread.has(what)) return;
      if (error instanceof PartUnread) partsUnread.add(what);
      failures.push(failureOf(pair, error, what));
    };
    try {
      signal.throwIfAborted();
      return { items: await ask(clients.reading(pair.config, pair.region), pair, signal, note), failures };
    } catch (error) {
      signal.throwIfAborted();
      note(error);
      return { items: [], failures };
    }
  };

  return {
    pairsOf,
    async homesOf(things, reading) {
      const scope = {
        accounts: [...new Set(things.map(({ account }) => account.name))],
        regions: [...new Set(things.map(({ region }) => region))],
      };
      const { pairs, gaps } = await pairsOf(scope, reading);
      // By the account's id: what was found under another name of the account is asked for under the first.
      const ids = new Map<string, Set<string>>();
      for (const { id, account, region } of things) {
        const home = `${account.id}/${region}`;
        const known = ids.get(home);
        if (known === undefined) ids.set(home, new Set([id]));
        else known.add(id);
      }
      const idsOf = ({ account, region }: Pair) => [...(ids.get(`${account.id}/${region}`) ?? [])];
      return { gaps, pairs: pairs.filter((pair) => idsOf(pair).length > 0), idsOf };
    },
    page,
    pages: async (api, client, pair, input, signal, failed) =>
      once(
        await allPages((NextToken) =>
          page(api, client, pair, NextToken === undefined ? input : { ...input, NextToken }, signal, failed),
        ),
      ),
    part,
    async over(asked, reading, ask) {
      const { pairs, gaps } = await asked;
      const end = endOf(reading);
      let done = 0;
      const parts = await pooled(pairs, async (pair) => {
        try {
          return await part(pair, end, ask);
        } catch (error) {
          reading.signal.throwIfAborted();
          if (!end.aborted) throw error;
          return { items: [], failures: [failureOf(pair, new Stopped())] };
        } finally {
          done += 1;
          if (!end.aborted) reading.seen?.(done, pairs.length);
        }
      });
      return gathered({ homes: pairs, gaps }, parts, { asOf: clock.now(), source, signal: reading.signal });
    },
  };
}

const failureOf = ({ account, region }: Pair, error: unknown, what?: string): Failure => ({
  account: account.name,
  region,
  what,
  problem: readProblem(error, [here]),
});

/** Ends what is read: nobody waits any longer, or what there is will do. Every account and every call under way listens to it. */
const endOf = ({ signal, stop }: Reading): AbortSignal =>
  listenedToByMany(stop === undefined ? signal : AbortSignal.any([signal, stop]));

const isAccountId = (name: string): boolean => /^\d{12}$/.test(name);

/** A whole list, in the largest pages. */
export const everything = { MaxResults: pageSize };
/** What of a list fits one filter. */
export const some = (filter: string, values: readonly string[]) => ({
  ...everything,
  Filters: [{ Name: filter, Values: [...values] }],
});
/** Equal scopes have equal keys. */
export const scopeKey = ({ accounts, regions }: Scope): string =>
  JSON.stringify([accounts?.toSorted(), regions?.toSorted()]);

/** Whether no page follows. */
export const isLast = ({ next }: Pick<Page<unknown>, 'next'>): boolean => next === undefined || next === '';

/** Ids in lots that one filter takes. */
export const chunks = (ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / idsAtOnce) }, (_, index) =>
    ids.slice(index * idsAtOnce, (index + 1) * idsAtOnce),
  );

/** Asks for ids in lots that one filter takes, one lot after another. */
export async function inLots<T>(
  ids: readonly string[],
  ask: (lot: readonly string[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (const lot of chunks(ids)) for (const one of await ask(lot)) found.push(one);
  return found;
}

const notConfigured = (kind: 'account' | 'region', name: string, known: readonly string[]): Problem => ({
  problem: kind === 'region' ? 'unknown-region' : 'bad-value',
  what: say`No ${kind} ${code(name)} is configured.`,
  todo: didYouMean(name, known),
});
