import { heldMonth } from '../../core/estate/holdings.ts';
import { offerOf, type Offer } from '../../core/facts/prices/offer.ts';
import type { Prices } from '../../core/facts/prices/prices.ts';
import type { Running } from '../../core/facts/prices/terms.ts';
import { isZero, rounded, times } from '../../core/money.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { say } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { termNamed, type PayWord } from '../options/paying.ts';
import { beforeActions, note, type Block, type Reply } from '../reply/reply.ts';
import { groupReply } from './group-reply.ts';
import { spotReply } from './spot-reply.ts';
import type { Subject } from './subject.ts';
import { termReply } from './term-reply.ts';
import type { Scale } from './ways.ts';

/** One way to pay in full, or a group of them side by side. */
export async function wayReply(
  subject: Subject,
  word: PayWord,
  running: Running,
  context: Context<'reads'>,
): Promise<Reply | Problem> {
  const { core, signal } = context;
  const { product, machine, count } = subject;
  const asked = { account: machine?.account.name, history: word === 'spot' };
  const offer = await offerOf(product, core.prices, { signal }, asked);
  const answer = replyOf(subject, word, offer, { count, running }, context);
  return isProblem(answer) ? answer : beforeActions(answer, onTop(subject, running, core.prices));
}

function replyOf(
  subject: Subject,
  word: PayWord,
  offer: Offer,
  scale: Scale,
  context: Context<'reads'>,
): Reply | Problem {
  const { onDemand, spot } = offer;
  if (word === 'spot') return spotReply(subject, spot, onDemand, scale, context);
  if (isProblem(onDemand)) return onDemand;
  return termNamed(word) === undefined
    ? groupReply(subject, word, offer, onDemand, scale, context)
    : termReply(subject, word, offer, onDemand, scale, context);
}

/** What else is charged, whatever the way to pay for the machine. */
function onTop({ held, product, machine, count }: Subject, running: Running, prices: Prices): readonly Block[] {
  const { sum: each, unknown } = heldMonth(held, machine?.region ?? product.region, running, prices);
  const sum = times(each, count);
  const atLeast = unknown.length > 0 ? 'at least ' : '';
  return isZero(sum) && unknown.length === 0
    ? []
    : [
        note(
          say`EBS volumes and public IPv4 come on top: ${atLeast}${rounded(sum)} a month, the same in every way to pay.`,
        ),
      ];
}
