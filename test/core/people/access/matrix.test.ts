import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Access } from '../../../../src/core/people/access/access.ts';
import { starter } from '../../../../src/core/people/access/starter.ts';
import { cedar, openHouse, type House } from './house.ts';
import { cellOf, columns, momentOf, roles, rowsOf, type Row } from './matrix.ts';
import { richRules } from './rich-rules.ts';

/** Who may do what under the rules that come with Quartermaster. olga: operator; anna: approver; adam: admin; otto: operator and approver; nina: nothing. */
const starterTable = `
who   where    day hour   on                          start stop hibernate reboot terminate disassociate release reset-dns recover look settings freeze break-glass
olga  private  fri 10:00  plain                       yes   yes  yes       yes    two       two          two     two       yes     yes  yes      -      -
olga  general  sat 23:59  plain                       yes   yes  yes       yes    two       two          two     two       yes     yes  yes      -      -
olga  general  fri 10:00  env=dev                     yes   yes  yes       yes    two       two          two     two       yes     yes  yes      -      -
olga  general  fri 10:00  env=prod                    both  both both      both   both      both         both    both      yes     yes  yes      -      -
olga  private  sat 00:00  env=prod                    both  both both      both   both      both         both    both      yes     yes  yes      -      -
olga  general  fri 10:00  Env=prod                    yes   yes  yes       yes    two       two          two     two       yes     yes  yes      -      -
olga  general  fri 10:00  env=production              yes   yes  yes       yes    two       two          two     two       yes     yes  yes      -      -
olga  general  fri 10:00  env=Prod                    yes   yes  yes       yes    two       two          two     two       yes     yes  yes      -      -
olga  general  fri 10:00  quartermaster=never         -     -    -         -      -         -            -       -         -       yes  yes      -      -
olga  general  fri 10:00  quartermaster=ask           yes   yes  yes       yes    two       two          two     two       yes     yes  yes      -      -
olga  general  fri 10:00  env=prod+quartermaster=never -    -    -         -      -         -            -       -         -       yes  yes      -      -
olga  general  fri 10:00  99usd+500targets            yes   yes  yes       yes    two       two          two     two       yes     yes  yes      -      -
otto  private  fri 10:00  plain                       yes   yes  yes       yes    two       two          two     two       yes     yes  yes      -      -
otto  private  fri 10:00  env=prod                    both  both both      both   both      both         both    both      yes     yes  yes      -      -
anna  private  fri 10:00  plain                       -     -    -         -      -         -            -       -         -       yes  -        -      -
anna  private  fri 10:00  env=prod                    -     -    -         -      -         -            -       -         -       yes  -        -      -
adam  private  fri 10:00  plain                       -     -    -         -      -         -            -       -         -       yes  -        yes    yes
adam  general  fri 10:00  env=prod                    -     -    -         -      -         -            -       -         -       yes  -        yes    yes
nina  private  fri 10:00  plain                       -     -    -         -      -         -            -       -         -       yes  -        -      -
`;

/** The same under the rules of a larger team. dora: developer; sven: SRE; lena: lead; paul: developer and SRE, and on leave. */
const richTable = `
who   where    day hour   on                          start stop hibernate reboot terminate disassociate release reset-dns recover look settings freeze break-glass
dora  general  fri 08:00  account:dev                 yes   yes  -         -      -         -            -       -         -       yes  -        -      -
dora  general  fri 07:59  account:dev                 -     -    -         -      -         -            -       -         -       yes  -        -      -
dora  general  fri 17:59  account:dev                 yes   yes  -         -      -         -            -       -         -       yes  -        -      -
dora  general  fri 18:00  account:dev                 -     -    -         -      -         -            -       -         -       yes  -        -      -
dora  general  sat 10:00  account:dev                 -     -    -         -      -         -            -       -         -       yes  -        -      -
dora  private  fri 10:00  plain                       -     -    -         -      -         -            -       -         -       -    -        -      -
dora  general  fri 10:00  account:dev+6usd            why   yes  -         -      -         -            -       -         -       yes  -        -      -
dora  general  fri 10:00  account:dev+5usd            yes   yes  -         -      -         -            -       -         -       yes  -        -      -
dora  general  fri 10:00  account:dev+4targets        two   two  -         -      -         -            -       -         -       yes  -        -      -
dora  general  fri 10:00  account:dev+6usd+4targets   both  two  -         -      -         -            -       -         -       yes  -        -      -
sven  general  sat 03:00  plain                       yes   yes  yes       yes    yes       two          two     two       two     yes  yes      -      yes
sven  private  sat 03:00  plain                       yes   yes  yes       yes    -         two          two     two       two     yes  yes      -      yes
sven  general  sat 03:00  3targets                    yes   yes  yes       yes    yes       two          two     two       two     yes  yes      -      yes
sven  general  sat 03:00  4targets                    two   two  two       two    two       two          two     two       two     yes  yes      -      yes
sven  private  sat 03:00  4targets+6usd               both  two  two       two    -         two          two     two       two     yes  yes      -      yes
lena  general  fri 10:00  plain                       -     -    -         -      -         -            -       -         -       yes  -        yes    -
lena  private  fri 10:00  plain                       -     -    -         -      -         -            -       -         -       yes  -        -      -
lena  general  fri 10:00  account:dev                 -     -    -         -      -         -            -       -         -       yes  -        yes    -
paul  general  fri 10:00  account:dev                 -     -    -         -      -         -            -       -         -       yes  -        -      yes
`;

