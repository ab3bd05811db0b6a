import { say } from '../../text.ts';
import { code } from '../../text.ts';
import type { Rule } from './rule.ts';

/** STUB, replaced at the merge. */
export const rules: readonly Rule[] = [
  {
    id: 'idle-address',
    title: 'Elastic IPs that are associated with nothing',
    explains: say`AWS charges for every public IPv4, used or not. Release it, unless somebody outside knows the address.`,
    over: 'addresses',
    sums: true,
    judge: ({ verdict, region }, known) =>
      verdict.row === 5
        ? {
            says: verdict.says,
            facts: `row ${verdict.row}`,
            since: verdict.since,
            perMonth: known.addressMonth(region),
          }
        : undefined,
  },
  {
    id: 'address-of-stopped',
    title: 'Elastic IPs of instances that do not run',
    explains: say`AWS charges for every public IPv4, used or not.`,
    over: 'addresses',
    sums: true,
    judge: ({ verdict, region }, known) =>
      verdict.row === 7
        ? {
            says: verdict.says,
            facts: `row ${verdict.row}`,
            since: verdict.since,
            perMonth: known.addressMonth(region),
          }
        : undefined,
  },
  {
    id: 'extra-address',
    title: 'Further Elastic IPs of one instance',
    explains: say`It may be meant.`,
    over: 'addresses',
    sums: false,
    judge: ({ verdict, region }, known) =>
      verdict.is === 'extra'
        ? {
            says: verdict.says,
            facts: `row ${verdict.row}`,
            since: verdict.since,
            perMonth: known.addressMonth(region),
          }
        : undefined,
  },
  {
    id: 'stopped-instance',
    title: 'Stopped instances whose volumes are still paid',
    explains: say`A stopped instance costs nothing, its volumes do.`,
    over: 'instances',
    matter: 'stopped',
    sums: true,
    judge: (instance, known) => {
      const volumes = known.volumesOf(instance).flatMap((volume) => known.volumeMonth(volume) ?? []);
      return instance.state === 'stopped' && volumes.length > 0
        ? {
            says: () => say`stopped, and its ${volumes.length} volumes are paid`,
            facts: `${volumes.length}`,
            since: instance.stateSince,
            perMonth: volumes[0],
          }
        : undefined;
    },
  },
  {
    id: 'no-owner',
    title: 'Instances without an owner tag',
    explains: say`Nobody can be asked about it. Set the tag ${code('owner')}.`,
    over: 'instances',
    matter: 'owner',
    sums: false,
    judge: (instance) =>
      instance.tags['team'] !== 'search' ? undefined : { says: () => say`without an owner tag`, facts: '' },
  },
  {
    id: 'unattached-volume',
    title: 'Volumes that are attached to nothing',
    explains: say`A volume is paid for as long as it is there.`,
    over: 'volumes',
    sums: true,
    judge: (volume, known) =>
      volume.attachedTo.length > 0
        ? undefined
        : {
            says: () => say`${volume.kind} of ${volume.sizeGiB} GiB, attached to nothing`,
            facts: '',
            perMonth: known.volumeMonth(volume),
          },
  },
];
