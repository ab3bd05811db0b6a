import type { PlatformWord } from '../../commands/command.ts';
import { action, actions, beforeActions, note, type Reply } from '../../commands/reply/reply.ts';
import type { Person } from '../../core/people/person.ts';
import { command, mention, say, type Spans } from '../../core/text.ts';
import { csvWord, shareWord } from '../line-words.ts';
import type { Answer } from '../request.ts';
import type { Asked } from './asked.ts';
import type { ChangeMessage } from './messages.ts';

/** What a line is asked with in a chat: what is understood besides the commands, and the rows of one page of a list that a message holds well. */
export const chatAsks: { readonly words: readonly PlatformWord[]; readonly pageRows: number } = {
  words: [csvWord, shareWord],
  pageRows: 20,
};

/** Whether everybody has seen what is to end. */
export interface SeenBefore {
  /** Progress was told to all. */
  readonly begun: boolean;
  /** It was to take the place of what everybody sees. */
  readonly replaces: boolean;
}

/**
 * What is wrong is told to who asked, unless everybody has seen it begin, or it was to take the place of what everybody sees, which
 * is over. The answer to a press that is no state of its change
 * must not take the place of one: the change goes on in that message.
 */
export const isForAll = ({ problem, reply }: Answer, { presses }: Asked, { begun, replaces }: SeenBefore): boolean =>
  problem === undefined ? presses === undefined || reply.change !== undefined : begun || replaces;

/** What only who asked sees: what may be shown to everybody has a button for that. @param reply Of the answer, or what is shown in its place. @param mayAll Somebody else is there. */
export const forOne = (
  { problem, reply }: Pick<Answer, 'problem' | 'reply'>,
  { shareable, line }: Asked,
  mayAll: boolean,
): Reply => (shareable && problem === undefined && mayAll ? sharing(reply, line) : reply);

/** Of each reply the one that can be shared, and the line that does. */
const shareables = new WeakMap<Reply, { readonly line: string; readonly shareable: Reply }>();

/** With a button that shows it to everybody; of one reply and line it is one object. */
export function sharing(reply: Reply, line: string): Reply {
  const before = shareables.get(reply);
  if (before?.line === line) return before.shareable;
  const shareable = withShare(reply, line);
  shareables.set(reply, { line, shareable });
  return shareable;
}

function withShare(reply: Reply, line: string): Reply {
  const share = action('Share in channel', `${line} ${shareWord.word}`.trim());
  const at = reply.blocks.findLastIndex(({ kind }) => kind === 'actions');
  const last = reply.blocks[at];
  const together = actions(...(last?.kind === 'actions' ? last.actions : []), share);
  if (together === undefined) return reply;
  return {
    ...reply,
    blocks: at < 0 ? [...reply.blocks, together] : reply.blocks.with(at, together),
  };
}

/** Who said what: in a channel nobody else saw it. */
export const withSaid = (reply: Reply, said: ChangeMessage['said']): Reply =>
  beforeActions(
    reply,
    said.map(({ line, ...who }) => note(saidBy(who, line))),
  );

const saidBy = (who: Pick<Person, 'id' | 'name'>, line: string): Spans => say`${mention(who)}: ${command(line)}`;
