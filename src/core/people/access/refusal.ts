import type { Rule } from '../../ports/policy.ts';
import type { Problem } from '../../problem.ts';
import { code, list, say, text, type Spans } from '../../text.ts';
import type { Person, Standing } from '../person.ts';

/** Persons told by name; a longer list would be a page of its own. */
const personsTold = 10;

/** Who has a role that would be enough, as far as the configuration says. */
export interface Could {
  /** Roles each of which is enough; none: no role is. */
  readonly roles: readonly string[];
  /** Persons that have one, who is refused left out. */
  readonly persons: readonly string[];
  /** Anybody may come with any role, as on the demo account: that the configuration names nobody says nothing. */
  readonly open: boolean;
}

/** What is refused, in words. @param what `stop web-1`. @param by The rules that forbid it; none: no rule permits it. */
export function refusal(
  person: Person,
  what: Spans,
  by: readonly Rule[],
  could: Could,
  file: string | undefined,
): Problem {
  return {
    problem: 'not-allowed',
    what: say`${person.name} may not ${what}.`,
    where: by.length === 0 ? say`No rule permits it. ${rolesOf(person)}` : sentences(by.map(ruleWords)),
    todo:
      could.roles.length + could.persons.length === 0
        ? say`No role is enough for it; ${rulesStand(file)}.`
        : whoMay(could, person.id),
    rules: by.map(({ id }) => id),
  };
}

/** A change wants another person's approval, and there is nobody who could give it. */
export function nobodyApproves(person: Person, what: Spans, by: readonly Rule[], roles: readonly string[]): Problem {
  return {
    problem: 'not-allowed',
    what: say`${person.name} may ${what} only when another person approves, and nobody else can.`,
    where: sentences(by.map(ruleWords)),
    todo: configure('Nobody else', roles, `${person.id.split(':', 1)[0] ?? 'os'}:NAME`),
    rules: by.map(({ id }) => id),
  };
}

/** Why somebody who is not simply of the team has so few roles, as a sentence. */
export function standingWords(standing: Standing): Spans {
  switch (standing) {
    case 'guest':
      return say`Guests of a workspace have only the roles that the configuration gives their own id.`;
    case 'stranger':
      return say`People of other organisations have only the roles that the configuration gives their own id.`;
    case 'unknown':
      return say`The chat did not tell whether they are a guest, and until it does they have only the roles that the configuration gives their own id.`;
  }
}

/** A rule in words: what it says of itself, else its text. */
export function ruleWords({ id, says, text: rule }: Rule): Spans {
  const named = id.startsWith(unnamed) ? say`Rule ${id.slice(unnamed.length)}` : say`Rule ${code(id)}`;
  return says === undefined ? say`${named}: ${code(oneLine(rule))}` : say`${named}: ${says}`;
}

/** How a rule without an `@id` is called. */
const unnamed = 'rule ';

/** Letters of a rule's text that are told. */
const lettersTold = 300;

function oneLine(rule: string): string {
  const line = rule.replaceAll(/\s+/g, ' ');
  return line.length > lettersTold ? `${line.slice(0, lettersTold)}…` : line;
}

const rolesOf = ({ id, roles, standing }: Person): Spans =>
  sentences([
    roles.length > 0 ? say`Roles: ${list(roles.map(code))}.` : say`No role is given to ${code(id)}.`,
    ...(standing === undefined ? [] : [standingWords(standing)]),
  ]);

const sentences = (spans: readonly Spans[]): Spans =>
  spans.flatMap((one, index) => (index === 0 ? one : [text(' '), ...one]));

const rulesStand = (file: string | undefined): Spans =>
  file === undefined
    ? say`the rules are those that came with Quartermaster, and ${code('access.file')} in the configuration names others`
    : say`the rules stand in ${code(file)}`;

/** Who may, by role and by person; where nobody has such a role, what to configure. */
function whoMay({ roles, persons, open }: Could, self: string): Spans {
  if (persons.length === 0 && !open) return configure('Nobody', roles, self);
  const more = persons.length - personsTold;
  const told = [...persons.slice(0, personsTold).map(code), ...(more > 0 ? [`${more} more`] : [])];
  if (roles.length === 0) return say`${list(told)} may.`;
  return persons.length === 0
    ? say`Who has the role ${list(roles.map(code), 'or')} may.`
    : say`Who has the role ${list(roles.map(code), 'or')} may: ${list(told)}.`;
}

const configure = (nobody: string, roles: readonly string[], id: string): Spans =>
  say`${nobody} has the role ${list(roles.map(code), 'or')}; ${code(`${roles[0] ?? 'operator'}: [${id}]`)} under ${code('roles:')} in the configuration gives it.`;
