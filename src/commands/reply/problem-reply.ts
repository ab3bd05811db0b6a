import type { Problem } from '../../core/problem.ts';
import { note, paragraph, reply, type Choice, type Reply } from './reply.ts';

/** What is wrong, where, and what to do: the one form in which every Problem is shown. @param choice What to choose from instead of saying it again. */
export const problemReply = ({ what, where, todo, which }: Problem, choice?: Choice): Reply =>
  reply('problem', (choice && which?.says) ?? what, paragraph(todo), where && note(where), choice);
