import { z } from 'zod';
import type { Rule } from '../../ports/policy.ts';

/** What a rule is about, without what it is about it: enough to know what can never be, before its language is loaded. */
export const Outline = z.object({
  effect: z.enum(['permit', 'forbid']),
  roles: z.union([z.array(z.string()).readonly(), z.literal('any')]),
  actions: z.array(z.string()).readonly(),
  mentions: z.array(z.string()).readonly(),
  always: z.boolean(),
});
/** See the schema. */
export type Outline = Readonly<z.infer<typeof Outline>>;

/** The outline of each. */
export const outlineOf = (rules: readonly Rule[]): readonly Outline[] =>
  rules.map(({ effect, roles, actions, mentions, always }) => ({ effect, roles, actions, mentions, always }));
