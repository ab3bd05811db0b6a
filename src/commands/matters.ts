import type { PublicAddress } from '../core/estate/judge.ts';
import type { Scope } from '../core/ports/cloud.ts';
import type { Home } from '../core/ports/instance.ts';
import type { Matter } from '../core/people/rests.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { filtered } from '../core/slices.ts';
import { code, command as typed, list, say } from '../core/text.ts';
import { allRegions, keyOf, type Finding } from '../core/watch/finding.ts';
import { rules } from '../core/watch/rules/index.ts';
import type { Rule } from '../core/watch/rules/rule.ts';
import type { Sweep } from '../core/watch/sweep.ts';
import type { Context } from './command.ts';
import { account, ownRegion } from './options/kinds.ts';
import { ruleId } from './options/found.ts';
import { watchedAnew } from './progress.ts';
import { lineOf, type Meant } from './reply/finding-words.ts';
import { nothingRead } from './words.ts';

/** Where something is, and by which rule it was found: for what a word alone does not name. */
export const where = { account: account(), region: ownRegion(), rule: ruleId() };

/** What somebody means by a word. */
export interface Named {
  /** An id, an address, a Name, or the whole key of a matter. */
  readonly what: string;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly rule?: string | undefined;
}

/** What a rule found, or that none finds anything in what is meant. */
export type Sought =
  | { readonly is: 'found'; readonly finding: Finding; readonly rule: Rule; readonly swept: Sweep }
  | { readonly is: 'fine'; readonly at?: Home; readonly address?: PublicAddress; readonly swept: Sweep };

/** What a word of this form is about; others may be a Name. */
const forms: readonly (readonly [form: RegExp, over: Rule['over']])[] = [
  [/^eipalloc-[0-9a-f]+$/, 'addresses'],
  [/^\d{1,3}(\.\d{1,3}){3}$/, 'addresses'],
  [/^vol-[0-9a-f]+$/, 'volumes'],
  [/^i-[0-9a-f]+$/, 'instances'],
  [/^cr-[0-9a-f]+$/, 'reservations'],
  [/^\d{12}$/, 'counts'],
];

/** The parts of the key of a matter; undefined: it is another word. */
function inKey(word: string): { readonly account: string; readonly region?: string; readonly id: string } | undefined {
  const [name = '', region = '', id = '', ...more] = word.split('/');
  if (name === '' || region === '' || id === '' || more.length > 1) return undefined;
  return { account: name, ...(region !== allRegions && { region }), id };
}

/**
 * The one finding that is meant, as a sweep of now tells it. `ambiguous-name` where several rules find something in it, with
 * the lines that say which; `bad-value` where there is nothing of that name; what AWS does not tell where it cannot be found out.
 * @param saying The line that names one of several.
 */
export async function findingOf(
  named: Named,
  saying: (meant: Meant) => string,
  context: Context<'reads'> | Context<'settings'>,
): Promise<Sought | Problem> {
  const { core, signal } = context;
  const key = inKey(named.what);
  const word = (key?.id ?? named.what).toLowerCase();
  const over = forms.find(([form]) => form.test(word))?.[1];
  const asked = rules.filter(
    (one) => (over === undefined || one.over === over) && (named.rule === undefined || one.id === named.rule),
  );
  if (asked.length === 0) return noSuchRule(named);
  const scope: Scope = {
    ...(named.account !== undefined ? { accounts: [named.account] } : key && { accounts: [key.account] }),
    ...(named.region !== undefined
      ? { regions: [named.region] }
      : key?.region !== undefined && { regions: [key.region] }),
  };
  const swept = await core.sweep(scope, asked, watchedAnew(context));
  const fits = (one: Finding): boolean =>
    key === undefined ? one.id === word || one.label.toLowerCase() === word : one.key === named.what;
  const [first, ...others] = onceEach(await filtered(swept.findings, fits, signal));
  const rule = asked.find(({ id }) => id === first?.rule);
  if (first !== undefined && rule !== undefined)
    return others.length === 0
      ? { is: 'found', finding: first, rule, swept }
      : several(named.what, [first, ...others].map(saying));
  return notFound(word, over, asked, scope, swept, context);
}

/** Of one matter that several rules find, what the first says. */
const onceEach = (findings: readonly Finding[]): readonly Finding[] =>
  [...new Map(findings.toReversed().map((one) => [one.key, one])).values()].toReversed();

