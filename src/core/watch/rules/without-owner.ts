import { isMadeByOthers, ownerOf, ownerTags } from '../../estate/managers.ts';
import { code, list, say } from '../../text.ts';
import type { InstanceState } from '../../ports/instance.ts';
import type { RuleOver } from './rule.ts';

/** One that is starting may get its tags yet; one that goes needs none. */
const lasting: readonly InstanceState[] = ['running', 'stopping', 'stopped'];

/** Instances of which no tag says whose they are. It costs nothing by itself. Those that something makes and replaces by itself are that one's. */
export const withoutOwner: RuleOver<'instances'> = {
  id: 'instance-without-owner',
  title: 'Instances that no tag gives an owner',
  explains: say`What idles can only be told to whoever it belongs to, and access rules may ask for it. An instance has an owner by the first of the tags ${list(ownerTags.map(code))} that is not empty, in letters of any case. Write one. Instances that an Auto Scaling group, a fleet, a cluster or a service of AWS makes are left out: their tags come from there.`,
  over: 'instances',
  matter: 'owner',
  sums: false,
  judge(instance) {
    if (!lasting.includes(instance.state) || ownerOf(instance.tags) !== undefined || isMadeByOthers(instance))
      return undefined;
    return { says: () => say`no tag says whose it is`, facts: 'no owner' };
  },
};
