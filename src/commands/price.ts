import { platformRow } from '../core/facts/prices/platforms.ts';
import { quoteOf } from '../core/facts/prices/quote.ts';
import { exact, rounded } from '../core/money.ts';
import { isProblem } from '../core/problem.ts';
import { code, say, strong } from '../core/text.ts';
import { cli } from './cli/line.ts';
import { cliOfPrice } from './cli/reads.ts';
import { command } from './command.ts';
import { instanceType, os, region } from './options/kinds.ts';
import { action, actions, fields, line, note, reply } from './reply/reply.ts';
import { rateNote, typeInWords } from './words.ts';

/** Where prices are quoted for when no region is named; said in the answer. */
const defaultRegion = 'us-east-1';
/** Other systems offered as buttons. */
const offered = 3;

/** What a type costs On-Demand. */
export const price = command({
  name: 'price',
  summary: 'Quote the On-Demand price of an instance type',
  examples: ['price m5.large', 'price m5.large windows eu-west-1', 'price g5.xlarge region:eu-west-1'],
  options: {
    type: instanceType().required(),
    region: region('A region, such as eu-west-1; us-east-1 if left out'),
    os: os(),
    cli,
  },
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run({ type, region: asked, os: system = 'linux', cli: withCli }, { core, uses, signal, now }) {
    const where = asked ?? uses.region ?? defaultRegion;
    const product = { type, region: where, os: system };
    const [rate] = await Promise.all([
      core.prices.onDemand(product, { signal }),
      core.prices.prepare([where], { signal }),
    ]);
    if (isProblem(rate)) return rate;
    const ipv4 = core.prices.publicIpv4(where);
    const quote = quoteOf(rate.perHour);
    await core.types.know([{ type, region: where }], signal);
    const facts = core.types.find(type, where);
    const others = core.prices.systems(type, where).filter((one) => one !== system);
    return reply(
      'plain',
      say`${code(type)} costs ${strong(exact(quote.perHour))} an hour`,
      fields(
        ['Type', facts === undefined ? undefined : typeInWords(facts)],
        ['Region', `${where}${asked === undefined && uses.region === undefined ? ' (none was named)' : ''}`],
        ['System', `${platformRow(system).words}, On-Demand, shared tenancy`],
        ['Hour', exact(quote.perHour)],
        ['Day', rounded(quote.perDay)],
        ['Month (730 h)', rounded(quote.perMonth)],
        ['Year (8,760 h)', rounded(quote.perYear)],
      ),
      rateNote(rate, now),
      note(
        say`The machine alone: EBS volumes and public IPv4${isProblem(ipv4) ? '' : ` (${exact(ipv4.perHour)} an hour each)`} come on top.`,
      ),
      ...(withCli === true ? cliOfPrice(product) : []),
      actions(
        ...others.slice(0, offered).map((one) => action(platformRow(one).words, line`price ${type} ${where} ${one}`)),
      ),
    );
  },
});
