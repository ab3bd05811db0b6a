import type { Decision, Principal, Question, Rules } from '../../ports/policy.ts';

/** The same person under each of their ids. */
const underEachId = (person: Principal): readonly Principal[] => {
  const { id, name, roles, also = [] } = person;
  return [id, ...also].map((one) => ({ id: one, name, roles }));
};

/**
 * Rules that know a person by all their ids: a rule that forbids somebody by one id holds whichever platform they speak in,
 * and so does one that permits. An approver counts where any of their ids would.
 */
export function asOnePerson(rules: Rules): Rules {
  const asApproved = (question: Question): Decision => {
    const { approver } = question.context;
    if (approver?.also === undefined) return rules.decide(question);
    const all = underEachId(approver).map((one) =>
      rules.decide({ ...question, context: { ...question.context, approver: one } }),
    );
    return best(all);
  };
  return {
    ...rules,
    decide(question) {
      if (question.who.also === undefined) return asApproved(question);
      const all = underEachId(question.who).map((who) => asApproved({ ...question, who }));
      return all.find(({ allowed, rules: by }) => !allowed && by.length > 0) ?? best(all);
    },
  };
}

/** One that allows, else the first. */
function best(all: readonly Decision[]): Decision {
  const found = all.find(({ allowed }) => allowed) ?? all[0];
  if (found === undefined) throw new Error('a person has no id');
  return found;
}
