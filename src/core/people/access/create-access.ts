import type { Clock } from '../../ports/clock.ts';
import type { Home } from '../../ports/instance.ts';
import type { Log } from '../../ports/log.ts';
import type { PolicyLanguage, Principal, Question, Rule, Rules } from '../../ports/policy.ts';
import type { Store } from '../../ports/store.ts';
import type { Problem } from '../../problem.ts';
import { turn } from '../../slices.ts';
import { say, strong, type Spans } from '../../text.ts';
import type { Person, Place } from '../person.ts';
import type { Roles } from '../directory.ts';
import { reasonIn } from '../reason.ts';
import type { Access, HouseAction, Ruling, WantedChange } from './access.ts';
import { createCheckedTexts } from './checked.ts';
import { localTime, plainCircumstances } from './circumstances.ts';
import { createHolders } from './holders.ts';
import { atBest, couldDo, lacking, type Lacking } from './lacking.ts';
import { nobodyApproves, refusal, type Could } from './refusal.ts';
import { asOnePerson } from './one-person.ts';
import type { RulesFile } from './rules-file.ts';
import { openRules, type Current } from './rules-in-force.ts';
import { allIsSeen, look, sightOf } from './sight.ts';

/** What access is made from. */
export interface AccessParts {
  readonly language: PolicyLanguage;
  /** Undefined: the starter is in force. */
  readonly file?: RulesFile | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  /** `roles:` of the configuration, asked for anew at every question. */
  readonly roles?: Roles | undefined;
  /** Anybody may come with any role, as with `--roles` on the demo account: that `roles` names nobody then says nothing. */
  readonly rolesAreOpen: boolean;
  /** Told of the rules at the start, and whenever others come into force. */
  readonly announce?: (text: string, file: string | undefined) => Promise<void>;
  /** IANA name, by which rules tell the hour. */
  readonly timeZone: string;
  /** The other ids of one person, on other platforms. */
  readonly linked?: ((id: string) => readonly string[]) | undefined;
}

/** Persons of the configuration who are asked about for one refusal: ten milliseconds at most, with many rules. */
const personsTried = 20;

const houseWords = {
  settings: 'alter what Quartermaster keeps for everybody',
  freeze: 'freeze changes or end a freeze',
  'break-glass': 'act through a freeze',
} as const satisfies Record<HouseAction, string>;

/**
 * Reads the rules and answers by them. Rejects with RulesError where the file is bad at the start; answers reject where the
 * language fails, which allows nothing.
 */
