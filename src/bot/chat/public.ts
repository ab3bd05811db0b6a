import { note, paragraph, reply, type Reply } from '../../commands/reply/reply.ts';
import type { Person, Place } from '../../core/people/person.ts';
import { say } from '../../core/text.ts';
import { secondMs } from '../../core/time.ts';
import { aloudIn } from './aloud.ts';
import { isSameMessage, type Failure, type Posted, type Sent } from './chat.ts';
import { withSaid } from './dressed.ts';
import { createEditor, type Editor } from './editor.ts';
import { withLine, waitsIn } from './messages.ts';
import type { Origin } from './origin.ts';
import type { HouseParts, Platform } from './parts.ts';
import type { TalkParts } from './talk.ts';
import type { Way } from './way.ts';

/** What is posted where a place sees it. */
export interface PublicAnswer {
  progress(reply: Reply): void;
  /** Whether progress was told: then the end belongs where that stands, whatever it is. */
  begun(): boolean;
  /** The end of it. Undefined: everybody sees it; else why not. */
  final(reply: Reply): Promise<Failure | undefined>;
  /** Where it stands, once it does. */
  posted(): Posted | undefined;
  /** Not all of the end had room. */
  cut(): boolean;
}

/** What the place sees is made with. */
export interface PublicParts<M> extends TalkParts<M>, Pick<HouseParts, 'tellLater' | 'shown' | 'clock'> {
  /** Aborted when the process ends. */
  readonly signal: AbortSignal;
}

/** Who said which line, from where. */
export interface Saying<M> {
  /** Of its request. */
  readonly id: string;
  readonly from: Origin;
  readonly way: Way<M>;
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
export async function publicly<M>(parts: PublicParts<M>, saying: Saying<M>): Promise<PublicAnswer> {
  const { platform, messages, everywhere, show, clock, signal } = parts;
  const { from, way, person, place, line, presses, replaces = false } = saying;
  const { user, channel, thread, pressed } = from;
  const here = channel ?? user;
  const known = presses === undefined ? undefined : await messages.of(presses);
  const button: Posted | undefined =
    pressed === undefined || pressed.hidden || channel === undefined ? undefined : { channel, id: pressed.id };
  const takesOver = presses !== undefined || replaces;
  const own = known?.channel === here ? known : undefined;
  const at = takesOver ? (own ?? (pressed?.lists === true ? undefined : button)) : undefined;
  // What follows from a message is said below it.
  const below = thread ?? (at === undefined ? button?.id : undefined);
  // In a direct conversation it stands above what was typed there.
  const now = withLine(known?.said ?? [], { id: person.id, name: person.name, line });
  const said = place.privateTo === undefined ? now : [];
  let where: Posted | undefined = at;
  /** A further message of it, which holds what can be pressed. */
  let controls: Posted | undefined;
  /** Other messages of the change are told on the way once, so that nothing can be pressed there meanwhile. */
  let onTheWay: Promise<void> | undefined;
  let cut = false;
  // What is wrong with a press is never told in the message of its change.
  let begun = at === undefined && way.open();
  /** It fills in what was promised, or takes the place of something: whom it mentions is not told of it. */
  const edits = at !== undefined || begun;

  const first = async ({ reply, whole }: Told, repeated: boolean, send: (message: M) => Promise<Sent>) => {
    const { messages: all, cut: less } = await show(withSaid(repeated ? mayBeRepeat(reply, platform) : reply, said));
    cut = less;
    const [message, ...rest] = all;
    if (message === undefined) throw new Error('a reply was rendered to no message');
    const sent = await send(message);
    if (sent.is !== 'sent') return sent;
    where = { channel: sent.channel, id: sent.id };
    // What is told on the way there is told again soon.
    let last: Sent = sent;
    for (const more of whole ? rest : [])
      last = await way.post({ channel: sent.channel, thread: below ?? sent.id }, more);
    controls = last.is === 'sent' && !isSameMessage(last, sent) ? { channel: last.channel, id: last.id } : undefined;
    return sent;
  };
  const editor: Editor<Told> = createEditor<Told>({
    clock,
    at,
    edit: (posted, content, repeated) => first(content, repeated, (message) => way.edit(posted, message)),
    post: (content, repeated) =>
      first(content, repeated, (message) => way.post({ channel: here, thread: below }, message)),
  });
  const remember = async (reply: Reply): Promise<void> => {
    const { change } = reply;
    if (change === undefined || where === undefined) return;
    const stands = where;
    const first = change === presses ? known : await messages.of(change);
    // A change is told of where it was asked for; what another place saw of it, or another answer, is kept up to date beside it.
    const isFirst = first === undefined || (change === presses && first.channel === stands.channel);
    const inThread = own === undefined ? (at === undefined ? below : thread) : own.thread;
    await everywhere.kept(change, async () => {
      if (isFirst)
        await messages.put(change, {
          ...stands,
          place: place.id,
          ...(inThread !== undefined && { thread: inThread }),
          said: [...said],
        });
      else if (waitsIn(reply, change)) await messages.also(change, stands);
      await messages.shows(stands, change, reply);
      if (controls === undefined || !waitsIn(reply, change)) return;
      await messages.also(change, controls);
      await messages.shows(controls, change, reply);
    });
  };

  /** A change may be pressed in private, or in a place for approvals: where it was asked for, and wherever else it is seen, the team sees how it goes on. */
  const overThere = async ({ reply, whole }: Told): Promise<void> => {
    if (reply.change !== presses || presses === undefined) return;
    const taken = await everywhere.tell(presses, reply, where, now);
    if (known === undefined || known.channel === where?.channel) return;
    const { place: there } = known;
    await everywhere.kept(presses, async () => {
      await messages.put(presses, { ...known, said: [...now] });
      if (there === undefined || !whole) return;
      if (taken) await parts.shown(presses, there, saying.id);
      // What another person said to it is told there by a notice of its own.
      else if (person.id === known.said[0]?.id)
        await parts.tellLater(presses, there, { unanswered: false, request: saying.id });
    });
  };

  /** Nobody is told of an edit: whom it concerns is told below it, or below the message of the change. */
  const callOut = async ({ change, aloud }: Reply): Promise<void> => {
    const spans = aloud && aloudIn(aloud, platform.calls);
    const ofChange = change === undefined ? undefined : await messages.of(change);
    const first = change === undefined && edits ? where : ofChange;
    if (spans === undefined || first === undefined) return;
    const [called] = (await show(reply('plain', '', paragraph(spans)))).messages;
    if (called !== undefined) await way.post({ channel: first.channel, thread: ofChange?.thread ?? first.id }, called);
  };

  return {
    progress(reply) {
      begun = true;
      editor.progress({ reply, whole: false });
      // The end of it meets the same fault, and somebody waits for that.
      onTheWay ??= overThere({ reply, whole: false }).catch(() => {});
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
      await onTheWay;
      await remember(reply);
      await overThere({ reply, whole: true });
      await callOut(reply);
      return undefined;
    },
  };
}

/** Whether it was posted before, nobody can tell. */
export const mayBeRepeat = (reply: Reply, { title }: Platform): Reply => ({
  ...reply,
  blocks: [note(say`This may be a repeat: ${title} did not answer when it was posted before.`), ...reply.blocks],
});
