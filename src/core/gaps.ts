import type { Failure } from './ports/parts.ts';
import type { Problem } from './problem.ts';
import { inSlices } from './slices.ts';
import { plain, say, type Span, type Spans } from './text.ts';

/**
 * Stands in the words of a failure where its place is to stand: which failures are told together, and so what the place is called,
 * is known when all are there. No span of AWS's or of a person's is equal to it, for theirs have no control characters.
 */
export const here: Span = { kind: 'text', text: '\u0001' };

/** The same words with the place in them. */
const placed = (problem: Problem, where: Spans): Problem => ({
  ...problem,
  what: problem.what.flatMap((span) => (span.kind === here.kind && span.text === here.text ? where : [span])),
});

/** Up to so many failures for one reason are told each by itself. */
const singlyAtMost = 3;
/** Names told of a group; the others are counted. */
const namesTold = 5;

/** What is missing, each reason once: regions of one account together, and many accounts together where they fail alike. Walked in slices. */
export async function gapsOf(failures: readonly Failure[], signal: AbortSignal): Promise<readonly Problem[]> {
  const reasons = new Map<string, Some<Failure>>();
  await inSlices(failures, (one) => group(reasons, `${one.what ?? ''} ${reasonOf(one.problem)}`, one), signal);
  const gaps: Problem[] = [];
  await inSlices([...reasons.values()], (alike) => void gaps.push(...gapsAlike(alike)), signal);
  return gaps;
}

/** What is told of those that fail alike. */
function gapsAlike(alike: Some<Failure>): readonly Problem[] {
  if (alike.length <= singlyAtMost) return alike.map((one) => placed(one.problem, within(one.what, placeOf(one))));
  const accounts = grouped(alike, ({ account }) => account);
  return accounts.length > singlyAtMost
    ? told(
        alike,
        say`${alike.length} regions of ${accounts.length} accounts (${named(accounts.map(([{ account }]) => account))})`,
      )
    : accounts.flatMap((own) =>
        own.length <= singlyAtMost
          ? own.map((one) => placed(one.problem, within(one.what, placeOf(one))))
          : told(own, say`${own.length} regions of ${own[0].account} (${named(own.map(({ region }) => region))})`),
      );
}

/** Accounts of which nothing could be read: those with one reason in one sentence, where they are many. */
export function accountGapsOf(accounts: readonly (readonly [name: string, problem: Problem])[]): readonly Problem[] {
  const reason = ([name, { what }]: readonly [string, Problem]) =>
    withoutRequest(plain(what).replace(`account ${name}`, ''));
  return grouped(accounts, reason).flatMap((alike) => {
    const [[, first], ...others] = alike;
    if (alike.length <= singlyAtMost) return alike.map(([, problem]) => problem);
    const names = named(others.map(([name]) => name));
    return [{ ...first, what: say`${first.what} So it is with ${others.length} more accounts: ${names}.` }];
  });
}

type Some<T> = [T, ...T[]];

const told = ([{ problem, what }]: Some<Failure>, where: Spans): readonly Problem[] => [
  placed(problem, within(what, where)),
];
const within = (what: string | undefined, where: Spans): Spans =>
  what === undefined ? where : say`the ${what} in ${where}`;
const placeOf = ({ account, region }: Failure): Spans => say`${account} in ${region}`;
const named = (names: readonly string[]): string =>
  names.length <= namesTold
    ? names.join(', ')
    : `${names.slice(0, namesTold).join(', ')} and ${names.length - namesTold} more`;

/** What is said of it but for its place and request: failures that say the same have one reason. */
const reasonOf = ({ what }: Problem): string => withoutRequest(plain(what));
const withoutRequest = (words: string): string => words.replace(/request [\w-]+/, '');

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly Some<T>[] {
  const groups = new Map<string, Some<T>>();
  for (const item of items) group(groups, keyOf(item), item);
  return [...groups.values()];
}

function group<T>(groups: Map<string, Some<T>>, key: string, item: T): void {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, [item]);
  else known.push(item);
}
