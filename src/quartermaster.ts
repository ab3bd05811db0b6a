import type { Dispatch } from './bot/dispatch.ts';
import type { Rates } from './bot/rates.ts';
import type { CoreReads } from './commands/core-reads.ts';
import type { PlaceOf, PostReply } from './commands/notices.ts';
import type { Reply } from './commands/reply/reply.ts';
import type { Config } from './config/schema.ts';
import type { Ec2Calls } from './core/drivers/ec2/calls.ts';
import type { Directory, Registered } from './core/people/directory.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Check } from './core/ports/examiner.ts';
import type { Groups } from './core/ports/groups.ts';
import type { Log } from './core/ports/log.ts';
import type { Store } from './core/ports/store.ts';
import type { Problem } from './core/problem.ts';
import type { Notice } from './core/watch/notice.ts';
import type { Before } from './core/watch/post.ts';
import type { openAudit } from './open-audit.ts';
import type { CoreFor } from './sighted-core.ts';

/** Everything put together, ready for platforms. */
export interface Quartermaster {
  readonly core: CoreReads;
  /** The same as this person may see it, in this place. */
  readonly coreFor: CoreFor;
  readonly store: Store;
  /** Who has which role. */
  readonly directory: Directory;
  readonly dispatch: Dispatch;
  /** What is missing to begin (credentials); undefined: nothing. */
  missing(): Promise<Problem | undefined>;
  /**
   * Looks up changes whose process is gone, and posts what waits to be said in the places that somebody speaks in. Never
   * rejects: what fails is logged, and tried again the next time. Of a place that `placeOf` gives nothing is told that it is not shown.
   */
  notices(
    speaks: (placeId: string, notice: Notice) => boolean,
    post: PostReply,
    signal: AbortSignal,
    placeOf?: PlaceOf,
  ): Promise<void>;
  /** Runs alerts when they are due, and looks at everything every few hours, until the end is told. Never rejects. */
  watch(signal: AbortSignal): Promise<void>;
  /** The same once, for what is due now. */
  watchRound(signal: AbortSignal): Promise<void>;
  /** How a change stands is told in a place later, where the answer to a request that pressed it could not be shown. Rejects with StoreUnwritable. */
  tellLater(change: string, placeId: string, before: Before & { readonly request: string }): Promise<void>;
  /** The answer to a request that pressed a change has been shown in a place: it is not told there later. Rejects with StoreUnwritable. */
  shown(change: string, placeId: string, request: string): Promise<void>;
  /** How a change stands, by its key, for which nothing can be pressed any longer: what a place has seen of it says so from then on. Undefined: it waits, is under way, or is not kept. */
  over(change: string): Promise<Reply | undefined>;
  /** Looks whether everything works that answers and changes need. */
  doctor(signal: AbortSignal): Promise<readonly Check[]>;
  close(): Promise<void>;
}

/** What differs between the program, a test and a benchmark. */
export interface ComposeParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the passwords of the store stand, if it has any. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The demo estate so many times over; for benchmarks. */
  readonly copies?: number;
  /** How much a person may ask for; the usual if left out. */
  readonly rates?: Rates;
  /** Who has which role by now, where the configuration may change while this runs. */
  readonly registered?: () => Promise<Registered>;
  /** Who is in the groups and channels that have roles, where a platform tells; left out: nobody is. */
  readonly groups?: Groups;
  /** Fixed keys make transcripts repeatable; {@link newKey} if left out. */
  readonly keys?: () => string;
  /** Stands between the gate and the account, where a test counts what would change something. */
  readonly calls?: (own: Ec2Calls) => Ec2Calls;
  /** Opens the store with its audit; that of the configuration if left out. A test has one that refuses writes, or dies with its process. */
  readonly openStore?: typeof openAudit;
}
