import { platformRow } from '../core/facts/prices/platforms.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { code, command as typed, list, say } from '../core/text.ts';
import { command } from './command.ts';
import { os } from './options/kinds.ts';
import { typeList } from './options/type-list.ts';
import { quotedRegion, quoteRegion } from './quote-region.ts';
import { bestMark, compareRows, type Compared } from './reply/compare-rows.ts';
import { figuresNote } from './reply/figures-note.ts';
import { action, actions, column, comparison, line, note, paragraph, reply } from './reply/reply.ts';
import { factsOf } from './which-type.ts';

/** Types side by side; more would be a list. */
const typesAtMost = 6;

/** Types side by side. */
export const compare = command({
  name: 'compare',
  summary: 'Compare instance types side by side: facts, price, and the price of a vCPU and a GiB',
  examples: [
    'compare m5.xlarge m7g.xlarge',
    'compare c5.large c6i.large c7i.large c7a.large eu-west-1',
    'compare m5.large m6i.large windows',
  ],
  options: {
    types: typeList(`Two to ${typesAtMost} instance types`, typesAtMost).required(),
    region: quotedRegion(),
    os: os(),
  },
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run({ types, region: asked, os: system = 'linux' }, context) {
    const { core, signal, now } = context;
    const quoted = await quoteRegion(asked, context);
    if (isProblem(quoted)) return quoted;
    const { region: where, regionWords } = quoted;
    await core.types.know(
      types.map((type) => ({ type, region: where })),
      signal,
    );
    const found = types.map((type) => factsOf(type, core.types, where));
    const unknown = found.find(isProblem);
    if (unknown !== undefined) return unknown;
    const facts = found.flatMap((one) => (isProblem(one) ? [] : [one]));
    const [only] = facts;
    if (only === undefined || facts.length < 2) return needsTwo(types[0]);
    const [there, ...rates] = await Promise.all([
      core.types.of(where, signal),
      ...facts.map(({ name }) => core.prices.onDemand({ type: name, region: where, os: system }, { signal })),
    ]);
    const all = facts.map((one, at): Compared => {
      const rate = rates[at];
      return {
        facts: one,
        rate: isProblem(rate) ? undefined : rate,
        offered: there.anyRegion === true ? undefined : there.find(one.name) !== undefined,
      };
    });
    const { differing, equal } = compareRows(all);
    return reply(
      'plain',
      say`${list(facts.map(({ name }) => code(name)))} side by side`,
      paragraph(
        say`${regionWords}, ${platformRow(system).words}, On-Demand, shared tenancy. ${bestMark} is best of its row: of a range by what is there all the time.`,
      ),
      comparison(
        [column(''), ...facts.map(({ name }) => column(name, 'right'))],
        differing.map(({ label, cells }) => [label, ...cells]),
      ),
      equal.length > 0
        ? paragraph(say`Equal: ${equal.map(({ label, says }) => `${label} ${says}`).join('; ')}.`)
        : undefined,
      ...rates.flatMap((rate) => (isProblem(rate) ? [note(say`${rate.what} ${rate.todo}`)] : [])),
      figuresNote(all, there, now),
      there.gap === undefined ? undefined : note(say`Could not be read: ${there.gap.what}`),
      actions(
        action('Others like the first', line`recommend like:${only.name} ${where} ${system}`),
        action('Price of the first', line`price ${only.name} ${where} ${system}`),
      ),
    );
  },
});

const needsTwo = (type: string | undefined): Problem => ({
  problem: 'missing-value',
  what: say`One type has nothing to stand beside.`,
  todo: say`Name another, as ${typed(`compare ${type ?? 'm5.large'} m7g.large`)}; ${typed(`recommend like:${type ?? 'm5.large'}`)} tells others.`,
});
