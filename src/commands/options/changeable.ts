import { addressSubject } from '../../core/changes/addresses/facts.ts';
import { instanceFacts } from '../../core/changes/instances/facts.ts';
import type { Kind } from '../../core/changes/kinds.ts';
import { judgeAll, type Subjected } from '../../core/changes/rights.ts';
import type { Problem } from '../../core/problem.ts';
import { say } from '../../core/text.ts';
import { beginningWith, suggestionsAtMost, type Sight, type Suggestion } from './option.ts';
import { addressSuggestion, instanceSuggestion, likeliestInstances } from './suggest.ts';

/** A thing that may be offered. */
interface Candidate {
  readonly offered: Suggestion;
  readonly subject: Subjected;
}

/** Instances that the person may change so, alone or with what is said beside: of those that are likeliest. */
export const suggestChangeable =
  (kind: Kind) =>
  async (typed: string, sight: Sight): Promise<readonly Suggestion[]> => {
    if (!(await reaches(kind, sight))) return [];
    const { core, signal } = sight;
    // A price may have to be asked for; most rules look at none.
    const wantsPrice = (await core.access.inForce()).rules.some(({ text }) => text.includes('hourlyUsd'));
    const found = await Promise.all(
      (await likeliestInstances(typed, sight)).map(async (one) => ({
        offered: instanceSuggestion(typed, one),
        subject: {
          facts: instanceFacts(one, wantsPrice ? await core.prices.ofInstance(one, { signal }) : notAsked),
          steps: [kind],
        },
      })),
    );
    return changeable(found, sight);
  };

/** The same of Elastic IPs. */
export const suggestChangeableAddresses =
  (kind: Kind) =>
  async (typed: string, sight: Sight): Promise<readonly Suggestion[]> => {
    if (!(await reaches(kind, sight))) return [];
    const { core, signal } = sight;
    const { items } = await core.addresses.list([], { signal });
    const found = items
      .filter((one) => beginningWith(typed, [addressSuggestion(one)]).length > 0)
      .flatMap((one): readonly Candidate[] => {
        const subject = addressSubject(kind, one, one.details, core.prices);
        return subject === undefined ? [] : [{ offered: addressSuggestion(one), subject }];
      });
    return changeable(found.slice(0, suggestionsAtMost), sight);
  };

const reaches = (kind: Kind, { core, person }: Sight): Promise<boolean> =>
  core.access.everMay(core.directory.now(person), kind);

/** What is refused is left out; what needs more says so. */
async function changeable(
  all: readonly Candidate[],
  { core, person, place: where, signal }: Sight,
): Promise<readonly Suggestion[]> {
  const by = core.directory.now(person);
  const offered: Suggestion[] = [];
  for (const { offered: one, subject } of all) {
    signal.throwIfAborted();
    const { refused, lacking } = await judgeAll(core.access, { by, where, targets: 1 }, [subject]);
    if (refused.size > 0) continue;
    const needs = [...(lacking.reason ? ['a reason'] : []), ...(lacking.approver === undefined ? [] : ['approval'])];
    offered.push(needs.length === 0 ? one : { ...one, about: [one.about, `needs ${needs.join(' and ')}`].join(', ') });
  }
  return offered;
}

const notAsked: Problem = { problem: 'no-price', what: say`No price was asked for.`, todo: say`Show it.` };
