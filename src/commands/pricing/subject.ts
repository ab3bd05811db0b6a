import { billingOf, placeOf as priceRegionOf } from '../../core/facts/prices/billing.ts';
import { holdingsOf, type Holdings } from '../../core/estate/holdings.ts';
import { always, type Running } from '../../core/facts/prices/terms.ts';
import { platformRow } from '../../core/facts/prices/platforms.ts';
import type { Whole } from '../../core/estate/estate.ts';
import { hoursPerMonth } from '../../core/money.ts';
import type { Instance } from '../../core/ports/instance.ts';
import type { OperatingSystem, Product, Rate } from '../../core/ports/price-list.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { code, command as typed, list, say, strong, type Spans } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { diskWord, type Disk } from '../options/disk.ts';
import { isTypeWord } from '../options/kinds.ts';
import type { Off } from '../options/paying.ts';
import { watched } from '../progress.ts';
import { quoteRegion, usualRegion } from '../quote-region.ts';
import { placeOf } from '../scope.ts';
import { factsOf, noSuchType } from '../which-type.ts';

/** What is asked of a price besides whose it is. */
export interface Wish {
  /** A type, or an instance by whatever names it. */
  readonly name: string;
  readonly region: string | undefined;
  readonly os: OperatingSystem | undefined;
  readonly tenancy: 'shared' | 'dedicated' | 'host' | undefined;
  readonly hours: number | undefined;
  readonly off: Off | undefined;
  readonly count: number | undefined;
  readonly disk: readonly Disk[] | undefined;
  readonly ipv4: number | undefined;
}

/** A machine to be priced: one that could be, or one that there is. */
export interface Subject {
  /** What it is called. */
  readonly name: Spans;
  readonly product: Product;
  /** What it is billed now for every hour that it runs. */
  readonly rate: Rate | Problem;
  readonly held: Holdings;
  readonly count: number;
  /** One that there is. */
  readonly machine?: Instance;
  /** Its region as it is told, with whether it was named. */
  readonly regionWords: string;
  /** What to type for the same. */
  readonly words: readonly string[];
  readonly gaps: readonly Problem[];
}

/** What of the time it runs. */
export const runningOf = ({ hours, off }: Pick<Wish, 'hours' | 'off'>): Running =>
  off?.running ?? (hours === undefined ? always : { of: hours, every: hoursPerMonth });

/** The words of a wish that go with any subject. */
const wishWords = ({ hours, off, count, disk = [], ipv4 }: Wish): readonly string[] => [
  ...(hours === undefined ? [] : [`hours:${hours}h`]),
  ...(off === undefined ? [] : [`off:${off.word}`]),
  ...(count === undefined ? [] : [`count:${count}x`]),
  ...disk.map((one) => `disk:${diskWord(one)}`),
  ...(ipv4 === undefined ? [] : [`ipv4:${ipv4}`]),
];

/** What a line asks the price of, or what it lacks. */
export async function subjectOf(wish: Wish, context: Context<'reads'>): Promise<Subject | Problem> {
  const { name, hours, off } = wish;
  if (hours !== undefined && off !== undefined)
    return bad(say`${code('hours')} and ${code('off')} both say when it runs.`, say`Give one of them.`);
  if (isTypeWord(name)) {
    const subject = await typeSubject(name.toLowerCase(), wish, context);
    if (isProblem(subject) || !isProblem(subject.rate) || subject.rate.problem !== 'unknown-type') return subject;
    // A machine may be called as a type could be.
    const machine = await instanceSubject(name, wish, context);
    return isProblem(machine) ? subject : machine;
  }
  const machine = await instanceSubject(name, wish, context);
  if (!isProblem(machine) || machine.problem !== 'instance-not-found') return machine;
  const word = name.toLowerCase();
  if (/^[a-z][\w-]*\.[a-z0-9-]+$/.test(word)) return typeSubject(word, wish, context);
  const { types } = context.core;
  // A family has as many prices as sizes.
  const family = types.typesOf(word).length > 0 ? factsOf(word, types, wish.region ?? usualRegion) : machine;
  return isProblem(family) ? family : machine;
}

