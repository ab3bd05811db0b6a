import type { Access } from '../people/access/access.ts';
import { groupsMaxAgeMs } from '../people/directory.ts';
import { frozenProblem, type Freeze } from '../people/freeze.ts';
import type { Person, Place } from '../people/person.ts';
import type { Problem } from '../problem.ts';
import { say, text } from '../text.ts';
import type { Instant } from '../time.ts';
import { isLacking, judgeAll, type RightsParts, type Subjected, type Wanted } from './rights.ts';

/** What lets a confirmed change act. Everything is looked up anew each time: who has which role, the rules, the freeze. */
export interface License {
  /** Why these may not be changed, as they are now. Undefined: they may. */
  of(things: readonly Subjected[]): Promise<Problem | undefined>;
  /** Why nothing is changed at all any longer: the last that is asked before the call is noted and made. */
  rests(): Promise<Problem | undefined>;
}

/** The license of one change. @param brokenAt The freeze that it goes on through. */
export function licenseOf(
  parts: Pick<RightsParts, 'access' | 'directory' | 'freeze'>,
  { by, approver, ...rest }: Wanted,
  brokenAt: Instant | undefined,
): License {
  const { access, directory } = parts;
  return {
    async of(things) {
      await directory.refresh(approver === undefined ? [by] : [by, approver], groupsMaxAgeMs.changes);
      const wanted = { ...rest, by: directory.now(by), ...(approver && { approver: directory.now(approver) }) };
      const { refused, lacking } = await judgeAll(access, wanted, things);
      const [no] = refused.values();
      return no ?? (isLacking(lacking) ? notEnough(lacking.by.map(({ id }) => id)) : undefined);
    },
    rests: () => atRest(parts, directory.now(by), rest.where, brokenAt),
  };
}

/** Why nothing is changed now: a freeze, unless it is the one that this change goes on through, and the person still may. */
export async function atRest(
  { access, freeze }: { readonly access: Pick<Access, 'house'>; readonly freeze: Pick<Freeze, 'now'> },
  by: Person,
  where: Place,
  brokenAt: Instant | undefined,
): Promise<Problem | undefined> {
  const frozen = await freeze.now();
  if (frozen === undefined) return undefined;
  if (frozen.at !== brokenAt) return frozenProblem(frozen);
  const no = await access.house(by, where, 'break-glass');
  return no && { ...no, where: [...frozenProblem(frozen).what, ...(no.where ? [text(' '), ...no.where] : [])] };
}

const notEnough = (rules: readonly string[]): Problem => ({
  problem: 'not-allowed',
  what: say`As it is now, the access rules want more for this than was given: a reason, or the approval of a person who may approve it.`,
  todo: say`Ask for the change anew; the plan says what is wanted.`,
  rules,
});
