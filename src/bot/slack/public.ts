import { note, type Reply } from '../../commands/reply/reply.ts';
import type { Person, Place } from '../../core/people/person.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { StoreUnwritable } from '../../core/ports/store.ts';
import { say } from '../../core/text.ts';
import { secondMs } from '../../core/time.ts';
import type { Chat, Posted, Sent } from './chat.ts';
import { withSaid } from './dressed.ts';
import { createEditor, type Editor } from './editor.ts';
import type { Failure } from './failure.ts';
import { withLine, type ChangeMessage, type ChangeMessages } from './messages.ts';
import type { Origin } from './read.ts';
import type { Show } from './show.ts';

/** What is posted where a place sees it. */
export interface PublicAnswer {
  progress(reply: Reply): void;
  /** Whether progress was told: then the end belongs where that stands, whatever it is. */
  begun(): boolean;
  /** The end of it. Undefined: everybody sees it; else why not. @param unless What keeps it from being tried again. */
  final(reply: Reply): Promise<Failure | undefined>;
  /** Where it stands, once it does. */
  posted(): Posted | undefined;
  /** Not all of the end had room. */
  cut(): boolean;
}

/** What the place sees is made with. */
export interface PublicParts {
  readonly chat: Chat;
  readonly messages: ChangeMessages;
  readonly show: Show;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Who said which line, from where. */
export interface Saying {
  readonly from: Origin;
  readonly person: Person;
  readonly place: Place;
  readonly line: string;
  /** The change whose plan is pressed. */
  readonly presses?: string | undefined;
  /** What is answered takes the place of the message whose choice was made. */
  readonly replaces?: boolean;
}

/** Something that is told, and whether all of it or its beginning. */
interface Told {
  readonly reply: Reply;
  readonly whole: boolean;
}

/** A post that was not taken is tried again so much later. */
const againMs = [2 * secondMs, 8 * secondMs, 30 * secondMs] as const;

/** One answer in a channel: a message that is edited until its end, and what does not fit into it below it. */
export async function publicly(parts: PublicParts, saying: Saying): Promise<PublicAnswer> {
  const { chat, messages, show, clock, log, signal } = parts;
  const { from, person, place, line, presses, replaces = false } = saying;
  const { user, channel, thread, pressed } = from;
  const here = channel ?? user;
  const known = presses === undefined ? undefined : await messages.of(presses);
  const button: Posted | undefined =
    pressed === undefined || pressed.hidden || channel === undefined ? undefined : { channel, ts: pressed.ts };
  const takesOver = presses !== undefined || replaces;
  const own = known?.channel === here ? known : undefined;
  const at = takesOver ? (own ?? (pressed?.lists === true ? undefined : button)) : undefined;
  // What follows from a message is said below it.
  const below = thread ?? (at === undefined ? button?.ts : undefined);
  // In a direct conversation it stands above what was typed there.
  const now = withLine(known?.said ?? [], { id: person.id, name: person.name, line });
  const said = place.privateTo === undefined ? now : [];
  let where: Posted | undefined = at;
  let cut = false;
  let begun = false;

  const first = async (
    { reply, whole }: Told,
    repeated: boolean,
    send: (message: Awaited<ReturnType<Show>>['messages'][number]) => Promise<Sent>,
  ) => {
    const { messages: all, cut: less } = await show(withSaid(repeated ? mayBeRepeat(reply) : reply, said));
    cut = less;
    const [message, ...rest] = all;
    if (message === undefined) throw new Error('a reply was rendered to no message');
    const sent = await send(message);
    if (sent.is !== 'sent') return sent;
    where = { channel: sent.channel, ts: sent.ts };
    // What is told on the way there is told again soon.
    for (const more of whole ? rest : []) await chat.post({ channel: sent.channel, thread: below ?? sent.ts }, more);
    return sent;
  };
  const editor: Editor<Told> = createEditor<Told>({
    clock,
    at,
    edit: (posted, content, repeated) => first(content, repeated, (message) => chat.edit(posted, message)),
    post: (content, repeated) =>
      first(content, repeated, (message) => chat.post({ channel: here, thread: below }, message)),
  });
  const remember = async (change: string | undefined): Promise<void> => {
    if (change === undefined || where === undefined) return;
    // A change is told of where it was asked for; what another place saw of it is only an answer there.
    if (known === undefined || change !== presses || known.channel === where.channel)
      await keep(change, { ...where, said: [...said] });
  };
  const keep = async (change: string, message: ChangeMessage): Promise<void> => {
    try {
      await messages.put(change, message);
    } catch (error) {
      if (!(error instanceof StoreUnwritable)) throw error;
      log.warn({ platform: 'slack', change, error: error.message }, 'where a change is told of could not be kept');
    }
  };

  /** A change may be pressed in private, or in a place for approvals: where it was asked for the team sees how it goes on. */
  const overThere = async (reply: Reply): Promise<void> => {
    if (known === undefined || known.channel === where?.channel || reply.change !== presses || presses === undefined)
      return;
    const [message] = (await show(withSaid(reply, now))).messages;
    if (message !== undefined) await chat.edit(known, message);
    await keep(presses, { ...known, said: [...now] });
  };

  return {
    progress(reply) {
      begun = true;
      editor.progress({ reply, whole: false });
    },
    begun: () => begun,
    posted: () => where,
    cut: () => cut,
    async final(reply) {
      let sent = await editor.final({ reply, whole: true });
      // What was surely not taken is said again; what may have been is not.
      for (const ms of presses === undefined ? againMs : []) {
        if (sent.is !== 'later' || (sent.inMs ?? 0) > ms) break;
        await clock.sleep(ms, signal);
        sent = await editor.final({ reply, whole: true });
      }
      if (sent.is !== 'sent') return sent;
      await remember(reply.change);
      await overThere(reply);
      return undefined;
    },
  };
}

/** Whether it was posted before, nobody can tell. */
export const mayBeRepeat = (reply: Reply): Reply => ({
  ...reply,
  blocks: [note(say`This may be a repeat: Slack did not answer when it was posted before.`), ...reply.blocks],
});
