import { fromRecord, isZero, rounded, toRecord, total } from '../money.ts';
import { code, list, say } from '../text.ts';
import type { z } from 'zod';
import type { Consequence, Left, Named } from './target.ts';
import { nameOf } from './instances/judge.ts';
import type { LeftRecord } from './record.ts';

/** For the record. */
export const keptLeft = ({ perMonth, ...rest }: Left): z.infer<typeof LeftRecord> => ({
  ...rest,
  ...(perMonth !== undefined && { perMonth: toRecord(perMonth) }),
});

/** From the record. */
export const readLeft = ({ perMonth, what, id, label }: z.infer<typeof LeftRecord>): Left => ({
  what,
  id,
  label,
  ...(perMonth !== undefined && { perMonth: fromRecord(perMonth) }),
});

/** What goes on costing when these are done, in sentences: volumes together, Elastic IPs by name. */
export function leftInWords(
  all: readonly { readonly named: Pick<Named, 'id' | 'name'>; readonly left: readonly Left[] }[],
): readonly Consequence[] {
  const found: Consequence[] = [];
  const volumes = all.flatMap(({ named, left }) =>
    left.filter(({ what }) => what === 'volume').map((one) => ({ named, ...one })),
  );
  const known = volumes.flatMap(({ perMonth }) => perMonth ?? []);
  const unknown = volumes.filter(({ perMonth }) => perMonth === undefined);
  if (volumes.length > 0) {
    const sum = total(known);
    const count = `${volumes.length} volume${volumes.length === 1 ? '' : 's'}`;
    const figure = unknown.length === 0 ? rounded(sum) : isZero(sum) ? 'an unknown sum' : `at least ${rounded(sum)}`;
    found.push({
      code: 'volumes-go-on',
      level: 'info',
      says: say`${count} still cost${volumes.length === 1 ? 's' : ''} ${figure} a month.`,
    });
    const holders = new Map(unknown.map(({ named }) => [named.id, nameOf(named)]));
    if (holders.size > 0) {
      found.push({
        code: 'volume-price-unknown',
        level: 'info',
        says: say`No price is known for volumes of ${list([...holders.values()])}.`,
      });
    }
  }
  const addresses = all.flatMap(({ left }) => left.filter(({ what }) => what === 'address'));
  if (addresses.length > 0) {
    const priced = addresses.flatMap(({ perMonth }) => perMonth ?? []);
    const figure =
      priced.length === 0
        ? 'an unknown sum'
        : `${priced.length < addresses.length ? 'at least ' : ''}${rounded(total(priced))}`;
    found.push({
      code: 'addresses-go-on',
      level: 'info',
      says: say`${list(addresses.map(({ label }) => code(label)))} (Elastic IP) still cost${addresses.length === 1 ? 's' : ''} ${figure} a month.`,
    });
  }
  return found;
}
