import { knownPart } from '../../facts/prices/volumes.ts';
import { isZero } from '../../money.ts';
import { code, command, say } from '../../text.ts';
import { spanInWords } from '../../time.ts';
import type { RuleOver } from './rule.ts';

/** Volumes that belong to no instance. */
export const unattachedVolume: RuleOver<'volumes'> = {
  id: 'volume-unattached',
  title: 'EBS volumes that are attached to nothing',
  explains: say`A volume costs the same whether an instance has it or not: by its size, and by what IOPS and throughput were provisioned. Since when it is attached to nothing AWS does not tell; when it was made, it does. Attach it, or take a snapshot, which costs for the blocks that were written alone, and delete the volume in the EC2 console. ${command('volumes unattached')} lists them all.`,
  over: 'volumes',
  sums: true,
  judge(volume, known) {
    const { state, attachedTo, kind, sizeGiB, createdAt } = volume;
    if (state !== 'available' || attachedTo.length > 0) return undefined;
    const price = knownPart(known.volumeMonth(volume));
    return {
      says: () =>
        say`attached to nothing (${code(kind)}, ${sizeGiB} GiB${createdAt === undefined ? '' : `, made ${spanInWords(known.now - createdAt)} ago`})`,
      facts: `available ${kind} ${sizeGiB}`,
      perMonth: isZero(price) ? undefined : price,
    };
  },
};
