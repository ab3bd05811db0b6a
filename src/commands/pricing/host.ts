import { exact, hoursPerMonth, rounded, times } from '../../core/money.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { code, say, strong } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { fields, note, reply, type Reply } from '../reply/reply.ts';
import { quoteRegion } from '../quote-region.ts';
import { rateNote } from '../words.ts';
import type { Wish } from './subject.ts';

/** A Dedicated Host is billed for itself, whatever runs on it. */
export async function hostReply(
  type: string,
  wish: Pick<Wish, 'region' | 'count'>,
  context: Context<'reads'>,
): Promise<Reply | Problem> {
  const { core, signal, now } = context;
  const quoted = await quoteRegion(wish.region, context);
  if (isProblem(quoted)) return quoted;
  const { region: where, regionWords } = quoted;
  const family = type.slice(0, type.indexOf('.'));
  await core.types.know([{ type, region: where }], signal);
  const facts = core.types.find(type, where);
  if (facts !== undefined && !facts.dedicatedHosts)
    return {
      problem: 'no-price',
      what: say`${code(type)} is not offered on Dedicated Hosts.`,
      todo: say`Ask for another type, or for ${code('dedicated')} tenancy.`,
    };
  const rate = await core.prices.host(family, where, { signal });
  if (isProblem(rate)) return rate;
  const { count = 1 } = wish;
  return reply(
    'plain',
    say`${count === 1 ? 'A Dedicated Host' : `${count} Dedicated Hosts`} of ${code(family)} cost${count === 1 ? 's' : ''} ${strong(exact(times(rate.perHour, count)))} an hour`,
    fields(['Region', regionWords], ['Month (730 h)', rounded(times(rate.perHour, hoursPerMonth * count))]),
    note(
      say`The host is billed by the hour, whatever runs on it: instances on it cost nothing more, but for licences such as that of Windows.`,
    ),
    rateNote(rate, now),
  );
}
