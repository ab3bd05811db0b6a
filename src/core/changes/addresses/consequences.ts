import { managersOf } from '../../estate/managers.ts';
import type { Prices } from '../../facts/prices/prices.ts';
import { exact, hoursPerMonth, isZero, rounded, times, total } from '../../money.ts';
import { isProblem, reasons } from '../../problem.ts';
import { code, say, type Spans } from '../../text.ts';
import type { Consequence } from '../target.ts';
import { rowOf, type Kind } from '../kinds.ts';
import type { Candidate } from '../resource.ts';
import type { AddressCase } from './case.ts';

/** What follows for one address. A pure function of what was read. */
export function consequencesOf(kind: Kind, one: AddressCase, prices: Prices): readonly Consequence[] {
  const { found, address, details, records } = one;
  const consequences: Consequence[] = [];
  const add = (name: string, level: Consequence['level'], says: Spans) =>
    consequences.push({ code: name, level, says });
  const { instance, verdict } = found;

  if (address.associationId !== undefined) {
    add(
      'loses-address',
      'warning',
      say`${code(found.ip)}: ${verdict.says()}. Who uses this address will not reach it any longer.`,
    );
    if (instance !== undefined && (instance.state === 'running' || instance.state === 'pending'))
      add(
        'auto-assigned-instead',
        'info',
        say`An instance with one interface gets another public IPv4 within minutes where its subnet assigns one, which costs the same.`,
      );
  }
  if (kind === 'disassociate') {
    const perHour = prices.ipv4PerHour(found.region);
    if (verdict.charged === 'yes')
      add(
        'idles',
        'info',
        say`It stays ours, and goes on costing ${isProblem(perHour) ? 'an unknown sum' : exact(perHour)} an hour.`,
      );
  }
  if (kind === 'release') {
    if (address.pool !== undefined && address.pool !== 'amazon')
      add(
        'back-to-pool',
        'warning',
        say`It goes back to the pool ${code(address.pool)}; ${code('recover')} can try to get it back, without its tags.`,
      );
    else
      add(
        'for-good',
        'warning',
        say`AWS may give it to anybody next; ${code('recover')} can only try to get it back, without its tags.`,
      );
    if (details?.reverseDns === undefined)
      add(
        'dns-unknown',
        'warning',
        say`Its reverse DNS could not be read; AWS refuses the release while it has a name of its own.`,
      );
    else if (details.reverseDns !== '')
      add('dns-reset', 'warning', say`Its reverse DNS name ${code(details.reverseDns)} is reset first.`);
    if (details?.transfer === undefined)
      add(
        'transfer-unknown',
        'warning',
        say`Whether it is offered to another account could not be read; a release takes it from whoever waits for it.`,
      );
    const own = records.items.filter(({ ip }) => ip === found.ip);
    for (const { name, zone } of own)
      add(
        'record-left',
        'warning',
        say`The A record ${code(name)} (zone ${code(zone)}) points to it: whoever gets the address next gets that traffic. Delete the record first.`,
      );
    if (records.gaps.length > 0)
      add(
        'records-unknown',
        'warning',
        say`Whether A records point to it could not be read in full: ${reasons(records.gaps)}`,
      );
    else if (own.length === 0)
      add(
        'no-record',
        'info',
        say`No A record in the Route 53 zones of ${found.account.name} points to it; other DNS is not looked at.`,
      );
  }
  for (const manager of managersOf(found.tags)) {
    add(
      `managed-by-${manager.kind}`,
      'warning',
      say`${manager.name}${manager.id === undefined ? '' : [{ kind: 'text', text: ' ' }, code(manager.id)]} manages it: ${manager.advice}`,
    );
  }
  return consequences;
}

/** What all of them save or begin to cost. */
export function consequencesTogether(kind: Kind, moves: readonly Candidate[]): readonly Consequence[] {
  const { money } = rowOf(kind);
  const known = total(moves.flatMap(({ hourly }) => (isProblem(hourly) ? [] : [hourly])));
  if (money === 'none') return [];
  const unknown = moves.some(({ hourly }) => isProblem(hourly));
  const does = money === 'saved' ? 'saves' : 'costs';
  if (isZero(known))
    return [
      {
        code: 'saves',
        level: 'info',
        says: say`${unknown ? `Whether this ${does} anything is not known.` : `This ${does} nothing: AWS does not charge for it.`}`,
      },
    ];
  const figure = say`${unknown ? 'at least ' : ''}${exact(known)} an hour, ${rounded(times(known, hoursPerMonth))} a month of 730 hours`;
  return money === 'saved'
    ? [{ code: 'saves', level: 'good', says: say`Saves ${figure}.` }]
    : [{ code: 'begins-to-cost', level: 'info', says: say`Begins to cost ${figure}.` }];
}
