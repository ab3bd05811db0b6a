import { idleAddressRules } from './idle-address.ts';
import { markedAddress } from './marked-address.ts';
import { publicIpv4Total } from './public-ipv4-total.ts';
import type { Rule } from './rule.ts';
import { secondAddress } from './second-address.ts';
import { stoppedInstance } from './stopped-instance.ts';
import { successor } from './successor.ts';
import { unattachedVolume } from './unattached-volume.ts';
import { unusedReservation } from './unused-reservation.ts';
import { withoutOwner } from './without-owner.ts';

/** Every waste rule, in the order in which lists name them. */
export const rules: readonly Rule[] = [
  ...idleAddressRules,
  markedAddress,
  secondAddress,
  stoppedInstance,
  unattachedVolume,
  unusedReservation,
  successor,
  withoutOwner,
  publicIpv4Total,
];

/** Rules by what people ask for together: the name of an alert that is made without naming rules. */
export const ruleGroups = {
  'idle-addresses': [...idleAddressRules, markedAddress, secondAddress],
  volumes: [unattachedVolume, stoppedInstance],
  instances: [stoppedInstance, successor, withoutOwner],
  reservations: [unusedReservation],
  all: rules,
} as const satisfies Record<string, readonly Rule[]>;

const byName = new Map<string, readonly Rule[]>([
  ...rules.map((rule) => [rule.id, [rule]] as const),
  ...Object.entries(ruleGroups),
]);

/** The rules of a name: one by its id, or those of a group. Undefined: there are none of this name. */
export const rulesCalled = (name: string): readonly Rule[] | undefined => byName.get(name);
