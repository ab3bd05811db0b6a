import { randomUUID } from 'node:crypto';
import { note, type Reply } from '../../commands/reply/reply.ts';
import { StoreUnwritable } from '../../core/ports/store.ts';
import type { ProblemCode } from '../../core/problem.ts';
import { code, say, type Spans } from '../../core/text.ts';
import type { Answer, Request } from '../request.ts';
import { asked, type Asked } from './asked.ts';
import type { Chat } from './chat.ts';
import { forOne, isForAll, sharing, slackAsks, type SeenBefore } from './dressed.ts';
import { isDeadToken, type Failure } from './failure.ts';
import type { Files } from './files.ts';
import type { ChangeMessages } from './messages.ts';
import type { Everywhere } from './everywhere.ts';
import type { SlackParts } from './parts.ts';
import { privately, type PrivateAnswer } from './private.ts';
import { publicly, type PublicAnswer, type Saying } from './public.ts';
import type { Origin } from './read.ts';
import { createRows } from './rows.ts';
import type { Show } from './show.ts';
import type { Member, Who } from './who.ts';

/** What a line is answered with. */
export interface ConverseParts extends Pick<
  SlackParts,
  'dispatch' | 'commands' | 'claims' | 'clock' | 'log' | 'person' | 'tellLater'
> {
  readonly chat: Chat;
  readonly files: Files;
  readonly show: Show;
  readonly who: Who;
  readonly messages: ChangeMessages;
  readonly everywhere: Everywhere;
  /** `@quartermaster`, as people invite it. */
  readonly botName: string;
  /** Aborted when the process ends. */
  readonly signal: AbortSignal;
}

/** A line that somebody said. */
export interface Line {
  readonly from: Origin;
  /** The same for every delivery; undefined: it was claimed already, with what it came with. */
  readonly key?: string;
  readonly line: string;
  /** What is answered takes the place of the message whose choice was made. */
  readonly replaces?: boolean;
  /** Only what is wrong with it is shown. */
  readonly quiet?: boolean;
}

/** Says a line for somebody and shows what comes of it. Undefined: somebody has answered it before, or it is no person who says it. */
export type Converse = (said: Line) => Promise<Answer | undefined>;

