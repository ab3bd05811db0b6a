import type { LeftBehindRecord } from '../../core/changes/left-behind.ts';
import type { PublicAddress } from '../../core/estate/judge.ts';
import type { Listing } from '../../core/ports/cloud.ts';
import { hoursPerMonth, rounded, times } from '../../core/money.ts';
import { isProblem } from '../../core/problem.ts';
import { firstInOrder } from '../../core/slices.ts';
import { code, command as typed, say, strong, type Spans } from '../../core/text.ts';
import { spanInWords, type Instant } from '../../core/time.ts';
import type { Context } from '../command.ts';
import type { PerHourOf } from '../idle-waste.ts';
import { changeAction } from '../reply/plan-reply.ts';
import { actions, paragraph, type Block } from '../reply/reply.ts';

/** Idle addresses shown; a command shows the others. */
const shown = 5;

/** The worst of the addresses that idle, with the way to release each. The prices of their regions are at hand. */
export async function idleBlocks(
  { items }: Listing<PublicAddress>,
  perHourOf: PerHourOf,
  history: readonly LeftBehindRecord[],
  { now, signal }: Pick<Context<'reads'>, 'now' | 'signal'>,
): Promise<readonly (Block | undefined)[]> {
  if (items.length === 0) return [];
  const leftBy = new Map(history.map((record) => [record.id, record]));
  const worst = await firstInOrder(items, shown, worstFirst(perHourOf, leftBy), signal);
  const more = items.length - worst.length;
  return [
    paragraph(strong('Idle addresses, the worst first')),
    ...worst.map((one) => paragraph(idleInWords(one, perHourOf, leftBy.get(one.address?.allocationId ?? ''), now))),
    more > 0 ? paragraph(say`And ${more} more: ${typed('addresses idle')}.`) : undefined,
    actions(
      ...worst
        .filter(({ kind }) => kind === 'elastic')
        .map(({ ip }) => ({
          ...changeAction('release', ip, ip),
          // A page of red would say nothing: the plan that comes of it has the red button.
          style: 'normal' as const,
        })),
    ),
  ];
}

/** `198.51.100.38 (demo-dev, us-east-1): associated with nothing, for 12 days. $3.65 a month.` */
function idleInWords(
  { ip, verdict, account, region }: PublicAddress,
  perHourOf: PerHourOf,
  left: LeftBehindRecord | undefined,
  now: Instant,
): Spans {
  const perHour = verdict.charged === 'yes' ? perHourOf(region) : undefined;
  const month =
    perHour === undefined || isProblem(perHour)
      ? say`Its price is not known`
      : say`${rounded(times(perHour, hoursPerMonth))} a month`;
  // What the verdict says of a stopped machine tells its time already.
  const since = verdict.since === undefined ? left?.at : undefined;
  return say`${code(ip)} (${account.name}, ${region}): ${verdict.says()}${since === undefined ? '' : `, for up to ${spanInWords(now - since)}`}. ${month}.`;
}

/** The dearest first; of one price those that have idled longest, as far as that is known. */
function worstFirst(perHourOf: PerHourOf, leftBy: ReadonlyMap<string, LeftBehindRecord>) {
  const price = ({ verdict, region }: PublicAddress): number => {
    const perHour = verdict.charged === 'yes' ? perHourOf(region) : undefined;
    return perHour === undefined || isProblem(perHour) ? 0 : perHour.amount.toNumber();
  };
  const since = ({ verdict, address }: PublicAddress): number =>
    verdict.since ?? leftBy.get(address?.allocationId ?? '')?.at ?? Number.MAX_SAFE_INTEGER;
  return (one: PublicAddress, other: PublicAddress): number =>
    price(other) - price(one) || since(one) - since(other) || (one.ip < other.ip ? -1 : one.ip > other.ip ? 1 : 0);
}
