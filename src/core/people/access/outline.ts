import { z } from 'zod';
import type { Rule } from '../../ports/policy.ts';

/** What a rule is about, without what it asks of it: enough to know what can never be, before its language is loaded. */
export const Outline = z.object({
  effect: z.enum(['permit', 'forbid']),
  roles: z.union([z.array(z.string()).readonly(), z.literal('any')]),
  actions: z.array(z.string()).readonly(),
  always: z.boolean(),
  /** Roles and persons one of which an approver must be, where it speaks of an approver; empty: anybody. */
  approvers: z.array(z.string()).readonly().optional(),
});
/** See the schema. */
export type Outline = Readonly<z.infer<typeof Outline>>;

/** The outline of each. */
export const outlineOf = (rules: readonly Rule[]): readonly Outline[] =>
  rules.map((rule) => {
    const { effect, roles, actions, always } = rule;
    const approvers = approversOf(rule);
    return { effect, roles, actions, always, ...(approvers && { approvers }) };
  });

/** `approver in Role::"a"`, `approver == Person::"os:a"`, `approver in [Role::"a", Role::"b"]`. */
const named = /\bapprover\s*(?:in|==)\s*(\[[^\]]*\]|(?:Role|Person)::"(?:[^"\\]|\\.)*")/g;
const names = /(?:Role|Person)::"((?:[^"\\]|\\.)*)"/g;

/** Annotations and comments; strings are stepped over. */
const aside = /@\w+\s*\(\s*"(?:[^"\\]|\\.)*"\s*\)|\/\/[^\n]*|"(?:[^"\\]|\\.)*"/g;

/** Whom a rule names as approvers; empty: whoever approves will do, or it speaks of them in another way; undefined: it speaks of none. */
function approversOf({ text: written }: Rule): readonly string[] | undefined {
  const text = written.replaceAll(aside, (part) => (part.startsWith('"') ? part : ' '));
  const spoken = text.match(/(?<!::")\bapprover\b/g)?.length ?? 0;
  if (spoken === 0) return undefined;
  const tested = text.match(/\bhas\s+approver\b/g)?.length ?? 0;
  const direct = [...text.matchAll(named)];
  return spoken === tested + direct.length ? [...new Set(direct.flatMap(([, part = '']) => namesIn(part)))] : [];
}

const namesIn = (part: string): readonly string[] => [...part.matchAll(names)].flatMap(([, name]) => name ?? []);