/** See {@link Converse}. Rejects only for a fault of ours. */
export function createConverse(parts: ConverseParts): Converse {
  const { dispatch, commands, claims, who, chat, show, clock, log, signal } = parts;
  const rows = createRows(parts);

  return async (said) => {
    const { from, key, line: text, replaces = false, quiet = false } = said;
    const claim = key === undefined ? 'first' : await claims.first(`slack:${key}`);
    if (claim === 'again') return undefined;
    const member = await who.member(from.user, from.team);
    if (member.bot) return undefined;
    const wanted = asked(text, commands);
    const place = await placeOf(from, member, who, wanted.inPublic);
    const person = parts.person(member);
    const saying: Saying = { from, person, place, line: wanted.line, presses: wanted.presses, replaces };
    const private_ = privately(chat, clock, from);
    const shown = isOpen(from, wanted) && !quiet ? await publicly({ ...parts, chat }, saying) : undefined;
    const request: Request = {
      id: randomUUID(),
      person,
      place,
      line: wanted.line,
      signal,
      ...slackAsks,
      ...(wanted.csv && { everything: true }),
      ...(claim === 'unknown' && { unclaimed: true }),
    };
    const answer = await dispatch(request, ({ reply }) => shown?.progress(reply));
    if (quiet && answer.problem === undefined) return answer;
    if (wanted.csv && answer.problem === undefined && (await rows.asFile(answer.reply, saying, shown, private_)))
      return answer;
    if (shown !== undefined && isForAll(answer, wanted, seenBefore(saying, shown)))
      await tellAll(answer, saying, wanted, shown, private_);
    else await tellOne(answer, saying, wanted, private_);
    // Whoever pressed saw a button that does nothing any longer.
    if (wanted.presses !== undefined && over.has(answer.problem?.problem)) await parts.everywhere.mend(wanted.presses);
    return answer;
  };

  /** What everybody is to see; where that cannot be, who asked sees it and why. */
  async function tellAll(
    answer: Answer,
    saying: Saying,
    wanted: Asked,
    shown: PublicAnswer,
    private_: PrivateAnswer,
  ): Promise<void> {
    const { reply } = answer;
    // Other buttons of what only they see are for more than one press.
    const overtaken = saying.replaces === true || wanted.shared || wanted.presses !== undefined;
    const failure = await shown.final(reply);
    if (failure === undefined) {
      if (overtaken) await private_.clear();
      const where = shown.posted();
      const { near } = saying.from;
      if (near !== undefined && where !== undefined && near !== where.channel)
        await private_.tell((await show(elsewhere)).messages);
      if (shown.cut()) await rows.besides(reply, saying, where);
      return;
    }
    if (await later(reply, saying, failure)) return;
    const why = note(whyPrivate(failure, parts.botName, wanted.shared));
    // What could not be shared now may be later.
    const own = wanted.shared ? sharing(reply, wanted.line) : reply;
    await private_.tell((await show({ ...own, blocks: [why, ...own.blocks] })).messages, overtaken);
  }

  /** An outcome that Slack does not take now is kept until it does. */
  async function later({ change }: Reply, { place, presses }: Saying, { is, code: why }: Failure): Promise<boolean> {
    if (change === undefined || presses === undefined || (is === 'refused' && !isDeadToken(why))) return false;
    try {
      await parts.tellLater(change, place.id, { unanswered: is === 'unanswered' });
      return true;
    } catch (error) {
      if (!(error instanceof StoreUnwritable)) throw error;
      log.error({ platform: 'slack', change, error: error.message }, 'an outcome could be neither posted nor kept');
      return false;
    }
  }

  /** What only who asked sees. */
  async function tellOne(answer: Answer, saying: Saying, wanted: Asked, private_: PrivateAnswer): Promise<void> {
    const { from, place, line } = saying;
    const mayAll = place.privateTo === undefined && from.home !== true;
    const { messages, cut } = await show(forOne(answer, wanted, mayAll));
    await private_.tell(messages, saying.replaces === true || turnsPage(line));
    if (cut) await rows.besides(answer.reply, saying);
  }
}

/** A key that works no longer. */
const over: ReadonlySet<string | undefined> = new Set<ProblemCode>(['expired-key', 'used-key']);

/** In the direct conversation everything is a message that stays. */
const isOpen = (from: Origin, wanted: Asked): boolean =>
  wanted.inPublic || from.direct === true || (from.home === true && from.channel === undefined);

const seenBefore = ({ replaces, from: { pressed } }: Saying, shown: PublicAnswer): SeenBefore => ({
  begun: shown.begun(),
  replaces: replaces === true && pressed?.hidden === false,
});

async function placeOf(from: Origin, member: Member, who: Who, anew: boolean): Promise<Saying['place']> {
  return from.channel === undefined || from.direct === true
    ? who.direct(member)
    : who.place(from.channel, member, anew);
}

/** Another page takes the place of the one that was turned. */
const turnsPage = (line: string): boolean => /\bpage:\d+\b/.test(line);

const plainReply = (title: Spans): Reply => ({ tone: 'plain', title, blocks: [] });
const elsewhere = plainReply(say`The answer is in your direct conversation with me.`);

/** Codes that mean that the bot is no member; others are told as they are. */
const absent: ReadonlySet<string> = new Set(['not_in_channel', 'channel_not_found']);

function whyPrivate({ is, code: why }: Failure, botName: string, shared: boolean): Spans {
  if (is !== 'refused') return say`Slack did not take this for the channel (${code(why)}), so only you see it.`;
  if (absent.has(why))
    return say`I am no member of this channel, so only you see this. Invite me with ${code(`/invite ${botName}`)}, and ${shared ? 'share it again' : 'the team sees what is changed'}.`;
  if (why === 'is_archived') return say`The channel is archived, so only you see this.`;
  return say`Slack does not let me post in this channel (${code(why)}), so only you see this.`;
}
