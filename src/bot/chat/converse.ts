import { randomUUID } from 'node:crypto';
import { note, type Reply } from '../../commands/reply/reply.ts';
import { StoreUnwritable } from '../../core/ports/store.ts';
import type { ProblemCode } from '../../core/problem.ts';
import { say, type Spans } from '../../core/text.ts';
import type { Answer, Request } from '../request.ts';
import { asked, turnsPage, type Asked } from './asked.ts';
import type { Failure } from './chat.ts';
import { chatAsks, forOne, isForAll, sharing, type SeenBefore } from './dressed.ts';
import type { Origin, Who } from './origin.ts';
import type { HouseParts } from './parts.ts';
import { publicly, type PublicAnswer, type Saying } from './public.ts';
import { createRows } from './rows.ts';
import type { TalkParts } from './talk.ts';
import type { Way } from './way.ts';

/** What a line is answered with. @typeParam M A message as the platform takes it. @typeParam F Who did something where, and how to answer. */
export interface ConverseParts<M, F extends Origin>
  extends
    TalkParts<M>,
    Pick<HouseParts, 'dispatch' | 'commands' | 'claims' | 'clock' | 'person' | 'tellLater' | 'shown'> {
  readonly who: Who<F>;
  way(from: F): Way<M>;
  /** Aborted when the process ends. */
  readonly signal: AbortSignal;
}

/** A line that somebody said. */
export interface Line<F> {
  readonly from: F;
  /** The same for every delivery; undefined: it was claimed already, with what it came with. */
  readonly key?: string;
  readonly line: string;
  /** What is answered takes the place of the message whose choice was made. */
  readonly replaces?: boolean;
  /** Only what is wrong with it is shown. */
  readonly quiet?: boolean;
}

/** Says a line for somebody and shows what comes of it. Undefined: somebody has answered it before, or it is no person who says it. */
export type Converse<F> = (said: Line<F>) => Promise<Answer | undefined>;

