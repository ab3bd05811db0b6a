import { reasonsOf, type Reasons } from './reasons.ts';
import { askedOf, type Asked, type Offer, type WishKey, type Wishes } from './wishes.ts';

/** A type that meets every wish, and why it is worth a look. */
export interface Recommendation extends Offer, Reasons {}

/** A wish that alone keeps all types away: without it, or with less of it, there would be one. */
export interface Relaxation {
  readonly key: WishKey;
  /** Of the types that meet every other wish the one nearest to this; of equals the cheapest. */
  readonly nearest: Offer;
  /** Types that meet every other wish. */
  readonly count: number;
}

/** Cheapest first, unknown prices last; of equals the smaller type, in vCPUs, then memory. Prices of two currencies are not compared: they stand by the name of the currency. */
export function cheapestFirst(one: Offer, other: Offer): number {
  if (one.rate === undefined || other.rate === undefined)
    return one.rate === other.rate ? sizes(one, other) : one.rate === undefined ? 1 : -1;
  const { amount, currency } = one.rate.perHour;
  const than = other.rate.perHour;
  if (currency !== than.currency) return currency < than.currency ? -1 : 1;
  return amount.cmp(than.amount) || sizes(one, other);
}

const sizes = ({ facts: one }: Offer, { facts: other }: Offer): number =>
  one.vCpus - other.vCpus || one.memoryMiB - other.memoryMiB;

/** Every type that meets every wish, cheapest first. */
export const recommend = (offers: readonly Offer[], wishes: Wishes): readonly Offer[] =>
  meeting(offers, askedOf(wishes)).toSorted(cheapestFirst);

/** Those that are told of what was recommended, with reasons, which cost more than the order. */
export const withReasons = (told: readonly Offer[], wishes: Wishes): readonly Recommendation[] =>
  told.map((offer) => ({ ...offer, ...reasonsOf(offer, wishes) }));

/** How many types meet every wish. */
export const countFitting = (offers: readonly Offer[], wishes: Wishes): number =>
  meeting(offers, askedOf(wishes)).length;

const meeting = (offers: readonly Offer[], wishes: readonly Asked[]): readonly Offer[] =>
  offers.filter((offer) => wishes.every(({ meets }) => meets(offer)));

/** Where nothing meets every wish: each wish that alone would help if it gave way, the nearest to being met first. Empty: more than one must give way. */
export function relaxations(offers: readonly Offer[], wishes: Wishes): readonly Relaxation[] {
  const all = askedOf(wishes);
  return all
    .flatMap(({ key, misses }) => {
      const rest = meeting(
        offers,
        all.filter((one) => one.key !== key),
      );
      const [first] = rest
        .flatMap((offer) => {
          const far = misses(offer);
          return far === undefined ? [] : [{ offer, far }];
        })
        .toSorted((one, other) => one.far - other.far || cheapestFirst(one.offer, other.offer));
      return first === undefined ? [] : [{ key, nearest: first.offer, count: rest.length, far: first.far }];
    })
    .toSorted((one, other) => one.far - other.far)
    .map(({ key, nearest, count }) => ({ key, nearest, count }));
}
