import { thisMachine, type Check } from '../../core/ports/examiner.ts';
import { code, list, plain, say, strong } from '../../core/text.ts';
import { note, paragraph, reply, type Reply } from './reply.ts';

/** Findings that are told one by one. */
const told = 100;
/** Places that are named of one that several have. */
const placesTold = 5;

/** Whether something is missing that answers need. */
export const isWell = (checks: readonly Check[]): boolean => checks.every(({ is, needed }) => is === 'fine' || !needed);

/** What the doctor found: each thing that is not fine with what to do; of the rest how many there are. */
export function doctorReply(checks: readonly Check[]): Reply {
  const odd = checks
    .filter(({ is }) => is !== 'fine')
    .toSorted((one, other) => Number(other.needed) - Number(one.needed));
  const missing = odd.filter(({ needed }) => needed).length;
  const unknown = odd.filter(({ is }) => is === 'unknown').length;
  const fine = checks.length - odd.length;
  const groups = grouped(odd);
  return reply(
    isWell(checks) ? 'good' : 'danger',
    missing === 0
      ? say`Everything works that answers need.`
      : say`Answers lack something: ${counted(missing, 'check')} of ${checks.length}.`,
    ...groups
      .slice(0, told)
      .map(({ places, whats, is, needed, says }) =>
        paragraph(
          say`${strong(is === 'missing' ? 'Missing' : 'Unknown')}, ${needed ? 'needed for answers' : 'wanted for changes and extras'}: ${list([...whats].map(code))} ${inWords(places)}. ${says}`,
        ),
      ),
    groups.length > told ? paragraph(say`And ${groups.length - told} more.`) : undefined,
    ...grouped(checks.filter(({ is, says }) => is === 'fine' && says.length > 0))
      .slice(0, told)
      .map(({ places, says }) => paragraph(say`${strong('Hint')}: ${named(places)}. ${says}`)),
    note(
      say`${counted(fine, 'check')} fine, ${unknown} could not be told. Changes are tried by dry runs alone; nothing was changed.`,
    ),
  );
}

/** `1 check`, `3 checks`. */
const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** What the same is said of: checks of one place, and then places of which it is said alike. */
interface Group extends Pick<Check, 'is' | 'needed' | 'says'> {
  /** `prod, eu-west-1`. */
  readonly places: Set<string>;
  readonly whats: Set<string>;
}

/** `in prod, eu-west-1; prod, us-east-1 and 15 more places`, `on this machine`. */
const inWords = (places: ReadonlySet<string>): string => `${places.has(thisMachine) ? 'on' : 'in'} ${named(places)}`;

function named(places: ReadonlySet<string>): string {
  const more = places.size - placesTold;
  return [...places].slice(0, placesTold).join('; ') + (more > 0 ? ` and ${counted(more, 'more place')}` : '');
}

/** Checks of one place that say the same are told together, and places of which the same is said of the same checks. */
function grouped(checks: readonly Check[]): readonly Group[] {
  const ofPlaces = joined(
    checks.map(({ account, region, what, is, needed, says }) => ({
      places: new Set([region === undefined ? account : `${account}, ${region}`]),
      whats: new Set([what]),
      is,
      needed,
      says,
    })),
    ({ places }) => [...places],
  );
  return joined(ofPlaces, ({ whats }) => [...whats]);
}

/** Groups that say the same, and have the same of something, as one; in the order of the first of each. */
function joined(groups: readonly Group[], ofSame: (group: Group) => readonly string[]): readonly Group[] {
  const found = new Map<string, Group>();
  for (const group of groups) {
    const { is, needed, says } = group;
    const key = JSON.stringify([is, needed, plain(says), ...ofSame(group)]);
    const before = found.get(key);
    if (before === undefined) found.set(key, group);
    else {
      for (const place of group.places) before.places.add(place);
      for (const what of group.whats) before.whats.add(what);
    }
  }
  return [...found.values()];
}
