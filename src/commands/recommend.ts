import type { Market } from '../core/facts/instance-types/offers.ts';
import { pick } from '../core/facts/instance-types/pick.ts';
import { withReasons } from '../core/facts/instance-types/recommend.ts';
import { shortages, type Offer, type WishKey } from '../core/facts/instance-types/wishes.ts';
import { platformRow } from '../core/facts/prices/platforms.ts';
import { currencyOf } from '../core/facts/prices/question.ts';
import { exact, money, type Money } from '../core/money.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { code, command as typed, say, type Spans } from '../core/text.ts';
import { command, type Context } from './command.ts';
import { gpuCount, hourlyPrice, memory, networkSpeed, priceWord, vCpuCount } from './options/amounts.ts';
import { architecture } from './options/architecture.ts';
import { choice, instanceType, os, yesNo } from './options/kinds.ts';
import type { ArgsOf, Options } from './options/option.ts';
import { rowsOf } from './paging.ts';
import { quotedRegion, quoteRegion } from './quote-region.ts';
import { nothingFits, pickedNotes, recommendedTable, watchNote } from './reply/recommend-reply.ts';
import { action, actions, line, note, paragraph, reply, type Reply } from './reply/reply.ts';
import { factsOf } from './which-type.ts';
import { wishesOf, wishWords } from './wishes.ts';
import { typeInWords } from './words.ts';

const options = {
  vcpus: vCpuCount('At least so many vCPUs'),
  memory: memory('At least so much memory, in GiB'),
  'max-price': hourlyPrice('At most so much an hour'),
  arch: architecture('What the software is built for'),
  gpu: gpuCount('At least so many GPUs'),
  burstable: yesNo('Burstable types (T) alone, or none'),
  storage: choice('With local disks (instance store)', ['local', 'any']),
  network: networkSpeed('At least so much network all the time, in Gbit/s'),
  like: instanceType('A type that something runs on today'),
  more: choice('What that type is short of', shortages),
  older: yesNo('Also types that AWS marks as previous generation'),
  region: quotedRegion(),
  os: os(),
} as const satisfies Options;

/** Types that the answer offers to compare. */
const compared = 3;

/** Types for what is needed. */
export const recommend = command({
  name: 'recommend',
  summary: 'Recommend instance types for what is needed, cheapest first, with reasons',
  examples: [
    'recommend vcpus:4 memory:16',
    'recommend like:m5.xlarge more:memory',
    'recommend memory:32 arch:arm64 burstable:no region:eu-west-1',
    'recommend gpu:1 max-price:1',
  ],
  options,
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run(args, context) {
    const { core, signal, now } = context;
    const { like, more, os: system = 'linux' } = args;
    if (like === undefined && more !== undefined) return shortOfWhat(more);
    // The current generation is always asked for.
    if (like === undefined && wishWords(wishesOf(args)).size === 1) return howToAsk;
    const where = await quoteRegion(args.region, context);
    if (isProblem(where)) return where;
    const most = args['max-price'];
    if (most !== undefined && most.currency !== currencyOf(where.region)) return otherCurrency(most, where.region);
    const market = { region: where.region, os: system };
    const today = like === undefined ? undefined : await todayOf(like, market, context);
    if (isProblem(today)) return today;
    const wishes = wishesOf(args, today?.facts, more);
    const told = rowsOf(context);
    const picked = await pick(core, market, wishes, { signal, told, but: like });
    if (isProblem(picked)) return picked;
    const asked = [
      paragraph(
        say`Asked: ${[...wishWords(wishes).values()].join(', ')}; ${where.regionWords}, ${platformRow(system).words}, On-Demand.`,
      ),
      today && paragraph(inWords(today)),
    ];
    const notes = (all: readonly Offer[]) =>
      pickedNotes(today === undefined ? all : [today, ...all], picked, where.region, now);
    const { recommended } = picked;
    const [first] = recommended;
    if (first === undefined) return nothingFits(picked, wishes, asked, notes, lineWith(args));
    const shown = withReasons(recommended.slice(0, told), wishes);
    const rest = recommended.length - shown.length;
    const side = [...(like === undefined ? [] : [like]), ...shown.map(({ facts }) => facts.name)].slice(0, compared);
    return reply(
      'plain',
      titleOf(first, recommended),
      ...asked,
      recommendedTable(shown, today),
      rest > 0 ? note(say`${rest} more fit; more wishes leave fewer.`) : undefined,
      watchNote(shown),
      ...notes(shown),
      actions(
        side.length > 1 ? action('Compare', line`compare ${side} ${where.region} ${system}`) : undefined,
        action('Price', line`price ${first.facts.name} ${where.region} ${system}`),
      ),
    );
  },
});

