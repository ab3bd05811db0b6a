import type { Reply } from '../../commands/reply/reply.ts';
import type { Instant } from '../../core/time.ts';
import type { Answer } from '../request.ts';
import type { Asked } from '../chat/asked.ts';
import type { ChangeMessage } from '../chat/messages.ts';

/** A line, and who says it. */
export interface Said {
  readonly line: string;
  /** The second person is the one who approves; left out, the first. */
  readonly second?: true;
  /** Rows are not paged, as for a program. */
  readonly everything?: true;
}

/** What came of a line. */
export interface Told {
  /** As a chat asks. */
  readonly answer: Answer;
  /** As a terminal asks. */
  readonly inTerminal: Reply;
  /** What was shown before it, in order. */
  readonly progress: readonly Reply[];
  /** Everybody sees it, below who said what of it so far; undefined: who asked, alone. */
  readonly said: ChangeMessage['said'] | undefined;
  readonly asked: Asked;
  /** When it was told. */
  readonly at: Instant;
}

/** Quartermaster on a demo account of its own, which is thrown away at the end. What changes something changes nothing else. */
export interface PreviewHouse {
  /** Says a line, and waits until all of it is told: time passes by itself. Lines are said one after another. */
  say(said: Said): Promise<Told>;
  /** What waits to be said unasked, for any place. */
  notices(): Promise<readonly Reply[]>;
  /** Never rejects. */
  close(): Promise<void>;
}

/** Opens a house. @param losesAnswers AWS's answers to what changes something are lost on the way. */
export type OpenHouse = (losesAnswers: boolean) => Promise<PreviewHouse>;

/** Who speaks in the preview, as the platforms know them. */
export const previewPeople = {
  first: { id: 'slack:U0MARIA', discord: 'discord:101', name: 'maria', roles: ['operator', 'admin'] },
  second: { id: 'slack:U0INES', discord: 'discord:102', name: 'ines', roles: ['operator', 'approver'] },
} as const;

/** Keys of plans, in the order in which they are asked for: those of the commands' examples come first, so that these work. */
export const previewKeys: readonly string[] = ['7QK2M8TD', 'B4XN9WHR', 'K3JC5VPE', 'T8ZD2QMA', 'W6HR4NBX', 'C9PV7EKJ'];
