import { rowOf, type Kind } from '../../core/changes/kinds.ts';
import type { Subjected } from '../../core/changes/rights.ts';
import type { Approvers, Ruling } from '../../core/people/access/access.ts';
import { frozenProblem, type Frozen } from '../../core/people/freeze.ts';
import type { Person, Place } from '../../core/people/person.ts';
import type { Rule } from '../../core/ports/policy.ts';
import { distinct, reasons, type Problem } from '../../core/problem.ts';
import { code, list, plain, say, strong, text, time, type Spans } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import { column, fields, note, paragraph, prose, reply, table, type Block, type Reply } from './reply.ts';
import { ruleName, ruleSentence } from './rule-words.ts';

/** Who would say what, where and when, with what. */
export interface Tested {
  readonly by: Person;
  readonly where: Place;
  readonly now: Instant;
  /** The line. */
  readonly does: string;
  readonly reason?: string;
  readonly approver?: Person;
}

/** What the rules say of one thing, call by call. */
export interface TestedThing {
  readonly subject: Subjected;
  readonly rulings: readonly Ruling[];
  /** They may not look there, so their line would not even find it. */
  readonly hidden: Problem | undefined;
}

/** What the rules say of a change. */
export interface TestedChange {
  readonly results: readonly TestedThing[];
  readonly of: number;
  readonly gaps: readonly Problem[];
  readonly frozen: { readonly frozen: Frozen; readonly mayBreak: boolean } | undefined;
}

/** How it stands with one thing. */
type Standing = 'allowed' | 'lacks' | 'refused' | 'hidden';

const standingOf = ({ rulings, hidden }: TestedThing): Standing => {
  if (rulings.some(({ is }) => is === 'refused')) return 'refused';
  if (hidden !== undefined) return 'hidden';
  return rulings.some(({ is }) => is === 'lacks') ? 'lacks' : 'allowed';
};

/** Allowed, or what is lacking, thing by thing, and by which rule. */
export function changeTestReply(tested: Tested, kind: Kind, { results, of, gaps, frozen }: TestedChange): Reply {
  const count = (standing: Standing): number => results.filter((one) => standingOf(one) === standing).length;
  const [only, second] = results;
  const refused = count('refused') + count('hidden');
  const resting = frozen !== undefined && refused < results.length ? ', but all changes are frozen' : '';
  const because = results.flatMap(({ rulings, hidden }) => [
    ...rulings.flatMap((ruling) => (ruling.is === 'refused' ? [ruling.because] : [])),
    ...(hidden === undefined ? [] : [hidden]),
  ]);
  const todos = [...new Map(because.map(({ todo }) => [JSON.stringify(todo), todo])).values()];
  return reply(
    refused > 0 ? 'warning' : 'plain',
    only !== undefined && second === undefined
      ? say`${tested.by.name}: ${rowOf(kind).verb} ${thing(only)}: ${answer(only)}${resting}`
      : say`${tested.by.name}: ${rowOf(kind).verb} ${of} ${rowOf(kind).of}${of === 1 ? '' : 's'}${summary(count)}${resting}`,
    about(tested),
    ...(second === undefined
      ? [
          table(
            [prose('Answer'), prose('Rule')],
            results.map((one) => [answer(one), rulesOf(one, ruleList)]),
          ),
        ]
      : [
          table(
            [column('Target'), prose('Answer'), prose('Rule', 1)],
            results.map((one) => [thing(one), answer(one), rulesOf(one, nameList)]),
          ),
          fields(...rulesTold(results).map((rule) => [plain(ruleName(rule)), ruleSentence(rule)] as const)),
        ]),
    of > results.length ? note(say`The first ${results.length} of ${of} were looked at.`) : undefined,
    todos.length > 0 ? paragraph(joined(todos)) : undefined,
    frozen === undefined
      ? undefined
      : note(
          say`${frozenProblem(frozen.frozen).what} ${tested.by.name} ${frozen.mayBreak ? say`may go on through it with ${code('break-glass:yes')} and a reason.` : 'may not go on through it.'}`,
        ),
    gaps.length > 0 ? note(say`Not everything was looked at: ${reasons(distinct(gaps))}`) : undefined,
    nothingDone,
  );
}

