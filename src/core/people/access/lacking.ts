import type { Decision, Principal, Question, Rule } from '../../ports/policy.ts';

/** What would have to be added for the answer to be yes. */
export interface Lacking {
  readonly reason: boolean;
  /** Another person who would be enough: roles each of which is, and persons where no role is; undefined: nobody else is wanted. */
  readonly approvers: { readonly roles: readonly string[]; readonly persons: readonly string[] } | undefined;
  /** The rules that stand in the way, else those that would permit. */
  readonly by: readonly Rule[];
}

/** Any reason: what it would have to say is not guessed. */
const someReason = 'a reason';

/**
 * What a question that was refused lacks, found by asking again: with a reason, with an approver of each role, with both; the
 * least that is enough. Undefined: no reason and no approval would help.
 * @param roles Every role that an approver may have.
 * @param persons Everybody who has one, with all that they have: rules may name a person, or want two roles in one.
 */
export function lacking(
  question: Question,
  refused: Decision,
  roles: readonly string[],
  persons: readonly Principal[],
  decide: (question: Question) => Decision,
): Lacking | undefined {
  const withReason = { ...question.context, reason: question.context.reason ?? someReason };
  const by = (would: Decision): readonly Rule[] => (refused.rules.length > 0 ? refused.rules : would.rules);
  const reasonIsNew = question.context.reason === undefined;
  if (reasonIsNew) {
    const would = decide({ ...question, context: withReason });
    if (would.allowed) return { reason: true, approvers: undefined, by: by(would) };
  }
  for (const [reason, context] of [
    [false, question.context],
    ...(reasonIsNew ? [[true, withReason] as const] : []),
  ] as const) {
    const enough = roles.flatMap((role) => {
      const would = decide({ ...question, context: { ...context, approver: another(question.who, [role]) } });
      return would.allowed ? [{ role, would }] : [];
    });
    const [first] = enough;
    if (first !== undefined)
      return { reason, approvers: { roles: enough.map(({ role }) => role), persons: [] }, by: by(first.would) };
    const named = persons.flatMap((approver) => {
      const would = decide({ ...question, context: { ...context, approver } });
      return would.allowed ? [{ id: approver.id, would }] : [];
    });
    const [person] = named;
    if (person !== undefined)
      return { reason, approvers: { roles: [], persons: named.map(({ id }) => id) }, by: by(person.would) };
  }
  return undefined;
}

/** The same with all that could be asked for: a reason, and another person with every role as approver. What is refused then, neither would help. */
export const atBest = (question: Question, roles: readonly string[]): Question => ({
  ...question,
  context: {
    ...question.context,
    reason: question.context.reason ?? someReason,
    approver: another(question.who, roles),
  },
});

/** Whether somebody who has this role alone could do it, with all that could be asked for. */
export function couldDo(
  question: Question,
  role: string,
  roles: readonly string[],
  decide: (question: Question) => Decision,
): boolean {
  return decide(atBest({ ...question, who: another(question.who, [role]) }, roles)).allowed;
}

/** Somebody else on the same platform, whom no rule knows by name. */
const another = ({ id }: Principal, roles: readonly string[]): Principal => {
  const [platform = ''] = id.split(':', 1);
  const taken = `${platform}:somebody else`;
  return { id: id === taken ? `${taken} again` : taken, name: 'somebody else', roles };
};