export async function createAccess(parts: AccessParts): Promise<Access> {
  const { language, clock, log, store, rolesAreOpen, timeZone } = parts;
  const checked = createCheckedTexts(store, log, language.edition);
  const { announce } = parts;
  const inForce = await openRules({ language, file: parts.file, checked, clock, log, ...(announce && { announce }) });
  const current = async (): Promise<Loaded> => {
    const now = await inForce();
    return { ...now, rules: asOnePerson(await now.rules()) };
  };
  const holders = createHolders(() => parts.roles, parts.linked);
  const timeAt = localTime(timeZone);

  return {
    async change(wanted, to) {
      const now = await current();
      const question: Question = {
        who: principalOf(wanted.by),
        does: wanted.does,
        to,
        context: {
          ...plainCircumstances(wanted.where, timeAt(clock.now())),
          targets: wanted.targets,
          reason: reasonIn(wanted.reason),
          approver: anotherPerson(wanted),
        },
      };
      const decision = now.rules.decide(question);
      if (decision.allowed) return { is: 'allowed', by: decision.rules };
      // Asking again for every role takes a few milliseconds, and there may be many targets.
      await turn();
      const named = holders.roles(now.rules.all);
      const lacks = await lacking(question, decision, named, holders.all(wanted.by.id), now.rules.decide);
      const what = say`${wanted.does} ${strong(to.name ?? to.id)}`;
      if (lacks === undefined)
        return { is: 'refused', because: refused(wanted.by, what, question, now), by: decision.rules };
      return lacks.approvers === undefined
        ? { is: 'lacks', reason: lacks.reason, approver: undefined, by: lacks.by }
        : approvable(wanted.by, what, lacks.reason, lacks.approvers, lacks.by);
    },

    async house(by, where, does) {
      const ruling = await houseRuling(by, where, does);
      return ruling.is === 'allowed' ? undefined : ruling.because;
    },

    houseRuling,

    async everMay(person, does) {
      const { outline } = await inForce();
      return outline.some(
        ({ effect, actions, roles: scoped }) =>
          effect === 'permit' &&
          actions.includes(does) &&
          (scoped === 'any' || scoped.some((role) => person.roles.includes(role))),
      );
    },

    async everApproves({ id, roles: own }) {
      const { outline } = await inForce();
      const theirs = new Set([id, ...own]);
      return outline.some(
        ({ approvers }) =>
          approvers !== undefined && (approvers.length === 0 || approvers.some((one) => theirs.has(one))),
      );
    },

    async inForce() {
      const { rules, file, faults } = await current();
      return { rules: rules.all, file, faults };
    },

    async sight(person, where) {
      if (allIsSeen((await inForce()).outline)) return undefined;
      const now = await current();
      const context = plainCircumstances(where, timeAt(clock.now()));
      const questionOf = ({ account, region }: Home): Question => ({
        who: principalOf(person),
        does: look,
        to: { is: 'region', account, region },
        context,
      });
      return sightOf(
        (home) => now.rules.decide(questionOf(home)),
        (one, all) => notShown(refused(person, say`look at ${all}`, questionOf(one), now)),
      );
    },
  };

  async function houseRuling(by: Person, where: Place, does: HouseAction): Promise<Exclude<Ruling, { is: 'lacks' }>> {
    const now = await current();
    const question: Question = {
      who: principalOf(by),
      does,
      to: { is: 'house' },
      context: plainCircumstances(where, timeAt(clock.now())),
    };
    const { allowed, rules } = now.rules.decide(question);
    return allowed
      ? { is: 'allowed', by: rules }
      : { is: 'refused', because: refused(by, say`${houseWords[does]}`, question, now), by: rules };
  }

  function anotherPerson({ by, approver }: WantedChange): Principal | undefined {
    return approver === undefined || holders.same(by.id, approver.id) ? undefined : approver;
  }

  function refused(by: Person, what: Spans, question: Question, now: Loaded): Problem {
    const named = holders.roles(now.rules.all);
    // A rule that a reason or an approval would lift is not what stands in the way.
    const { rules } = now.rules.decide(atBest(question, named));
    const enough = named.filter((role) => couldDo(question, role, named, now.rules.decide));
    // Of those who have such a role only who really could, with a reason and an approval: a rule may know them by name.
    const persons = holders
      .all(by.id)
      .slice(0, personsTried)
      .filter((who) => now.rules.decide(atBest({ ...question, who }, named)).allowed)
      .map(({ id }) => id);
    const could: Could = { roles: enough, persons, open: rolesAreOpen };
    return refusal(by, what, rules, could, now.file);
  }

  /** Where the configuration names nobody who could approve, waiting for an approval would be in vain. */
  function approvable(
    by: Person,
    what: Spans,
    reason: boolean,
    { roles: enough, persons: alone }: NonNullable<Lacking['approvers']>,
    rules: readonly Rule[],
  ): Ruling {
    const persons = [...holders.persons(enough, by.id), ...alone];
    if (persons.length === 0 && !rolesAreOpen)
      return { is: 'refused', because: nobodyApproves(by, what, rules, enough), by: rules };
    return { is: 'lacks', reason, approver: { roles: enough, persons }, by: rules };
  }
}

/** The rules in force, loaded. */
type Loaded = Omit<Current, 'rules'> & { readonly rules: Rules };

/** Told beside what is shown, where of a Problem only what it says is told: the rule belongs there. */
const notShown = ({ what, where = [], todo }: Problem): Problem => ({
  problem: 'not-shown',
  what: say`${what} ${where}`,
  todo,
});

const principalOf = ({ id, name, roles, also }: Person): Principal => ({ id, name, roles, ...(also && { also }) });