/** About Quartermaster itself. @param ruling Undefined: it needs no right. */
export function houseTestReply(tested: Tested, ruling: Exclude<Ruling, { is: 'lacks' }> | undefined): Reply {
  const refused = ruling?.is === 'refused' ? ruling : undefined;
  return reply(
    refused === undefined ? 'plain' : 'warning',
    say`${tested.by.name}: ${code(tested.does)}: ${refused === undefined ? 'allowed' : 'refused'}`,
    about(tested),
    ruling === undefined
      ? paragraph('That needs no right.')
      : table([column('Answer'), prose('Rule')], [[strong(ruling.is), ruleList(ruling.by)]]),
    refused === undefined ? undefined : paragraph(refused.because.todo),
    nothingDone,
  );
}

/** A line that only looks. @param hidden What they may not look at. */
export const lookTestReply = (tested: Tested, hidden: readonly Problem[]): Reply =>
  reply(
    hidden.length === 0 ? 'plain' : 'warning',
    say`${tested.by.name}: ${code(tested.does)}: ${hidden.length === 0 ? 'allowed, everywhere' : 'allowed, not everywhere'}`,
    about(tested),
    hidden.length === 0 ? undefined : paragraph(say`Not shown: ${reasons(hidden)}`),
    nothingDone,
  );

const nothingDone = note(
  'Only the access rules were asked, as things are now; nothing was done, and AWS may refuse what they allow.',
);

const about = ({ by, where, now, reason, approver }: Tested): Block | undefined =>
  fields(
    ['Person', who(by)],
    ['Reason', reason],
    ['Approver', approver && who(approver)],
    ['Place', where.privateTo === undefined ? code(where.id) : say`${code(where.id)}, private`],
    ['Time', [time(now)]],
  );

const who = ({ id, roles }: Person): Spans =>
  say`${code(id)} (${roles.length === 0 ? 'no role' : list(roles.map(code))})`;

const thing = ({ subject: { facts } }: TestedThing): Spans =>
  facts.name === undefined || facts.name === facts.id ? say`${code(facts.id)}` : say`${strong(facts.name)}`;

/** `needs a reason, and the approval of approver (os:ana)`. */
function answer(one: TestedThing): Spans {
  const standing = standingOf(one);
  if (standing === 'refused') return say`refused`;
  if (standing === 'hidden') return say`not found, for they may not look there`;
  if (standing === 'allowed') return say`allowed`;
  const lacks = one.rulings.flatMap((ruling) => (ruling.is === 'lacks' ? [ruling] : []));
  const wants: readonly Spans[] = [
    ...(lacks.some(({ reason }) => reason) ? [say`a reason`] : []),
    ...lacks.flatMap(({ approver }) => (approver === undefined ? [] : [approval(approver)])).slice(0, 1),
  ];
  return say`needs ${list(wants)}`;
}

const approval = ({ roles, persons }: Approvers): Spans =>
  say`the approval of ${roles.length === 1 ? 'an' : 'one who is'} ${list(roles.map(code), 'or')}${persons.length === 0 ? '' : say` (${list(persons.map(code), 'or')})`}`;

/** The rules that decided: of several calls each by itself. */
function rulesOf(one: TestedThing, told: (rules: readonly Rule[]) => Spans): Spans {
  const { subject, rulings, hidden } = one;
  if (standingOf(one) === 'hidden' && hidden !== undefined) return hidden.what;
  return subject.steps.length === 1
    ? told(rulings.flatMap(({ by }) => by))
    : joined(rulings.map(({ by }, at) => say`To ${strong(subject.steps[at] ?? '')}: ${told(by)}`));
}

/** Every rule that decided, once. */
const rulesTold = (results: readonly TestedThing[]): readonly Rule[] => [
  ...new Map(results.flatMap(({ rulings }) => rulings.flatMap(({ by }) => by)).map((rule) => [rule.id, rule])).values(),
];

const nameList = (rules: readonly Rule[]): Spans =>
  rules.length === 0 ? say`no rule allows it` : list(rules.map(ruleName));

/** `destroy: Operators terminate … ` */
const ruleList = (rules: readonly Rule[]): Spans =>
  rules.length === 0
    ? say`no rule allows it`
    : joined(rules.map((rule) => say`${ruleName(rule)}: ${ruleSentence(rule)}`));

const joined = (sentences: readonly Spans[]): Spans =>
  sentences.flatMap((one, index) => (index === 0 ? one : [text(' '), ...one]));

function summary(count: (standing: Standing) => number): string {
  const words = { allowed: 'allowed', lacks: 'with more', refused: 'refused', hidden: 'not found' } as const;
  const told = (['allowed', 'lacks', 'refused', 'hidden'] as const).flatMap((one) =>
    count(one) === 0 ? [] : [`${count(one)} ${words[one]}`],
  );
  return `: ${told.join(', ')}`;
}