/** Each file of rules, its table, and the role whose holders approve by it. */
const files = [
  { name: 'the starter', text: starter, table: rowsOf(starterTable), second: 'approver' },
  { name: 'the rules of a larger team', text: richRules, table: rowsOf(richTable), second: 'lead' },
];

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.remove());

/** Access under a text, whether it is in order or not. */
async function under(text: string): Promise<{ readonly access: Access; at(row: Row): void }> {
  await house.write(text);
  let now = 0;
  const access = await house.open({
    language: { ...cedar, read: (some) => cedar.read(some, true) },
    clock: { now: () => now, sleep: (ms, signal) => house.clock.sleep(ms, signal) },
    roles,
  });
  return {
    access,
    at(row) {
      now = momentOf(row);
    },
  };
}

describe.each(files)('who may do what under $name', ({ text, table, second }) => {
  let asked: Awaited<ReturnType<typeof under>>;
  beforeAll(async () => {
    asked = await under(text);
  });

  it.each(table)('$line', async (row) => {
    asked.at(row);
    const told: string[] = [];
    for (const does of columns) told.push(await cellOf(asked.access, row, does, second));
    expect(Object.fromEntries(columns.map((does, index) => [does, told[index]]))).toEqual(
      Object.fromEntries(columns.map((does, index) => [does, row.cells[index]])),
    );
  });
});

/** The ways in which a rule can be wrong, each as a change of its text. */
const mutations: readonly { readonly what: string; mutate(rule: string): readonly string[] }[] = [
  { what: 'removed', mutate: () => [''] },
  {
    what: 'inverted',
    mutate: (rule) => [rule.replace(/^(permit|forbid)/m, (effect) => (effect === 'permit' ? 'forbid' : 'permit'))],
  },
  {
    what: 'without a condition',
    mutate: (rule) => (rule.match(/\n(when|unless) \{[^}]*\}/g) ?? []).map((clause) => rule.replace(clause, '')),
  },
  {
    what: 'with a condition turned round',
    mutate: (rule) =>
      (rule.match(/\n(when|unless) \{/g) ?? []).map((clause) =>
        rule.replace(clause, clause.includes('when') ? '\nunless {' : '\nwhen {'),
      ),
  },
  {
    what: 'without a part of a condition',
    mutate: (rule) => {
      const conditions = rule.slice(rule.search(/\n(when|unless) \{/));
      return (conditions.match(/ [^ ]* ?[<>=!]=? [^ ]+ (&&|\|\|)|(&&|\|\|) [^&|{}]+(?= \}| &&| \|\|)/g) ?? [])
        .map((part) => rule.replace(part, ''))
        .filter((one) => one !== rule);
    },
  },
  {
    what: 'for everybody',
    mutate: (rule) => [rule.replace(/principal (is Person )?(in|==) \w+::"[^"]*"/, 'principal')],
  },
  {
    what: 'with an action less',
    mutate: (rule) => {
      const list = /action in \[([^\]]*)\]/.exec(rule)?.[1] ?? '';
      return (list.match(/Action::"[^"]*"/g) ?? []).map((one, _, all) =>
        rule.replace(list, all.filter((other) => other !== one).join(', ')),
      );
    },
  },
  {
    what: 'for every action',
    mutate: (rule) => [rule.replace(/action (in|==) (\[[^\]]*\]|Action::"[^"]*")/, 'action')],
  },
];

/** Changes of a rule that change nothing, with the reason; a test finds those that stand here wrongly. */
const same: Readonly<Record<string, string>> = {
  'destroy for every action (1)': 'nobody approves what is no change, and other changes are the operator’s anyway',
  'untouchable for every action (1)': 'nothing but what is changed has tags',
  'sre for every action (1)': 'nothing is done to an instance but changes',
  'addresses for every action (1)': 'nothing is done to an address but changes',
  'many for every action (1)': 'nothing but a change is for several things',
};

describe.each(files)('a mistake in any rule of $name shows in the table', async ({ text, table, second }) => {
  const read = await cedar.read(text, true);
  if (!('all' in read)) throw new Error('the rules cannot be read');
  const mutants = read.all.flatMap((rule) =>
    mutations.flatMap(({ what, mutate }) =>
      [...new Set(mutate(rule.text))]
        .filter((mutant) => mutant !== rule.text)
        .map((mutant, index) => ({ name: `${rule.id} ${what} (${index + 1})`, mutant, rule })),
    ),
  );

  it.each(mutants)('$name', async ({ name, mutant, rule }) => {
    const mutated = text.replace(rule.text, () => mutant);
    expect(await cedar.read(mutated, true)).toHaveProperty('all');
    const { access, at } = await under(mutated);
    // The rule's own actions first: one difference is enough.
    const inOrder = columns
      .map((does, index) => ({ does, index, own: rule.actions.includes(does) }))
      .toSorted((one, other) => Number(other.own) - Number(one.own));
    const difference = async (): Promise<string | undefined> => {
      for (const { does, index } of inOrder) {
        for (const row of table) {
          at(row);
          const told = await cellOf(access, row, does, second).catch((error: unknown) => String(error));
          if (told !== row.cells[index]) return `${row.line}: ${does} ${told}`;
        }
      }
      return undefined;
    };
    const found = await difference();
    // What the table does not tell, the check of a file may.
    const caught = found ?? ('all' in (await cedar.read(mutated, false)) ? undefined : 'a fault');
    expect(caught === undefined).toBe(name in same);
  });
});
