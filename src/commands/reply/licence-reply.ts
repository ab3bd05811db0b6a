import { licenceOfType, licencePerVCpu } from '../../core/facts/prices/licence.ts';
import { platformRow } from '../../core/facts/prices/platforms.ts';
import { exact, hoursPerMonth, rounded, times } from '../../core/money.ts';
import type { Image } from '../../core/ports/instance-type.ts';
import type { OperatingSystem, Product, Rate } from '../../core/ports/price-list.ts';
import { isProblem } from '../../core/problem.ts';
import { code, say } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { provenanceInWords, rateNote } from '../words.ts';
import { note, paragraph, type Block } from './reply.ts';

/** What the licence of an image costs over Linux: on one type, and by the vCPU. @param os Undefined: its billing code has no price here. */
export async function licenceBlocks(
  { region, usageOperation, platformDetails }: Pick<Image, 'region' | 'usageOperation' | 'platformDetails'>,
  os: OperatingSystem | undefined,
  type: string | undefined,
  context: Context<'reads'>,
): Promise<readonly (Block | undefined)[]> {
  if (usageOperation === undefined)
    return [note(say`What its licence costs is not known: AWS tells no billing code of it.`)];
  if (os === undefined)
    return [
      note(
        say`What its licence costs is not known: the billing code ${code(usageOperation)} (${platformDetails ?? 'no words for it'}) has no price in the figures here.`,
      ),
    ];
  const row = platformRow(os);
  if (row.licenseModel !== undefined)
    return [paragraph(say`Licence: one of your own; AWS charges the price of Linux.`)];
  if (os === 'linux') return [paragraph(say`Licence: none over Linux.`)];
  const [own, usual] = await Promise.all([
    type === undefined ? undefined : onType({ type, region, os }, context),
    perVCpu(region, os, context),
  ]);
  const told = [own, usual].flatMap((one) => (one === undefined ? [] : [one]));
  const rates = told.flatMap(({ rate }) => (rate === undefined ? [] : [rate]));
  const words = (rate: Rate): string => provenanceInWords(rate, context.now);
  return [
    ...told.map(({ says }) => says),
    // Both are mostly of one source, which is then told once.
    ...rates
      .filter((rate, at) => rates.findIndex((one) => words(one) === words(rate)) === at)
      .map((rate) => rateNote(rate, context.now)),
  ];
}

/** A figure in words, and where it is from. */
interface Told {
  readonly says: Block;
  readonly rate?: Rate;
}

async function onType(product: Product, { core, signal }: Context<'reads'>): Promise<Told> {
  const licence = await licenceOfType(core.prices, product, { signal });
  const type = code(product.type);
  if (isProblem(licence)) return { says: note(say`On ${type} its licence has no known price: ${licence.what}`) };
  return {
    says: paragraph(
      say`Licence on ${type}: ${exact(licence.perHour)} an hour over Linux, ${rounded(times(licence.perHour, hoursPerMonth))} a month (${exact(licence.with.perHour)} against ${exact(licence.linux.perHour)}, On-Demand).`,
    ),
    rate: licence.with,
  };
}

async function perVCpu(region: string, os: OperatingSystem, { core, signal }: Context<'reads'>): Promise<Told> {
  const vCpusOf = (name: string) => core.types.find(name, region)?.vCpus;
  const licence = await licencePerVCpu(core.prices, { region, os }, vCpusOf, signal);
  const system = platformRow(os).words;
  if (licence === undefined)
    return {
      says: note(say`What ${system} costs over Linux by the vCPU is not in the catalogue for ${region}.`),
    };
  const { usual, holds, of, least, most, rate } = licence;
  const others = holds === of ? '' : `; all of them from ${exact(least)} to ${exact(most)}`;
  return {
    says: paragraph(
      say`Licence by the vCPU: ${exact(usual)} an hour over Linux on ${holds} of the ${of} types sold with ${system} in ${region}${others}.`,
    ),
    rate,
  };
}
