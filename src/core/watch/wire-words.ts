import { z } from 'zod';
import { problems, type Problem, type ProblemCode } from '../problem.ts';
import type { Span } from '../text.ts';

/** Words and problems as they go between processes: as they are. */

const isProblemCode = (value: unknown): value is ProblemCode =>
  typeof value === 'string' && Object.hasOwn(problems, value);

const Span: z.ZodType<Span> = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['text', 'strong', 'code']), text: z.string() }),
  z.object({ kind: z.literal('command'), line: z.string() }),
  z.object({ kind: z.literal('mention'), personId: z.string(), name: z.string() }),
  z.object({ kind: z.literal('money'), text: z.string(), digits: z.string() }),
  z.object({ kind: z.literal('time'), at: z.number() }),
  z.object({ kind: z.literal('link'), url: z.string(), label: z.string() }),
]);
const Spans = z.array(Span);

/** A Problem that came from another process. */
export const ProblemWire: z.ZodType<Problem> = z.object({
  problem: z.custom<ProblemCode>(isProblemCode, 'no problem of ours'),
  what: Spans,
  where: Spans.exactOptional(),
  todo: Spans,
  rules: z.array(z.string()).exactOptional(),
  which: z
    .object({
      word: z.string(),
      says: Spans,
      options: z.array(z.object({ word: z.string(), label: z.string(), about: z.string().exactOptional() })),
    })
    .exactOptional(),
});
