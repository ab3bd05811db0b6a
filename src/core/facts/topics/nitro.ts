import { code, command, say } from '../../text.ts';
import type { Topic } from './topic.ts';

/** The machinery under today's types. */
export const nitro: Topic = {
  id: 'nitro',
  group: 'Hardware',
  title: 'Nitro System',
  synonyms: ['nitro system', 'nitro hypervisor', 'aws nitro', 'hypervisor', 'xen', 'bare metal', 'kvm'],
  asked: [
    'xen or nitro',
    'which hypervisor does ec2 use',
    'is my instance built on nitro',
    'which types are nitro based',
    'metal instances without a hypervisor',
    'why are my disks called nvme after changing the type',
    'device names changed from xvda to nvme',
    'old image does not boot on a new type',
    'ena driver and nvme driver needed',
    'what is under the virtual machine',
    'virtualization technology of aws',
    'run my own hypervisor on ec2',
    'what is nitro',
    'nitro cards',
    'difference between nitro and xen',
    'is xen still used',
    'bare metal server without virtualization',
    'does my instance type use nitro',
    'nvme device names',
    'enhanced networking ena',
    'why did my device name change',
    'which hypervisor runs below my vm',
    'aws own hypervisor',
    'how does aws virtualize',
    'metal size meaning',
  ],
  what: say`The cards and the thin hypervisor under today's types: network, disks and security run on hardware of their own, beside the server. Bare metal types have the cards and no hypervisor.`,
  when: say`It comes with the type. Choose a metal type only to run a hypervisor of your own, or software that must see the real processor.`,
  costs: say`Nothing by itself. A metal type costs what the largest size of its family costs, or nearly.`,
  wrong: say`An image from Xen days needs ENA (network) and NVMe (disk) drivers, and its disks get other names: ${code('/dev/nvme1n1')} in place of ${code('/dev/xvdf')}. Mount by UUID.`,
  tables: [
    {
      columns: ['', 'Nitro', 'Xen', 'Bare metal'],
      rows: [
        ['types with data', '1,147', '74', '152'],
        [
          'generations',
          '5 and later, t3, t4g, i3en, i4',
          'c4, d2, h1, i3, m4, r4, t2, x1 and older',
          'names with metal',
        ],
        ['virtualization', 'HVM', 'HVM, some PV', 'none'],
        ['disks appear as', 'NVMe', 'xvd or sd', 'NVMe'],
      ],
    },
  ],
  answers: [
    {
      asked: ['Is a type on Nitro?', 'check hypervisor of an instance type'],
      says: say`${command('explain m5.large')} tells the hypervisor of a type. The field ${code('Hypervisor')} of an instance does not help: it says xen for Nitro too.`,
    },
    {
      asked: ['Can I hibernate or protect metal?', 'bare metal limits'],
      says: say`Bare metal cannot hibernate. Stop, start and protection work as on other types.`,
    },
  ],
  page: 'https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html',
  from: 'EC2 API (DescribeInstanceTypes) and User Guide',
  checked: '2026-08',
  see: ['hvm-vs-pv', 'instance-types', 'tenancy'],
  next: [
    ['Read a type', 'explain m5.large'],
    ['Price of metal', 'price m5.metal us-east-1'],
    ['Old images', 'explain hvm-vs-pv'],
  ],
};
