import type { Reply } from '../../commands/reply/reply.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { StoreUnwritable } from '../../core/ports/store.ts';
import { minuteMs, secondMs, type Instant } from '../../core/time.ts';
import { isSameMessage, type Posted, type Sent } from './chat.ts';
import { withSaid } from './dressed.ts';
import type { ChangeMessage } from './messages.ts';
import type { ShowParts } from './parts.ts';

/** A message whose edit was not taken is left alone for so long, then for twice that, up to the longest. */
const shortestRestMs = 3 * secondMs;
const longestRestMs = 10 * minuteMs;
/** After so many in a row the platform takes none. */
const failedAtMost = 3;

/** What messages of a change are brought up to date with. */
export interface EverywhereParts<M> extends ShowParts<M> {
  /** How a change stands, by its key, for which nothing can be pressed any longer. */
  over(change: string): Promise<Reply | undefined>;
  readonly clock: Pick<Clock, 'now'>;
}

/** All messages of a change, wherever they stand: each says the same. */
export interface Everywhere {
  /** Edits what there is of the change, but for one message, and gives whether its first message was taken. @param said Who took part; as the first message knows it if left out. */
  tell(change: string, reply: Reply, but: Posted | undefined, said?: ChangeMessage['said']): Promise<boolean>;
  /** Nothing can be pressed for the change, though somebody saw that in a message: those that still say so are mended. */
  mend(change: string): Promise<void>;
  /**
   * Mends what nobody else does: messages of plans that nobody pressed in time, and of changes that were decided on another
   * platform or in a process that is gone. What has just ended is left to whoever follows it until the next round.
   */
  round(): Promise<void>;
  /** What could not be written is said in the log: it is found out again from what stands there. */
  kept(change: string, work: () => Promise<void>): Promise<void>;
}

/** See {@link Everywhere}. Best effort: what the platform does not take is told in the log, and a live message is tried again in later rounds, ever more seldom. */
export function createEverywhere<M>({
  platform,
  chat,
  messages,
  show,
  log,
  over,
  clock,
}: EverywhereParts<M>): Everywhere {
  /** Live messages, by name, whose change was over in the last round. */
  let found: ReadonlySet<string> = new Set();
  /** Those that were mended since, and are live only because that could not be written. */
  let mended: ReadonlySet<string> = new Set();
  /** Those whose edit was not taken, by name. */
  const resting = new Map<string, { readonly restMs: number; readonly until: Instant }>();

  const edit = async (
    at: Posted,
    change: string,
    reply: Reply,
    said: ChangeMessage['said'],
  ): Promise<Sent | undefined> => {
    const [message] = (await show(withSaid(reply, said))).messages;
    const sent = message && (await chat.edit(at, message));
    // One that is gone, or that can be edited no longer, is not tried again.
    if (isOver(sent)) await kept(change, () => messages.shows(at, change, reply));
    return sent;
  };
  const kept: Everywhere['kept'] = async (change, work) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof StoreUnwritable)) throw error;
      log.warn({ platform: platform.id, change, error: error.message }, 'where a change is told of could not be kept');
    }
  };
  const all = async (change: string) => {
    const first = await messages.of(change);
    const others = await messages.others(change);
    return { first, said: first?.said ?? [], messages: first === undefined ? others : [first, ...others] };
  };

  return {
    kept,
    async tell(change, reply, but, said) {
      const known = await all(change);
      let taken = false;
      for (const at of known.messages) {
        if (but !== undefined && isSameMessage(at, but)) continue;
        const sent = await edit(at, change, reply, said ?? known.said);
        if (at === known.first) taken = sent?.is === 'sent';
      }
      return taken;
    },
    async mend(change) {
      const reply = await over(change);
      if (reply === undefined) return;
      const known = await all(change);
      for (const at of known.messages) if (await messages.isLive(at, change)) await edit(at, change, reply, known.said);
    },
    async round() {
      const before = found;
      const now = new Set<string>();
      const done = new Set<string>();
      let failed = 0;
      for await (const { change, ...at } of messages.lives()) {
        const reply = await over(change);
        if (reply === undefined) continue;
        const name = `${at.channel}/${at.id}/${change}`;
        if (mended.has(name)) {
          done.add(name);
          continue;
        }
        now.add(name);
        const waits = resting.get(name);
        if (!before.has(name) || (waits !== undefined && clock.now() < waits.until)) continue;
        if (!(await messages.isLive(at, change))) continue;
        const { said } = await all(change);
        const sent = await edit(at, change, reply, said);
        if (isOver(sent)) {
          done.add(name);
          failed = 0;
          continue;
        }
        const restMs = Math.min((waits?.restMs ?? shortestRestMs / 2) * 2, longestRestMs);
        resting.set(name, { restMs, until: clock.now() + restMs });
        // A place that is closed says nothing of the others.
        if (sent?.is !== 'refused') failed += 1;
        if (failed < failedAtMost) continue;
        // Nothing seems to be taken now. The next round goes on behind those that rest, for they may be the only ones.
        found = new Set([...before, ...now]);
        mended = new Set([...mended, ...done]);
        return;
      }
      for (const name of resting.keys()) if (!now.has(name) || done.has(name)) resting.delete(name);
      found = now;
      mended = done;
    },
  };
}

/** It says so now, or never will; with a new token it may, and where a place is opened again. */
const isOver = (sent: Sent | undefined): boolean =>
  sent?.is === 'sent' || (sent?.is === 'refused' && sent.why !== 'dead-token' && sent.why !== 'closed');
