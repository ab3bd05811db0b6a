import { note, type Reply } from '../../commands/reply/reply.ts';
import { code, say, type Spans } from '../../core/text.ts';
import { besideTables, csvOf } from '../csv.ts';
import type { Posted } from './chat.ts';
import type { TalkParts } from './talk.ts';
import type { PublicAnswer } from './public.ts';
import type { Alone } from './way.ts';

/** Rows of a table as files. Nothing rejects but for the end of the process. */
export interface Rows<M> {
  /** All rows of an answer, as who asked wants them: with the words beside the table, and the file below those. @returns Whether it had rows; else nothing was told. */
  asFile(reply: Reply, line: string, shown: PublicAnswer | undefined, alone: Alone<M>): Promise<boolean>;
  /** All rows of an answer that a message had no room for. @param to The message below which they stand, or whoever alone sees it. */
  besides(reply: Reply, line: string, to: Posted | Alone<M>): Promise<void>;
}

/** Letters of the name of a file, without its ending. */
const nameLetters = 60;

/** See {@link Rows}. */
export function createRows<M>({
  platform,
  postFile,
  show,
}: Pick<TalkParts<M>, 'platform' | 'postFile' | 'show'>): Rows<M> {
  const refused: Reply = {
    tone: 'problem',
    title: say`${platform.title} did not take the file.`,
    blocks: [note(platform.mayNotPostFiles)],
  };
  const toOne = async (alone: Alone<M>, rows: string, about: Reply, line: string): Promise<Reply | undefined> => {
    const sent = await alone.file(rows, nameOf(line), about);
    return sent === 'shown' ? undefined : sent === 'direct' ? inDirect : refused;
  };

  return {
    async asFile(reply, line, shown, alone) {
      const rows = csvOf(reply);
      if (rows === undefined) return false;
      const about: Reply = { ...besideTables(reply), title: titleOf(line) };
      if (shown !== undefined && (await shown.final(about)) === undefined) {
        const at = shown.posted();
        if (at === undefined || !(await postFile(rows, nameOf(line), at))) await shown.final(refused);
        await alone.clear();
        return true;
      }
      const still = await toOne(alone, rows, about, line);
      if (still !== undefined) await alone.tell((await show(still)).messages);
      return true;
    },

    async besides(reply, line, to) {
      const rows = csvOf(reply);
      if (rows === undefined) return;
      if ('file' in to) await toOne(to, rows, plainReply(titleOf(line)), line);
      else await postFile(rows, nameOf(line), to);
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
const inDirect = plainReply(say`The file is in your direct conversation with me.`);