async function notFound(
  word: string,
  over: Rule['over'] | undefined,
  asked: readonly Rule[],
  scope: Scope,
  swept: Sweep,
  { core, signal }: Pick<Context<'reads'>, 'core' | 'signal'>,
): Promise<Sought | Problem> {
  const failed = await nothingRead({ ...swept, items: [] }, core.cloud, scope);
  if (over === 'addresses') {
    const found = await core.addresses.one(word, scope, { signal });
    if (isProblem(found)) return failed?.problem === 'not-shown' ? failed : found;
    const [address] = found.items;
    if (address !== undefined && covered(address, asked, swept)) return { is: 'fine', at: address, address, swept };
  } else {
    const homes = (await core.cloud.homes()).flatMap(({ account: of, regions }) =>
      over === 'counts'
        ? of.id === word
          ? [{ account: of, region: allRegions }]
          : []
        : regions.map((region) => ({ account: of, region })),
    );
    const at = homes.find((home) => swept.isThere(home, word));
    if (at !== undefined && covered(at, asked, swept)) return { is: 'fine', at, swept };
  }
  return failed ?? (over === undefined ? noFindingOf(word) : nothingOf(word));
}

/** Whether all of these rules have looked at everything there. */
const covered = (home: Home, asked: readonly Rule[], swept: Sweep): boolean =>
  asked.every(({ id }) => swept.covers(id, home));

/** The matter that is to be left alone: what a change left behind, or what a rule finds now. @param saying See {@link findingOf}. */
export async function matterOf(
  named: Named,
  saying: (meant: Meant) => string,
  context: Context<'settings'>,
): Promise<Matter | Problem> {
  const left = await leftBy(named, context);
  if (left !== undefined) return left;
  const sought = await findingOf(named, saying, context);
  if (isProblem(sought)) return sought;
  if (sought.is === 'fine') return nothingToKeep(named.what);
  const { key, id, label, account: of, region, rule } = sought.finding;
  return { key, id, label, account: of, region, rule };
}

/** What a change left behind is known without a look at AWS. */
async function leftBy(
  { what, account: name, region, rule }: Named,
  { core }: Context<'settings'>,
): Promise<Matter | undefined> {
  if (rule !== undefined) return undefined;
  const found = (await core.leftBehind.list()).find(
    (one) =>
      (one.id === what || (one.what === 'address' && one.label === what) || keyOf(one, one.id) === what) &&
      (name === undefined || one.account.name === name || one.account.id === name) &&
      (region === undefined || one.region === region),
  );
  if (found === undefined) return undefined;
  const { id, label, account: of, region: at } = found;
  return { key: keyOf(found, id), id, label, account: of, region: at };
}

/** Which of several is meant. @param lines What to say for each. */
export const several = (word: string, lines: readonly string[]): Problem => ({
  problem: 'ambiguous-name',
  what: say`${lines.length} things are said of ${code(word)}.`,
  todo: say`Say which: ${list(lines.map(typed), 'or')}.`,
});

/** The line that names what is meant: see {@link lineOf}. */
export const sayingWith =
  (verb: string, rest = '') =>
  (meant: Meant): string =>
    `${lineOf(verb, meant)}${rest}`;

const noSuchRule = ({ what, rule = '' }: Named): Problem => ({
  problem: 'bad-value',
  what: say`The rule ${code(rule)} is about other things than ${code(what)}.`,
  todo: say`Leave ${code('rule:')} out to ask all of them.`,
});

const listed = say`${typed('addresses idle')}, ${typed('volumes unattached')} and ${typed('leftovers')} list what is asked about.`;

const nothingOf = (word: string): Problem => ({
  problem: 'bad-value',
  what: say`There is nothing of ours here that is ${code(word)}.`,
  todo: listed,
});

/** There may be a thing of this name, and it is in order. */
const noFindingOf = (name: string): Problem => ({
  problem: 'bad-value',
  what: say`No rule finds anything by the name of ${code(name)} now.`,
  todo: say`Name it by its id, or an address. ${listed}`,
});

const nothingToKeep = (word: string): Problem => ({
  problem: 'nothing-to-do',
  what: say`No rule finds anything in ${code(word)} now, so nobody is asked about it.`,
  todo: listed,
});
