import { command, say } from '../../text.ts';
import type { Topic } from './topic.ts';

/** How images are made to run. */
export const hvmVsPv: Topic = {
  id: 'hvm-vs-pv',
  group: 'Hardware',
  title: 'HVM and PV images',
  synonyms: [
    'hvm',
    'pv',
    'paravirtual',
    'paravirtualization',
    'hardware virtual machine',
    'virtualization type',
    'virtualization_type',
    'hvm or pv',
  ],
  asked: [
    'paravirtual or hardware virtual machine',
    'can my old pv image run on a new type',
    'convert a pv ami to hvm',
    'what is the virtualization type of an image',
    'image does not support this instance type because it is paravirtual',
    'what does hvm mean',
    'difference between hvm and paravirtual',
    'kernel id aki pv-grub',
    'non-hvm ami error',
    'do I still need pv',
    'what is pv',
    'what is hvm',
    'old image uses pv',
    'virtualization type hvm',
    'switch image from pv to hvm',
    'paravirtual ami on new hardware',
    'hvm vs pv',
    'hvm or paravirtual which one',
    'is paravirtualization still supported',
    'old ami does not launch',
    'which virtualization should my image have',
    'why does the wizard hide my old image',
  ],
  what: say`Two ways for an image to run. HVM boots like on a real machine. PV needs a kernel made for Xen, and exists only on the oldest types.`,
  when: say`Always HVM. PV matters only for images that were made long ago.`,
  costs: say`Neither costs anything by itself. PV ties you to old types, which cost more for the same vCPUs.`,
  wrong: say`A PV image does not start on today's types. It cannot be switched: the data must move to a machine made from an HVM image.`,
  tables: [
    {
      columns: ['', 'HVM', 'PV'],
      rows: [
        ['types', 'all but a few of the first', 'C1, C3, HS1, M1, M2, M3, T1 (User Guide, 2023)'],
        ['regions', 'all', 'nine old ones (User Guide, 2023)'],
        ['boot', 'as on hardware', 'with a Xen kernel'],
        ['Nitro, GPUs, hibernation', 'yes', 'no'],
      ],
    },
  ],
  answers: [
    {
      asked: ['Which of ours are PV?', 'find pv images'],
      says: say`The image says so: ${command('image ami-0abcdef1234567890')} shows its virtualization type.`,
    },
    {
      asked: ['How do I get away from PV?', 'migrate pv to hvm'],
      says: say`Launch an instance from a current HVM image of the same system, attach a copy of the old data volume, move the data. Then make an image of it.`,
    },
  ],
  page: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ComponentsAMIs.html',
  from: 'EC2 User Guide (2023) and API',
  checked: '2026-08',
  see: ['ami', 'nitro', 'instance-types'],
  next: [
    ['What images are', 'explain ami'],
    ['One image', 'image ami-0abcdef1234567890'],
    ['What is under today’s types', 'explain nitro'],
  ],
};
