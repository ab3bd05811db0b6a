import type { Decision, Principal, Question, Rule } from '../../ports/policy.ts';
import { turn } from '../../slices.ts';

/** What would have to be added for the answer to be yes. */
export interface Lacking {
  readonly reason: boolean;
  /** Another person who would be enough: roles each of which is, and persons where no role is; undefined: nobody else is wanted. */
  readonly approvers: { readonly roles: readonly string[]; readonly persons: readonly string[] } | undefined;
  /** The rules that stand in the way, else those that would permit. */
  readonly by: readonly Rule[];
}

/** Answers between two turns of the event loop. */
const askedAtOnce = 8;

/** Any reason: what it would have to say is not guessed. */
const someReason = 'a reason';

/**
 * What a question that was refused lacks, found by asking again: with a reason, with an approver of each role, with both; the
 * least that is enough. Undefined: no reason and no approval would help.
 * @param roles Every role that an approver may have.
 * The event loop gets its turn in between: with many rules an answer takes half a millisecond.
 * @param persons Everybody who has one, with all that they have: rules may name a person, or want two roles in one.
 */
export async function lacking(
  question: Question,
  refused: Decision,
  roles: readonly string[],
  persons: readonly Principal[],
  decide: (question: Question) => Decision,
): Promise<Lacking | undefined> {
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
    const enough = await those(roles, (role) =>
      decide({ ...question, context: { ...context, approver: another(question.who, [role]) } }),
    );
    const [first] = enough;
    if (first !== undefined)
      return { reason, approvers: { roles: enough.map(({ one }) => one), persons: [] }, by: by(first.would) };
    const named = await those(persons, (approver) => decide({ ...question, context: { ...context, approver } }));
    const [person] = named;
    if (person !== undefined)
      return { reason, approvers: { roles: [], persons: named.map(({ one }) => one.id) }, by: by(person.would) };
  }
  return undefined;
}

/** Those who are enough, and what is said of each. */
async function those<T>(
  all: readonly T[],
  decide: (one: T) => Decision,
): Promise<readonly { readonly one: T; readonly would: Decision }[]> {
  const found: { readonly one: T; readonly would: Decision }[] = [];
  for (const [index, one] of all.entries()) {
    const would = decide(one);
    if (would.allowed) found.push({ one, would });
    if ((index + 1) % askedAtOnce === 0) await turn();
  }
  return found;
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
