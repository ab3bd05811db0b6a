import type { Rule } from '../../core/ports/policy.ts';
import { code, list, say, type Spans } from '../../core/text.ts';

/** The head of a rule that speaks of nothing but a role and actions, and its conditions. */
const plainHead =
  /^(?:permit|forbid) ?\( ?principal(?: in Role::"(?:[^"\\]|\\.)*")? ?, ?action(?: (?:==|in) [^()]*?)? ?, ?resource ?,? ?\) ?(.*?) ?;?$/s;

/** Without annotations and comments, on one line; what stands in quotes stays as it is. */
const bareText = (text: string): string =>
  text
    .replaceAll(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|@\w+\s*\(\s*"(?:[^"\\]|\\.)*"\s*\)|@\w+(?=\s)|\s+/g, (part) =>
      part.startsWith('"') ? part : ' ',
    )
    .replaceAll(/"(?:[^"\\]|\\.)*"|\s+/g, (part) => (part.startsWith('"') ? part : ' '))
    .trim();

/** A rule in words: what it says of itself; else who and what it is for, and its conditions as they are written. */
export function ruleSentence(rule: Rule): Spans {
  if (rule.says !== undefined) return say`${rule.says}`;
  const bare = bareText(rule.text);
  const conditions = plainHead.exec(bare)?.[1];
  // A head that names persons or things has words of its own.
  if (conditions === undefined) return say`${code(bare)}`;
  const who = rule.roles === 'any' ? say`Everyone` : say`Who has the role ${list(rule.roles.map(code), 'or')}`;
  const may = rule.effect === 'permit' ? 'may' : 'must not';
  return say`${who} ${may} ${list(rule.actions.map(code), 'or')}${conditions === '' ? '' : say`, ${code(conditions)}`}.`;
}

/** How a rule is called: its `@id`, else its number. */
export const ruleName = ({ id }: Rule): Spans => (id.startsWith('rule ') ? say`${id}` : say`${code(id)}`);
