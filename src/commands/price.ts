import type { Product } from '../core/ports/price-list.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { code, list, say } from '../core/text.ts';
import { cli } from './cli/line.ts';
import { cliOfPrice } from './cli/reads.ts';
import { command, type Context } from './command.ts';
import { disks } from './options/disk.ts';
import { choice, isTypeWord, os, pageNumber } from './options/kinds.ts';
import {
  addressCount,
  everyRegion,
  machines,
  monthlyHours,
  off,
  paying,
  termNamed,
  tenancies,
} from './options/paying.ts';
import { otherType, priced } from './options/priced.ts';
import { firstReply } from './pricing/first.ts';
import { hostReply } from './pricing/host.ts';
import { insteadReply, type Instead } from './pricing/instead.ts';
import { regionsReply } from './pricing/regions.ts';
import { runningOf, subjectOf, type Subject } from './pricing/subject.ts';
import { wayReply } from './pricing/way-reply.ts';
import { quotedRegion, usualRegion } from './quote-region.ts';
import { beforeActions, note, type Block, type Reply } from './reply/reply.ts';

/** What a type or a machine costs, in every way that AWS sells it. */
export const price = command({
  name: 'price',
  summary: 'Quote a type or an instance: On-Demand, Spot, Reserved, Savings Plans, hosts',
  examples: [
    'price m5.large',
    'price m5.large windows eu-west-1',
    'price m5.large term:ri-1y-all',
    'price m5.large disk:100gp3 ipv4:1 count:3x',
    'price m5.large regions:all',
    'price web-1',
    'price web-1 as:m7g.large term:ri-1y-none off:nights',
  ],
  options: {
    name: priced().required(),
    region: quotedRegion(),
    regions: everyRegion(),
    os: os(),
    tenancy: choice('Whose hardware: shared (if left out), dedicated, or a host', tenancies),
    term: paying(),
    as: otherType(),
    off: off(),
    hours: monthlyHours(),
    count: machines(),
    disk: disks(),
    ipv4: addressCount(),
    page: pageNumber(),
    cli,
  },
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run({ regions, term, as, page = 1, cli: withCli, ...wish }, context) {
    const running = runningOf(wish);
    const { name, os: system = 'linux', tenancy, count = 1, region: where, disk, ipv4, hours, off: whenOff } = wish;
    const type = isTypeWord(name) ? name : undefined;
    if (regions === 'all') {
      const host = tenancy === 'host' ? tenancy : undefined;
      if (type === undefined) return ofTypesAlone('regions:all', name);
      const deaf = notWith('regions:all', { region: where, tenancy: host, term, as, disk, ipv4 });
      if (deaf !== undefined) return deaf;
      const product = { type, region: usualRegion };
      await context.core.types.know([product], context.signal);
      const everywhere = await regionsReply(
        { type, os: system, dedicated: tenancy === 'dedicated', count, running, page },
        context,
      );
      return isProblem(everywhere) ? everywhere : beforeActions(everywhere, ofRetired(product, context));
    }
    if (tenancy === 'host' && type !== undefined)
      return notWith('tenancy:host', { term, as, off: whenOff, hours, disk, ipv4 }) ?? hostReply(type, wish, context);
    const subject = await subjectOf(wish, context);
    if (isProblem(subject)) return subject;
    const answer = await answerOf(
      subject,
      { as, term, off: wish.off, partly: wish.hours !== undefined, running },
      context,
    );
    if (isProblem(answer)) return answer;
    const product = { ...subject.product, type: as ?? subject.product.type };
    const exists = subject.machine !== undefined && as === undefined;
    return beforeActions(answer, [
      ...(exists ? [] : ofRetired(product, context)),
      ...(withCli === true ? cliOfPrice(product) : []),
    ]);
  },
});

/** What is asked of a subject. */
interface Asked extends Instead {
  /** It runs a part of the time. */
  readonly partly: boolean;
}

/** The first answer, one way to pay or several, or what would be different. */
function answerOf(subject: Subject, asked: Asked, context: Context<'reads'>): Promise<Reply | Problem> {
  const { as, term, off: whenOff, partly, running } = asked;
  const single = term === undefined || term === 'od' || term === 'spot' || termNamed(term) !== undefined;
  const otherwise = partly || whenOff !== undefined || (term !== undefined && term !== 'spot');
  if (as !== undefined && !single) return Promise.resolve(oneTermOnly(term));
  if (as !== undefined || (subject.machine !== undefined && single && otherwise))
    return insteadReply(subject, asked, context);
  return term === undefined || term === 'od'
    ? firstReply(subject, running, context)
    : wayReply(subject, term, running, context);
}

/** The price list keeps types that AWS has retired; a type without a record is offered in no region that is known. */
const ofRetired = (
  { type, region: where }: Pick<Product, 'type' | 'region'>,
  { core }: Context<'reads'>,
): readonly Block[] =>
  core.types.find(type, where) === undefined
    ? [note(say`A price is not an offer: no region is known to offer ${code(type)} now.`)]
    : [];

/** What is given besides and would go unheard. */
function notWith(word: string, others: Readonly<Record<string, unknown>>): Problem | undefined {
  const given = Object.entries(others).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  return given.length === 0
    ? undefined
    : {
        problem: 'bad-value',
        what: say`${code(word)} does not go with ${list(given.map((key) => code(`${key}:`)))}.`,
        todo: say`Leave ${given.length === 1 ? 'it' : 'them'} out, or ask without ${code(word)}.`,
      };
}

const ofTypesAlone = (word: string, name: string): Problem => ({
  problem: 'bad-value',
  what: say`${code(word)} does not go with ${code(name)}, which is no type.`,
  todo: say`It tells the On-Demand price of one type everywhere: ${code('price m5.large regions:all')}.`,
});

const oneTermOnly = (word: string): Problem => ({
  problem: 'bad-value',
  what: say`${code(word)} names several ways to pay, and one is needed here.`,
  todo: say`Write one, as ${code('term:ri-1y-none')}.`,
});
