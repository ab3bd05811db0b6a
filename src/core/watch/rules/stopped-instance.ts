import { autoScalingGroupOf } from '../../estate/managers.ts';
import { knownPart } from '../../facts/prices/volumes.ts';
import { isZero, total } from '../../money.ts';
import { isProblem } from '../../problem.ts';
import { command, say } from '../../text.ts';
import { spanInWords } from '../../time.ts';
import type { RuleOver } from './rule.ts';

/**
 * Stopped instances whose volumes are charged. Their Elastic IPs are another rule's. Not those that an Auto Scaling group keeps
 * stopped on purpose (a warm pool), and not those that a service of AWS runs.
 */
export const stoppedInstance: RuleOver<'instances'> = {
  id: 'stopped-instance-volumes',
  title: 'Stopped instances that pay for volumes',
  explains: say`A stopped instance is not billed for computing. Its EBS volumes are, by their size and by what IOPS and throughput were provisioned, as long as they are there. Start it, or make an image of it and terminate it: a snapshot costs for the blocks that were written alone. Since when it is stopped AWS tells. Its Elastic IPs are found by a rule of their own. ${command('explain cost-of-stopped')} tells more.`,
  over: 'instances',
  needs: 'volumes',
  matter: 'stopped',
  sums: true,
  judge(instance, known) {
    const { state, operator, tags, stateSince } = instance;
    if (state !== 'stopped' || operator !== undefined || autoScalingGroupOf(tags) !== undefined) return undefined;
    const volumes = known.volumesOf(instance);
    if (volumes.length === 0) return undefined;
    const prices = volumes.map((volume) => known.volumeMonth(volume));
    const sum = total(prices.map(knownPart));
    const sizeGiB = volumes.reduce((all, volume) => all + volume.sizeGiB, 0);
    return {
      says: () =>
        say`stopped${stateSince === undefined ? '' : ` for ${spanInWords(known.now - stateSince)}`}; its ${volumes.length === 1 ? 'volume' : `${volumes.length} volumes`} of ${sizeGiB} GiB ${volumes.length === 1 ? 'goes' : 'go'} on costing${prices.some(isProblem) ? ', not all of which has a known price' : ''}`,
      facts: `stopped ${stateSince ?? ''} ${volumes.length} ${sizeGiB}`,
      since: stateSince,
      perMonth: isZero(sum) ? undefined : sum,
    };
  },
};