async function typeSubject(type: string, wish: Wish, context: Context<'reads'>): Promise<Subject | Problem> {
  const { region: asked, os = 'linux', tenancy, disk = [], ipv4 = 0, count = 1 } = wish;
  const { core, signal } = context;
  const quoted = await quoteRegion(asked, context);
  if (isProblem(quoted)) return quoted;
  const { region, regionWords } = quoted;
  const product: Product = { type, region, os, ...(tenancy === 'dedicated' && { tenancy }) };
  const [rate] = await Promise.all([
    core.prices.onDemand(product, { signal }),
    core.prices.prepare([region], { signal }),
    core.types.know([{ type, region }], signal),
  ]);
  return {
    name: count === 1 ? [code(type)] : say`${count} ${code(type)}`,
    product,
    // What is true of any Dedicated Instance is said of this one.
    rate:
      isProblem(rate) && rate.problem === 'no-price' && tenancy === 'dedicated'
        ? { ...rate, what: say`${code(type)}: ${rate.what}` }
        : isProblem(rate)
          ? withoutPrice(rate, type, core)
          : rate,
    held: {
      volumes: disk.map((one) => ({ ...one, region })),
      unreadVolumes: [],
      elastic: 0,
      autoAssigned: ipv4,
      unreadAddresses: [],
    },
    count,
    regionWords,
    words: [
      type,
      region,
      ...(os === 'linux' ? [] : [os]),
      ...(tenancy === undefined ? [] : [tenancy]),
      ...wishWords(wish),
    ],
    gaps: [],
  };
}

/** Why a type has no price: where no source knows such a type, that. */
export const withoutPrice = (why: Problem, type: string, { types, prices }: Context<'reads'>['core']): Problem =>
  (why.problem === 'unknown-type' || why.problem === 'no-price') &&
  !types.names().includes(type) &&
  !prices.types().includes(type)
    ? noSuchType(type, types)
    : why;

async function instanceSubject(word: string, wish: Wish, context: Context<'reads'>): Promise<Subject | Problem> {
  const { core, signal } = context;
  const seen = await core.estate.one(word, placeOf(word, context), watched(context));
  if (isProblem(seen)) return seen;
  const own = (['region', 'os', 'tenancy', 'disk', 'ipv4'] as const).filter((key) => wish[key] !== undefined);
  if (own.length > 0)
    return bad(
      say`${code(word)} has its own ${list(own.map((key) => code(key)))}.`,
      say`Leave ${own.length === 1 ? 'it' : 'them'} out, or ask for a type.`,
    );
  const parts = await core.estate.whole(seen.items, { signal });
  const [whole] = parts.items;
  if (whole === undefined) throw new Error('an instance that was found has no parts');
  const product = productOf(whole);
  if (isProblem(product)) return product;
  const { instance } = whole;
  const [rate] = await Promise.all([
    rateOf(whole, product, context),
    core.prices.prepare([instance.region], { signal }),
    core.types.know([instance], signal),
  ]);
  const name = instance.name === undefined ? code(instance.id) : strong(instance.name);
  return {
    name: wish.count === undefined ? [name] : say`${wish.count} like ${name}`,
    product,
    rate,
    held: holdingsOf(whole),
    count: wish.count ?? 1,
    machine: instance,
    regionWords: product.region,
    words: [instance.id, ...wishWords(wish)],
    gaps: [...seen.gaps, ...parts.gaps],
  };
}

/** What it is billed for an hour; of Spot, where the price of its zone is not known, the average of its region. */
async function rateOf(
  { instance }: Whole,
  product: Product,
  { core: { prices }, signal }: Context<'reads'>,
): Promise<Rate | Problem> {
  const rate = await prices.ofInstance(instance, { signal });
  return isProblem(rate) && instance.lifecycle === 'spot' ? (prices.spotAverage(product) ?? rate) : rate;
}

/** What the same machine is sold as On-Demand; why nothing, where its host is billed or its code has no price. */
function productOf({ instance }: Whole): Product | Problem {
  const billing = billingOf(instance);
  if (isProblem(billing)) return { ...billing, what: say`${code(instance.id)}: ${billing.what}` };
  switch (billing.by) {
    case 'product':
      return billing.product;
    case 'spot': {
      const { type, os } = billing.machine;
      return {
        type,
        region: priceRegionOf(instance),
        os,
        ...(instance.tenancy === 'dedicated' && { tenancy: 'dedicated' }),
      };
    }
    case 'host':
      return {
        problem: 'no-price',
        what: say`${code(instance.id)} runs on a Dedicated Host: the host is billed, not the instance.`,
        todo: say`${typed(`price ${instance.type} ${billing.region} host`)} asks for the host.`,
      };
  }
}

const bad = (what: Spans, todo: Spans): Problem => ({ problem: 'bad-value', what, todo });

/** `Linux, On-Demand, shared tenancy`. */
export const soldAs = ({ os, tenancy }: Product, how = 'On-Demand'): string =>
  `${platformRow(os).words}, ${how}, ${tenancy === 'dedicated' ? 'Dedicated Instance' : 'shared tenancy'}`;
