import { fullCpuLike, type Known } from '../../core/facts/instance-types/known.ts';
import { breakEvenPercent, surplusOf } from '../../core/facts/prices/surplus.ts';
import { exact, type Money } from '../../core/money.ts';
import type { TypeFacts } from '../../core/ports/instance-type.ts';
import { isProblem } from '../../core/problem.ts';
import { code, say, type Speakable } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { surplusInWords } from '../words.ts';
import type { Wanted } from './explainer.ts';
import { ratesOf } from './rates.ts';

/** What burstable means for a type: baseline and credits, and what is paid beyond them. None for other types. */
export async function burstFields(
  facts: TypeFacts,
  known: Known,
  own: Money | undefined,
  wanted: Wanted,
  context: Context<'reads'>,
): Promise<readonly (readonly [label: string, value: Speakable | undefined])[]> {
  if (!facts.burstable) return [];
  const { asOf, find } = context.core.types.credits;
  const credits = find(facts.name);
  if (credits === undefined) return [['Credits', 'how many it earns is not in the figures here']];
  const { perHour, mostKept, baselinePercent } = credits;
  const { region, os } = wanted;
  const { core, signal, now } = context;
  const surplus = await surplusOf({ type: facts.name, region, os }, core.prices, { signal });
  return [
    ['Baseline', `${baselinePercent} % of each vCPU for ever; beyond it one credit a vCPU-minute`],
    ['Credits', `earns ${perHour} an hour, keeps ${mostKept} at most, a day’s (as of ${asOf})`],
    [
      'Unlimited',
      surplus === undefined
        ? 'what is billed beyond the credits is not in the figures here'
        : say`beyond the credits ${surplusInWords(surplus, now)}`,
    ],
    [
      'Break-even',
      own &&
        surplus &&
        (await breakEvenInWords({ facts, known, own, surplus: surplus.perHour, baselinePercent }, wanted, context)),
    ],
  ];
}

async function breakEvenInWords(
  {
    facts,
    known,
    own,
    surplus,
    baselinePercent,
  }: {
    readonly facts: TypeFacts;
    readonly known: Known;
    readonly own: Money;
    readonly surplus: Money;
    readonly baselinePercent: number;
  },
  wanted: Wanted,
  context: Context<'reads'>,
): Promise<Speakable> {
  const rates = await ratesOf(
    fullCpuLike(facts, known).map(({ name }) => name),
    wanted,
    context,
  );
  const [cheapest] = [...rates]
    .flatMap(([type, rate]) => (isProblem(rate) ? [] : [{ type, perHour: rate.perHour }]))
    .toSorted((one, other) => one.perHour.amount.cmp(other.perHour.amount));
  if (cheapest === undefined) return 'no type with the full CPU has its vCPUs and memory';
  const { type, perHour: full } = cheapest;
  const percent = breakEvenPercent({ burstable: own, full, surplus, vCpus: facts.vCpus, baselinePercent });
  const other = say`${code(type)} (${exact(full)} an hour, the full CPU all the time)`;
  if (percent === undefined) return say`never dearer than ${other}`;
  return percent <= baselinePercent
    ? say`${other} costs less whatever the load`
    : say`from ${percent} % CPU on average ${other} costs less`;
}
