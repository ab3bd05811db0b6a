import { code, command, say, time } from '../../text.ts';
import type { RuleOver } from './rule.ts';

/** Capacity Reservations of which not one place is taken. Not Capacity Blocks, which are paid ahead; not those on an Outpost, nor those whose unused places another account pays. */
export const unusedReservation: RuleOver<'reservations'> = {
  id: 'reservation-unused',
  title: 'On-Demand Capacity Reservations that nothing uses',
  explains: say`Every place of a Capacity Reservation is billed at the On-Demand price of its type, whether an instance runs in it or not, until the reservation is cancelled or ends. Reserved Instances and Savings Plans that cover it are not taken off here. Start something in it, or cancel it in the EC2 console. One that waits for a start that must not fail may be meant: keep it, with the reason. ${command('explain capacity-reservations')} tells more.`,
  over: 'reservations',
  sums: true,
  judge(reservation, known) {
    const { state, kind, onOutpost, unusedPaidBy, total, available, type, zone, endsAt } = reservation;
    if (state !== 'active' || kind !== 'default' || onOutpost || unusedPaidBy !== undefined) return undefined;
    if (total === 0 || available < total) return undefined;
    return {
      says: () =>
        say`nothing uses its room for ${total} ${code(type)}${zone === '' ? '' : ` in ${zone}`}${endsAt === undefined ? '' : say`, which ends ${time(endsAt)}`}`,
      facts: `unused ${type} ${total}`,
      perMonth: known.reservationMonth(reservation),
    };
  },
};
