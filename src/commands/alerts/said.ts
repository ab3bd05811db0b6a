import { didYouMean } from '../../core/near.ts';
import type { Place } from '../../core/people/person.ts';
import type { Account } from '../../core/ports/instance.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { code, say } from '../../core/text.ts';
import { usual, type Alert, type Watched, type When } from '../../core/watch/alert.ts';
import { readWhen } from '../../core/watch/when.ts';
import {
  accountList,
  budgetTag,
  daysLeast,
  dollarsLeast,
  escalation,
  form,
  here,
  hourLimit,
  none,
  quietHours,
  repeat,
  toldPlaces,
  whenDue,
  type Looked,
} from '../options/alert-kinds.ts';
import { grouping } from '../options/filter.ts';
import { yesNo } from '../options/kinds.ts';
import type { ArgsOf } from '../options/option.ts';

/** What can be said of an alert, besides its name and what it looks for. */
export const alertOptions = {
  when: whenDue(),
  accounts: accountList(),
  to: toldPlaces(),
  days: daysLeast(),
  usd: dollarsLeast(),
  form: form(),
  repeat: repeat(),
  escalate: escalation(),
  quiet: quietHours(),
  'all-clear': yesNo('That nothing was found is told too'),
  by: { ...grouping(), about: 'Of cost: what to group by: account, region, type, owner, or a tag key' },
  limit: hourLimit(),
  tag: budgetTag(),
};

/** The same of an alert that there is: what is left out stays as it is. */
export const editOptions = {
  ...alertOptions,
  accounts: { ...alertOptions.accounts, about: 'Names of accounts, or none: every account' },
  to: { ...alertOptions.to, about: 'Who is told: here, the ids of places as whoami tells them, owner' },
  tag: { ...alertOptions.tag, about: 'Of budget: what has this tag, or none: everything' },
};

/** What was said of it. */
export type SaidOfAlert = ArgsOf<typeof alertOptions>;

const alertKinds = ['waste', 'cost', 'budget'] as const satisfies readonly Watched['is'][];
const kindWords = { waste: 'waste', cost: 'costs', budget: 'a budget' } as const satisfies Record<
  Watched['is'],
  string
>;
/** Options that go with one kind of alert alone. */
const onlyOf: Readonly<Record<Watched['is'], readonly (keyof SaidOfAlert)[]>> = {
  waste: ['days', 'usd', 'form', 'repeat', 'escalate', 'all-clear'],
  cost: ['by'],
  budget: ['limit', 'tag'],
};

/** Where something is said of an alert. */
export interface SaidWhere {
  readonly place: Place;
  /** Accounts that are looked at. */
  readonly accounts: readonly Account[];
}

/** An alert with what is usual, before anything was said of it. @param timeZone IANA name, where none is said. */
export function usualAlert(
  name: string,
  watched: Looked,
  said: SaidOfAlert,
  place: Place,
  timeZone: string,
): Alert | Problem {
  const due = usualWhen(watched, said, timeZone);
  if (isProblem(due)) return due;
  const watches = usualWatched(watched, said);
  if (isProblem(watches)) return watches;
  return {
    name,
    watches,
    when: due,
    to: [place.id],
    atLeast: {},
    form: usual.form,
    repeatDays: usual.repeatDays,
    allClear: false,
  };
}

function usualWhen({ is }: Looked, { when }: SaidOfAlert, timeZone: string): When | Problem {
  const words = when ?? (is === 'waste' ? undefined : is === 'cost' ? usual.report : usual.budget);
  if (words !== undefined) return readWhen(words, timeZone);
  return {
    problem: 'missing-value',
    what: say`Nothing says when it is due.`,
    todo: say`Say it after what is looked for, as ${code('weekdays 9:00 Europe/Paris')}.`,
  };
}

