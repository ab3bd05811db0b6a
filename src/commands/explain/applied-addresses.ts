import type { PublicAddress } from '../../core/estate/judge.ts';
import type { Listing, Reading } from '../../core/ports/cloud.ts';
import { exact, hoursPerMonth, rounded, times, total, type Money } from '../../core/money.ts';
import { isProblem } from '../../core/problem.ts';
import { code, say, type Spans } from '../../core/text.ts';
import type { Context } from '../command.ts';
import { scoped } from '../scope.ts';
import { firstOf, type Applied } from './counted.ts';

/** How many Elastic IPs idle: `2 of your 14 Elastic IPs idle: 198.51.100.10 and 198.51.100.11.` */
export async function idleAddresses(context: Context<'reads'>, reading: Reading): Promise<Applied> {
  const listing = await context.core.addresses.idle(scoped([], context), reading);
  const { items, lookedAt } = listing;
  if (lookedAt === 0) return { listing, says: undefined };
  const which = items.length === 0 ? [] : say`: ${firstOf(items.map(({ ip }) => code(ip)))}`;
  return {
    listing,
    says: say`${items.length === 0 ? 'None' : items.length} of your ${lookedAt} Elastic IPs ${items.length === 1 ? 'idles' : 'idle'}${which}.`,
  };
}

/** What all public addresses cost, and those that idle. */
export async function chargedAddresses(context: Context<'reads'>, reading: Reading): Promise<Applied> {
  const { core } = context;
  const listing = await core.addresses.list(scoped([], context), reading);
  const charged = listing.items.filter(({ verdict }) => verdict.charged === 'yes');
  if (charged.length === 0) return { listing, says: undefined };
  await core.prices.prepare(new Set(charged.map(({ region }) => region)), reading);
  const idle = charged.filter(({ verdict }) => verdict.is === 'idle');
  return {
    listing,
    says: say`${charged.length} of your public IPv4 addresses ${charged.length === 1 ? 'is' : 'are'} charged: ${sum(charged, context)}. ${idle.length === 0 ? 'None idles' : say`${idle.length} of them ${idle.length === 1 ? 'idles' : 'idle'}: ${sum(idle, context)}`}.`,
  };
}

/** `$0.07 an hour, $51.10 a month`, or at least that where a region has no price. */
function sum(addresses: Listing<PublicAddress>['items'], { core }: Context<'reads'>): Spans {
  const rates = addresses.map(({ region }) => core.prices.ipv4PerHour(region));
  const known: readonly Money[] = rates.flatMap((rate) => (isProblem(rate) ? [] : [rate]));
  const perHour = total(known);
  return say`${known.length < rates.length ? 'at least ' : ''}${exact(perHour)} an hour, ${rounded(times(perHour, hoursPerMonth))} a month`;
}
