import type { Clock } from '../../core/ports/clock.ts';
import { secondMs } from '../../core/time.ts';
import type { Posted, Sent } from './chat.ts';

/** Slack, "Rate limits": a message may be edited some fifty times a minute; Discord tells its own bounds, and takes more. */
const apartMs = 1.5 * secondMs;

/** One message that goes on being edited until its end. */
export interface Editor<T> {
  /** Dropped where another comes before its turn. */
  progress(content: T): void;
  /** What stands there in the end: no progress comes after it. Where it could not be sent, `posted` says whether the message was there before. */
  final(content: T): Promise<Sent>;
}

/** What an editor works with. */
export interface EditorParts<T> {
  readonly clock: Clock;
  /** The message that is edited; undefined: the first that is told is posted. */
  readonly at: Posted | undefined;
  /** @param repeated Of a post before nobody knows whether it was taken: what is shown may be a repeat. */
  edit(at: Posted, content: T, repeated: boolean): Promise<Sent>;
  post(content: T, repeated: boolean): Promise<Sent>;
}

/** See {@link Editor}. */
export function createEditor<T>({ clock, at: first, edit, post }: EditorParts<T>): Editor<T> {
  let at = first;
  let waiting: { readonly content: T } | undefined;
  let running: Promise<void> | undefined;
  let told = Number.NEGATIVE_INFINITY;
  let repeated = false;
  const over = new AbortController();

  const send = async (content: T): Promise<Sent> => {
    const edited = at === undefined ? undefined : await edit(at, content, repeated);
    // Another is posted in its place.
    const gone = edited?.is === 'refused' && edited.why === 'gone';
    if (edited !== undefined && !gone) return edited;
    const sent = await post(content, repeated);
    if (sent.is === 'sent') at = { channel: sent.channel, id: sent.id };
    else if (sent.is === 'unanswered') repeated = true;
    // Whoever tries again later must know of every post before.
    return repeated && sent.is === 'later' ? { is: 'unanswered', code: sent.code } : sent;
  };
  const run = async (): Promise<void> => {
    while (waiting !== undefined && !over.signal.aborted) {
      const wait = told + apartMs - clock.now();
      if (wait > 0) await clock.sleep(wait, over.signal).catch(() => {});
      const next = waiting;
      if (over.signal.aborted || next === undefined) break;
      waiting = undefined;
      told = clock.now();
      // The end of it meets the same fault, and somebody waits for that.
      await send(next.content).catch(() => {});
    }
    running = undefined;
  };
  return {
    progress(content) {
      if (over.signal.aborted) return;
      waiting = { content };
      running ??= run();
    },
    async final(content) {
      over.abort();
      waiting = undefined;
      await running;
      return send(content);
    },
  };
}