function usualWatched(watched: Looked, { limit }: SaidOfAlert): Watched | Problem {
  switch (watched.is) {
    case 'waste':
      return { is: 'waste', rules: [...watched.rules] };
    case 'cost':
      return { is: 'cost', by: 'account' };
    case 'budget':
      return limit === undefined
        ? {
            problem: 'missing-value',
            what: say`Nothing says what may be spent.`,
            todo: say`Say it in US dollars an hour, as ${code('limit:30')}.`,
          }
        : { is: 'budget', usdPerHour: limit };
  }
}

/** The alert with what was said of it; what was not said stays. A Problem where something does not go with what it looks for, or names no account. */
export function withSaid(before: Alert, said: SaidOfAlert, where: SaidWhere): Alert | Problem {
  const foreign = misplaced(before.watches, said);
  if (foreign !== undefined) return foreign;
  const when = said.when === undefined ? before.when : readWhen(said.when, before.when.timeZone);
  if (isProblem(when)) return when;
  const accounts = said.accounts === undefined ? before.accounts : accountsIn(said.accounts, where.accounts);
  if (isProblem(accounts)) return accounts;
  const placed = (places: readonly string[]): string[] => [
    ...new Set(places.map((one) => (one === here ? where.place.id : one))),
  ];
  const { days, usdPerMonth } = {
    ...before.atLeast,
    ...(said.days !== undefined && { days: said.days }),
    ...(said.usd !== undefined && { usdPerMonth: said.usd }),
  };
  const repeatDays = said.repeat ?? before.repeatDays ?? 'never';
  const escalate = said.escalate ?? before.escalate ?? none;
  const quiet = said.quiet ?? before.quiet ?? none;
  return {
    name: before.name,
    watches: watchedWith(before.watches, said),
    ...(accounts && { accounts: [...accounts] }),
    when,
    to: said.to === undefined ? before.to : placed(said.to),
    atLeast: {
      ...(typeof days === 'number' && { days }),
      ...(usdPerMonth !== undefined && usdPerMonth !== none && { usdPerMonth }),
    },
    form: said.form ?? before.form,
    ...(repeatDays !== 'never' && { repeatDays }),
    ...(escalate !== none && { escalate: { ...escalate, to: placed(escalate.to) } }),
    ...(quiet !== none && { quiet }),
    allClear: said['all-clear'] ?? before.allClear,
  };
}

function watchedWith(watches: Watched, { by, limit, tag }: SaidOfAlert): Watched {
  switch (watches.is) {
    case 'waste':
      return watches;
    case 'cost':
      return by === undefined ? watches : { is: 'cost', by: by.by === 'tag' ? `tag:${by.key}` : by.by };
    case 'budget': {
      const chosen = tag ?? watches.tag ?? none;
      return { is: 'budget', usdPerHour: limit ?? watches.usdPerHour, ...(chosen !== none && { tag: chosen }) };
    }
  }
}

/** What was said that goes with another kind of alert. */
function misplaced({ is }: Watched, said: SaidOfAlert): Problem | undefined {
  const others = alertKinds.filter((kind) => kind !== is);
  const [wrong] = others.flatMap((kind) =>
    onlyOf[kind].flatMap((key) => (said[key] === undefined ? [] : [{ kind, key }])),
  );
  if (wrong === undefined) return undefined;
  return {
    problem: 'unknown-option',
    what: say`${code(`${wrong.key}:`)} does not go with an alert of ${kindWords[is]}.`,
    todo: say`It goes with one of ${kindWords[wrong.kind]}.`,
  };
}

/** Names of accounts, from names and ids; undefined: every account. */
function accountsIn(
  said: readonly string[] | typeof none,
  all: readonly Account[],
): readonly string[] | undefined | Problem {
  if (said === none) return undefined;
  const names: string[] = [];
  for (const word of said) {
    const found = all.find(({ name, id }) => name.toLowerCase() === word.toLowerCase() || (id !== '' && id === word));
    if (found === undefined)
      return {
        problem: 'bad-value',
        what: say`No account ${code(word)} is looked at here.`,
        todo: didYouMean(
          word,
          all.map(({ name }) => name),
        ),
      };
    if (!names.includes(found.name)) names.push(found.name);
  }
  return names;
}
