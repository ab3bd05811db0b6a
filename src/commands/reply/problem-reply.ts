import type { Problem } from '../../core/problem.ts';
import { note, paragraph, reply, type Reply } from './reply.ts';

/** What is wrong, where, and what to do: the one form in which every Problem is shown. */
export const problemReply = ({ what, where, todo }: Problem): Reply =>
  reply('problem', what, paragraph(todo), where && note(where));
