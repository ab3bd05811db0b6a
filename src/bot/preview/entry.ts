import type { Reply } from '../../commands/reply/reply.ts';
import type { Said } from './house.ts';

/** What of a line is shown: its answer; how far it was on the way; what is said unasked afterwards; the answer as App Home; the form that its first such button opens. */
export type Part = 'answer' | 'progress' | 'notice' | 'home' | 'form';

/** Something that the gallery shows. */
export interface Entry {
  /** In the address of its page: lower-case words and hyphens. */
  readonly id: string;
  /** Entries of one group stand together. */
  readonly group: string;
  readonly title: string;
  readonly before: readonly Said[];
  readonly said: Said;
  readonly part: Part;
  /** A demo account of its own: what is said before or does not only look would change what others show. */
  readonly own: boolean;
  /** AWS's answers to what changes something are lost. */
  readonly losesAnswers?: true;
  /** What is shown in place of the answer, or of what is said unasked, where the demo account has nothing of the kind. */
  readonly given?: Reply;
}
