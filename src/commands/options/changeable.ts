import { addressSubject } from '../../core/changes/addresses/facts.ts';
import { instanceFacts } from '../../core/changes/instances/facts.ts';
import type { Kind } from '../../core/changes/kinds.ts';
import type { ResourceFacts } from '../../core/ports/policy.ts';
import type { PublicAddress } from '../../core/estate/judge.ts';
import { judgeAll, type Judged, type Subjected } from '../../core/changes/rights.ts';
import type { Problem } from '../../core/problem.ts';
import { say } from '../../core/text.ts';
import type { Sight, Suggestion } from './option.ts';
import { addressSuggestion, firstOf, instanceSuggestion, likeliestInstances } from './suggest.ts';

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
    const subjectOf = (one: PublicAddress) => addressSubject(kind, one, one.details, core.prices);
    const found = firstOf(
      await core.lately.addresses(signal),
      (one) => one.ip.startsWith(typed) && subjectOf(one) !== undefined,
    );
    const candidates = found.flatMap((one): readonly Candidate[] => {
      const subject = subjectOf(one);
      return subject === undefined ? [] : [{ offered: addressSuggestion(one), subject }];
    });
    return changeable(candidates, sight);
  };

const reaches = (kind: Kind, { core, person }: Sight): Promise<boolean> =>
  core.access.everMay(core.directory.now(person), kind);

/** What is refused is left out; what needs more says so. Of things that no rule tells apart one is asked about. */
async function changeable(
  all: readonly Candidate[],
  { core, person, place: where, signal }: Sight,
): Promise<readonly Suggestion[]> {
  const by = core.directory.now(person);
  const { rules } = await core.access.inForce();
  const apart = rules.some(({ text }) => tellsApart.test(text.replaceAll(annotation, '')));
  const judged = new Map<string, Judged>();
  const offered: Suggestion[] = [];
  for (const { offered: one, subject } of all) {
    signal.throwIfAborted();
    const like = apart ? subject.facts.id : likenessOf(subject.facts);
    const found = judged.get(like) ?? (await judgeAll(core.access, { by, where, targets: 1 }, [subject]));
    judged.set(like, found);
    const { refused, lacking } = found;
    if (refused.size > 0) continue;
    const needs = [...(lacking.reason ? ['a reason'] : []), ...(lacking.approver === undefined ? [] : ['approval'])];
    offered.push(needs.length === 0 ? one : { ...one, about: [one.about, `needs ${needs.join(' and ')}`].join(', ') });
  }
  return offered;
}

/** Of a rule what it is called and says, which decides nothing (Cedar, "Policy syntax": annotations). */
const annotation = /@\w+\s*\("(?:[^"\\]|\\.)*"\)/g;
/** What a rule that may tell one thing from another like it cannot do without; some others have it too, which costs time alone. */
const tellsApart = /\b(?:id|name)\b|(?:Instance|Address)::|\\u/i;

/** Everything that rules look at but what one thing is called. */
const likenessOf = ({ account, region, state, type, usdPerHour, tags }: ResourceFacts): string =>
  JSON.stringify([account, region, state, type, usdPerHour, { ...tags, Name: '' }]);

const notAsked: Problem = { problem: 'no-price', what: say`No price was asked for.`, todo: say`Show it.` };
