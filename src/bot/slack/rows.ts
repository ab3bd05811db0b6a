import { note, type Reply } from '../../commands/reply/reply.ts';
import { code, say, type Spans } from '../../core/text.ts';
import { besideTables, csvOf } from '../csv.ts';
import type { Chat } from './chat.ts';
import type { Files } from './files.ts';
import type { PrivateAnswer } from './private.ts';
import type { PublicAnswer, Saying } from './public.ts';
import type { Show } from './show.ts';

/** What rows are told with. */
export interface RowsParts {
  readonly chat: Chat;
  readonly files: Files;
  readonly show: Show;
}

/** Rows of a table as files. */
export interface Rows {
  /** All rows of an answer, as who asked wants them: with the words beside the table, and the file below those. @returns Whether it had rows; else nothing was told. */
  asFile(reply: Reply, saying: Saying, shown: PublicAnswer | undefined, private_: PrivateAnswer): Promise<boolean>;
  /** All rows of an answer that a message had no room for. @param below The message; left out: where only who asked sees it. */
  besides(reply: Reply, saying: Saying, below?: Place): Promise<void>;
}

/** A message below which a file stands. */
interface Place {
  readonly channel: string;
  readonly ts: string;
}

/** Letters of the name of a file, without its ending. */
const nameLetters = 60;

/** See {@link Rows}. Nothing rejects but for the signal. */
export function createRows({ chat, files, show }: RowsParts): Rows {
  /** A file in the direct conversation, below words that tell what it is. */
  async function inPrivate(rows: string, about: Reply, { from, line }: Saying): Promise<boolean> {
    const [message] = (await show(about)).messages;
    const sent = message && (await chat.post({ channel: from.user }, message));
    if (sent?.is !== 'sent') return false;
    if (await files.csv(rows, nameOf(line), sent.channel, sent.ts)) return true;
    const [instead] = (await show(refused)).messages;
    if (instead !== undefined) await chat.edit(sent, instead);
    return false;
  }

  return {
    async asFile(reply, saying, shown, private_) {
      const rows = csvOf(reply);
      if (rows === undefined) return false;
      const { line } = saying;
      const about: Reply = { ...besideTables(reply), title: titleOf(line) };
      if (shown !== undefined && (await shown.final(about)) === undefined) {
        const at = shown.posted();
        if (at === undefined || !(await files.csv(rows, nameOf(line), at.channel, at.ts))) await shown.final(refused);
        await private_.clear();
        return true;
      }
      const done = await inPrivate(rows, about, saying);
      await private_.tell((await show(done ? told : refused)).messages);
      return true;
    },

    async besides(reply, saying, below) {
      const rows = csvOf(reply);
      if (rows === undefined) return;
      const { line } = saying;
      if (below !== undefined) await files.csv(rows, nameOf(line), below.channel, below.ts);
      else await inPrivate(rows, plainReply(titleOf(line)), saying);
    },
  };
}

/** The line as the name of a file. */
const nameOf = (line: string): string =>
  `${line
    .replaceAll(/[^a-z0-9]+/gi, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, nameLetters)}.csv`;

const plainReply = (title: Spans): Reply => ({ tone: 'plain', title, blocks: [] });
const titleOf = (line: string): Spans => say`All rows of ${code(line)}, as CSV.`;
const told = plainReply(say`The file is in your direct conversation with me.`);
const refused: Reply = {
  tone: 'problem',
  title: say`Slack did not take the file.`,
  blocks: [note(say`The app may lack the scope ${code('files:write')}; the log of Quartermaster says more.`)],
};
