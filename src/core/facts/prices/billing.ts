import type { CapacityReservation, Instance } from '../../ports/instance.ts';
import type { Product, SpotQuestion } from '../../ports/price-list.ts';
import type { Problem } from '../../problem.ts';
import { code, say, type Spans } from '../../text.ts';
import { familyOf } from '../instance-types/catalogue.ts';
import { platformCalled, platformOf } from './platforms.ts';

/** How an instance is billed while it runs. */
export type Billing =
  /** On-Demand, on shared or dedicated hardware. */
  | { readonly by: 'product'; readonly product: Product }
  /** At the Spot price of its zone. */
  | { readonly by: 'spot'; readonly machine: SpotQuestion; readonly zone: string }
  /** Not at all: its Dedicated Host is. */
  | { readonly by: 'host'; readonly family: string; readonly region: string };

/** What an instance is billed as, by its own billing code; or why that has no price here. */
export function billingOf(instance: Instance): Billing | Problem {
  const { type, region, zone, account, usageOperation, platformDetails, tenancy, lifecycle } = instance;
  const place = placeOf(instance);
  if (tenancy === 'host') return { by: 'host', family: familyOf(type), region: place };
  if (lifecycle !== 'on-demand' && lifecycle !== 'spot')
    return noPrice(
      say`it is a ${lifecycle} instance, and what it pays now is not known here.`,
      say`The EC2 console shows what it pays.`,
    );
  // EC2 always tells the code. Who answers in its place may not, and then the platform's name decides.
  const os = usageOperation === 'unknown' ? platformCalled(platformDetails) : platformOf(usageOperation);
  if (os === undefined)
    return noPrice(
      say`its billing code ${code(usageOperation)} (${platformDetails}) has no price in the figures here.`,
      say`See the EC2 pricing page of AWS.`,
    );
  if (lifecycle === 'spot') return { by: 'spot', machine: { type, region, os, account: account.name }, zone };
  return {
    by: 'product',
    product: { type, region: place, os, ...(tenancy === 'dedicated' && { tenancy }) },
  };
}

/** What one place of a Capacity Reservation is billed as, filled or empty (EC2 guide, "Capacity Reservation pricing and billing"); undefined: its platform has no price in the figures here. */
export function productOfPlace(reservation: CapacityReservation): Product | undefined {
  const { type, platform, tenancy } = reservation;
  const os = platformCalled(platform);
  return os && { type, region: placeOf(reservation), os, ...(tenancy === 'dedicated' && { tenancy }) };
}

/**
 * Where a machine's prices are those of: its region, or the Local or Wavelength Zone it is in, which the price list has by a
 * code of its own (`us-west-2-lax-1a` → `us-west-2-lax-1`, `us-east-1-wl1-atl-wlz-1` → `us-east-1-wl1-atl1`).
 */
export function placeOf({ region, zone }: Pick<Instance, 'region' | 'zone'>): string {
  if (!zone.startsWith(`${region}-`)) return region;
  const wavelength = /^(.*-wl\d+)-([a-z]+)-wlz-(\d+)$/.exec(zone);
  return wavelength === null ? zone.replace(/[a-z]$/, '') : `${wavelength[1]}-${wavelength[2]}${wavelength[3]}`;
}

/** A figure that no source gives. */
export const noPrice = (what: Spans, todo: Spans): Problem => ({ problem: 'no-price', what, todo });