/** Which is the cheapest, as far as prices are known. */
function titleOf({ facts: { name }, rate }: Offer, all: readonly Offer[]): Spans {
  const unknown = all.filter((one) => one.rate === undefined).length;
  if (all.length === 1) return say`${code(name)} is the only type that fits`;
  if (rate === undefined) return say`${all.length} types fit, none with a known price`;
  return say`${code(name)} is the cheapest of ${all.length} types that fit${unknown === 0 ? '' : `, ${unknown} of unknown price`}`;
}

/** What runs today: its facts and, where it is known, its price. */
async function todayOf(
  like: string,
  { region: where, os: system }: Market,
  { core, signal }: Context<'reads'>,
): Promise<Offer | Problem> {
  await core.types.know([{ type: like, region: where }], signal);
  const facts = factsOf(like, core.types, where);
  if (isProblem(facts)) return facts;
  const rate = await core.prices.onDemand({ type: like, region: where, os: system }, { signal });
  return { facts, rate: isProblem(rate) ? undefined : rate };
}

const inWords = ({ facts, rate }: Offer): Spans =>
  say`Today ${code(facts.name)}: ${typeInWords(facts)}; ${rate === undefined ? 'its price there is not known' : `${exact(rate.perHour)} an hour`}.`;

/** The line again, with another value of one wish. */
const lineWith =
  (args: ArgsOf<typeof options>) =>
  (key: WishKey, value: string): string => {
    const given: Readonly<Record<string, unknown>> = args;
    const every: Options = options;
    const words = Object.entries(every).flatMap(([name, option]) =>
      name === key ? [`${key}:${value}`] : option.print(given[name]).map((word) => `${name}:${word}`),
    );
    return line`recommend ${words}`;
  };

/** Without a rate of exchange nothing is compared with it. */
const otherCurrency = (most: Money, where: string): Problem => ({
  problem: 'bad-value',
  what: say`${code(`max-price:${priceWord(most)}`)} is in ${most.currency}; prices in ${where} are in ${currencyOf(where)}.`,
  todo: say`Give it in ${currencyOf(where)}, as ${code(`max-price:${priceWord(money('0.2', currencyOf(where)))}`)}.`,
});

const shortOfWhat = (more: string): Problem => ({
  problem: 'missing-value',
  what: say`${code(`more:${more}`)} needs a type that has too little of it.`,
  todo: say`Say which, as ${typed(`recommend like:m5.xlarge more:${more}`)}.`,
});

const howToAsk: Reply = reply(
  'plain',
  'Say what is needed, and the types that have it are told, cheapest first',
  paragraph(
    say`Figures are at least: ${code('vcpus:4')}, ${code('memory:16')} (GiB), ${code('gpu:1')}, ${code('network:10')} (Gbit/s all the time). ${code('max-price:0.2')} is at most, an hour.`,
  ),
  paragraph(
    say`${code('arch:arm64')} or ${code('arch:x86_64')}, ${code('burstable:no')}, ${code('storage:local')}, ${code('older:yes')} (previous generation too); a region and a system as in ${typed('price')}.`,
  ),
  paragraph(say`${code('like:m5.xlarge more:memory')} asks what comes next for a type that is short of something.`),
  actions(
    action('4 vCPU, 16 GiB', 'recommend vcpus:4 memory:16'),
    action('A GPU', 'recommend gpu:1'),
    action('More memory', 'recommend like:m5.xlarge more:memory'),
  ),
);
