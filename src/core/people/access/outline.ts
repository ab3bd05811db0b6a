import { z } from 'zod';
import type { Rule } from '../../ports/policy.ts';

/** What a rule is about, without what it asks of it: enough to know what can never be, before its language is loaded. */
export const Outline = z.object({
  effect: z.enum(['permit', 'forbid']),
  roles: z.union([z.array(z.string()).readonly(), z.literal('any')]),
  actions: z.array(z.string()).readonly(),
  always: z.boolean(),
  /** Roles and persons that it names, where it speaks of an approver: one of them may be meant. */
  approvers: z.array(z.string()).readonly().optional(),
});
/** See the schema. */
export type Outline = Readonly<z.infer<typeof Outline>>;

/** The outline of each. */
export const outlineOf = (rules: readonly Rule[]): readonly Outline[] =>
  rules.map(({ effect, roles, actions, mentions, always, text }) => ({
    effect,
    roles,
    actions,
    always,
    ...(/\bapprover\b/.test(text) && { approvers: [...mentions, ...personsIn(text)] }),
  }));

const personsIn = (text: string): readonly string[] =>
  [...text.matchAll(/Person::"((?:[^"\\]|\\.)*)"/g)].flatMap(([, id]) => id ?? []);