/** See {@link Converse}. Rejects only for a fault of ours. */
export function createConverse<M, F extends Origin>(parts: ConverseParts<M, F>): Converse<F> {
  const { platform, dispatch, commands, claims, who, show, log, signal } = parts;
  const rows = createRows(parts);

  return async (said) => {
    const { from, key, line: text } = said;
    const wanted = asked(text, commands);
    const way = parts.way(from);
    const begin = () => way.begin(wanted, said.replaces === true);
    const claimed = async () => (key === undefined ? 'first' : claims.first(`${platform.id}:${key}`));
    // Where the platform itself takes one beginning, that is not kept waiting for the store.
    const early = way.exclusive ? undefined : await claimed();
    if (early === 'again' || !(await begin())) return undefined;
    // Whether somebody else has begun it is not known where nobody answered.
    const claim = early ?? (await claimed());
    if (claim === 'again') {
      way.leave();
      return undefined;
    }
    if (claim === 'first') who.spoke(from);
    return answered(said, wanted, way, claim === 'unknown');
  };

  async function answered(
    { from, replaces = false, quiet = false }: Line<F>,
    wanted: Asked,
    way: Way<M>,
    unclaimed: boolean,
  ): Promise<Answer | undefined> {
    const member = await who.member(from);
    if (member.bot) return undefined;
    const place = await who.place(from, member, wanted.inPublic);
    const person = parts.person(member);
    const id = randomUUID();
    const { alone } = way;
    const saying: Saying<M> = { id, from, way, person, place, line: wanted.line, presses: wanted.presses, replaces };
    const shown = isOpen(from, wanted) && !quiet ? await publicly(parts, saying) : undefined;
    const request: Request = {
      id,
      person,
      place,
      line: wanted.line,
      signal,
      ...chatAsks,
      ...(wanted.csv && { everything: true }),
      ...(unclaimed && { unclaimed: true }),
    };
    const answer = await dispatch(request, ({ reply }) => shown?.progress(reply));
    if (quiet && answer.problem === undefined) return answer;
    if (wanted.csv && answer.problem === undefined && (await rows.asFile(answer.reply, wanted.line, shown, alone)))
      return answer;
    if (shown !== undefined && isForAll(answer, wanted, seenBefore(saying, shown)))
      await tellAll(answer, saying, wanted, shown);
    else {
      await tellOne(answer, saying, wanted);
      await seen(answer.reply, saying);
    }
    // Whoever pressed saw a button that does nothing any longer.
    if (wanted.presses !== undefined && over.has(answer.problem?.problem)) await parts.everywhere.mend(wanted.presses);
    return answer;
  }

  /** What everybody is to see; where that cannot be, who asked sees it and why. */
  async function tellAll(answer: Answer, saying: Saying<M>, wanted: Asked, shown: PublicAnswer): Promise<void> {
    const { reply } = answer;
    const { alone } = saying.way;
    // Other buttons of what only they see are for more than one press.
    const overtaken = saying.replaces === true || wanted.shared || wanted.presses !== undefined;
    const failure = await shown.final(reply);
    if (failure === undefined) {
      await seen(reply, saying);
      if (overtaken) await alone.clear();
      const where = shown.posted();
      const { near } = saying.from;
      if (near !== undefined && where !== undefined && near !== where.channel)
        await alone.tell((await show(elsewhere)).messages);
      if (shown.cut()) await rows.besides(reply, wanted.line, where ?? alone);
      return;
    }
    if (await later(reply, saying, failure)) return;
    const why = note(platform.whyAlone(failure, wanted.shared));
    // What could not be shared now may be later.
    const own = wanted.shared ? sharing(reply, wanted.line) : reply;
    await alone.tell((await show({ ...own, blocks: [why, ...own.blocks] })).messages, overtaken);
    await seen(reply, saying);
  }

  /** Who pressed a change has seen the answer: it is owed no longer. */
  async function seen({ change }: Reply, { id, place, presses }: Saying<M>): Promise<void> {
    if (change === undefined || presses === undefined) return;
    try {
      await parts.shown(change, place.id, id);
    } catch (error) {
      if (!(error instanceof StoreUnwritable)) throw error;
      log.warn({ platform: platform.id, change, error: error.message }, 'an outcome may be told twice');
    }
  }

  /** An outcome that the platform does not take now is kept until it does. */
  async function later({ change }: Reply, { id, place, presses }: Saying<M>, failure: Failure): Promise<boolean> {
    if (change === undefined || presses === undefined) return false;
    if (failure.is === 'refused' && failure.why !== 'dead-token') return false;
    try {
      await parts.tellLater(change, place.id, { unanswered: failure.is === 'unanswered', request: id });
      return true;
    } catch (error) {
      if (!(error instanceof StoreUnwritable)) throw error;
      log.error({ platform: platform.id, change, error: error.message }, 'an outcome could be neither posted nor kept');
      return false;
    }
  }

  /** What only who asked sees. */
  async function tellOne(answer: Answer, saying: Saying<M>, wanted: Asked): Promise<void> {
    const { from, place, line, way } = saying;
    const mayAll = place.privateTo === undefined && from.home !== true;
    const { messages, cut } = await show(forOne(answer, wanted, mayAll));
    await way.alone.tell(messages, saying.replaces === true || turnsPage(line));
    if (cut) await rows.besides(answer.reply, wanted.line, way.alone);
  }
}

/** A key that works no longer. */
const over: ReadonlySet<string | undefined> = new Set<ProblemCode>(['expired-key', 'used-key']);

/** In the direct conversation everything is a message that stays. */
const isOpen = (from: Origin, wanted: Asked): boolean =>
  wanted.inPublic || from.direct === true || (from.home === true && from.channel === undefined);

const seenBefore = <M>({ replaces, from: { pressed } }: Saying<M>, shown: PublicAnswer): SeenBefore => ({
  begun: shown.begun(),
  replaces: replaces === true && pressed?.hidden === false,
});

const plainReply = (title: Spans): Reply => ({ tone: 'plain', title, blocks: [] });
const elsewhere = plainReply(say`The answer is in your direct conversation with me.`);
