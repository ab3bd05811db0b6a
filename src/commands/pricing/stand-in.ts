import { familyOf } from '../../core/facts/instance-types/catalogue.ts';
import { acceleratorInWords } from '../../core/facts/instance-types/reasons.ts';
import { surplusAsTold } from '../../core/facts/prices/surplus.ts';
import { exact } from '../../core/money.ts';
import type { Accelerator, TypeFacts } from '../../core/ports/instance-type.ts';
import type { Product } from '../../core/ports/price-list.ts';
import { isProblem } from '../../core/problem.ts';
import { code, say, type Spans } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { gibibytes } from '../../core/gib.ts';

/**
 * What a burstable type does not give that stands in for one with its full CPU all the time: its baseline, and what is
 * beyond it (EC2 guide, "Key concepts for burstable performance instances").
 */
export async function ofBurst(
  old: TypeFacts,
  other: TypeFacts,
  { region, os }: Pick<Product, 'region' | 'os'>,
  { core, signal }: Context<'reads'>,
): Promise<readonly Spans[]> {
  if (!other.burstable || old.burstable) return [];
  const { name } = other;
  const baseline = core.types.credits.find(name)?.baselinePercent;
  const held =
    baseline === undefined
      ? say`how much CPU it may use for ever is not in the figures here`
      : say`it may use ${baseline} % of each vCPU for ever, and more only while it has CPU credits`;
  const listed = await core.prices.cpuCredits(familyOf(name), region, os, { signal });
  const surplus = isProblem(listed) ? surplusAsTold({ type: name, region, os }) : listed.perHour;
  const beyond =
    surplus === undefined
      ? 'is billed besides, at a price that is not in the figures here'
      : `costs ${exact(surplus)} a vCPU-hour besides${isProblem(listed) ? ' (as AWS tells it, not verified here)' : ''}`;
  return [
    say`Not sure: ${code(name)} is burstable, ${code(old.name)} has its full CPU all the time: ${held}. In unlimited mode CPU beyond the credits ${beyond}; in standard mode it is slowed down to the baseline.`,
  ];
}

/** What of the accelerators is another, or gone. */
export function ofAccelerators(old: TypeFacts, other: TypeFacts): readonly Spans[] {
  const [had, has] = [told(old), told(other)];
  if (old.accelerators.length === 0 || had === has) return [];
  return [
    other.accelerators.length === 0
      ? say`Not the same: it has no accelerator; ${code(old.name)} has ${had}, and what uses it does not run there.`
      : say`Not the same: it has ${has} instead of ${had}; drivers and software must suit it.`,
  ];
}

/** `1 T4 GPU with 16 GiB`. */
const told = ({ accelerators }: TypeFacts): string => accelerators.map(inWords).join(', ');
const inWords = (one: Accelerator): string =>
  one.memoryMiB === undefined
    ? acceleratorInWords(one)
    : `${acceleratorInWords(one)} with ${gibibytes(one.memoryMiB)} GiB${one.count > 1 ? ' each' : ''}`;
