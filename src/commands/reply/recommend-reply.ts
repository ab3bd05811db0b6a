import type { Picked } from '../../core/facts/instance-types/pick.ts';
import { watchWords } from '../../core/facts/instance-types/reasons.ts';
import type { Recommendation } from '../../core/facts/instance-types/recommend.ts';
import type { Offer, WishKey, Wishes } from '../../core/facts/instance-types/wishes.ts';
import { gibibytes } from '../../core/gib.ts';
import { exact, money } from '../../core/money.ts';
import type { Rate } from '../../core/ports/price-list.ts';
import { code, figure, say } from '../../core/text.ts';
import type { Instant } from '../../core/time.ts';
import { metBy, wishWords } from '../wishes.ts';
import { figuresNote } from './figures-note.ts';
import { action, actions, column, note, paragraph, prose, reply, table, type Block, type Reply } from './reply.ts';

/** Types in order, with what each has beyond the wishes and what to watch. @param today What something runs on today, where they are compared with that. */
export const recommendedTable = (shown: readonly Recommendation[], today: Offer | undefined): Block => {
  const than = today?.rate;
  return table(
    [
      column('Type'),
      column('$/hour', 'right'),
      ...(than === undefined ? [] : [column('vs today', 'right', 1)]),
      column('vCPU', 'right'),
      column('GiB', 'right'),
      column('Processor', 'left', 2),
      prose('More than asked'),
      prose('Watch'),
    ],
    shown.map(({ facts, rate, gives, watch }) => [
      code(facts.name),
      rate === undefined ? 'unknown' : figure(rate.perHour, 'exact'),
      ...(than === undefined ? [] : [difference(rate, than)]),
      String(facts.vCpus),
      String(gibibytes(facts.memoryMiB)),
      facts.processor,
      gives.length === 0 ? 'as asked' : gives.join(', '),
      watch.join(', '),
    ]),
  );
};

/** `+$0.014`, `-$0.02`; empty where the two cannot be compared. */
function difference(rate: Rate | undefined, { perHour: own }: Rate): string {
  if (rate === undefined || rate.perHour.currency !== own.currency) return '';
  const more = rate.perHour.amount.minus(own.amount);
  return `${more.gt(0) ? '+' : ''}${exact(money(more, own.currency))}`;
}

/** What the words under “Watch” mean, each once. */
export function watchNote(shown: readonly Recommendation[]): Block | undefined {
  const met = new Set(shown.flatMap(({ watch }) => watch));
  const words = [...met].map((one) => say`${code(one)}: ${watchWords[one]}`);
  return words.length === 0
    ? undefined
    : note(say`Watch: ${words.flatMap((one, at) => (at === 0 ? one : say`; ${one}`))}.`);
}

/** Where prices and facts are from, how old they are, and what is not known of the region. @param told Every type whose price is told. */
export function pickedNotes(
  told: readonly Offer[],
  { from, older }: Picked,
  region: string,
  now: Instant,
): readonly Block[] {
  return [
    ...(older > 0
      ? [
          note(
            say`${older} more fit${older === 1 ? 's' : ''} that AWS marks as previous generation: ${code('older:yes')} after the line tells ${older === 1 ? 'it' : 'them'} too.`,
          ),
        ]
      : []),
    figuresNote(told, from, now),
    ...(from.anyRegion === true
      ? [note(say`Which types ${region} has is not known here: these are sold there by the price list.`)]
      : []),
    ...(from.gap === undefined ? [] : [note(say`Could not be read: ${from.gap.what}`)]),
  ];
}

/** Wishes that are offered to be let go. */
const relaxationsTold = 3;

/** The answer where no type meets every wish: which one to let go. @param notes Where the prices told are from. @param lineWith The same line with another value of one wish. */
export function nothingFits(
  { relaxations }: Picked,
  wishes: Wishes,
  asked: readonly (Block | undefined)[],
  notes: (told: readonly Offer[]) => readonly Block[],
  lineWith: (key: WishKey, value: string) => string,
): Reply {
  const words = wishWords(wishes);
  const told = relaxations.slice(0, relaxationsTold);
  return reply(
    'plain',
    'No type fits',
    ...asked,
    told.length === 0
      ? paragraph('No one of these wishes is to blame alone: two or more must give way.')
      : table(
          [prose('Without the wish'), column('fit', 'right'), column('Nearest to it'), column('$/hour', 'right')],
          told.map(({ key, nearest: { facts, rate }, count }) => [
            words.get(key) ?? key,
            String(count),
            code(facts.name),
            rate === undefined ? 'unknown' : figure(rate.perHour, 'exact'),
          ]),
        ),
    ...notes(told.map(({ nearest }) => nearest)),
    actions(
      ...told.map(({ key, nearest }) => {
        const value = metBy(key, nearest);
        return value === undefined ? undefined : action(`With ${key}:${value}`, lineWith(key, value));
      }),
    ),
  );
}
