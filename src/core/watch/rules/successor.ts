import { isMadeByOthers, managersOf } from '../../estate/managers.ts';
import { code, command, figure, say, type Spans } from '../../text.ts';
import type { Instance } from '../../ports/instance.ts';
import type { RuleOver } from './rule.ts';

/**
 * Instances whose line goes on in a type that is surely like theirs and costs less. Not those that something makes and replaces by
 * itself: each new one would be a finding, and each that goes would look like money saved; there the launch template decides.
 */
export const successor: RuleOver<'instances'> = {
  id: 'instance-successor',
  title: 'Running On-Demand instances whose type has a cheaper successor',
  explains: say`A later generation of the same line, by the same maker, has at least as many vCPUs, as much memory and as large local disks of the same kind, runs on the same architecture, is offered in the zone and costs less an hour On-Demand. What is compared are the prices of today in that region; Reserved Instances and Savings Plans are not taken off. Stop the instance, change its type in the EC2 console and start it. From a type without Nitro (T2, M4, C4, R4 and before) its image needs drivers for ENA and NVMe first; T3 starts as unlimited, T2 did not. Left out are types with accelerators, bare metal and Macs, and instances that an Auto Scaling group, a fleet, a cluster or a service of AWS makes: there the type is changed in what makes them. ${command('explain m5.large')} shows what stands beside a type.`,
  over: 'instances',
  needs: 'successors',
  matter: 'type',
  sums: true,
  judge(instance, known) {
    const found = known.successorOf(instance);
    if (found === undefined || isMadeByOthers(instance)) return undefined;
    const { type } = instance;
    return {
      says: () =>
        say`its type ${code(type)} has the successor ${code(found.type)}, which costs ${figure(found.savesPerMonth)} a month less${managed(instance)}`,
      facts: `${type} ${found.type}`,
      perMonth: found.savesPerMonth,
    };
  },
};

/** Where its type is written down. */
function managed({ tags }: Instance): Spans {
  const [manager] = managersOf(tags);
  if (manager === undefined) return [];
  return say`; change it in its ${manager.name}${manager.id === undefined ? '' : say` ${code(manager.id)}`}`;
}
